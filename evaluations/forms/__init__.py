"""Cleaning and layouts of the pages' forms."""
