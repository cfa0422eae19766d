"""Where the bytes of the store stand: on the disk, or on S3-compatible storage when ``S3_BUCKET`` names a bucket.

A keeper is a module with the functions of ``Keeper``. It knows places, not reasons: what is kept, put right or taken
away is decided in ``store``.
"""

from collections.abc import Iterator
from typing import Protocol

from django.conf import settings


class Keeper(Protocol):
    """Each function may raise an ``OSError``: the place is full, away, or refuses."""

    def read(self, sha256: str) -> bytes:
        """:raises FileNotFoundError: when it is not there."""

    def write(self, sha256: str, data: bytes) -> None:
        """Complete and safe before it has its name. Whatever dies on the way leaves nothing under that name."""

    def exists(self, sha256: str) -> bool: ...

    def touch(self, sha256: str) -> None:
        """Note that somebody wants it now.

        :raises FileNotFoundError: when it is not there.
        """

    def touched_at(self, sha256: str, aside: str = "") -> float | None:
        """When it was written or last touched, seconds since 1970; also of one that is ``aside``."""

    def remove(self, sha256: str) -> None:
        """What is not there is no error."""

    def names(self) -> Iterator[str]: ...

    def set_aside(self, sha256: str) -> str:
        """Take its name from it; by what this gives it is put back or dropped. Touched before, it still tells so.

        :raises FileNotFoundError: when it is not there.
        """

    def asides(self) -> Iterator[str]: ...

    def put_back(self, aside: str) -> None:
        """Nothing, when the same bytes have been written meanwhile, or another has put it back."""

    def drop(self, aside: str) -> None: ...

    def drop_unfinished(self, before: float) -> int:
        """Remove what writers that died before that time had begun; how many."""


def keeper() -> Keeper:
    if settings.S3_BUCKET:
        from evaluations.reports.keeping import s3  # noqa: PLC0415  (its library is an extra)

        return s3
    from evaluations.reports.keeping import disk  # noqa: PLC0415  (as the other)

    return disk
