"""Some 410 files as people and attackers send them: each verdict is the one that was written for it, within bounds."""

import io
import logging
import resource
import warnings
from concurrent.futures import ThreadPoolExecutor

import docx
import openpyxl
import pikepdf
import pytest
from django.utils import translation
from PIL import Image

from evaluations.enums import FileKind
from evaluations.workspace import uploads
from evaluations.workspace.refusal import Refused
from tests.evaluations import corpus
from tests.evaluations.corpus.case import Case

SECONDS = 3  # of processor time for one file
MEMORY = 300_000_000  # bytes for one file; an image of 48 million points takes 230 millions
READERS = {
    FileKind.PDF: lambda data: pikepdf.open(data).close(),
    FileKind.DOCX: docx.Document,
    FileKind.XLSX: lambda data: openpyxl.load_workbook(data).close(),
    FileKind.PNG: lambda data: Image.open(data).load(),
    FileKind.JPEG: lambda data: Image.open(data).load(),
}


def plain(sentence: str) -> str:
    return str(sentence).replace("\u00a0", " ")


def verdict(case: Case) -> object:
    """The kind and what is announced; or the sentence, cut to what the corpus says of it."""
    with translation.override("fr"):
        try:
            taken = uploads.checked(case.sent_as, case.make(), kinds=FileKind)
        except Refused as refusal:
            expected = case.verdict if isinstance(case.verdict, str) and not isinstance(case.verdict, FileKind) else ""
            return plain(refusal)[: len(expected)] or plain(refusal)
    return taken.kind, tuple(map(plain, taken.notices))


def expected(case: Case) -> object:
    return (case.verdict, case.notices) if isinstance(case.verdict, FileKind) else case.verdict


def differing(cases: list[Case]) -> dict[str, tuple]:
    """By label: what was said, and what should have been."""
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(verdict, cases))
    return {case.label: (one, expected(case)) for case, one in zip(cases, said, strict=True) if one != expected(case)}


def over_bounds(records: list[logging.LogRecord]) -> list:
    """What the other process spent, where it was too much, or where it died."""
    costs = [record.args[2] for record in records if record.name == uploads.__name__]
    return [cost for cost in costs if not cost or cost["seconds"] > SECONDS or cost["memory"] > MEMORY]


def one_of_each_verdict() -> list[Case]:
    first: dict[object, Case] = {}
    for case in corpus.cases():
        first.setdefault(case.verdict, case)
    return list(first.values())


def test_each_kind_of_verdict_once(caplog):
    caplog.set_level(logging.INFO, uploads.__name__)
    cases = one_of_each_verdict()

    assert len(cases) == 42
    assert differing(cases) == {}
    assert over_bounds(caplog.records) == []


def test_images_within_documents_are_told_of(caplog):
    caplog.set_level(logging.INFO, uploads.__name__)

    assert differing(list(corpus.within.cases())) == {}
    assert over_bounds(caplog.records) == []


@pytest.mark.heavy
def test_the_whole_corpus(caplog):
    caplog.set_level(logging.INFO, uploads.__name__)
    cases = list(corpus.cases())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert len({case.label for case in cases}) == len(cases) >= 410
    assert differing(cases) == {}
    assert over_bounds(caplog.records) == []
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime) / len(cases) < 1


@pytest.mark.heavy
def test_whatever_is_taken_in_opens_for_other_readers():
    taken = [case for case in corpus.cases() if isinstance(case.verdict, FileKind)]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what readers miss in documents that are made by hand
        for case in taken:
            READERS[case.verdict](io.BytesIO(case.make()))

    assert len(taken) > 80
