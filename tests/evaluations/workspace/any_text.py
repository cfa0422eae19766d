"""Texts such as nobody should send, and somebody will: generated from a number, the same each time.

A text is bytes, as it crosses the wire: it may be no UTF-8 at all.
"""

from collections.abc import Callable, Iterator
from random import Random

WORDS = (
    "l’équipe pédagogique œuvre à 12 % ; « qualité » cœur naïve Zürich 数学 עברית العربية ไทย हिन्दी 👩‍🔬 𝔄 ﬁn".split()
)
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\r\x0e\x1b\x1f\x7f\x85\x9f\u00ad\u2028\u2029\ufeff\ufffe\uffff\ufdd0\U0001fffe"
REFERENCES = "&#0; &#11; &#x1F; &#xD800; &#x110000; &#xFFFF; &shy; &nbsp; &amp;lt; &zwj; &#x338; &bogus; &#; &".split(
    " "
)
TAGS = "p b strong i em sub sup a br ul ol li table caption thead tbody tr th td div blockquote h6 o:p".split()
UNKNOWN = "script style svg math template textarea title select option iframe noscript plaintext xmp form".split()


def words(random: Random, most: int = 30) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(1, most)))


def all_planes(random: Random) -> str:
    return "".join(chr(random.choice((random.randrange(0x110000), random.randrange(0x3000)))) for _ in range(150))


def bidirectional(random: Random) -> str:
    return "".join(random.choice(BIDI) + random.choice(WORDS) for _ in range(40))


def controls(random: Random) -> str:
    return "".join(random.choice((random.choice(CONTROLS), random.choice(WORDS))) for _ in range(60))


def surrogates(random: Random) -> str:
    return "".join(random.choice((chr(random.randrange(0xD800, 0xE000)), "mot ")) for _ in range(40))


def references(random: Random) -> str:
    return "".join(random.choice((random.choice(REFERENCES), random.choice(WORDS), "<b>", "</b>")) for _ in range(60))


def without_spaces(random: Random) -> str:
    return random.choice(("x", "é", "數", "\u00a0", "-", "\u0627")) * random.randint(500, 5_000)


def zalgo(random: Random) -> str:
    def letter() -> str:
        return random.choice("aeZ<>&") + "".join(
            chr(random.randrange(0x300, 0x370)) for _ in range(random.randint(0, 80))
        )

    return "".join(letter() for _ in range(20))


def word_processor(random: Random) -> str:
    """What comes from Word: soft breaks, its own elements, its own comments."""
    span = random.choice((1, 3, 65534))
    row = f"<tr><td colspan={span} style='mso-x:1'><p class=MsoNormal>{words(random)}<o:p></o:p></p></td></tr>"
    return (
        f"<!--[if gte mso 9]><xml><w:x/></xml><![endif]--><p class=MsoNormal>{words(random)}\x0b{words(random)}"
        f"<span style='mso-tab-count:1'>\t</span></p><table border=1>{row * random.randint(1, 9)}</table>"
        f"<![if !supportLists]>·<span>&nbsp;</span><![endif]>{words(random)}"
    )


def nested_lists(random: Random) -> str:
    depth = random.choice((1, 4, 6, 40, 300))
    opened = [random.choice(("ul", "ol")) for _ in range(depth)]
    inside = "".join(f"<{tag}><li>{words(random, 3)}" for tag in opened)
    return inside + "".join(f"</li><li>{n}</li></{tag}>" for n, tag in enumerate(reversed(opened)))


def tables(random: Random) -> str:
    def cell() -> str:
        spans = " ".join(f'{name}="{random.choice((0, 1, 2, 7, 60, -1, "x"))}"' for name in ("colspan", "rowspan"))
        inside = tables(random) if random.random() < 0.03 else words(random, 4)
        return f"<{random.choice(('td', 'th'))} {spans if random.random() < 0.3 else ''}>{inside}"

    rows = ["<tr>" + "".join(cell() for _ in range(random.randint(0, 6))) for _ in range(random.randint(0, 8))]
    parts = random.choice(("", "<thead>", "<tbody>", "<tfoot>", "<caption>Titre"))
    return f"<table>{parts}{''.join(rows)}</table>"


def broken_markup(random: Random) -> str:
    def piece() -> str:
        tag = random.choice(TAGS if random.random() < 0.9 else UNKNOWN)
        return random.choice(
            (f"<{tag}>", f"</{tag}>", f"<{tag} ", f"<{tag} a='", "<", ">", "<!--", "-->", "]]>", words(random, 5))
        )

    return "".join(piece() for _ in range(random.randint(1, 60)))


def marked(random: Random) -> str:
    """Bold, italic and links across one another, spaces and line breaks everywhere."""
    inline = (
        "<b>",
        "</b>",
        "<em>",
        "</em>",
        "<sup>",
        "</sup>",
        '<a href="https://x.fr/é?a&b">',
        "</a>",
        "<br>",
        " ",
        "\n",
        "é",
        "a",
        "\u0301",
    )
    return "".join(random.choice(inline) for _ in range(80))


def long(random: Random) -> str:
    """A megabyte of words, of one word, of marks; or as many paragraphs as a text may have."""
    many = (("mot ", 240_000), ("x", 950_000), ("<b>a</b> ", 100_000), ("<p>a ", 4_000))
    again, times = random.choice(many)
    return words(random, 200) + again * times


def wire_noise(random: Random) -> bytes:
    return random.randbytes(200)


KINDS: tuple[Callable[[Random], str | bytes], ...] = (
    *(all_planes, bidirectional, controls, surrogates, references, without_spaces, zalgo, word_processor),
    *(nested_lists, tables, broken_markup, marked, wire_noise),
)


def texts(count: int) -> Iterator[tuple[str, bytes]]:
    """The name of each kind, and a text of it; each 250th is long."""
    for number in range(count):
        random = Random(number)
        make = long if number % 250 == 100 else KINDS[number % len(KINDS)]
        text = make(random)
        # Lone surrogates travel as three bytes each, which are no UTF-8.
        yield make.__name__, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
