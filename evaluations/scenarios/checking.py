"""From a file to a scenario whose references hold, before anything is written."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from evalprog.documents import DocumentInvalid, Problem, Reader, yaml_files
from evaluations import framework_files
from evaluations.scenarios import corrections
from evaluations.scenarios.parts import EvaluationPart, Scenario


def read(path: Path) -> Scenario:
    """:raises DocumentInvalid: if the file cannot be read, is not YAML, or is no scenario; with every problem."""
    document = _spelled_out(yaml_files.read(path, max_bytes=20_000_000))
    reader = Reader()
    scenario = reader.record(Scenario, document)
    problems = reader.problems or list(_broken_references(scenario, path.parent))
    if problems:
        raise DocumentInvalid(problems)
    return scenario


def framework_path(name: str, folder: Path) -> Path:
    """The file of a framework that a scenario names: by the code of one that is shipped, or by a path beside it."""
    shipped = framework_files.SHIPPED / f"{name}.yaml"
    return shipped if shipped.is_file() else folder / name


def _spelled_out(document: Any) -> Any:
    """The document with its short forms written in full: ``criterion: code``, ``answers: 2`` and ``finding: 2`` (a
    weakness); ``dossier`` as the form of a framework, with its free ``parts``."""
    for evaluation in _records(document, "evaluations"):
        if isinstance(dossier := evaluation.get("dossier"), dict):
            evaluation["dossier"] = dossier.pop("parts", [])
            evaluation["dossier_form"] = dossier
        for finding in _records(evaluation, "findings"):
            if isinstance(finding.get("criterion"), str):
                finding["criterion"] = [finding["criterion"]]
        for item in _records(evaluation.get("observations"), "items"):
            if isinstance(item.get("answers"), int):
                item["answers"] = {"weakness": item["answers"]}
        for correction in _records(evaluation, "corrections"):
            if isinstance(correction.get("finding"), int):
                correction["finding"] = {"weakness": correction["finding"]}
    return document


def _records(document: Any, key: str) -> list[dict[str, Any]]:
    items = document.get(key) if isinstance(document, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _broken_references(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    institutions = [i.key for i in scenario.institutions]
    people = [p.key for p in scenario.people]
    for n, name in enumerate(scenario.frameworks):
        if not framework_path(name, folder).is_file():
            yield Problem(
                f"frameworks[{n}]", _("« %(name)s » n’est ni un référentiel livré ni un fichier.") % {"name": name}
            )
    for n, institution in enumerate(scenario.institutions):
        if institution.timezone not in available_timezones():
            sentence = _("« %(zone)s » n’est pas un fuseau horaire ; donnez par exemple Europe/Paris.")
            yield Problem(f"institutions[{n}].timezone", sentence % {"zone": institution.timezone})
    for n, person in enumerate(scenario.people):
        yield from _unknown(f"people[{n}].institution", [person.institution], institutions)
    for n, programme in enumerate(scenario.programmes):
        yield from _unknown(f"programmes[{n}].institution", [programme.institution], institutions)
        yield from _unknown(f"programmes[{n}].partners", programme.partners, institutions)
    for n, evaluation in enumerate(scenario.evaluations):
        where = f"evaluations[{n}]"
        yield from _unknown(f"{where}.programme", [evaluation.programme], [p.key for p in scenario.programmes])
        yield from _unknown(f"{where}.sheets", evaluation.sheets, [e.key for e in scenario.evaluations[:n]])
        yield from _unknown(f"{where}.campaign", [evaluation.campaign], [c.key for c in scenario.campaigns])
        yield from _people_of(evaluation, where, people)
        yield from _answers_of(evaluation, where)
        yield from _dossier_of(evaluation, where, folder)
        yield from _stances_of(evaluation, where)
        yield from _attachments_of(evaluation, where, folder)
        institution = next((p.institution for p in scenario.programmes if p.key == evaluation.programme), "")
        own = [p for p in scenario.people if p.institution and p.institution == institution]
        yield from corrections.problems_of(evaluation, where, [p.key for p in own], folder)
        if (evaluation.dossier or evaluation.dossier_form) and not own:
            yield Problem(f"{where}.dossier", _("aucune personne de l’établissement n’est là pour le préparer."))
        elif evaluation.dossier_form and not any(p.can_sign for p in own):
            yield Problem(f"{where}.dossier", _("aucune personne habilitée à signer n’est là pour le déposer."))


def _people_of(evaluation: EvaluationPart, where: str, people: list[str]) -> Iterator[Problem]:
    if committee := evaluation.committee:
        keys = [*committee.presidency, *committee.members, committee.rapporteur]
        yield from _unknown(f"{where}.committee", keys, people)
    yield from _unknown(f"{where}.conflicts", [c.person for c in evaluation.conflicts], people)
    if evaluation.observations:
        yield from _unknown(f"{where}.observations.by", [evaluation.observations.by], people)


def _dossier_of(evaluation: EvaluationPart, where: str, folder: Path) -> Iterator[Problem]:
    """Every part is one thing, and its file is there."""
    for n, piece in enumerate(evaluation.dossier):
        if sum(map(bool, (piece.text, piece.table, piece.file))) != 1:
            yield Problem(f"{where}.dossier[{n}]", _("donnez « text », « table » ou « file » : l’un des trois."))
        elif piece.file and not (folder / piece.file).is_file():
            sentence = _("le fichier « %(name)s » n’est pas à côté du scénario.") % {"name": piece.file}
            yield Problem(f"{where}.dossier[{n}].file", sentence)

    for n, expected in enumerate(evaluation.dossier_form.pieces if evaluation.dossier_form else ()):
        if bool(expected.file) == bool(expected.pages):
            yield Problem(f"{where}.dossier.pieces[{n}]", _("donnez « file » ou « pages » : l’un des deux."))
        elif expected.file and not (folder / expected.file).is_file():
            sentence = _("le fichier « %(name)s » n’est pas à côté du scénario.") % {"name": expected.file}
            yield Problem(f"{where}.dossier.pieces[{n}].file", sentence)


def _stances_of(evaluation: EvaluationPart, where: str) -> Iterator[Problem]:
    """An action has its day, and nothing else has one."""
    for n, item in enumerate(evaluation.observations.items if evaluation.observations else ()):
        has_a_day = item.stance is not None and item.stance.has_a_day
        if has_a_day != bool(item.on):
            sentence = _("donnez le jour d’une action engagée ou prévue, et d’elle seule.")
            yield Problem(f"{where}.observations.items[{n}].on", sentence)


def _attachments_of(evaluation: EvaluationPart, where: str, folder: Path) -> Iterator[Problem]:
    for n, name in enumerate(evaluation.observations.attachments if evaluation.observations else ()):
        if not (folder / name).is_file():
            sentence = _("le fichier « %(name)s » n’est pas à côté du scénario.") % {"name": name}
            yield Problem(f"{where}.observations.attachments[{n}]", sentence)


def _answers_of(evaluation: EvaluationPart, where: str) -> Iterator[Problem]:
    """The findings that observations answer are those of the same evaluation."""
    if not evaluation.observations:
        return
    for n, item in enumerate(evaluation.observations.items):
        for kind in ("weakness", "strength", "recommendation"):
            number = getattr(item.answers, kind, 0)
            known = sum(finding.kind == kind.upper() for finding in evaluation.findings)
            if number > known:
                yield Problem(
                    f"{where}.observations.items[{n}].answers.{kind}",
                    _("il n’y a que %(known)d constat(s) de cette nature, et non %(number)d.")
                    % {"known": known, "number": number},
                )


def _unknown(path: str, keys: Iterable[str], known: list[str]) -> Iterator[Problem]:
    for key in keys:
        if key and key not in known:
            yield Problem(path, _("la clé « %(key)s » n’est définie nulle part dans ce fichier.") % {"key": key})
