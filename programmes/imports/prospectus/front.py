"""What the head of a prospectus says, and what must be guessed from its text: title, codes, year, institution."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.description.languages import meant
from programmes.description.remarks.remark import named
from programmes.description.remarks.remark import number as number_in_french
from programmes.enums import ProgrammeKind, Schedule
from programmes.imports.parsed import ToldInstitution
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import plain, strong
from programmes.imports.prospectus.sections import heading_of

_BETWEEN = re.compile(r"\s+[-–—|·•]\s+|\s*[|·•]\s*|\s*;\s*")
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s(crédits?|ects|années?|ans?|semestres?)(?:\sects)?", re.IGNORECASE)
# « 120 crédits ECTS, 2 ans », « 2 ans (120 crédits) »: a total and a duration in one breath, in a sentence too.
_TOTAL = r"(?P<credits>\d{1,3}(?:[.,]\d{1,2})?)\s(?:crédits?|ects)(?:\sects)?"
_DURATION = r"(?P<number>\d{1,2}(?:[.,]\d)?)\s(?P<unit>années?|ans?|semestres?)"
_TOTALS = tuple(
    re.compile(rf"\b{first}\b[^.;:!?\d]{{0,30}}\b{second}\b", re.IGNORECASE)
    for first, second in ((_TOTAL, _DURATION), (_DURATION, _TOTAL))
)
_OF_COURSE = re.compile(
    r"[^\w]{0,10}(?:(?:UE|EC|ECUE|Module|Cours)\s?\d|[A-Z]{2,8}\s?-?\d{1,5}|"
    r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s(?!\s?(?:crédits?|ects|années?|ans?|semestres?)\b))"
)
_OF_STRUCTURE = re.compile(
    r"(?:semestre|quadrimestre|bloc|annee|s) ?\d\b.*|structure|maquette|enseignements|liste des cours|"
    r"programme(?: detaille| d(?:u|e la|es) (?:cours|enseignements|formation|semestres?))?"
)
_SITE = re.compile(r"(?:[AÀaà]|[Ss]ite|[Cc]ampus|[Ll]ieu)(?:\sde|\s:)?\s(.{2,120})")
_LANGUAGE = re.compile(r"(?:en|langue|langues|language)\s?:?\s?(.{2,80})", re.IGNORECASE)
_LONGEST_CODE = 3  # letters: in a sentence « la » and « et » are words
_SCHEDULES = {
    "horaire decale": Schedule.EVENING,
    "en soiree": Schedule.EVENING,
    "soir": Schedule.EVENING,
    "horaire de soir": Schedule.EVENING,
    "horaire de jour": Schedule.DAYTIME,
    "jour": Schedule.DAYTIME,
    "de jour": Schedule.DAYTIME,
    "week end": Schedule.WEEKEND,
    "fin de semaine": Schedule.WEEKEND,
}
_LABELLED = re.compile(r"(?P<label>[^:\n]{2,40}?)\s?:\s*(?P<value>\S.{0,400})")
_LABELS = {
    "intitule": "title", "titre": "title", "formation": "title", "etablissement": "institution",
    "universite": "institution", "institution": "institution", "code": "code", "sigle": "code",
    "annee academique": "year", "annee universitaire": "year", "annee": "year",
}  # fmt: skip
_DIPLOMAS = r"(?:Master|Bachelier|Bachelor|Licence|Certificat|Doctorat|Agrégation|Diplôme|Mastère|DEUST|BUT)"
_TITLE = re.compile(rf"{_DIPLOMAS}\b(?=.{{3,250}}\Z)[^.!?;:]*", re.IGNORECASE)
_NAMED = rf"{_DIPLOMAS}(?:\s[a-zé]{{2,15}}){{0,2}}(?:\s\[?\d{{2,3}}\]?)?\s(?:en|de|in|of|d['’])\s?"
_WITH_CODE = re.compile(
    rf"\b({_NAMED}[^.;:!?()\n]{{3,150}}?(?:\s?\([^()\n]{{3,60}}\))?)\s?\([A-Z]{{2,6}}\d[A-Z0-9]{{1,4}}\)", re.IGNORECASE
)
_SAID = re.compile(
    rf"(?:programme d[ue]|titre de|diplôme de)\s({_NAMED}[^.;:!?()\n]{{3,100}}?(?:\s\([^()\n]{{3,60}}\))?)"
    r"(?=\s(?:ne|n['’]|a|ont|est|propose|permet|vise)\b|[.,;:])",
    re.IGNORECASE,
)
_CODE = re.compile(r"\(([A-Z]{2,6}\d[A-Z]{1,3})\)")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)\d\d)\b")
_YEAR_ALONE = re.compile(r"(?:année\s(?:académique|universitaire)?\s?)?(\d{4})\s?[-–/]\s?(\d{4})", re.IGNORECASE)
_INSTITUTIONS = (
    re.compile(
        r"\b(?:Université|University|Haute École|Haute Ecole|École normale|Institut national)"
        r"(?:\s(?:[Ll]ibre|[Cc]atholique|polytechnique|supérieure))?(?:\s(?:de\sla|de|du|des|of))?(?:\sl['’]|\sd['’]|\s)"
        r"[A-ZÀ-Þ][\w’'-]{1,30}(?:[\s-](?:de\s|du\s|la\s)?[A-ZÀ-Þ][\w’'-]{1,30}){0,4}"
    ),
    re.compile(r"\bU[A-Z]{1,3}[a-zà-ÿ]{2,20}\b"),
    re.compile(r"\bU(?:LB|CL|LG|MONS|GA|PEC|VSQ|CA|TC|QAM)\b"),
)
_KINDS = (
    ("licence professionnelle", ProgrammeKind.LP),
    ("licence", ProgrammeKind.LICENCE),
    ("bachelor universitaire de technologie", ProgrammeKind.BUT),
    ("but", ProgrammeKind.BUT),
    ("deust", ProgrammeKind.DEUST),
    ("bachelier", ProgrammeKind.FOREIGN_BACHELOR),
    ("bachelor", ProgrammeKind.FOREIGN_BACHELOR),
    ("master", ProgrammeKind.MASTER),
    ("ingenieur", ProgrammeKind.ENGINEER),
    ("titre d ingenieur", ProgrammeKind.ENGINEER),
    ("diplome d ingenieur", ProgrammeKind.ENGINEER),
    ("ecole doctorale", ProgrammeKind.DOCTORAL_SCHOOL),
)
_LIKE_ONE = re.compile(r"(?:Université|[ÉE]cole|Institut|INSA|IUT)\b", re.IGNORECASE)
_NEAR_THE_TOP = 60
_TOP = 5
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave beside the text; empty where they gave nothing."""

    year: str = ""
    institution: str = ""
    title: str = ""


