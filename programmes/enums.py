"""The words of the programmes, importable from every floor above."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(models.TextChoices):
    """What kind of training is evaluated; a framework may ask a criterion of some kinds only."""

    LICENCE = "LICENCE", _("licence")
    LP = "LP", _("licence professionnelle")
    BUT = "BUT", _("bachelor universitaire de technologie")
    DEUST = "DEUST", _("diplôme d’études universitaires scientifiques et techniques")
    MASTER = "MASTER", _("master")
    DOCTORAL_SCHOOL = "DOCTORAL_SCHOOL", _("école doctorale")
    FIELD = "FIELD", _("champ de formations")
    DIPLOMA = "DIPLOMA", _("autre diplôme")
    FOREIGN = "FOREIGN", _("formation à l’étranger")
