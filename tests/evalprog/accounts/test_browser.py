"""Accounts in a browser: passkeys, the dialogue that signs in again, pages that anybody can read."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path, reverse

from evalprog.accounts import invitations
from evalprog.accounts.models import User
from tests.evalprog.accounts.conftest import PASSWORD, code_of

pytestmark = pytest.mark.browser

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (360, 740), "desk": (1440, 900)}
PAGE = """{% extends "base.html" %}{% block title %}Écrire{% endblock %}{% block content %}
<h1>Écrire</h1><form method="post" action="/ecrire/" data-keep data-form="text-write">{% csrf_token %}
<label>Texte <textarea name="text"></textarea></label><button name="act" value="send">Envoyer</button></form>
{% endblock %}"""
LONG_PAGE = """{% extends "base.html" %}{% block title %}Écrire{% endblock %}{% block content %}
<h1>Décrire <em>un cours</em></h1><form method="post" action="/ecrire/?partie=groups[0]" data-form="text-write">
<input type="hidden" name="secret_rank" value="7">
<input type="hidden" name="raw_before" value="Écrit avant" data-typed="Votre texte">
<label for="t">Intitulé<span> * :</span></label><input id="t" name="raw_title">
<label>Sorte <select name="raw_kind"><option value="CORE">tronc commun</option>
<option value="OPT">option</option></select></label>
<fieldset><legend>Modalités <img alt="" src="data:,"></legend>
<label><input type="checkbox" name="raw_modes" value="DAY">
de jour</label><label><input type="checkbox" name="raw_modes" value="EVE"> du <b>soir</b></label></fieldset>
<textarea aria-label="Remarque &lt;b&gt;libre&lt;/b&gt;" name="raw_note"></textarea><input name="raw_nameless">
<button name="raw_act" value="1">Envoyer</button></form>{% endblock %}"""
SAVED = []


def write(request):
    if request.method == "GET":
        page = LONG_PAGE if "partie" in request.GET else PAGE
        return HttpResponse(engines["django"].from_string(page).render({"user": request.user}, request))
    SAVED.append((request.user.email, request.POST["text"], request.POST.get("act")))
    return HttpResponse("<title>Reçu</title><h1>Reçu</h1>")


urlpatterns = [path("ecrire/", write), path("", include("evalprog.urls"))]


@pytest.fixture
def site(live_server, settings):
    """The address of the site, with a page to write on. Passkeys want « localhost »."""
    settings.ROOT_URLCONF = __name__
    SAVED.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


def come_in(page, site, user, to="/compte/"):
    page.goto(f"{site}{reverse('account_login')}?next={to}")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-form=session-open] button")
    page.wait_for_url(f"{site}{to}")


def confirm(page):
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-form=identity-confirm] button")


def set_up_codes(page, site):
    page.goto(site + reverse("mfa_activate_totp"))
    if "confirmer" in page.url:
        confirm(page)
    secret = page.locator("main code").inner_text()
    page.fill("input[name=code]", code_of(secret))
    page.click("form[data-form=codes-app-add] button")
    page.wait_for_url("**/codes-de-secours/")
    cache.clear()  # a code serves once: as if half a minute had passed
    return secret


@pytest.fixture
def reader(page):
    """A device with a fingerprint reader, played by Chromium."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_registered_and_signs_in_without_a_password(site, page, person, reader):
    come_in(page, site, person)
    page.goto(site + reverse("mfa_add_webauthn"))
    confirm(page)
    page.fill("input[name=name]", "Mon téléphone")
    page.click("form[data-form=key-add] button")
    page.wait_for_url("**/codes-de-secours/")
    page.goto(site + reverse("account_logout"))
    page.click("form[data-form=session-close] button")

    page.goto(f"{site}{reverse('account_login')}?next=/ecrire/")
    page.click("form[data-form=session-open-with-key] button")

    page.wait_for_url(f"{site}/ecrire/")
    assert str(Authenticator.objects.get(type="webauthn")) == "Mon téléphone"


