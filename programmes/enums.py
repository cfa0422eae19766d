"""The words for kinds of programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(models.TextChoices):
    LICENCE = "LICENCE", _("Licence")
    LP = "LP", _("Licence professionnelle")
    BUT = "BUT", _("Bachelor universitaire de technologie")
    DEUST = "DEUST", _("Diplôme d’études universitaires scientifiques et techniques")
    MASTER = "MASTER", _("Master")
    DOCTORAL_SCHOOL = "DOCTORAL_SCHOOL", _("École doctorale")
    FIELD = "FIELD", _("Champ de formations")
    DIPLOMA = "DIPLOMA", _("Diplôme")
    FOREIGN = "FOREIGN", _("Formation à l’étranger")


class ProgrammeLevel(models.TextChoices):
    """The cycle of studies, of which several kinds of programme are."""

    FIRST = "premier-cycle", _("Premier cycle")
    SECOND = "deuxieme-cycle", _("Deuxième cycle")
    THIRD = "troisieme-cycle", _("Troisième cycle")
    SEVERAL = "plusieurs-niveaux", _("Plusieurs niveaux")

    @classmethod
    def of(cls, kind: str) -> "ProgrammeLevel":
        return _LEVELS.get(kind, cls.SEVERAL)


_LEVELS = {
    ProgrammeKind.LICENCE: ProgrammeLevel.FIRST,
    ProgrammeKind.LP: ProgrammeLevel.FIRST,
    ProgrammeKind.BUT: ProgrammeLevel.FIRST,
    ProgrammeKind.DEUST: ProgrammeLevel.FIRST,
    ProgrammeKind.MASTER: ProgrammeLevel.SECOND,
    ProgrammeKind.DOCTORAL_SCHOOL: ProgrammeLevel.THIRD,
}
