"""The institution that a description names: by its identifiers, else by its name, never against its identifiers."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evalprog.documents import quoted
from evalprog.text import folded
from programmes import permissions
from programmes.description import InstitutionName
from programmes.identifiers import canonical
from programmes.models import Institution

_IDENTIFIERS = ("uai", "ror", "siret", "eter", "deqar")
_TELLING = ("uai", "ror")  # those by which an institution is found, and not taken for another


@dataclass(frozen=True, slots=True)
class Found:
    institution: Institution
    is_new: bool


class Institutions:
    """All that are known, held by the transaction once one is found. An operator (``None``) may create and complete."""

    def __init__(self, by: User | None, only: Institution | None) -> None:
        self._by = by
        self._own = permissions.institutions_of(by) if by is not None else None
        self._only = only
        self._found: dict[InstitutionName, Found | str] = {}
        self._by_code: dict[tuple[str, str], Institution] = {}
        self._by_name: dict[str, list[Institution]] = defaultdict(list)
        self._new: list[Institution] = []
        self._completed: dict[int, Institution] = {}
        self._last = 0
        for institution in Institution.objects.order_by("pk"):
            self._last = institution.pk
            self._know(institution)

    @property
    def wanted(self) -> list[Institution]:
        """Those of the file."""
        found = {id(each.institution): each.institution for each in self._found.values() if isinstance(each, Found)}
        return list(found.values())

    def find(self, named: InstitutionName) -> Found | str:
        """The institution, or the sentence that refuses it."""
        if named not in self._found:
            self._found[named] = self._look_for(named)
        return self._found[named]

    def known(self, name: str, uai: str, ror: str) -> Institution | None:
        """A partner, if it is known without doubt."""
        answer = self._known(_codes_of({"uai": uai, "ror": ror}), name)
        return answer if isinstance(answer, Institution) else None

    def keep(self) -> None:
        """Write the new ones and what was missing of the others; hold them all until the end of the transaction."""
        held = [each.pk for each in self.wanted if each.pk is not None]
        # In one order, so that two imports never wait for each other.
        list(Institution.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk"))
        if self._new:
            self._refuse_if_others_came()
        Institution.objects.bulk_create(self._new)
        if self._completed:
            Institution.objects.bulk_update(self._completed.values(), _IDENTIFIERS)

    def _refuse_if_others_came(self) -> None:
        """Two imports that create the same institution: without an identifier, no constraint would tell them apart.

        :raises IntegrityError: when another transaction has created some since these were read.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE programmes_institution IN SHARE ROW EXCLUSIVE MODE")
        if Institution.objects.filter(pk__gt=self._last).exists():
            raise IntegrityError("institutions were created meanwhile")

    def _look_for(self, named: InstitutionName) -> Found | str:
        codes = _codes_of({name: getattr(named, name) for name in _IDENTIFIERS})
        answer = self._known(codes, named.name)
        if isinstance(answer, str):
            return answer
        if answer is None:
            return self._created(named, codes)
        if self._own is not None and answer.pk not in self._own or self._only not in (None, answer):
            return foreign(named.name)
        if self._by is None:
            self._complete(answer, codes)
        return Found(answer, is_new=answer in self._new if answer.pk is None else False)

    def _known(self, codes: dict[str, str], name: str) -> Institution | str | None:
        matches = [
            self._by_code[kind, codes[kind]] for kind in _TELLING if (kind, codes.get(kind, "")) in self._by_code
        ]
        if matches:
            first = matches[0]
            if any(other is not first for other in matches) or _contradicts(first, codes):
                sentence = _("Les identifiants de « %(name)s » désignent des établissements différents ; corrigez-les.")
                return sentence % {"name": quoted(name)}
            return first
        named = [each for each in self._by_name.get(folded(name), []) if not _contradicts(each, codes)]
        if len(named) > 1:
            sentence = _("Plusieurs établissements s’appellent « %(name)s » ; donnez son code UAI.")
            return sentence % {"name": quoted(name)}
        return named[0] if named else None

    def _created(self, named: InstitutionName, codes: dict[str, str]) -> Found | str:
        if self._own is not None or self._only is not None:
            return foreign(named.name)
        for name, value in (("name", named.name), ("acronym", named.acronym), *codes.items()):
            most = Institution._meta.get_field(name).max_length or 0
            if len(value) > most:
                sentence = _("« %(value)s » dépasse %(most)d caractères ; abrégez-le.")
                return sentence % {"value": quoted(value), "most": most}
        institution = Institution(name=named.name, acronym=named.acronym, **codes)
        self._new.append(institution)
        self._know(institution)
        return Found(institution, is_new=True)

    def _complete(self, institution: Institution, codes: dict[str, str]) -> None:
        for kind, code in codes.items():
            if code and not getattr(institution, kind):
                setattr(institution, kind, code)
                if institution.pk is not None:
                    self._completed[institution.pk] = institution
                if kind in _TELLING:
                    self._by_code[kind, code] = institution

    def _know(self, institution: Institution) -> None:
        for kind in _TELLING:
            if code := getattr(institution, kind):
                self._by_code.setdefault((kind, code), institution)
        for name in {folded(institution.name), folded(institution.full_name)}:
            self._by_name[name].append(institution)


def foreign(name: str) -> str:
    """The sentence that refuses one that is not the person's."""
    sentence = _("« %(name)s » n’est pas votre établissement : vous n’importez que les formations du vôtre.")
    return sentence % {"name": quoted(name)}


def is_named_in(text: str, institution: Institution) -> bool:
    """By its name or its acronym, whatever stands around."""
    words = f" {folded(text)} "
    names = filter(None, (folded(institution.name), folded(institution.acronym)))
    return any(f" {name} " in words for name in names)


def _codes_of(given: dict[str, str]) -> dict[str, str]:
    return {kind: canonical(kind, value) for kind, value in given.items() if value}


def _contradicts(institution: Institution, codes: dict[str, str]) -> bool:
    return any(_differ(getattr(institution, kind), codes.get(kind, "")) for kind in _TELLING)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
