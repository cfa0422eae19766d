"""When everything happens in the tests of messages."""

import datetime as dt

NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
