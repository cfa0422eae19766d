"""Every address of the site, with what is declared of it in ``access``."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from evalprog.access import ACCESS, CLASSES, Access


@dataclass(frozen=True, slots=True)
class Route:
    """``key``: what ``access.ACCESS`` calls it: its name with its namespace, or its path when it has none."""

    path: str
    name: str
    declared: Access | None

    @property
    def key(self) -> str:
        return self.name or self.path


def routes() -> list[Route]:
    """Of the whole URLconf, in its order, unnamed ones included."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def undeclared(found: list[Route]) -> list[str]:
    """The keys of routes whose class nobody declared, or declared by a word that is none."""
    return [r.key for r in found if r.declared is None or r.declared.access not in CLASSES]


def superfluous(found: list[Route]) -> list[str]:
    """Lines of the table that no route answers to."""
    return sorted(set(ACCESS) - {route.key for route in found})


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Route(path, name, ACCESS.get(name or path))
