"""Who may open what: every route, for every person, by every method, against a table written by hand.

A method that a route does not declare is refused before anybody is looked at: every run asks it for a few
(``AT_THE_DOOR``), ``--heavy`` for everybody.

The table is ``access_matrix``. The routes come from the URLconf: one that is not in the table fails, and so does a line
of the table that names no route. The last tests remove a guard and make sure that the table notices.
"""

import dataclasses
import logging
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from evalprog.access import ACCESS, CLASSES
from evalprog.accounts.middleware import SignInRequiredMiddleware
from evalprog.methods import DeclaredMethodsMiddleware
from evaluations import permissions, transitions, writing
from evaluations.enums import FindingKind, ItemTarget, ReportKind, State
from evaluations.models import Delivery
from evaluations.models.evaluation import EvaluationQuerySet
from evaluations.workspace import attachments, citations, comments, corrections, dossier, observations
from evaluations.workspace.corrections import Said
from evaluations.workspace.uploads import checked
from programmes import figures_writing
from tests import access_matrix as table
from tests import factories, replay
from tests.evaluations import dossier_data
from tests.evaluations.sent_files import pdf
from tests.programmes import described
from tests.programmes.indicators.samples import origins

CELLS = 11_577
AT_THE_DOOR = ("anonymous", "no_factor", "officer", "stranger")  # an answer each, where a method is refused
PARTS = 8  # of the walk through the table: processes share them, PostgreSQL walks the first


def routes() -> Iterator[str]:
    """Every route of the site by its full name; one that has no name is named by its path."""

    def walk(resolver, path, spaces):
        for part in resolver.url_patterns:
            if isinstance(part, URLResolver):
                space = (part.namespace,) if part.namespace else ()
                yield from walk(part, path + str(part.pattern), spaces + space)
            elif isinstance(part, URLPattern):
                yield ":".join((*spaces, part.name)) if part.name else path + str(part.pattern)

    yield from walk(get_resolver(), "", ())


# -- the persons and the things of the table


