"""The errors of fact of a scenario: written by the institution, ruled on by the presidency, the text changed."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.utils.translation import gettext as _

from evalprog import richtext
from evalprog.accounts.models import User
from evalprog.documents import Problem
from evaluations import transitions
from evaluations.enums import CorrectionRuling, FileKind
from evaluations.models import Assessment, CorrectionRequest, Evaluation, Finding
from evaluations.scenarios.parts import CorrectionPart, EvaluationPart
from evaluations.workspace import attachments, corrections, findings, uploads
from evaluations.workspace.correction_passages import located
from evaluations.workspace.correction_rulings import link_save, row_of
from evaluations.workspace.corrections import Said
from evaluations.workspace.refusal import Refused
from evaluations.workspace.texts import save_text

Written = list[tuple[CorrectionPart, CorrectionRequest]]


def write_corrections(evaluation: Evaluation, part: EvaluationPart, users: dict[str, User], folder: Path) -> Written:
    """Each by the hand of the person whom it names, with its files, which lie in that folder."""
    written = []
    for each in part.corrections:
        said = Said(_place(each), each.quote, each.text, each.right)
        made = corrections.add(evaluation, said, by=users[each.by])
        for name in each.files:
            document = uploads.checked(name, (folder / name).read_bytes(), kinds=tuple(FileKind))
            attachments.attach(made, document, by=users[each.by])
        written.append((each, made))
    return written


def rule_on_corrections(written: Written, *, by: User | None) -> None:
    """The rulings that the scenario gives, and the changes that follow; the others wait."""
    for each, made in written:
        if each.ruling is None or by is None:
            continue
        ruled = transitions.rule_on_correction(made, by=by, ruling=each.ruling, reason=each.reason)
        if ruled.awaits_its_change:
            _change(ruled, each, by)


def _change(ruled: CorrectionRequest, part: CorrectionPart, by: User) -> None:
    """What the presidency writes in answer, beside the error that it answers."""
    row = row_of(ruled)
    if row is None:
        row = Assessment.objects.create(evaluation=ruled.evaluation, code=ruled.about)
    base, text = row.revision, part.becomes or _with_the_right(row.text, part)
    if isinstance(row, Finding):
        saved = findings.reword(row, text, base_revision=base, by=by)
    else:
        fragment = text if text.lstrip().startswith("<") else richtext.from_plain(text)
        saved = save_text(ruled.evaluation, row.code, fragment, base_revision=base, save_id=None, by=by)
    link_save(row, ruled.public_id, base=base, saved=saved.revision)


def _with_the_right(text: str, part: CorrectionPart) -> str:
    """:raises Refused: when the quotation is not, letter for letter, in the text."""
    for quote, right in ((part.quote, part.right), (escape(part.quote, quote=False), escape(part.right, quote=False))):
        if quote and quote in text:
            return text.replace(quote, right, 1)
    raise Refused(_("« %(quote)s » : donnez dans « becomes » ce que devient le texte.") % {"quote": part.quote})


def _place(part: CorrectionPart) -> str:
    if part.finding and (named := part.finding.named):
        kind, number = named
        return f"constat:{kind}-{number}"
    return f"texte:{part.about}" if part.about else ""


# -- what is wrong in the file


def problems_of(evaluation: EvaluationPart, where: str, house: list[str], folder: Path) -> Iterator[Problem]:
    """``house``: the keys of the people of the institution."""
    for n, part in enumerate(evaluation.corrections):
        for key, sentence in _wrong(part, evaluation, house, folder):
            yield Problem(f"{where}.corrections[{n}].{key}", sentence)


def _wrong(
    part: CorrectionPart, evaluation: EvaluationPart, house: list[str], folder: Path
) -> Iterator[tuple[str, str]]:
    if part.by not in house:
        yield "by", _("« %(key)s » n’est pas une personne de l’établissement.") % {"key": part.by}
    if part.about and part.finding:
        yield "about", _("donnez « about » ou « finding », pas les deux.")
    yield from _wrong_place(part, evaluation)
    if part.ruling not in (None, CorrectionRuling.ACCEPTED) and not part.reason:
        yield "reason", _("une erreur refusée, ou acceptée en partie, l’est avec un motif.")
    if part.becomes and not part.is_granted:
        yield "becomes", _("le texte ne change que si l’erreur est acceptée, au moins en partie.")
    for n, name in enumerate(part.files):
        if not (folder / name).is_file():
            yield f"files[{n}]", _("le fichier « %(name)s » n’est pas à côté du scénario.") % {"name": name}


def _wrong_place(part: CorrectionPart, evaluation: EvaluationPart) -> Iterator[tuple[str, str]]:
    """The text or the finding is one of the evaluation's, and the quotation stands in it."""
    text = richtext.to_plain(evaluation.texts.get(part.about, ""))
    if part.finding and (named := part.finding.named):
        of_kind = [finding for finding in evaluation.findings if finding.kind == named[0]]
        if named[1] > len(of_kind):
            words = {"known": len(of_kind), "number": named[1]}
            sentence = _("il n’y a que %(known)d constat(s) de cette nature, et non %(number)d.") % words
            yield f"finding.{named[0].lower()}", sentence
            return
        text = of_kind[named[1] - 1].text
    elif part.about and part.about not in evaluation.texts:
        yield "about", _("l’évaluation n’a pas de texte « %(code)s ».") % {"code": part.about}
        return
    if part.quote and text and located(part.quote, text) is None:
        yield "quote", _("ces mots ne sont pas dans le texte.")