@dataclass(slots=True)
class Front:
    """What is known of the programme before its sections; ``taken``: the numbers of the lines that said so.

    ``places``: of each key, the number of the line that gave it.
    """

    title: str = ""
    institution: str = ""
    year: str = ""
    codes: list[str] = field(default_factory=list)
    credits: Decimal | None = None
    years: Decimal | None = None
    sites: list[str] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)


def front_of(lines: list[Line], account: Account) -> Front:
    """From the lines before the first section: the summary in one line, labelled values, the title."""
    front = Front()
    before_courses = True
    for line in _head(lines):
        text = plain(line.text.lstrip("# "))
        before_courses = before_courses and not _begins_courses(text)
        if (
            (before_courses and _summary(text, line, front, account))
            or _labelled(text, front)
            or _alone(text, front)
            or _is_title(text, line, front)
        ):
            front.taken.add(line.number)
            if front.institution:
                front.places.setdefault("institution", line.number)
            account.place(line)
    if front.credits is None:
        _guess_credits(lines, front, account)
    _codes(lines, front)
    return front


def _begins_courses(text: str) -> bool:
    """« Programme », « Semestre 1 », « UE1 Climat – 6 ECTS »: the credits told from there on are those of parts."""
    if _OF_STRUCTURE.fullmatch(folded(text[:_LONGEST_TITLE])):
        return True
    return _AMOUNT.search(text) is not None and _OF_COURSE.match(text) is not None


