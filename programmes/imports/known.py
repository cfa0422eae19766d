"""The programmes that institutions run, found again by a code of theirs, else by what they are called."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description import ProgrammeDescription
from programmes.imports.parsed import ReadProgramme
from programmes.models import Description, DescriptionCode, Institution, Programme

_Name = tuple[int, str, str, str, str, str]


class KnownProgrammes:
    """Those of some institutions, and those that the file adds: a file may describe two years of a new one."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self.new: list[tuple[Programme, ProgrammeDescription]] = []
        self.created: set[int] = set()
        self._by_code: dict[tuple[int, str], dict[int, Programme]] = defaultdict(dict)
        self._by_name: dict[_Name, dict[int, Programme]] = defaultdict(dict)
        self._described: dict[tuple[int, str], ReadProgramme] = {}
        institutions = {each.pk: each for each in institutions}
        rows: dict[int, Programme] = {}
        for programme in Programme.objects.filter(institution__in=institutions).order_by("pk"):
            programme.institution = institutions[programme.institution_id]
            rows[programme.pk] = programme
            self._by_name[_name(programme)][id(programme)] = programme
        # A code that only a description put away has is nobody's: the mistake may have been that code.
        standing = Description.objects.standing().of_institutions(institutions)
        codes = DescriptionCode.objects.filter(description__in=standing)
        for code, key in codes.order_by("pk").values_list("code", "description__programme"):
            self._know_code(rows[key], code)

    def find(self, content: ProgrammeDescription, institution: Institution) -> Programme | str | None:
        """The programme, ``None`` if it is new, or the sentence that refuses it."""
        for found in (self._with_codes(content, institution), self._by_name.get(_name_of(content, institution), {})):
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                sentence = _(
                    "« %(title)s » peut être l’une de %(count)d formations de l’établissement ; donnez-lui le code "
                    "de l’une d’elles."
                )
                return sentence % {"title": quoted(content.title), "count": len(found)}
        return None

    def create(self, programme: Programme, content: ProgrammeDescription) -> Programme:
        self.new.append((programme, content))
        self.created.add(id(programme))
        self._by_name[_name(programme)][id(programme)] = programme
        return programme

    def described_at(self, programme: Programme, year: str, item: ReadProgramme) -> ReadProgramme:
        """What the file says first of that year of it: this item itself, unless there was one before."""
        for code in item.content.codes:
            self._know_code(programme, code)
        return self._described.setdefault((id(programme), year), item)

    def _with_codes(self, content: ProgrammeDescription, institution: Institution) -> dict[int, Programme]:
        found: dict[int, Programme] = {}
        for code in content.codes:
            found |= self._by_code.get((institution.pk, code), {})
        return found

    def _know_code(self, programme: Programme, code: str) -> None:
        self._by_code[programme.institution_id, code][id(programme)] = programme


def _name(programme: Programme) -> _Name:
    return (
        programme.institution_id,
        programme.kind,
        *(folded(getattr(programme, name)) for name in ("title", "speciality", "track", "option")),
    )  # type: ignore[return-value]


def _name_of(content: ProgrammeDescription, institution: Institution) -> _Name:
    return (
        institution.pk,
        content.kind.value,
        *(folded(getattr(content, name)) for name in ("title", "speciality", "track", "option")),
    )  # type: ignore[return-value]
