"""The whole reading: from a text to one programme, with what was noted and what found no place."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid
from evalprog.text import normalise
from programmes.description import (
    InstitutionName,
    Narrative,
    ProgrammeDescription,
    as_document,
    parse,
    remarks,
    tidied,
)
from programmes.description.remarks.remark import named
from programmes.enums import NarrativeKind
from programmes.imports.parsed import (
    BadCell,
    BadFile,
    Noted,
    ReadFile,
    ReadProgramme,
    ToldInstitution,
    Unsaid,
    bad_file,
)
from programmes.imports.prospectus import access, front, outcomes, tables
from programmes.imports.prospectus.further import Further
from programmes.imports.prospectus.lines import Account, Line, lines_of
from programmes.imports.prospectus.management import Contacts
from programmes.imports.prospectus.markup import Block, blocks_of, fragment, is_rule, line_by_line, plain
from programmes.imports.prospectus.sections import Section, sections_of
from programmes.imports.prospectus.structure import Structure, note_unclear_exchange
from programmes.imports.prospectus.symbols import legend_of

MAX_SIZE = 2_000_000  # bytes: a prospectus of thirty pages has sixty thousand
MAX_LINES = 20_000
_MAX_NARRATIVE = 60_000  # characters of HTML; longer texts go on in a second narrative
_MAX_BLOCKS = 1_000
_COURSE = re.compile(r"(?<![\w-])[A-Z]{2,8}\d{2,5}[A-Z]{0,2}(?![\w-])")


def read(text: str, *, year: str = "", institution: str = "", title: str = "") -> ReadFile:
    """``year``, ``institution``, ``title``: where the text does not say them, or says them wrong.

    :raises BadFile: for a text that is too long or empty.
    :raises Unsaid: for one that has no title, year or institution.
    """
    if len(text) > MAX_SIZE or len(text.encode("utf-8", "surrogatepass")) > MAX_SIZE:
        raise bad_file(
            _("Ce texte dépasse 2 Mo ; un prospectus en tient moins : donnez la page d’une seule formation.")
        )
    text = normalise(text)
    if text.count("\n") > MAX_LINES:
        raise bad_file(_("Ce texte a plus de 20 000 lignes : donnez la page d’une seule formation."))
    if not text.strip():
        raise bad_file(_("Ce texte est vide : collez la page de la formation."))
    return _Reading(lines_of(text)).read(front.Given(year, institution, title))


@dataclass(slots=True)
class _Reading:
    lines: list[Line]
    account: Account = field(default_factory=Account)
    places: dict[str, int] = field(default_factory=dict)
    spans: dict[str, list[Line]] = field(default_factory=dict)
    narratives: list[Narrative] = field(default_factory=list)
    needs: dict[str, list[str]] = field(default_factory=dict)
    told: tuple[ToldInstitution, ...] = ()

    def read(self, given: front.Given) -> ReadFile:
        content = self._checked(self._description(given))
        self._note_what_is_absent(content)
        noted = sorted([*self.account.noted, *self._remarks(content)], key=lambda note: note.line or 0)
        first = next(line.number for line in self.lines if not line.is_blank)
        programme = ReadProgramme(content, first, tuple(noted), told=self.told)
        unplaced = tuple(self.account.unplaced(self.lines))
        return ReadFile((programme,), self.account.coverage(self.lines), unplaced, is_prose=True)

    def _description(self, given: front.Given) -> ProgrammeDescription:
        legend = legend_of(self.lines)
        read_tables = tables.tables_of(self.lines, legend, self.account)
        others = [line for line in self.lines if line.number not in read_tables.taken]
        head = self._front(others, given)
        rooms = _Rooms(self.account)
        for section in sections_of(line for line in others if line.number not in head.taken):
            self._section(section, rooms, titled=head.places.get("title") in head.taken)
        note_unclear_exchange(read_tables.groups, self.account)
        structure = Structure(self.account, self.places, self.spans, self.needs)
        for index, (_study, number) in enumerate(rooms.further.studies):
            self.places[f"further_studies[{index}]"] = number
        return ProgrammeDescription(
            year=head.year,
            institution=InstitutionName(name=head.institution),
            kind=front.kind_of(head.title),
            title=head.title,
            codes=tuple(head.codes),
            credits=head.credits,
            years=head.years,
            sites=tuple(head.sites),
            schedules=tuple(dict.fromkeys(head.schedules)),
            languages=tuple(head.languages),
            narratives=tuple(self.narratives),
            groups=structure.groups(read_tables.groups),
            outcome_sets=outcomes.frozen(rooms.outcomes.sets, self.places),
            access=access.frozen(rooms.access.tables, self.places),
            management=rooms.contacts.management(),
            further_studies=tuple(study for study, _number in rooms.further.studies),
        )

    def _front(self, lines: list[Line], given: front.Given) -> front.Front:
        """What the head says, what was given, and what can be guessed.

        :raises Unsaid: if one of the three without which there is no programme is still missing.
        """
        head = front.front_of(lines, self.account)
        self.told = front.told_institutions(lines, head)
        head.year, head.institution = given.year or head.year, given.institution or head.institution
        head.title = given.title or head.title
        if not head.title:
            front.guess_title(lines, head, self.account)
        if not head.year:
            front.guess_year(self.lines, head, self.account)
        if not head.institution:
            front.guess_institution(lines, head, self.account)
        words = {"title": _("l’intitulé"), "year": _("l’année universitaire"), "institution": _("l’établissement")}
        missing = tuple(name for name in words if not getattr(head, name))
        if missing:
            sentence = _("Ce texte ne dit pas %(missing)s de la formation : indiquez-le avant de le lire.")
            if missing == ("year",):
                sentence = _("Ce texte ne dit pas %(missing)s de la formation : indiquez-la avant de le lire.")
            elif len(missing) > 1:
                sentence = _("Ce texte ne dit pas %(missing)s de la formation : indiquez-les avant de le lire.")
            raise Unsaid(missing, sentence % {"missing": named(words[name] for name in missing)})
        self._note_kind(head)
        self.places.update(head.places)
        return head

    def _note_kind(self, head: front.Front) -> None:
        kind = front.kind_of(head.title).label
        note = _("Type « %(kind)s » déduit de l’intitulé : corrigez-le si le diplôme est d’un autre type.")
        self.account.note(head.places.get("title"), "kind-guessed", note % {"kind": kind})

    def _note_what_is_absent(self, content: ProgrammeDescription) -> None:
        """A text whose lines all found a place among the texts has not been understood for all that."""
        if not any(content.all_courses()):
            note = _(
                "Aucun cours n’a été reconnu dans ce texte : ses lignes sont restées dans les textes de présentation ; "
                "ajoutez les cours dans le tableau des cours."
            )
            self.account.note(None, "no-courses", note)
        if not any(content.all_outcomes()):
            note = _(
                "Aucun acquis d’apprentissage n’a été reconnu dans ce texte : ses lignes sont restées dans les textes "
                "de présentation ; ajoutez les acquis dans leur page."
            )
            self.account.note(None, "no-outcomes", note)

    def _section(self, section: Section, rooms: "_Rooms", *, titled: bool) -> None:
        self.account.place(*(line for line in section.lines if is_rule(line.text)))
        if section.heading is None and not titled:
            return  # before any heading: nothing tells what it is about
        prose = rooms.take(section)
        if section.kind == NarrativeKind.PREREQUISITES:
            self._read_needs(section)
        if section.heading and (not section.is_empty or section.heading.kind or section.heading.code):
            self.account.place(section.heading.line)
        kind = section.kind if section.heading else NarrativeKind.INTRODUCTION
        for piece in _pieces([block for block in line_by_line(prose) if block.text.strip()]):
            self._narrative(kind, section, piece)

    def _narrative(self, kind: NarrativeKind, section: Section, blocks: list[Block]) -> None:
        lines = [line for block in blocks for line in block.lines]
        self.spans[f"narratives[{len(self.narratives)}]"] = lines
        self.narratives.append(Narrative(kind=kind, title=section.title, text=fragment(blocks)))
        self.account.place(*lines)

    def _read_needs(self, section: Section) -> None:
        """« DRT2101 a comme prérequis DRT1101 et DRT1102 »."""
        for line in section.lines:
            course, word, needed = plain(line.text[:2_000]).partition("prérequis")
            codes = _COURSE.findall(course)
            if word and len(codes) == 1 and (found := _COURSE.findall(needed)):
                known = self.needs.setdefault(codes[0], [])
                known += [code for code in found if code not in known]

    def _checked(self, content: ProgrammeDescription) -> ProgrammeDescription:
        """In its canonical form, and such as every description must be."""
        try:
            content = tidied(content)
            parse(as_document(content))
        except DocumentInvalid as invalid:
            problems = invalid.problems
            cells = [BadCell(self._line(problem.path, ""), problem.path, str(problem)) for problem in problems]
            raise BadFile(cells) from invalid
        return content

    def _remarks(self, content: ProgrammeDescription) -> list[Noted]:
        return [self._noted(remark.code, (remark.where, *remark.also), remark.sentence) for remark in remarks(content)]

    def _noted(self, code: str, paths: tuple[str, ...], sentence: str) -> Noted:
        """With the lines of all the places that the sentence is about, where there are several."""
        numbers = [number for path in paths if (number := self._line(path, sentence)) is not None]
        several = sorted(set(numbers))
        if len(several) > 1:
            words = {"sentence": sentence.removesuffix("."), "lines": named(map(str, several))}
            sentence = _("%(sentence)s (lignes %(lines)s).") % words
        return Noted(numbers[0] if numbers else None, code, sentence)

    def _line(self, path: str, sentence: str) -> int | None:
        """Of the part, or of the nearest part around it whose line is known; in a text, that which names a course."""
        while path:
            if path in self.spans:
                codes = _COURSE.findall(sentence)
                lines = self.spans[path]
                hit = next((line for line in lines if any(code in line.text for code in codes)), lines[0])
                return hit.number
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0] if "." in path else ""
        return None


class _Rooms:
    """The room of each kind of section; what they give back is prose."""

    def __init__(self, account: Account) -> None:
        self.outcomes = outcomes.Outcomes(account)
        self.access = access.Access(account)
        self.contacts = Contacts(account)
        self.further = Further(account)

    def take(self, section: Section) -> list[Block]:
        match section.kind:
            case NarrativeKind.OUTCOMES:
                return self.outcomes.take(section.lines)
            case NarrativeKind.ACCESS:
                return self.access.take(section)
            case NarrativeKind.MANAGEMENT:
                return self.contacts.take(section)
            case NarrativeKind.FURTHER_STUDIES:
                return self.further.take(section)
            case _:
                return blocks_of(section.lines)


def _pieces(blocks: list[Block]) -> list[list[Block]]:
    """As many blocks together as a text may hold; a block that is longer than any text is left unplaced."""
    pieces: list[list[Block]] = []
    length = _MAX_NARRATIVE
    for block in blocks:
        if len(block.text) > _MAX_NARRATIVE or (own := len(fragment([block]))) > _MAX_NARRATIVE:
            continue
        if length + own > _MAX_NARRATIVE or len(pieces[-1]) >= _MAX_BLOCKS:
            pieces.append([])
            length = 0
        pieces[-1].append(block)
        length += own
    return pieces