def test_a_key_is_a_second_factor_and_confirms_who_one_is(site, page, person, reader):
    come_in(page, site, person)
    page.goto(site + reverse("mfa_add_webauthn"))
    confirm(page)
    page.uncheck("input[name=passwordless]")
    page.click("form[data-form=key-add] button")
    page.wait_for_url("**/codes-de-secours/")
    page.context.clear_cookies()

    page.goto(site + reverse("account_login"))
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-form=session-open] button")
    page.click("form[data-form=session-key] button")
    page.wait_for_url(site + reverse(project.LOGIN_REDIRECT_URL))
    page.goto(site + reverse("mfa_reauthenticate_webauthn") + "?next=/compte/facteurs/cles/")
    page.click("form[data-form=identity-confirm-key] button")
    page.wait_for_url("**/facteurs/cles/")
    page.click("text=Retirer")
    page.click("form[data-form=key-remove] button")
    page.wait_for_url("**/facteurs/cles/")

    assert Authenticator.objects.count() == 0


def test_a_key_that_does_not_answer_is_said_so(site, page, person):
    page.goto(site + reverse("account_login"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")

    page.click("form[data-form=session-open-with-key] button")

    page.wait_for_selector("text=La clé n’a pas répondu")


def write_and_lose_session(page, site, person):
    come_in(page, site, person, to="/ecrire/")
    page.fill("textarea", "Un long texte & « des accents »")
    Session.objects.all().delete()
    page.click("main button")
    page.wait_for_selector("dialog[open]")


def test_signing_in_again_happens_in_place_and_the_text_goes_on_its_way(site, page, person):
    write_and_lose_session(page, site, person)

    page.fill("dialog input[name=password]", "un mot de passe faux")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog :text('pas été accepté')")
    before = list(SAVED)
    page.fill("dialog input[name=password]", PASSWORD)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("h1:text('Reçu')")

    assert before == []
    assert SAVED == [(person.email, "Un long texte & « des accents »", "send")]


def test_the_second_factor_is_asked_for_in_place_too(site, page, person):
    come_in(page, site, person)
    secret = set_up_codes(page, site)
    page.goto(f"{site}/ecrire/")
    page.fill("textarea", "Un texte")
    Session.objects.all().delete()
    page.click("main button")

    page.fill("dialog input[name=password]", PASSWORD)
    page.click("dialog button[type=submit]")
    page.fill("dialog input[name=code]", "000000")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog :text('pas été accepté')")
    page.fill("dialog input[name=code]", code_of(secret))
    page.click("dialog button[type=submit]")
    page.wait_for_selector("h1:text('Reçu')")

    assert SAVED == [(person.email, "Un texte", "send")]


def test_going_back_to_the_text_sends_nothing_and_asks_again_later(site, page, person):
    write_and_lose_session(page, site, person)

    page.click("dialog [data-close]")
    page.wait_for_selector("dialog:not([open])", state="attached")
    text = page.input_value("textarea")
    page.click("main button")
    page.wait_for_selector("dialog[open]")

    assert (text, SAVED) == ("Un long texte & « des accents »", [])


def test_signing_in_in_another_tab_is_noticed(site, page, person):
    write_and_lose_session(page, site, person)
    other_tab = page.context.new_page()
    come_in(other_tab, site, person)

    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("h1:text('Reçu')")

    assert [email for email, *_ in SAVED] == [person.email]


def test_another_person_does_not_send_what_was_typed_here(site, page, person, other):
    come_in(page, site, person, to="/ecrire/")
    page.fill("textarea", "Un texte d’Ann")
    page.context.clear_cookies()
    come_in(page.context.new_page(), site, other)

    page.click("main button")
    page.wait_for_selector("dialog :text('Une autre personne')")

    assert SAVED == []


def test_a_server_that_does_not_answer_loses_nothing(site, page, person):
    come_in(page, site, person, to="/ecrire/")
    page.fill("textarea", "Un texte")
    page.route("**/compte/session", lambda route: route.abort())

    page.click("main button")
    page.wait_for_selector("dialog :text('ne répond pas')")

    assert page.input_value("textarea") == "Un texte"


def test_a_script_that_saves_signs_in_in_place_too(site, page, person):
    page.route("**/build/main.js", lambda route: route.abort())
    come_in(page, site, person, to="/ecrire/")
    Session.objects.all().delete()
    page.evaluate(
        """async () => {
            const { fetchSignedIn } = await import("/static/src/session.js");
            const body = new URLSearchParams({ text: "sauvé", act: "auto" });
            window.answer = fetchSignedIn("/ecrire/", { method: "POST", body }).then((answer) => answer.status);
        }"""
    )

    page.fill("dialog input[name=password]", PASSWORD)
    page.click("dialog button[type=submit]")

    assert page.evaluate("window.answer") == 200
    assert SAVED == [(person.email, "sauvé", "auto")]


def test_without_scripts_the_text_is_taken_up_again(site, browser, person):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    come_in(page, site, person, to="/ecrire/")
    page.fill("textarea", "Deux\nlignes")
    Session.objects.all().delete()

    page.click("main button")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-form=session-open] button")
    page.click("form[data-form=text-send-again] button")

    assert page.title() == "Reçu"
    assert SAVED == [(person.email, "Deux\r\nlignes", "send")]
    context.close()


def pages_of(officer, person):
    """(name, path, who) of every page that is looked at."""
    _, link = invitations.invite("jo@exemple.fr", "Jo Durand", officer, "expertiser des licences professionnelles")
    visitor = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
    mine = (
        *("accounts:me", "accounts:resume", "account_email", "account_change_password", "account_reauthenticate"),
        *("mfa_index", "mfa_list_webauthn", "usersessions_list", "account_logout", "socialaccount_connections"),
    )
    confirmed = ("mfa_activate_totp", "mfa_add_webauthn")
    yield from ((name, reverse(name), "visitor") for name in visitor)
    yield "invitation", re.sub("^http://[^/]+", "", link), "visitor"
    yield "gone", reverse("accounts:invitation", args=["x"]), "visitor"
    yield from ((name, reverse(name), "person") for name in (*mine, *confirmed))


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_sticks_out(site, browser, person, officer, size):
    width, height = SIZES[size]
    # axe is put into the page by its text, which the policy of our pages rightly refuses.
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True, locale="fr-FR")
    page, found, who = context.new_page(), {}, "visitor"
    for name, address, wanted in pages_of(officer, person):
        if wanted != who:
            come_in(page, site, User.objects.get(pk=person.pk))
            who = wanted
        page.goto(site + address)
        if "confirmer" in page.url and name != "account_reauthenticate":
            confirm(page)
        page.add_script_tag(path=AXE)
        broken = page.evaluate("axe.run().then(found => found.violations.map(v => v.id + ' ' + v.nodes[0].html))")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            broken.append("wider than the screen")
        if broken:
            found[name] = broken

    assert found == {}
    context.close()


