"""The typeface of the paper, made ready for the printer; which documents need a second one."""

import re
from io import BytesIO

from fontTools.ttLib import TTFont

# In the file of the typeface these characters have the glyph of another one, or none. A PDF knows a text by its
# glyphs: with one glyph for both spaces, what was typed with one would read as typed with the other.
_OWN_GLYPHS = {0x00A0: (0x0020, 1.0), 0x202F: (0x0020, 0.6), 0x2011: (0x002D, 1.0)}  # same drawing as, share of width

# The signs of Noto Emoji that no other typeface of the paper has, and what asks for a picture of the sign before it.
# Others (✓ → ★ ☐, Greek, Cyrillic) are in that of the system, DejaVu Sans.
_EMOJI = re.compile(
    "[\u20e3\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u24c2\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea"
    "\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2934\u2935"
    "\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
)


def has_emoji(page: str) -> bool:
    """Whether a page has signs that only the typeface of emoji draws."""
    return _EMOJI.search(page) is not None


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