def _guess_credits(lines: list[Line], front: Front, account: Account) -> None:
    """The total that a sentence of the head tells with a duration; none where there are several."""
    found: dict[tuple[Decimal, Decimal], int] = {}
    for line in _head(lines, after_headings=True):
        text = plain(line.text)
        if _begins_courses(text):
            break
        for match in (match for pattern in _TOTALS for match in pattern.finditer(text)):
            found.setdefault((_decimal(match["credits"]), _years(match["number"], match["unit"])), line.number)
    totals = {credits for credits, _years_told in found}
    if len(totals) == 1:
        (front.credits, years), number = next(iter(found.items()))
        front.years = front.years or years
        front.places["credits"] = number
        note = _("Crédits lus dans le texte : %(credits)s.")
        account.note(number, "credits-guessed", note % {"credits": number_in_french(front.credits)})
    elif totals:
        note = _("Le texte dit plusieurs totaux de crédits (%(totals)s) : indiquez celui de la formation.")
        words = {"totals": named(map(number_in_french, sorted(totals)))}
        account.note(min(found.values()), "credits-unclear", note % words)


def _head(lines: Iterable[Line], *, after_headings: bool = False) -> Iterator[Line]:
    """``after_headings``: with what the first sections say, as long as it is near the top."""
    for count, line in enumerate(line for line in lines if not line.is_blank):
        heading = heading_of(line)
        if count >= _NEAR_THE_TOP or (heading and heading.kind and not after_headings):
            return
        if len(line.text) <= 600:
            yield line


def _summary(text: str, line: Line, front: Front, account: Account) -> bool:
    """« A Mons - 120 crédits - 2 années - Horaire décalé - En français »."""
    pieces = [piece.strip(" *") for piece in _BETWEEN.split(text) if piece.strip(" *")]
    found = [_piece(piece, front) for piece in pieces] if _AMOUNT.search(text) else []
    if not any(found) or (len(pieces) > 1 and sum(found) * 2 < len(pieces)):
        return False
    for piece, known in zip(pieces, found, strict=True):
        if not known:
            account.lose(line, piece)
    front.places.setdefault("credits", line.number)
    return True


def _piece(piece: str, front: Front) -> bool:
    amount = _AMOUNT.fullmatch(piece)
    words = folded(piece)
    if amount:
        number, unit = _decimal(amount[1]), folded(amount[2])
        if unit.startswith(("credit", "ects")):
            front.credits = front.credits or number
            return front.credits == number
        years = _years(amount[1], unit)
        front.years = front.years or years
        return front.years == years
    if words in _SCHEDULES:
        front.schedules.append(_SCHEDULES[words])
        return True
    if _alone(piece, front):
        return True
    if language := _LANGUAGE.fullmatch(piece):
        names = [word for word in folded(language[1]).split() if len(word) > _LONGEST_CODE]
        codes = [code for word in names if (code := meant(word)) != word]
        front.languages += [code for code in codes if code not in front.languages]
        return bool(codes)
    if site := _SITE.fullmatch(piece):
        front.sites += [name for name in re.split(r"\s*,\s*|\set\s", site[1].strip()) if name not in front.sites]
        return True
    return False


def _years(number: str, unit: str) -> Decimal:
    return _decimal(number) / 2 if folded(unit).startswith("semestre") else _decimal(number)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _alone(text: str, front: Front) -> bool:
    """The name of the institution, or the year, and nothing else."""
    if not front.institution and any(pattern.fullmatch(text) for pattern in _INSTITUTIONS):
        front.institution = text
        return True
    year = _YEAR_ALONE.fullmatch(text)
    if year and int(year[2]) == int(year[1]) + 1:
        front.year = front.year or f"{year[1]}-{year[2]}"
        return front.year == f"{year[1]}-{year[2]}"
    return False


def _labelled(text: str, front: Front) -> bool:
    found = _LABELLED.fullmatch(text)
    name = _LABELS.get(folded(found["label"])) if found else None
    if found is None or name is None:
        return False
    value = found["value"].strip()
    if name == "code":
        front.codes += [code for code in re.split(r"[\s,;/]+", value) if code and code not in front.codes]
        return True
    if name == "year":
        return _alone(value, front)
    if getattr(front, name):
        return False
    setattr(front, name, value)
    return True