@pytest.fixture
def stage(db, settings, tmp_path, monkeypatch):
    """Everybody of ``table.PEOPLE`` with a signed-in browser, and what the addresses of the routes name."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    cache.clear()
    people, things = everybody_and_everything()
    settings.SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # thousands of refusals
    return Stage(people, things)


@replay.kept
def everybody_and_everything():
    """Persons by their name in the table, and the public names of things by that of the table."""
    world = factories.world()
    people = {
        name: getattr(world, name)
        for name in (
            "officer", "publisher", "admin", "auditor", "college", "chair", "rapporteur", "expert", "contributor",
            "signatory", "stranger",
        )
    }  # fmt: skip
    people["elsewhere"] = factories.signatory(factories.institution())
    people["recused"] = factories.expert()
    people["dismissed"] = factories.expert()
    people["former"] = factories.officer()
    people["no_factor"] = factories.officer()

    shown = factories.evaluation(world, State.DOSSIER_EXPECTED)
    part = dossier.add_document(shown, "Annexe", checked("annexe.pdf", pdf("Une page.")), by=world.contributor)
    factories.advance(shown, State.DOSSIER_DEPOSITED, world)
    for name in ("recused", "dismissed"):
        member = transitions.invite(shown, people[name], by=world.officer)
        transitions.accept_invitation(member, by=people[name])
    factories.advance(shown, State.DRAFTING, world)
    transitions.record_conflict(shown, people["recused"], by=world.officer, reason="Coauteur.")
    transitions.dismiss(factories.seat(shown, people["dismissed"]), by=world.officer, reason="Empêchement.")
    suggestion = shown.suggestions.create(code="avis", author=world.officer, after="<p>Un ajout.</p>")
    finding = writing.add_finding(shown, FindingKind.STRENGTH, "Un atout.")
    citation = citations.cite(shown, citations.Place(part, page=1), finding=finding, by=world.chair)
    proposed = factories.evaluation(world, State.COMMITTEE_PROPOSED)
    objection = transitions.object_to_committee(proposed, by=world.signatory, text="Lien.")
    published = factories.evaluation(world, State.PUBLISHED)
    indicator = figures_writing.add(published.programme, origins(), by=world.contributor).indicator
    transmitted = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    replied = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    error, sent = (
        corrections.add(each, Said("", "", "Faux.", ""), by=world.contributor) for each in (transmitted, replied)
    )
    factories.advance(replied, State.CORRECTIONS_RULING, world)
    formed = _with_a_form(world, people)
    acknowledged = factories.evaluation(world, State.OBSERVATIONS_CLOSED)
    mark = transitions.propose_redaction(
        acknowledged, by=world.officer, place="section avis", quote="avis", reason="BUSINESS"
    )
    observed = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    free = observations.add(observed, ItemTarget.FREE, by=world.contributor)
    observations.save(observed, free.public_id, "<p>À dire.</p>", base_revision=0, save_id=None, by=world.contributor)
    joined = attachments.attach(free.observation, checked("piece.pdf", pdf("Une page.")), by=world.contributor)
    world.signatory.set_password("quatre mots sans rapport")  # with which who files confirms who they are
    world.signatory.save()
    delivery = Delivery.objects.filter(message__evaluation=shown).first()
    description = factories.description(world.institution)
    draft = factories.framework()
    type(draft).objects.filter(pk=draft.pk).update(published_at=None)
    people["former"].mandates.update(ends_at=factories.paris(2020, 1, 1), starts_at=factories.ALWAYS)
    things = {
        "shown": shown.public_id,
        "member": factories.seat(shown, world.expert).public_id,
        "comment": comments.write(shown, "avis", "Un chiffre ?", by=world.chair).public_id,
        "suggestion": suggestion.public_id,
        "finding": finding.public_id,
        "part": part.public_id,
        "citation": citation.public_id,
        "proposed": proposed.public_id,
        "objection": objection.public_id,
        "invited": factories.seat(proposed, world.expert).public_id,
        "evaluated": published.programme.public_id,
        "indicator": indicator.public_id,
        "sheet": described.published(factories.programme(world.institution)).programme.public_id,
        "report": published.reports.get(kind=ReportKind.FINAL).public_id,
        "formed": formed.public_id,
        "proposal": formed.dossier_proposals.get().public_id,
        "transmitted": transmitted.public_id,
        "replied": replied.public_id,
        "error": error.public_id,
        "sent": sent.public_id,
        "acknowledged": acknowledged.public_id,
        "observed": observed.public_id,
        "mark": mark.public_id,
        "file": published.reports.get(kind=ReportKind.FINAL).pdf_sha256,
        "free": free.public_id,
        "joined": joined.public_id,
        "frozen": transmitted.reports.get().public_id,
        "delivery": delivery.public_id,
        "campaign": world.campaign.public_id,
        "pooled": world.expert.expert_profile.public_id,
        "mandate": world.auditor.mandates.get().public_id,
        "house": world.institution.public_id,
        "membership": world.contributor.memberships.get().public_id,
        "framework": world.campaign.framework.code,
        "draft": draft.code,
        "described": description.public_id,
    }
    for person in people.values():
        if person.is_staff and person != people["no_factor"]:
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return people, things


def _with_a_form(world, people):
    """An evaluation whose framework asks for a dossier: deposited, and changes that wait for the agency."""
    campaign = factories.campaign(framework=factories.framework(dossier=dossier_data.FORM))
    formed = dossier_data.deposited(dataclasses.replace(world, campaign=campaign), State.DRAFTING)
    recused = transitions.invite(formed, people["recused"], by=world.officer)
    transitions.accept_invitation(recused, by=people["recused"])
    transitions.record_conflict(formed, people["recused"], by=world.officer, reason="Coauteur.")
    dossier_data.propose(formed, world)
    return formed


class Stage:
    def __init__(self, people, things):
        self.things, self.cookies = things, {"anonymous": Client().cookies}
        self.browser = Client(raise_request_exception=False)  # one, since each makes the whole site ready anew
        for name, person in people.items():
            client = Client()
            client.force_login(person)
            self.cookies[name] = client.cookies

    def address(self, route: table.Route) -> str:
        return reverse(route.name, kwargs={key: self.things.get(value, value) for key, value in route.names.items()})

    def answer(self, name: str, method: str, address: str) -> str:
        """What that person is answered, in a word of the table; nothing of it remains."""
        self.browser.cookies.clear()
        self.browser.cookies.load({key: cookie.value for key, cookie in self.cookies[name].items()})
        with transaction.atomic():
            response = self.browser.generic(method, address, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        cache.clear()
        if response.streaming:
            b"".join(response)  # a file is closed when it has been read
        return word(response)


def word(response) -> str:
    """sign-in, factor, confirm: where one is led; else a status. Every answer to somebody let in is « ok »."""
    if response.status_code in (301, 302, 303):
        target = response["Location"]
        for path, meaning in table.LEADS_TO.items():
            if target.split("?")[0] == path:
                return meaning
        return "ok"
    kept = [t.name for t in response.templates if t.name == "accounts/not_kept.html"]
    if kept:
        return {"/compte/connexion/": "sign-in", "/compte/facteurs/": "factor"}[response.context["destination"]]
    if response.status_code in (200, 400, 409, 422):
        return "ok"
    return str(response.status_code)


def differences(stage: Stage, lines: list[table.Route], people: tuple[str, ...] = table.PEOPLE) -> list[str]:
    """The cells of the table in which the site answers otherwise: « route method person: found, not expected ».

    ``people``: of whom a method that the route does not declare is asked.
    """
    wrong = []
    for route in lines:
        address = stage.address(route)
        for method, expected in route.cells.items():
            for person in table.PEOPLE if method in declared_methods(route) else people:
                answer, found = expected[person], stage.answer(person, method, address)
                if found != answer:
                    wrong.append(f"{route.name} {method} {person}: {found}, not {answer}")
    return wrong


# -- the table


def test_every_route_is_in_the_table_and_the_table_has_no_other():
    assert sorted(route.name for route in table.ROUTES) == sorted(routes())


def test_the_table_is_whole():
    cells = [answer for route in table.ROUTES for column in route.cells.values() for answer in column.values()]

    assert len(table.ROUTES) == len(list(routes()))
    assert len(cells) == len(table.ROUTES) * len(table.METHODS) * len(table.PEOPLE) == CELLS
    assert set(cells) == {"ok", "sign-in", "factor", "confirm", "403", "404", "405"}


@pytest.mark.sqlite_only  # what is asked of the database here is asked of PostgreSQL elsewhere
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_is_answered_what_the_table_says(part, stage):
    wrong = differences(stage, table.ROUTES[part::PARTS], AT_THE_DOOR)

    assert wrong == [], "\n".join(wrong)


@pytest.mark.heavy
@pytest.mark.sqlite_only
def test_everybody_is_answered_what_the_table_says_by_every_method(stage):
    wrong = differences(stage, table.ROUTES)

    assert wrong == [], "\n".join(wrong)


# -- what the site declares of itself (``evalprog.access``), against the table


def declared_methods(route: table.Route) -> set[str]:
    return set(ACCESS[route.name].methods)


def let_in(route: table.Route) -> set[str]:
    """Those who get further than the door. A stranger's refusal is 403, or 404 where they may not even know; somebody
    who is answered otherwise, and not 403, was let in (a gesture that names no part is a 404 behind the door)."""
    cells = [route.cells[method] for method in table.METHODS if method in declared_methods(route)]
    return {
        person
        for column in cells
        for person, answer in column.items()
        if answer == "ok" or answer not in (column["stranger"], "sign-in", "factor", "403")
    }


def test_the_declared_class_of_each_route_lets_in_those_whom_the_table_lets_in():
    assert set(table.AT_MOST) | set(table.EXACTLY) == CLASSES
    for route in table.ROUTES:
        word = ACCESS[route.name].access
        if word in table.EXACTLY:
            assert let_in(route) == set(table.persons(table.EXACTLY[word])), route.name
        else:
            assert let_in(route) <= set(table.persons(table.AT_MOST[word])), route.name


def test_what_is_declared_public_sends_nobody_to_sign_in():
    led = {r.name for r in table.ROUTES if "sign-in" in [column["anonymous"] for column in r.cells.values()]}

    assert {name for name in led if ACCESS[name].access == "public"} == {
        "evaluations:evaluation-detail",  # before publication
        "mfa_authenticate",  # for whoever is halfway through signing in
        "mfa_login_webauthn",
    }
    assert {name for name in ACCESS if ACCESS[name].access != "public"} <= led


def test_the_declared_methods_are_those_that_the_table_answers():
    for route in table.ROUTES:
        answered = {method for method, column in route.cells.items() if column["officer"] != "405"}

        assert answered == declared_methods(route), route.name


@pytest.mark.sqlite_only
def test_head_follows_get_and_other_methods_are_refused(stage):
    for route in table.ROUTES:
        address = stage.address(route)
        for person in ("officer", "stranger"):
            assert stage.answer(person, "HEAD", address) == route.cells["GET"][person], (route.name, person)
        for method in ("PATCH", "DELETE", "OPTIONS"):
            assert stage.answer("officer", method, address) == "405", (route.name, method)


def test_an_address_that_does_not_exist_is_the_same_for_everybody(stage):
    answers = {stage.answer(name, "GET", "/n-existe-pas/") for name in table.PEOPLE}

    assert answers == {"404"}


def test_an_unknown_object_is_answered_like_a_hidden_one(stage):
    for route in table.ROUTES:
        if route.names.get("public_id") not in ("shown", "proposed"):
            continue
        unknown = table.Route(route.name, route.names | {"public_id": "222222222222"}, {})
        for method in declared_methods(route):
            for name in table.persons("OUTSIDE"):
                hidden = route.cells[method][name]  # the site says so: the table was walked
                assert stage.answer(name, method, stage.address(unknown)) == hidden, (route.name, method, name)


# -- tests of the test: with one guard gone, exactly its cells are reported


def of(name: str) -> list[table.Route]:
    return [route for route in table.ROUTES if route.name == f"evaluations:{name}"]


def test_without_the_filter_of_rows_the_table_reports_those_who_came_in(stage, monkeypatch):
    monkeypatch.setattr(EvaluationQuerySet, "visible_to", lambda rows, user: rows)

    assert differences(stage, of("committee")) == [
        f"evaluations:committee GET {name}: ok, not 404" for name in table.PEOPLE if name in table.persons("OUTSIDE")
    ]


def test_without_a_predicate_the_table_reports_those_who_came_in(stage, monkeypatch):
    monkeypatch.setattr(permissions, "can_manage_pool", lambda user: True)

    assert differences(stage, of("expert-list")) == [
        f"evaluations:expert-list GET {name}: ok, not 403"
        for name in table.PEOPLE
        if name not in ("anonymous", "no_factor", "officer")
    ]


def test_without_sign_in_the_table_reports_the_anonymous(stage, monkeypatch):
    monkeypatch.setattr(SignInRequiredMiddleware, "process_view", lambda *args: None)

    assert differences(stage, of("expert-list")) == [
        "evaluations:expert-list GET anonymous: 403, not sign-in",
        "evaluations:expert-list POST anonymous: 405, not sign-in",
        "evaluations:expert-list PUT anonymous: 405, not sign-in",
    ]


def test_without_the_second_factor_the_table_reports_who_owes_it(stage, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    assert differences(stage, of("dashboard")) == [
        "evaluations:dashboard GET no_factor: ok, not factor",
        "evaluations:dashboard POST no_factor: 405, not factor",
        "evaluations:dashboard PUT no_factor: 405, not factor",
    ]


def test_without_the_declared_methods_the_table_reports_what_is_answered_beyond_them(stage, monkeypatch):
    monkeypatch.setattr(DeclaredMethodsMiddleware, "process_view", lambda *args: None)

    wrong = differences(stage, [route for route in table.ROUTES if route.name == "account_login"])

    assert wrong == [f"account_login PUT {name}: ok, not 405" for name in table.PEOPLE]


def test_a_route_that_nobody_declared_is_reported(settings):
    settings.ROOT_URLCONF = "tests.urls_with_one_more"

    assert sorted(set(routes()) - {route.name for route in table.ROUTES}) == ["sans-nom/"]
