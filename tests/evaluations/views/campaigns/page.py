"""What the page of a campaign says: its text, its rows, what it refuses."""

import datetime as dt
import html
import re

NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)


def text(response) -> str:
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def rows(response) -> list[str]:
    return re.findall(r'<li data-id="([^"]+)"', response.content.decode())


def problems(response) -> list[str]:
    found = re.findall(r'<li data-(?:where|line)="[^"]*">(.*?)</li>', response.content.decode())
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", one)).split()) for one in found]
