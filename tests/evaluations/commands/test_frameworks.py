"""import_framework and export_framework: out of the database and in again."""

import json

import pytest
from django.core.management import CommandError, call_command

from evaluations import framework_files, framework_library
from evaluations.definition import parse
from evaluations.definition.editing import removed
from evaluations.models import Framework
from tests.evaluations.framework_documents import a_document, changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Where a framework may be written, and the way to write one."""
    path = tmp_path / "referentiel.yaml"

    def write(document):
        path.write_text(framework_files.dump(parse(document)), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", sorted(framework_files.SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_framework_comes_out_as_it_went_in(path, tmp_path, capsys):
    call_command("import_framework", path)
    capsys.readouterr()
    output = tmp_path / "out.yaml"

    call_command("export_framework", path.stem, output=output)
    call_command("import_framework", output)

    assert framework_files.read(output) == framework_files.read(path)
    version = {"hceres-formations-2017": 2}.get(path.stem, 1)
    assert json.loads(capsys.readouterr().out) == {"code": path.stem, "version": version, "created": False}


def test_what_is_imported_is_published(file, capsys):
    call_command("import_framework", file(a_document()))

    assert json.loads(capsys.readouterr().out) == {"code": "petit-referentiel", "version": 1, "created": True}
    assert Framework.objects.published().get().document == a_document()


def test_a_changed_published_version_is_refused(file):
    call_command("import_framework", file(a_document()))
    path = file(changed(a_document(), ("title",), "Autre"))

    with pytest.raises(CommandError) as refusal:
        call_command("import_framework", path)

    assert str(refusal.value) == (
        f"{path}\u00a0: petit-referentiel\u00a0: la version 1 est publiée et ne change plus\u00a0;"
        " donnez à votre fichier «\u00a0version: 2\u00a0»."
    )
    assert Framework.objects.get().title == "Petit référentiel"


def test_the_version_of_a_draft_is_refused(file):
    framework_library.begin(parse(a_document()))
    path = file(a_document())

    with pytest.raises(CommandError) as refusal:
        call_command("import_framework", path)

    assert str(refusal.value) == (
        f"{path}\u00a0: petit-referentiel\u00a0: la version 1 existe comme brouillon\u00a0;"
        " donnez à votre fichier «\u00a0version: 2\u00a0»."
    )


def test_the_next_version_is_accepted(file, capsys):
    call_command("import_framework", file(a_document()))
    capsys.readouterr()

    call_command("import_framework", file({**a_document(), "version": 2, "title": "Deuxième"}))

    assert json.loads(capsys.readouterr().out) == {"code": "petit-referentiel", "version": 2, "created": True}
    assert list(Framework.objects.published().values_list("version", "title")) == [
        (2, "Deuxième"),
        (1, "Petit référentiel"),
    ]


def test_a_wrong_file_is_refused_with_every_problem(tmp_path):
    path = tmp_path / "faux.yaml"
    path.write_text("code: Faux\nversion: 0\n", encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("import_framework", path)

    assert [line.partition("\u00a0")[0] for line in str(refusal.value).splitlines()] == [
        str(path),  # code
        "version",
        "title",
        "language",
        "status",
        "cover",
        "sections",
    ]


def test_an_export_gives_the_newest_published_version(capsys):
    framework_library.take_in(parse(a_document()))
    published, _new = framework_library.take_in(parse({**a_document(), "version": 2, "title": "Deuxième"}))
    framework_library.derive(published)

    call_command("export_framework", "petit-referentiel")

    assert framework_files.loads(capsys.readouterr().out).version == 2


def test_an_export_may_ask_for_a_version(capsys):
    published, _new = framework_library.take_in(parse(a_document()))
    framework_library.derive(published)

    call_command("export_framework", "petit-referentiel", release=2)

    assert framework_files.loads(capsys.readouterr().out).version == 2


def test_an_incoherent_draft_is_not_exported():
    draft = framework_library.begin(parse(a_document()))
    framework_library.revise(draft, removed(a_document(), "cover"), revision=0)

    with pytest.raises(CommandError) as refusal:
        call_command("export_framework", "petit-referentiel", release=1)

    assert str(refusal.value) == "petit-referentiel, version 1\u00a0:\ncover\u00a0: cette clé manque\u00a0; ajoutez-la."


@pytest.mark.parametrize(
    ("release", "sentence"),
    [
        (None, "Aucun référentiel publié ne répond à «\u00a0inconnu\u00a0»\u00a0; connus\u00a0: petit-referentiel."),
        (
            3,
            "Aucun référentiel publié ne répond à «\u00a0inconnu, version 3\u00a0»\u00a0; connus\u00a0:"
            " petit-referentiel.",
        ),
    ],
)
def test_an_unknown_code_is_refused_with_those_that_are_known(release, sentence):
    framework_library.take_in(parse(a_document()))

    with pytest.raises(CommandError) as refusal:
        call_command("export_framework", "inconnu", release=release)

    assert str(refusal.value) == sentence


def test_an_output_that_cannot_be_written_is_refused(tmp_path):
    framework_library.take_in(parse(a_document()))
    nowhere = tmp_path / "absent" / "out.yaml"

    with pytest.raises(CommandError) as refusal:
        call_command("export_framework", "petit-referentiel", output=nowhere)

    assert str(refusal.value) == (f"{nowhere} ne peut pas être écrit (introuvable)\u00a0; donnez un autre emplacement.")
