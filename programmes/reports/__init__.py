"""From a published description to what is read of it: the sheet of a programme, its comparison, the public list."""
