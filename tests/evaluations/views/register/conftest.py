"""What stands in the register when its pages are opened."""

import datetime as dt

import pytest

from evaluations.content import Fact, ItemReading, ObservationsReading, StanceReading
from programmes.models import Institution, Partnership
from tests.evaluations.register.reports import LP, MASTER, again, conclusion, published
from tests.evaluations.reports.published import evaluation

LETTER = ObservationsReading(
    "Observations",
    False,
    "",
    "",
    (
        ItemReading(
            "WEAKNESS", 1, "", "", "<p>Un conseil sera réuni.</p>", "",
            StanceReading("ACTION_PLANNED", "Action prévue"), Fact("action_on", "pour le", "4 mai 2018", "2018-05-04"),
        ),
    ),
    "X",
    "",
    None,
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def three():
    return [
        published("Licence Droit", "droit", kind=LP, field="Droit", on=dt.date(2017, 1, 1)),
        published("Master Droit", "droit", kind=MASTER, field="Droit", on=dt.date(2018, 1, 1)),
        published("Master Chimie", "chimie", kind=MASTER, field="Sciences", on=dt.date(2018, 1, 2)),
    ]


@pytest.fixture
def two_waves():
    first = published(
        "Licence Droit",
        on=dt.date(2017, 6, 1),
        observations=LETTER,
        sections=(
            conclusion(
                weaknesses=[("Pas de conseil.", ["pilotage"]), ("Peu d’anglais.", ["international"])],
                recommendations=[("Réunir un conseil.", (1,))],
            ),
        ),
    )
    second = published(
        "Licence Droit et gestion",
        on=dt.date(2022, 6, 1),
        of=again(first.evaluation),
        sections=(conclusion(strengths=[("Conseil actif.", ["pilotage"])], weaknesses=[("Locaux.", ["moyens"])]),),
    )
    return first, second


@pytest.fixture
def shared():
    """A report that names one of the two partners of its programme, and an institution that is only that."""
    about = evaluation()
    named, unnamed = (Institution.objects.create(name=name, acronym="EM") for name in ("École des mines", "École"))
    for position, house in enumerate((unnamed, named), 1):
        Partnership.objects.create(programme=about.programme, institution=house, position=position)
    return published("Master Mines", of=about, partners="École des mines - EM ; Université d’ailleurs"), named, unnamed
