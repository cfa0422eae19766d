"""What the words of a pasted table say it counts. A proposal: a person sees it before it is kept."""

import re
from collections.abc import Container

from evalprog.text import folded
from programmes.enums import IndicatorKind

# The first that is found decides; the words are folded.
_KINDS = (
    (IndicatorKind.CANDIDATURES, r"candidat|dossiers? recus?"),
    (IndicatorKind.SUCCESS, r"taux de reussite|reussite"),
    (IndicatorKind.EMPLOYMENT, r"insertion|emploi"),
    (IndicatorKind.CONTINUING_STUDIES, r"poursuite|poursuivent"),
    (IndicatorKind.RESEARCHER_SHARE, r"enseignants? chercheurs?"),
    (IndicatorKind.PROFESSIONAL_SHARE, r"professionnels|intervenants exterieurs"),
    (IndicatorKind.HOURS, r"heures?\b|volume horaire"),
    (IndicatorKind.ENROLLED, r"effectif|inscrit"),
    (IndicatorKind.ORIGINS, r"origine|provenance"),
    (IndicatorKind.GRADUATES, r"diplom|admis"),
)
_CODES = {
    IndicatorKind.CANDIDATURES: "candidatures",
    IndicatorKind.ENROLLED: "effectifs",
    IndicatorKind.ORIGINS: "origines",
    IndicatorKind.GRADUATES: "diplomes",
    IndicatorKind.SUCCESS: "reussite",
    IndicatorKind.EMPLOYMENT: "insertion",
    IndicatorKind.CONTINUING_STUDIES: "poursuite-etudes",
    IndicatorKind.PROFESSIONAL_SHARE: "professionnels",
    IndicatorKind.RESEARCHER_SHARE: "enseignants-chercheurs",
    IndicatorKind.HOURS: "heures",
    IndicatorKind.OTHER: "indicateurs",
}
_ROW_CODES = _CODES | {IndicatorKind.ENROLLED: "inscrits"}
_EMPTY_WORDS = re.compile(r"^(?:(?:nombres?|nb|taux|part|dont|total|de|d|des|du|la|le|les|l|en|venant|issus?)\b ?)+")
LONGEST_CODE = 40


def kind_of(text: str) -> IndicatorKind | None:
    words = folded(text)
    return next((kind for kind, pattern in _KINDS if re.search(rf"\b(?:{pattern})", words)), None)


def kind_of_table(title: str, labels: list[str]) -> IndicatorKind:
    return kind_of(title) or next(filter(None, map(kind_of, labels)), None) or IndicatorKind.OTHER


def is_dont(label: str) -> bool:
    """« dont femmes »: some of those of a row above, whatever its indentation."""
    return folded(label).split(" ", 1)[0] == "dont"


def is_apart(label: str) -> bool:
    """Read under a total without being counted in it: « dont … », entries by validation of experience."""
    return is_dont(label) or re.search(r"\bva[ep]\b", folded(label)) is not None


def table_code(kind: IndicatorKind, taken: Container[str]) -> str:
    return free(_CODES[kind], taken)


def row_code(label: str, measure: IndicatorKind | None, taken: Container[str]) -> str:
    if measure is not None:
        return free(_ROW_CODES[measure], taken)
    words = folded(label)
    plain = (_EMPTY_WORDS.sub("", words) or words).encode("ascii", "ignore").decode()
    slug = "-".join(plain.split())
    if len(slug) > LONGEST_CODE:
        slug = slug[:LONGEST_CODE].rpartition("-")[0] or slug[:LONGEST_CODE]
    return free(slug.strip("-") or "ligne", taken)


def free(code: str, taken: Container[str]) -> str:
    """The code, or « code-2 »."""
    number, wanted = 2, code
    while wanted in taken:
        wanted, number = f"{code}-{number}", number + 1
    return wanted
