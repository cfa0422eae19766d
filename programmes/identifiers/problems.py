"""What is wrong with an identifier, in one sentence, and what would mend it where only one thing would."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from programmes.identifiers.canonical import canonical
from programmes.identifiers.checks import check_of, is_good
from programmes.identifiers.kinds import KINDS, Kind

_LONGEST_QUOTED = 40
# Signs that hands and scanners take one for the other.
_LOOK_ALIKES = {"O": "0", "Q": "0", "I": "1", "L": "1", "U": "V", "S": "5", "B": "8", "Z": "2", "G": "6"}
_PAIRS = ("01", "17", "38", "56", "58", "69", "27")
# La Poste's own establishments are the exception to Luhn: the digits add up to a multiple of five.
_LA_POSTE = "356000000"


def problem(kind: str, value: str) -> str:
    """One French sentence, or '' when the identifier is good in its canonical form."""
    code, known = canonical(kind, value), KINDS[kind]
    if kind == "siret" and code.startswith(_LA_POSTE) and re.fullmatch("[0-9]{14}", code):
        return "" if is_good(kind, code) or sum(map(int, code)) % 5 == 0 else _wrong_check(kind, known, code)
    if known.shape.fullmatch(code) is None:
        return _wrong_shape(kind, known, code)
    return "" if is_good(kind, code) else _wrong_check(kind, known, code)


def _wrong_shape(kind: str, known: Kind, code: str) -> str:
    facts = {"name": known.name, "code": _quoted(code), "expected": known.expected}
    if known.length is not None and len(code) != known.length and code.isascii():
        sentence = _(
            "« %(code)s » n’est pas un identifiant %(name)s : il a %(count)d caractères au lieu de %(length)d ; il "
            "faut %(expected)s."
        )
        return sentence % {**facts, "count": len(code), "length": known.length}
    position = _first_wrong(known, code)
    if position is None:
        sentence = _("« %(code)s » n’est pas un identifiant %(name)s : il faut %(expected)s.")
        return sentence % facts
    sentence = _(
        "« %(code)s » n’est pas un identifiant %(name)s : le caractère %(position)d, « %(sign)s », n’y a pas sa "
        "place ; il faut %(expected)s."
    )
    said = sentence % {**facts, "position": position + 1, "sign": _quoted(code[position])}
    return said + _proposed(_mended_shape(kind, known, code))


def _wrong_check(kind: str, known: Kind, code: str) -> str:
    wanted, size = check_of(kind, code), known.check
    if size == 1:
        sentence = _(
            "« %(code)s » n’est pas un identifiant %(name)s : le caractère %(position)d, « %(sign)s », devrait être "
            "« %(wanted)s » si les autres sont justes."
        )
    else:
        sentence = _(
            "« %(code)s » n’est pas un identifiant %(name)s : les deux derniers chiffres, « %(sign)s », devraient "
            "être « %(wanted)s » si les autres caractères sont justes."
        )
    said = sentence % {
        "code": code,
        "name": known.name,
        "position": len(code),
        "sign": code[-size:],
        "wanted": wanted,
    }
    return said + _proposed(set(_near(kind, code)))


def _proposed(candidates: set[str]) -> str:
    """The sentence that proposes a code, where only one would do."""
    if len(candidates) != 1:
        return ""
    return " " + _("Peut-être « %(code)s » ?") % {"code": candidates.pop()}


def _near(kind: str, code: str) -> Iterator[str]:
    """Good codes one exchange of neighbours, or one sign taken for another, away; the check is taken as it stands."""
    end = len(code) - KINDS[kind].check
    for at in range(end - 1):
        if code[at] != code[at + 1] and "-" not in code[at : at + 2]:
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            if is_good(kind, swapped):
                yield swapped
    for at in range(end):
        for other in _taken_for(code[at]):
            replaced = code[:at] + other + code[at + 1 :]
            if is_good(kind, replaced):
                yield replaced


def _taken_for(sign: str) -> Iterator[str]:
    for pair in _PAIRS:
        if sign in pair:
            yield pair.replace(sign, "")


def _mended_shape(kind: str, known: Kind, code: str) -> set[str]:
    """The code with each letter that stands for a digit put right, if that makes a good one."""
    for at, sign in enumerate(code):
        other = _LOOK_ALIKES.get(sign.upper(), "")
        if not _fits(known, code, at) and other:
            code = code[:at] + other + code[at + 1 :]
    return {code} if is_good(kind, code) else set()


def _first_wrong(known: Kind, code: str) -> int | None:
    return next((at for at in range(len(code)) if not _fits(known, code, at)), None)


def _fits(known: Kind, code: str, at: int) -> bool:
    """Whether some good code has this sign at this place, the others apart."""
    sample = _SAMPLES[known.name]
    if at >= len(sample):
        return code[at] in "0123456789"
    return known.shape.fullmatch(sample[:at] + code[at] + sample[at + 1 :]) is not None


_SAMPLES = {
    "UAI": "0000000A",
    "ROR": "000000000",
    "ORCID": "0000-0000-0000-0000",
    "IdRef": "000000000",
    "RNCP": "RNCP000000",
    "SIRET": "00000000000000",
    "ETER": "FR0000",
    "DEQARINST": "DEQARINST00000000",
}


def _quoted(text: str) -> str:
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown if len(shown) <= _LONGEST_QUOTED else f"{shown[:_LONGEST_QUOTED]}…"
