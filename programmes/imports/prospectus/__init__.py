"""A prospectus, the text of a catalogue's page, read into one programme: nothing of it is dropped without a word.

read(text, *, year="", institution="", title="") -> ReadFile      raises BadFile

Headings cut it into sections (``sections``), signs tell the lines of the course tables wherever they stand
(``tables``); what is left of each section is read by the room of its kind, and what is prose becomes a narrative.
"""

from programmes.imports.prospectus.reading import MAX_SIZE, read

__all__ = ["MAX_SIZE", "read"]
