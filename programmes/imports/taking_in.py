"""What a file gave, taken into the record: one transaction, all or nothing.

take_in(read, by=None, origin="import : catalogue.yaml", publish=True) -> list[Taken]
rehearse(read, …)                                                      the same, and nothing is kept
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evalprog.documents import quoted
from evalprog.text import folded
from programmes import writing
from programmes.description import ProgrammeDescription
from programmes.enums import PartnerRole
from programmes.imports.filling import filled
from programmes.imports.institutions import Found, Institutions, foreign, is_named_in
from programmes.imports.known import KnownProgrammes
from programmes.imports.parsed import BadCell, BadFile, ReadFile, ReadProgramme
from programmes.models import Description, Institution, Partnership, Programme

Tick = Callable[[int], None]
_IDENTITY = ("field", "national_title", "domain", "mention", "speciality", "track", "option")
_ACCREDITED = (PartnerRole.CO_ACCREDITED, PartnerRole.SUPPORT)


@dataclass(frozen=True, slots=True)
class Taken:
    """``is_new``: that year was not described before. ``is_changed``: something was written. ``is_taken_back``: that
    year had been put away. ``creates``: the programme, or its institution, was not known either."""

    read: ReadProgramme
    description: Description
    is_new: bool
    is_changed: bool
    is_taken_back: bool
    creates_programme: bool
    creates_institution: bool

    @property
    def content(self) -> ProgrammeDescription:
        return self.read.content

    @property
    def does_something(self) -> bool:
        return self.is_changed or self.is_taken_back


def take_in(
    read: ReadFile,
    *,
    by: User | None,
    origin: str,
    publish: bool,
    institution: Institution | None = None,
    shown: writing.Shown | None = None,
    tick: Tick = lambda done: None,
) -> list[Taken]:
    """``by``: ``None`` is an operator, who may create institutions. ``institution``: the only one that it may be of.
    ``shown``: the revisions that the person had before their eyes, none of which may have moved since.

    :raises BadFile: with every reason; nothing is written.
    :raises PermissionDenied: for whoever may not write for the institution, or not publish.
    """
    try:
        with transaction.atomic():
            return _Taking(read, by, institution).all(origin, publish, shown, tick)
    except writing.Moved as moved:
        raise BadFile([_moved(read.programmes[place]) for place in moved.places]) from moved
    except IntegrityError as error:
        sentence = _(
            "Un autre import écrit les mêmes établissements ou formations en ce moment ; recommencez celui-ci."
        )
        raise BadFile([BadCell(None, "", sentence)]) from error


def rehearse(read: ReadFile, *, by: User | None, publish: bool, institution: Institution | None = None) -> list[Taken]:
    """What ``take_in`` would do, done and undone: the rows of the answer do not exist.

    :raises BadFile: as ``take_in``.
    """
    with transaction.atomic():
        taken = take_in(read, by=by, origin="", publish=publish, institution=institution)
        transaction.set_rollback(True)
    return taken


class _Taking:
    """One file, its bad places and what it is about."""

    def __init__(self, read: ReadFile, by: User | None, institution: Institution | None) -> None:
        self._items: Sequence[ReadProgramme] = read.programmes
        self._by, self._only = by, institution
        self._bad: list[BadCell] = []

    def all(self, origin: str, publish: bool, shown: writing.Shown | None, tick: Tick) -> list[Taken]:
        institutions = Institutions(self._by, self._only)
        found = [self._institution(item, institutions) for item in self._items]
        self._refuse_if_bad()
        institutions.keep()
        known = KnownProgrammes(institutions.wanted)
        programmes = [
            self._programme(item, place.institution, known)
            for item, place in zip(self._items, found, strict=True)
            if place is not None
        ]
        self._refuse_if_bad()
        self._items = filled(self._items, programmes)
        self._create(known, institutions)
        contents = [(programme, item.content) for programme, item in zip(programmes, self._items, strict=True)]
        written = writing.write_all(contents, by=self._by, publish=publish, origin=origin, shown=shown, tick=tick)
        for programme, each in zip(programmes, written, strict=True):
            each.description.programme = programme  # at hand: it is not asked for again, one by one
        return [
            Taken(
                item,
                each.description,
                each.is_new,
                each.is_changed,
                each.is_taken_back,
                id(programme) in known.created,
                place.is_new,
            )
            for item, programme, place, each in zip(self._items, programmes, found, written, strict=True)
        ]

    def _institution(self, item: ReadProgramme, institutions: Institutions) -> Any:
        answer = institutions.find(item.content.institution)
        if isinstance(answer, Found):
            self._bad += self._named_elsewhere(item, answer.institution)
            return answer
        self._bad.append(BadCell(item.line, "institution", answer))
        return None

    def _named_elsewhere(self, item: ReadProgramme, institution: Institution) -> Iterator[BadCell]:
        """A text that names another institution than the one given beside it; an operator may know better."""
        for told in item.told:
            if self._by is not None and told.is_certain and not is_named_in(told.text, institution):
                yield BadCell(told.line, "institution", foreign(told.text))

    def _programme(self, item: ReadProgramme, institution: Institution, known: KnownProgrammes) -> Programme | None:
        answer = known.find(item.content, institution)
        if isinstance(answer, str):
            self._bad.append(BadCell(item.line, "title", answer))
            return None
        if answer is None:
            self._bad += [BadCell(item.line, *problem) for problem in _too_long(item.content)]
            answer = known.create(_new(item.content, institution), item.content)
        first = known.described_at(answer, item.content.year, item)
        if first is not item:
            self._bad.append(_twice(item, first))
        return answer

    def _create(self, known: KnownProgrammes, institutions: Institutions) -> None:
        """New programmes only: those that are known keep what evaluations were made of."""
        new = [programme for programme, _content in known.new]
        Programme.objects.bulk_create(new, batch_size=500)
        Partnership.objects.bulk_create(
            (
                Partnership(programme=programme, institution=partner, position=position)
                for programme, content in known.new
                for position, partner in enumerate(_partners(programme, content, institutions), start=1)
            ),
            batch_size=500,
        )

    def _refuse_if_bad(self) -> None:
        if self._bad:
            raise BadFile(self._bad)


def _twice(item: ReadProgramme, first: ReadProgramme) -> BadCell:
    """Of two lines about one programme and year; those that have two titles and one code are told the code."""
    one, other = first.content, item.content
    facts = {"title": quoted(other.title), "year": other.year, "first": _line(first)}
    shared = next((code for code in other.codes if code in one.codes), "")
    if shared and folded(one.title) != folded(other.title):
        sentence = _(
            "Le code « %(code)s » est déjà celui de « %(other)s » (%(first)s) ; donnez à « %(title)s » le sien, ou "
            "retirez l’une des deux."
        )
        return BadCell(item.line, "codes", sentence % {**facts, "code": quoted(shared), "other": quoted(one.title)})
    sentence = _("« %(title)s » est déjà décrite pour %(year)s dans ce fichier (%(first)s) ; retirez l’une des deux.")
    return BadCell(item.line, "title", sentence % facts)


def _partners(programme: Programme, content: ProgrammeDescription, institutions: Institutions) -> Iterator[Institution]:
    """Those that are known already and accredited too, each once."""
    seen = {programme.institution_id}
    for partner in content.partners:
        if partner.role in _ACCREDITED:
            known = institutions.known(partner.name, partner.uai, partner.ror)
            if known is not None and known.pk not in seen:
                seen.add(known.pk)
                yield known


def _new(content: ProgrammeDescription, institution: Institution) -> Programme:
    facts = {name: getattr(content, name) for name in _IDENTITY}
    return Programme(institution=institution, kind=content.kind.value, title=content.title, **facts)


def _too_long(content: ProgrammeDescription) -> Iterable[tuple[str, str]]:
    for name in _IDENTITY:
        most = Programme._meta.get_field(name).max_length or 0
        if len(getattr(content, name)) > most:
            yield name, _("Ce texte dépasse %(most)d caractères ; abrégez-le.") % {"most": most}


def _moved(item: ReadProgramme) -> BadCell:
    sentence = _(
        "« %(title)s », %(year)s : quelqu’un l’a modifiée ou mise de côté depuis l’aperçu ; relisez le fichier."
    )
    return BadCell(item.line, "title", sentence % {"title": item.content.title, "year": item.content.year})


def _line(item: ReadProgramme) -> str:
    return _("ligne %(line)d") % {"line": item.line} if item.line else _("plus haut")
