"""A letter as it is written, changed by a colleague, filed or waived; and what the page says then."""

import datetime as dt
import re

from evalprog import clock
from evaluations.enums import WindowKind
from evaluations.workspace import attachments, observations
from evaluations.workspace.uploads import checked
from tests.evaluations import sent_files
from tests.evaluations.workspace.answering import address

A_SECOND = dt.timedelta(seconds=1)


def save(evaluation, name, text, world, *, base=0, **more):
    observations.save(evaluation, name, text, base_revision=base, save_id=None, by=world.contributor, **more)


def join(evaluation, world, name="annexe.pdf", data=None):
    letter = observations.begun(evaluation, by=world.contributor)
    document = checked(name, data or sent_files.pdf(f"Une page de {name}."))
    return attachments.attach(letter, document, title="", by=world.contributor)


def signed(**changes):
    return {"name": "Jeanne Vernet", "office": "présidente", "seen_on": clock.today().isoformat()} | changes


def file(client, evaluation, **changes):
    """What stands is what was read."""
    seen = {"seen": observations.shown_sha256(evaluation)}
    return client.post(address(evaluation, "deposer/"), signed(**seen | changes))


def waive(client, evaluation, **changes):
    seen = {"seen": observations.shown_sha256(evaluation)}
    return client.post(address(evaluation, "renoncer/"), signed(**seen | changes))


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def closes_at(evaluation):
    return evaluation.windows.last_of(WindowKind.OBSERVATIONS).closes_at


def reword(evaluation, world):
    save(evaluation, "point-faible-1", "<p>Nous y renonçons.</p>", world, base=1)
