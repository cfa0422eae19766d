"""Filing with three files, signing, publishing: killed at every moment at which they write (INV-W1, INV-W6, INV-P2)."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from tests import ready_database
from tests.evaluations import killing

pytestmark = pytest.mark.sqlite_only  # each death has a database file of its own, copied

IN_EVERY_RUN = 11  # one moment of so many; all of them in the heavy campaign
PATIENCE = 1800  # seconds
AT_LEAST = {"filing": 90, "signing": 25, "publishing": 60}  # moments


@pytest.fixture(
    scope="module", params=[IN_EVERY_RUN, pytest.param(1, marks=pytest.mark.heavy)], ids=["one in eleven", "all"]
)
def every(request):
    return request.param


@pytest.fixture(scope="module")
def found(every, tmp_path_factory, django_db_setup):
    """What each campaign found; all in one process, from the database that the tests have made already."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "migrated").mkdir()
    shutil.copyfile(ready_database.kept_at(), folder / "migrated" / killing.DATABASE)
    told = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "1"}
    names = [*AT_LEAST, "naive-filing"]
    call = [sys.executable, "-m", "tests.evaluations.killing", str(folder), str(every)]
    ran = subprocess.run(
        call + names, cwd=settings.BASE_DIR, env=os.environ | told, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", AT_LEAST)
def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(found, every, name):
    assert found[name]["wrong"] == []
    assert found[name]["moments"] >= AT_LEAST[name]
    assert found[name]["deaths"] >= AT_LEAST[name] // every


def test_the_naive_order_loses(found, every):
    """The control. A slice may miss one of its two faults; the whole campaign finds both."""
    said = " ".join(wrong["sentence"] for wrong in found["naive-filing"]["wrong"])

    assert "manque." in said or "INV-W6" in said  # a row without its file, a state without its event
    if every == 1:
        assert "manque." in said
        assert "INV-W6" in said
