"""What a page says, for tests: its text, its rows, its forms."""

import html
import re


def text(response) -> str:
    """What is read between the header and the footer, with ordinary spaces."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    plain = re.sub(r"<[^>]*>", " ", re.sub(r"<(select|datalist).*?</\1>", "", main, flags=re.DOTALL))
    return " ".join(html.unescape(plain).replace("\u202f", " ").split())


def alerts(response) -> list[str]:
    """What the page tells of the act before it, each as one line; a form is what offers to undo it."""
    found = re.findall(r'<(div|form) class="alert[^>]*>(.*?)</\1>', response.content.decode(), re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", alert)).split()) for _, alert in found]


def rows(response) -> list[str]:
    """The public ids of the rows, in their order."""
    return re.findall(r'data-id="([^"]+)"', response.content.decode())


def forms(response) -> set[str]:
    found = set(re.findall(r'data-form="([^"]+)"', response.content.decode()))
    return found - {"language-set", "session-reopen"}  # those of every page
