"""Programmes read from files: everything is read and judged first; with one bad row nothing is written."""
