"""What a file may be at most: beyond it is no catalogue, or a machine would not bear it."""

LARGEST_FILE = 60_000_000  # bytes
MOST_PROGRAMMES = 5_000
MOST_ROWS = 300_000  # of a table, that say something
MOST_COLUMNS = 80  # of a table: twice the widest of ours
MOST_BAD_CELLS = 500  # told of one file
