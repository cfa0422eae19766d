"""The rules of the quality reading, each a short function over the manuscript."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluations.enums import FindingKind
from evaluations.quality.figures import contradictions
from evaluations.quality.manuscript import Manuscript, Place

# Known to whoever reads reports of this field; all others are explained once.
WELL_KNOWN = frozenset(
    "BTS BUT BUTS CFA CFVU CM CNU CROUS CV DEUG DEUST DNB DUT ECTS ENT ERASMUS EPST ESR ETP FI FC HAL HDR IUT LEA LMD "
    "LP LRU MCC MCCC MCF MOOC PAST PME PMI PR PRAG QCM RH RNCP ROR STAPS TD TIC TICE TOEIC TOEFL TP TPE UE UFR UMR "
    "UNESCO VAE VAP VAPP".split()
)
MANY = 60  # characters: a sentence that stands twice is worth a remark from this length


class Rule(TextChoices):
    NO_TEXT = "no-text", gettext_lazy("Critères sans texte")
    NO_ANALYSIS = "no-analysis", gettext_lazy("Points faibles sans analyse")
    NO_WEAKNESS = "no-weakness", gettext_lazy("Recommandations qui ne répondent à rien")
    FIGURES = "figures", gettext_lazy("Chiffres qui se contredisent")
    ACRONYM = "acronym", gettext_lazy("Sigles jamais développés")
    PERSON = "person", gettext_lazy("Personnes nommées")
    TWICE = "twice", gettext_lazy("Phrases écrites deux fois")
    UNFINISHED = "unfinished", gettext_lazy("Passages inachevés")
    TYPOGRAPHY = "typography", gettext_lazy("Typographie")


@dataclass(frozen=True, slots=True)
class Quotation:
    place: Place
    passage: str


@dataclass(frozen=True, slots=True)
class Remark:
    """``quotations``: the places concerned, the first being where to mend it."""

    rule: Rule
    sentence: str
    quotations: tuple[Quotation, ...]

    @property
    def key(self) -> str:
        """The same remark on the same words has the same key: set aside once, it comes back when the words change."""
        words = (self.rule.value, *(f"{q.place.code}\0{q.passage}" for q in self.quotations), self.sentence)
        return hashlib.sha256("\0".join(words).encode()).hexdigest()


def remarks(manuscript: Manuscript) -> list[Remark]:
    """Every remark, in the order of the rules, then of the report."""
    return [remark for rule in _RULES for remark in rule(manuscript)]


def _without_text(manuscript: Manuscript) -> Iterator[Remark]:
    for passage in manuscript.passages:
        if passage.wanted and not passage.text.strip():
            sentence = _("« %(label)s » : rien n’est écrit.") % {"label": passage.place.label}
            yield Remark(Rule.NO_TEXT, sentence, (Quotation(passage.place, ""),))


def _without_analysis(manuscript: Manuscript) -> Iterator[Remark]:
    """A weakness stands on a criterion whose text says why."""
    for finding in manuscript.findings:
        if finding.kind != FindingKind.WEAKNESS:
            continue
        behind = [manuscript.passage(code) for code in finding.criteria]
        if not behind:
            sentence = _("Ce point faible n’est rattaché à aucun critère.")
        elif not any(passage and passage.text.strip() for passage in behind):
            sentence = _("Le critère auquel ce point faible est rattaché n’a pas de texte.")
        else:
            continue
        yield Remark(Rule.NO_ANALYSIS, sentence, (Quotation(finding.place, finding.text),))


def _answering_nothing(manuscript: Manuscript) -> Iterator[Remark]:
    if not any(finding.kind == FindingKind.WEAKNESS for finding in manuscript.findings):
        return
    for finding in manuscript.findings:
        if finding.kind == FindingKind.RECOMMENDATION and not finding.answers:
            sentence = _("Cette recommandation ne répond à aucun point faible.")
            yield Remark(Rule.NO_WEAKNESS, sentence, (Quotation(finding.place, finding.text),))


def _contradictory_figures(manuscript: Manuscript) -> Iterator[Remark]:
    for found in contradictions(manuscript):
        sentence = _("%(one)s ou %(other)s ? Les deux passages comptent la même chose.") % {
            "one": _number(found.one.number),
            "other": _number(found.other.number),
        }
        places = tuple(Quotation(figure.place, figure.passage) for figure in (found.one, found.other))
        yield Remark(Rule.FIGURES, sentence, places)


def _number(number) -> str:
    return f"{number.normalize():f}".replace(".", ",")


# Letters only: « CO2 » and « BUT2 » are no acronyms.
_ACRONYM = re.compile(r"(?<![\w/-])[A-Z]{2,8}(?![\w’'-])")


def _unexplained_acronyms(manuscript: Manuscript) -> Iterator[Remark]:
    """An acronym is explained where it stands in brackets after words, or before them."""
    everything = " ".join((manuscript.known, *(sentence for _place, sentence in manuscript.all_sentences())))
    told: set[str] = set(_ACRONYM.findall(manuscript.known)) | WELL_KNOWN
    for place, sentence in manuscript.all_sentences():
        if sentence == sentence.upper():
            continue  # a line in capitals
        for acronym in _ACRONYM.findall(sentence):
            if acronym in told or re.fullmatch("[IVXLCM]+", acronym):
                continue
            told.add(acronym)
            if not re.search(rf"\({acronym}\b|\b{acronym}[ \u00a0]\(", everything):
                words = _("« %(acronym)s » n’est développé nulle part.") % {"acronym": acronym}
                yield Remark(Rule.ACRONYM, words, (Quotation(place, sentence),))


_PERSON = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr\.?|Pr\.?)[ \u00a0]"
    r"(?P<name>(?:[A-ZÀ-Þ]\.[ \u00a0]?)?[A-ZÀ-Þ][\w’'-]+(?:[ \u00a0][A-ZÀ-Þ][\w’'-]+)*)"
)


def _named_persons(manuscript: Manuscript) -> Iterator[Remark]:
    for place, sentence in manuscript.all_sentences():
        for found in _PERSON.finditer(sentence):
            words = _("« %(person)s » : le rapport est public et ne nomme pas de personne privée.")
            yield Remark(Rule.PERSON, words % {"person": found[0]}, (Quotation(place, sentence),))


def _written_twice(manuscript: Manuscript) -> Iterator[Remark]:
    first: dict[str, Place] = {}
    for place, sentence in manuscript.all_sentences():
        if len(sentence) < MANY:
            continue
        if sentence in first:
            words = _("La même phrase est écrite deux fois.")
            yield Remark(Rule.TWICE, words, (Quotation(place, sentence), Quotation(first[sentence], sentence)))
        else:
            first[sentence] = place


_UNFINISHED = re.compile(
    r"\bX{2,}\b|\bTODO\b|\?{2,}|\[[ …._]*\]|_{3,}|à (?:compléter|vérifier|préciser|reprendre)\s*(?:\)|\]|$|!|:)", re.I
)


def _unfinished(manuscript: Manuscript) -> Iterator[Remark]:
    for place, sentence in manuscript.all_sentences():
        if found := _UNFINISHED.search(sentence):
            words = _("« %(mark)s » : ce passage semble inachevé.") % {"mark": found[0].strip()}
            yield Remark(Rule.UNFINISHED, words, (Quotation(place, sentence),))


_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_DOUBLE_SPACE = re.compile("[ \u00a0\u202f]{2,}")
_DOUBLE_WORD = re.compile(r"\b(?P<word>[^\W\d_]{2,})[ \u00a0](?P=word)\b")
_MAY_DOUBLE = frozenset({"nous", "vous"})


def _typography(manuscript: Manuscript) -> Iterator[Remark]:
    for place, sentence in manuscript.all_sentences():
        for said in _faults(sentence):
            yield Remark(Rule.TYPOGRAPHY, said, (Quotation(place, sentence),))


def _faults(sentence: str) -> Iterator[str]:
    for opening, closing in _PAIRS:
        if sentence.count(opening) != sentence.count(closing) and not _is_list_mark(sentence, closing):
            yield _("Il manque un « %(opening)s » ou un « %(closing)s ».") % {"opening": opening, "closing": closing}
    if sentence.count('"') % 2:
        yield _("Un guillemet droit n’est pas fermé.")
    if doubles := len(_DOUBLE_SPACE.findall(sentence)):
        yield ngettext("Une espace double.", "%(count)d espaces doubles.", doubles) % {"count": doubles}
    words = Counter(m["word"].lower() for m in _DOUBLE_WORD.finditer(sentence))
    for word in words:
        if word not in _MAY_DOUBLE:
            yield _("« %(word)s » est écrit deux fois de suite.") % {"word": word}


def _is_list_mark(sentence: str, closing: str) -> bool:
    """« a) », « 1) »: a bracket that opens nothing."""
    return closing == ")" and re.match(r"\w{1,2}\)", sentence) is not None and sentence.count("(") == 0


_RULES: tuple[Callable[[Manuscript], Iterator[Remark]], ...] = (
    _without_text,
    _without_analysis,
    _answering_nothing,
    _contradictory_figures,
    _unexplained_acronyms,
    _named_persons,
    _written_twice,
    _unfinished,
    _typography,
)
