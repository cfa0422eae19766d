"""What is taken away of a campaign: an archive that proves itself, and a volume."""

import datetime as dt
import hashlib
import io
import os
import zipfile

import pikepdf
import pytest

from evaluations import transitions
from evaluations.models import Report
from evaluations.publishing import bundle, volume
from evaluations.reports import store
from evaluations.reports.keeping import disk


@pytest.fixture
def reports(world, ready):
    for evaluation in ready:
        transitions.publish(evaluation, by=world.publisher)
    return bundle.published(world.campaign)


def test_the_archive_has_every_file_as_published_and_its_hash(reports):
    data = b"".join(bundle.archive(reports, "https://evaluation.example.org"))

    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert whole.testzip() is None
        names = whole.namelist()
        sums = dict(reversed(line.split("  ")) for line in whole.read("SHA256SUMS").decode().splitlines())
        assert names == [*sums, "SHA256SUMS", "rapports.csv"]
        assert {name: hashlib.sha256(whole.read(name)).hexdigest() for name in sums} == sums
        assert sorted(sums.values()) == sorted(report.pdf_sha256 for report in reports)
        listed = whole.read("rapports.csv").decode("utf-8-sig").splitlines()
    assert listed[0] == "fichier,intitulé,établissement,version,publié le,SHA-256,adresse"
    assert len(listed) == 3
    assert listed[1].endswith(f"https://evaluation.example.org/rapports/{reports[0].public_id}/")


def test_the_same_reports_give_the_same_archive(reports):
    assert b"".join(bundle.archive(reports, "x")) == b"".join(bundle.archive(reports, "x"))


def test_an_archive_is_not_made_of_altered_files(reports):
    file = disk.path(reports[1].pdf_sha256)
    file.write_bytes(file.read_bytes() + b" ")

    with pytest.raises(store.FileAltered):
        list(bundle.archive(reports, ""))


def test_the_volume_has_its_contents_then_every_page_with_bookmarks(world, reports):
    pages = []
    for report in reports:
        with pikepdf.open(io.BytesIO(store.read(report.pdf_sha256))) as pdf:
            pages.append(len(pdf.pages))

    volume.bind.call(world.campaign.pk)

    with pikepdf.open(volume.path(world.campaign)) as bound, bound.open_outline() as outline:
        assert len(bound.pages) == 1 + sum(pages)
        assert [item.title for item in outline.root] == [f"{report.institution} – {report.title}" for report in reports]
        leads = [bound.pages.index(pikepdf.Page(link.Dest[0])) for link in bound.pages[0].obj.Annots]
        assert list(dict.fromkeys(leads)) == [1, 1 + pages[0]]  # a line that is broken has two links
        assert bound.open_metadata()["dc:title"] == world.campaign.title


def test_the_volume_is_bound_once_and_anew_when_a_report_comes(world, reports):
    volume.bind.call(world.campaign.pk)
    first = volume.path(world.campaign)
    first.write_bytes(b"as it was")
    volume.bind.call(world.campaign.pk)
    assert first.read_bytes() == b"as it was"

    Report.objects.filter(pk=reports[0].pk).update(title="Un autre intitulé")
    assert volume.path(world.campaign) is None
    volume.bind.call(world.campaign.pk)
    assert volume.path(world.campaign) is not None
    assert not first.exists()


def test_what_a_binder_that_died_had_begun_goes_with_the_next_volume(world, reports):
    volume.bind.call(world.campaign.pk)
    folder = volume.path(world.campaign).parent
    old, new = folder / ".old", folder / ".new"
    for begun in (old, new):
        begun.write_bytes(b"%PDF-1.7")
    os.utime(old, (0, 0))

    Report.objects.filter(pk=reports[0].pk).update(title="Un autre intitulé")
    volume.bind.call(world.campaign.pk)

    assert not old.exists()
    assert new.exists()  # another binds it just now


def test_a_report_of_before_the_calendar_of_archives_is_taken_away_too(reports):
    Report.objects.filter(pk=reports[0].pk).update(published_on=dt.date(1917, 6, 14))

    data = b"".join(bundle.archive(bundle.published(reports[0].evaluation.campaign), ""))

    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert len(whole.namelist()) == 4
