#!/usr/bin/env python3
"""The project's one door on the command line."""

import os
import sys


def main() -> None:
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        found = ".".join(str(number) for number in sys.version_info[:3])
        sys.exit("EvalProg demande Python 3.11, 3.12 ou 3.13 ; celui-ci est Python " + found + ".")
    sys.stdout.reconfigure(errors="replace")  # a terminal without accents shows "?" and goes on
    # After the version: older ones could not even read it. Before Django, which it may have to install.
    from evalprog.bootstrap import prepare  # noqa: PLC0415

    prepare(sys.argv[1] if sys.argv[1:] else "", sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evalprog.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    from evalprog import system_errors  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OSError) as problem:
        if "--traceback" in sys.argv:
            raise
        is_of_a_file = isinstance(problem, OSError)
        sys.exit(system_errors.sentence(problem) if is_of_a_file else f"Configuration : {problem}")
    except DatabaseError as problem:
        told = system_errors.of_the_database(problem)
        if not told or "--traceback" in sys.argv:
            raise
        sys.exit(told)


if __name__ == "__main__":
    main()
