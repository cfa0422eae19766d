"""Files on S3-compatible storage, in the bucket ``S3_BUCKET``, under the same names as on the disk.

An object is whole when it has its name: the storage sees to it, and is told the hash that it has to have received. An
object has no date that can be set without writing it anew: what is wanted again is noted beside it, in an empty object,
before one looks whether it is there. Whoever takes it away looks for that note afterwards: one of them sees the other.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

_FILES, _ASIDE, _WANTED = "reports/", "reports-aside/", "reports-wanted/"
_MISSING = {"404", "NoSuchKey", "NotFound"}
# Seconds. A page does not wait longer for a storage that is away.
_PATIENCE = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 3},
    request_checksum_calculation="when_required",  # other storages do not know the newest ones
    response_checksum_validation="when_required",
)


def read(sha256: str) -> bytes:
    with _as_files():
        return _client().get_object(Bucket=settings.S3_BUCKET, Key=_key(sha256))["Body"].read()


def write(sha256: str, data: bytes) -> None:
    with _as_files():
        _client().put_object(
            Bucket=settings.S3_BUCKET,
            Key=_key(sha256),
            Body=data,
            ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
        )


def exists(sha256: str) -> bool:
    return _date(_key(sha256)) is not None


def touch(sha256: str) -> None:
    with _as_files():
        _client().put_object(Bucket=settings.S3_BUCKET, Key=_WANTED + sha256, Body=b"")
    if not exists(sha256):
        raise FileNotFoundError(sha256)


def touched_at(sha256: str, aside: str = "") -> float | None:
    there = _date(_ASIDE + aside if aside else _key(sha256))
    if there is None:
        return None
    wanted = _date(_WANTED + sha256) or 0
    return wanted if aside else max(there, wanted)  # the date of what is aside is that of its being set aside


def remove(sha256: str) -> None:
    with _as_files():
        for key in (_key(sha256), _WANTED + sha256):
            _client().delete_object(Bucket=settings.S3_BUCKET, Key=key)


def names() -> Iterator[str]:
    for key in _keys(_FILES):
        yield key.rpartition("/")[2].removesuffix(".pdf")


def set_aside(sha256: str) -> str:
    aside = f"{sha256}-{uuid4()}"
    _copy(_key(sha256), _ASIDE + aside)
    _delete(_key(sha256))
    return aside


def asides() -> Iterator[str]:
    for key in _keys(_ASIDE):
        yield key.removeprefix(_ASIDE)


def put_back(aside: str) -> None:
    if not exists(aside[:64]):
        try:
            _copy(_ASIDE + aside, _key(aside[:64]))
        except FileNotFoundError:
            return
    _delete(_ASIDE + aside)


def drop(aside: str) -> None:
    _delete(_ASIDE + aside)


def drop_unfinished(before: float) -> int:
    """What was not sent whole is no object. Notes so old that they say nothing any more go, uncounted: else there
    would be one about every file, to be looked at in every sweep."""
    for key, noted in _dated(_WANTED):
        if noted < before and (_date(key) or before) < before:  # not written anew since it was listed
            _delete(key)
    return 0


def _key(sha256: str) -> str:
    return f"{_FILES}{sha256[:2]}/{sha256}.pdf"


def _date(key: str) -> float | None:
    try:
        with _as_files():
            return _client().head_object(Bucket=settings.S3_BUCKET, Key=key)["LastModified"].timestamp()
    except FileNotFoundError:
        return None


def _copy(key: str, to: str) -> None:
    bucket = settings.S3_BUCKET
    with _as_files():
        _client().copy_object(Bucket=bucket, Key=to, CopySource={"Bucket": bucket, "Key": key})


def _delete(key: str) -> None:
    with _as_files():
        _client().delete_object(Bucket=settings.S3_BUCKET, Key=key)


def _keys(prefix: str) -> Iterator[str]:
    for key, _date in _dated(prefix):
        yield key


def _dated(prefix: str) -> Iterator[tuple[str, float]]:
    with _as_files():
        for page in _client().get_paginator("list_objects_v2").paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
            for found in page.get("Contents", ()):
                yield found["Key"], found["LastModified"].timestamp()


@contextmanager
def _as_files() -> Iterator[None]:
    """What the storage refuses, in the words of the disk: our callers know those."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise FileNotFoundError(error.operation_name) from error
        raise OSError(f"S3: {error}") from error
    except BotoCoreError as error:
        raise OSError(f"S3: {error}") from error


def _client() -> Any:
    return _client_of(os.getpid(), settings.S3_ENDPOINT, settings.S3_REGION)


@cache
def _client_of(_process: int, endpoint: str, region: str) -> Any:
    """One for all the threads of a process; a copy of the process makes its own. Keys come from the environment."""
    session = boto3.session.Session()
    return session.client("s3", endpoint_url=endpoint or None, region_name=region or None, config=_PATIENCE)
