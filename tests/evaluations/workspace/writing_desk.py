"""Somebody before one text, in a real browser: where it is, how it is typed into, what stands of it."""

from playwright.sync_api import expect

from evaluations.models import Assessment
from tests.evaluations.seats import Seat


class Desk(Seat):
    """A seat before one text, which is open once it can be written in."""

    def open(self, path):
        page = super().open(path)
        if page.locator(".text-form[data-writes]").count():
            page.wait_for_selector(".text-form[data-ready]")
        return page


def path(evaluation, query=""):
    return f"/evaluations/{evaluation.public_id}/criteres/avis/{query}"


def type_at_end(page, text):
    page.locator(".tiptap").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def all_sent(page, *, at_once=True):
    """Sends what is typed, or leaves the page to do it by itself; then nothing is unsent."""
    if at_once:
        page.keyboard.press("Control+s")
    expect(page.locator(".text-form")).to_have_attribute("data-unsent", "0", timeout=15_000)


def status(page):
    return page.locator("[data-status]")


def standing():
    return Assessment.objects.get(code="avis").text
