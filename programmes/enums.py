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
