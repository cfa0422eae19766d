"""The typeface of the paper, made ready for the printer."""

from io import BytesIO

from fontTools.ttLib import TTFont

# In the file of the typeface these characters have the glyph of another one, or none. A PDF knows a text by its
# glyphs: with one glyph for both spaces, what was typed with one would read as typed with the other.
_OWN_GLYPHS = {0x00A0: (0x0020, 1.0), 0x202F: (0x0020, 0.6), 0x2011: (0x002D, 1.0)}  # same drawing as, share of width


def with_own_glyphs(woff2: bytes) -> bytes:
    """The font as TrueType, with a glyph of its own for each non-breaking space and hyphen whose model it has."""
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    known = font.getBestCmap()
    for character, (model, share) in _OWN_GLYPHS.items():
        if model in known:
            _add_copy(font, known[model], character, share)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _add_copy(font: TTFont, model: str, character: int, share: float) -> None:
    name = f"u{character:04X}"
    width, bearing = font["hmtx"][model]
    font["glyf"][name] = font["glyf"][model]  # also enters the glyph order
    font["hmtx"][name] = (round(width * share), bearing)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[character] = name
