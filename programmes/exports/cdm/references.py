"""The identifiers by which the elements of a file know each other: « FR_RNE_0673021V_PR_droit »."""

import re
from typing import Any

from programmes.description import Course, ProgrammeDescription, Teacher
from programmes.identifiers import canonical


class References:
    """Each distinct course and person once. A course told in two ways in two groups is two.

    ``used``: the identifiers of the file, that no two elements share.
    """

    def __init__(self, description: ProgrammeDescription, used: set[str]) -> None:
        uai = canonical("uai", description.institution.uai)
        self._stem = f"FR_RNE_{uai or '0000000A'}"
        self._used = used
        self._courses: dict[Course, str] = {}
        self._persons: dict[Teacher, str] = {}
        self.institution = self._new("OR", "")
        self.program = self._new("PR", description.codes[0] if description.codes else description.title)
        self.partners: list[str] = [self._new("OR", partner.name) for partner in description.partners]
        entities = description.management.entities if description.management else ()
        self.entities: list[str] = [self._new("OR", entity.name) for entity in entities]
        self.habilitation = ""

    def course(self, course: Course) -> str:
        if course not in self._courses:
            self._courses[course] = self._new("CO", course.code)
        return self._courses[course]

    def person(self, teacher: Teacher) -> str:
        if teacher not in self._persons:
            self._persons[teacher] = self._new("PE", teacher.name)
        return self._persons[teacher]

    @property
    def courses(self) -> dict[Course, str]:
        return self._courses

    @property
    def persons(self) -> dict[Teacher, str]:
        return self._persons

    def named(self, kind: str, text: str = "") -> Any:
        return self._new(kind, text)

    def _new(self, kind: str, text: str) -> str:
        part = re.sub(r"[^A-Za-z0-9.-]+", "-", text)[:60].strip("-")
        wanted = f"{self._stem}_{kind}{f'_{part}' if part else ''}"
        name, number = wanted, 2
        while name in self._used:
            name, number = f"{wanted}_{number}", number + 1
        self._used.add(name)
        return name
