"""What the store promises, wherever the files stand: on the disk, on S3-compatible storage."""

import datetime as dt
import hashlib

import pytest
import time_machine

from evaluations import archive
from evaluations.reports import store
from evaluations.reports.keeping import keeper
from tests.evaluations.reports import s3_server
from tests.evaluations.reports.published import published_report

DATA = b"%PDF-1.7 a report"
SHA256 = "8df41e8cbbff09dd2c8cee2e1167b3cef93076d1a86b4f562f4a2b397e7ff155"
TWO_DAYS = dt.timedelta(days=2)


@pytest.fixture(scope="module")
def s3():
    with s3_server.server() as address:
        yield address


@pytest.fixture(params=["disk", "s3"], autouse=True)
def place(request, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    if request.param == "s3":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
        settings.S3_BUCKET, settings.S3_REGION = s3_server.BUCKET, "eu-west-3"
        settings.S3_ENDPOINT = request.getfixturevalue("s3")
        s3_server.empty(settings.S3_ENDPOINT)
    assert keeper().__name__ == f"evaluations.reports.keeping.{request.param}"
    return request.param


def later():
    return time_machine.travel(dt.datetime.now(dt.UTC) + TWO_DAYS)


def names() -> list[str]:
    return list(store.kept_files())


def test_what_is_kept_is_read_and_listed_under_its_hash():
    assert not store.exists(SHA256)

    assert store.keep(DATA) == SHA256

    assert store.exists(SHA256)
    assert store.read(SHA256) == DATA
    assert names() == [SHA256]


def test_what_is_not_there_is_a_file_not_found():
    with pytest.raises(FileNotFoundError):
        store.read(SHA256)
    with pytest.raises(FileNotFoundError):
        keeper().touch(SHA256)
    with pytest.raises(FileNotFoundError):
        keeper().set_aside(SHA256)
    keeper().remove(SHA256)
    store.release(SHA256)


def test_what_is_not_a_hash_names_no_file():
    for ask in (store.read, store.exists):
        with pytest.raises(ValueError, match="not a SHA-256"):
            ask("../../../etc/passwd")


def put_other_bytes(place, settings, data: bytes) -> None:
    """As somebody with access to the place would."""
    if place == "disk":
        (settings.MEDIA_ROOT / "reports" / SHA256[:2] / f"{SHA256}.pdf").write_bytes(data)
    else:
        client = s3_server.client(settings.S3_ENDPOINT)
        client.put_object(Bucket=s3_server.BUCKET, Key=f"reports/{SHA256[:2]}/{SHA256}.pdf", Body=data)


def test_other_bytes_under_that_name_are_not_read_and_are_put_right(place, settings, caplog):
    store.keep(DATA)
    put_other_bytes(place, settings, DATA[:-1] + b"x")

    with pytest.raises(store.FileAltered):
        store.read(SHA256)
    store.keep(DATA)

    assert store.read(SHA256) == DATA
    said = [record.getMessage() for record in caplog.records if record.name == "evaluations.reports.store"]
    assert said == [f"{SHA256} was altered; it is written anew"]


def test_keeping_again_writes_nothing(monkeypatch):
    store.keep(DATA)
    monkeypatch.setattr(keeper(), "write", lambda *given: pytest.fail("written twice"))

    assert store.keep(DATA) == SHA256


@pytest.mark.django_db
def test_the_file_goes_when_its_record_is_not_made():
    with pytest.raises(RuntimeError), store.kept(DATA) as kept:
        assert kept == store.Kept(SHA256, 17)
        assert store.read(SHA256) == DATA
        raise RuntimeError("the transaction failed")

    assert names() == []


@pytest.mark.django_db
def test_a_file_is_released_unless_a_record_names_it():
    report = published_report(pdf=b"%PDF-1.7 published")
    store.keep(DATA)

    store.release(SHA256)
    store.release(report.pdf_sha256)

    assert names() == [report.pdf_sha256]


@pytest.mark.django_db
def test_the_sweep_takes_what_no_record_names_once_nobody_has_wanted_it_for_a_day():
    report = published_report(pdf=b"%PDF-1.7 published")
    wanted = hashlib.sha256(b"%PDF-1.7 wanted").hexdigest()
    store.keep(DATA)
    store.keep(b"%PDF-1.7 wanted")
    assert store.sweep() == 0

    with later():
        store.keep(b"%PDF-1.7 wanted")
        assert store.sweep() == 1
        assert store.sweep() == 0

    assert names() == sorted([report.pdf_sha256, wanted])


@pytest.mark.django_db
def test_a_note_that_somebody_wanted_a_file_does_not_stay_for_ever(place, settings):
    """One stays for each file that is kept, and each would be asked about in each sweep."""
    if place == "disk":
        return
    published_report(pdf=DATA)
    store.keep(DATA)
    listed = s3_server.client(settings.S3_ENDPOINT)

    def notes() -> int:
        return listed.list_objects_v2(Bucket=s3_server.BUCKET, Prefix="reports-wanted/")["KeyCount"]

    store.sweep()
    assert notes() == 1
    with later():
        store.sweep()
        assert notes() == 0
        assert names() == [SHA256]


@pytest.mark.django_db
@pytest.mark.parametrize("checks_before_it_is_kept", [1, 2])
def test_a_file_kept_while_the_sweep_decides_about_it_stays(monkeypatch, checks_before_it_is_kept):
    """Kept between listing and setting aside, it comes back; between setting aside and removing, it is written anew."""
    store.keep(DATA)
    asked = []

    def not_named_yet(sha256):
        asked.append(sha256)
        if len(asked) == checks_before_it_is_kept:
            store.keep(DATA)
        return False

    monkeypatch.setattr(store, "_is_named", not_named_yet)
    with later():
        store.sweep()

        assert len(asked) == checks_before_it_is_kept
        assert names() == [SHA256]
        assert store.read(SHA256) == DATA
        assert list(keeper().asides()) == []


@pytest.mark.django_db
def test_what_a_sweep_that_died_had_set_aside_comes_back():
    report = published_report()
    keeper().set_aside(report.pdf_sha256)
    assert names() == []

    assert store.sweep() == 0

    assert names() == [report.pdf_sha256]
    assert list(keeper().asides()) == []


@pytest.mark.django_db
def test_a_published_file_is_served_and_verified(client):
    report = published_report()

    served = client.get(report.get_pdf_url())

    assert served.getvalue() == store.read(report.pdf_sha256)
    assert [damage.sentence for damage in archive.file_damages() if "fichier" in damage.sentence] == []

    keeper().remove(report.pdf_sha256)

    assert client.get(report.get_pdf_url()).status_code == 503
    assert "le fichier de ce rapport manque." in [damage.sentence for damage in archive.file_damages()]


def test_a_storage_that_is_away_is_an_error_of_the_system(place, settings):
    if place == "s3":
        settings.S3_BUCKET = "another"
        with pytest.raises(OSError, match="S3:"):
            store.keep(DATA)
    else:
        settings.MEDIA_ROOT = settings.MEDIA_ROOT / "file"
        settings.MEDIA_ROOT.write_bytes(b"")
        with pytest.raises(OSError):
            store.keep(DATA)