def _is_title(text: str, line: Line, front: Front) -> bool:
    if front.title:
        return False
    marked = line.text.lstrip().startswith("# ")
    if (marked and 3 < len(text) <= 250) or (
        (marked or strong(line.text) or len(text) < 200) and _TITLE.fullmatch(text)
    ):
        coded = re.fullmatch(r"(.*?)\s?[-–:]?\s?\(?([A-Z]{2,6}\d[A-Z0-9]{1,4})\)?", text)
        front.title = coded[1].strip() if coded and coded[1].strip() else text
        if coded and coded[2] not in front.codes:
            front.codes.append(coded[2])
        front.places["title"] = line.number
        return True
    return False


def _codes(lines: Iterable[Line], front: Front) -> None:
    """Those that headings begin with, then those between brackets in the first paragraphs."""
    headings = [heading for line in lines if (heading := heading_of(line)) and heading.code and heading.kind]
    for heading in headings:
        _add_code(heading.code, heading.line, front)
    for line in _beginning(lines):
        for code in _CODE.findall(line.text[:20_000]):
            _add_code(code, line, front)


def _add_code(code: str, line: Line, front: Front) -> None:
    if code not in front.codes:
        front.codes.append(code)
        front.places[f"codes[{len(front.codes) - 1}]"] = line.number
        front.places["codes"] = line.number


def _beginning(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if not line.is_blank][:_NEAR_THE_TOP]


def guess_title(lines: list[Line], front: Front, account: Account) -> None:
    """From the text: the name that a code follows, or that « programme du … » announces."""
    for pattern in (_WITH_CODE, _SAID):
        for line in lines:
            found = pattern.search(plain(line.text[:20_000])) if "aster" in line.text or pattern is _SAID else None
            if found:
                front.title = found[1][0].upper() + found[1][1:].strip()
                front.places["title"] = line.number
                note = _("Intitulé deviné dans le texte : « %(title)s ».") % {"title": front.title}
                account.note(line.number, "title-guessed", note)
                return


def guess_year(lines: list[Line], front: Front, account: Account) -> None:
    """The one that is told most often, near « année académique » where there are such."""
    near: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    first: dict[str, int] = {}
    for line in lines:
        for found in _YEAR.finditer(line.text):
            year = f"{found[1]}-{found[2]}"
            if int(found[2]) != int(found[1]) + 1:
                continue
            first.setdefault(year, line.number)
            anywhere[year] += 1
            near[year] += "annee" in folded(line.text[max(0, found.start() - 40) : found.start()])
    best = (+near or anywhere).most_common(1)
    if best:
        front.year = best[0][0]
        front.places["year"] = first[front.year]
        account.note(first[front.year], "year-guessed", _("Année lue dans le texte : %(year)s.") % {"year": front.year})


def told_institutions(lines: list[Line], front: Front) -> tuple[ToldInstitution, ...]:
    """What the head declares; else the first lines that begin as the name of an institution does."""
    if front.institution:
        return (ToldInstitution(front.places.get("institution"), front.institution, is_certain=True),)
    first = [line for line in lines if not line.is_blank][:_TOP]
    named = ((line.number, plain(line.text[:_LONGEST_TITLE].lstrip("# "))) for line in first)
    return tuple(ToldInstitution(number, text, is_certain=False) for number, text in named if _LIKE_ONE.match(text))


def guess_institution(lines: list[Line], front: Front, account: Account) -> None:
    """The name that comes most often."""
    for pattern in _INSTITUTIONS:
        named: Counter[str] = Counter()
        first: dict[str, int] = {}
        for line in lines:
            for found in pattern.findall(line.text):
                named[found] += 1
                first.setdefault(found, line.number)
        if named:
            front.institution = named.most_common(1)[0][0]
            note = _("Établissement deviné dans le texte : « %(name)s ».") % {"name": front.institution}
            account.note(first[front.institution], "institution-guessed", note)
            return


def kind_of(title: str) -> ProgrammeKind:
    """What the first words of a title say; of any other, a diploma."""
    words = folded(title)
    return next((kind for beginning, kind in _KINDS if words.startswith(beginning)), ProgrammeKind.DIPLOMA)
