"""What the command line says of wrong arguments."""

import pytest
from django.core.management import load_command_class

pytestmark = pytest.mark.sqlite_only  # nothing here meets a database


@pytest.mark.parametrize(
    ("app", "command", "arguments", "sentence"),
    [
        ("evalprog.accounts", "invite", ["--name", "Jo"], "arguments manquants : email"),
        ("evalprog.accounts", "invite", ["a@b.fr"], "donnez l’un des arguments --name --revoke"),
        (
            "evalprog.accounts",
            "invite",
            ["a@b.fr", "--name", "Jo", "--days", "x"],
            "argument --days : valeur impossible : 'x'",
        ),
        ("evalprog", "routes", ["--nothing"], "arguments inconnus : --nothing"),
        ("evaluations", "render_report", ["x", "--output"], "argument --output : attend une valeur"),
    ],
)
def test_wrong_arguments_are_told_in_french(capsys, app, command, arguments, sentence):
    parser = load_command_class(app, command).create_parser("manage.py", command)
    parser.called_from_command_line = True

    with pytest.raises(SystemExit) as end:
        parser.parse_args(arguments)

    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert end.value.code == 2
    assert told.startswith(f"usage : manage.py {command} ")
    assert told.endswith(f"manage.py {command} : {sentence}\n")


def test_the_help_has_french_headings():
    help_text = load_command_class("evalprog", "routes").create_parser("manage.py", "routes").format_help()

    assert help_text.startswith("usage\u00a0: manage.py routes ")
    assert "affiche cette aide et s’arrête" in help_text
