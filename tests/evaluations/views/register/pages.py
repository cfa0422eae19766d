"""How the tests read a page of the register."""

import html
import re

from django.urls import reverse
from lxml import etree

REGISTER = "/rapports/"


def text(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def rows(response) -> list[str]:
    return re.findall(r'<li class="register-row" data-id="([^"]+)">', response.content.decode())


def parsed(response):
    data = b"".join(response) if response.streaming else response.content
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False))


def programme(client, report):
    return client.get(reverse("evaluations:programme-detail", args=[report.evaluation.programme.public_id]))