def test_nothing_is_said_in_the_console(site, page, person):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    come_in(page, site, person)
    page.goto(site + reverse("mfa_activate_totp"))
    confirm(page)
    page.goto(site + reverse("mfa_add_webauthn"), wait_until="networkidle")

    assert said == []


def test_a_text_that_was_put_aside_is_shown_with_the_words_of_its_page(page, site, person):
    come_in(page, site, person, to="/ecrire/?partie=groups[0]")
    page.fill("[name=raw_title]", "Droit & <i>économie</i>")
    page.select_option("[name=raw_kind]", "OPT")
    page.check("[value=EVE]")
    page.fill("[name=raw_note]", "À relire")
    page.fill("[name=raw_nameless]", "Autre")
    page.context.clear_cookies(name="sessionid")

    page.click("form[data-form=text-write] button")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-form=session-open] button")
    page.wait_for_url("**/compte/reprendre/")

    assert page.locator(".kept-text h2").inner_text() == "Pour la page Décrire un cours"
    assert page.locator(".kept-text dt:visible").all_inner_texts() == [
        "Votre texte", "Intitulé", "Sorte", "Modalités", "Remarque <b>libre</b>", "Champ 7",
    ]  # fmt: skip
    assert page.locator(".kept-text dd:visible").all_inner_texts() == [
        "Écrit avant", "Droit & <i>économie</i>", "option", "du soir", "À relire", "Autre",
    ]  # fmt: skip
    assert page.locator(".kept-text [data-gesture]").inner_text() == "Vous aviez choisi\u00a0: Envoyer"
    assert "raw_" not in page.locator("main").inner_text()


def test_the_tab_keeps_neither_what_was_typed_nor_what_was_chosen_and_signing_out_leaves_nothing(page, site, person):
    come_in(page, site, person, to="/ecrire/?partie=groups[0]")
    page.fill("[name=raw_title]", "Droit")
    page.check("[value=EVE]")
    page.evaluate("document.querySelector('form[data-form=text-write]').target = 'other'")
    with page.context.expect_page():
        page.click("form[data-form=text-write] button")

    noted = page.evaluate("sessionStorage.getItem('field-labels')")
    assert "Droit" not in noted
    assert all(word in noted for word in ("tronc commun", "option", "de jour", "du soir"))

    page.goto(site + reverse("account_logout"))
    page.click("form[data-form=session-close] button")
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.getItem('field-labels')") is None
