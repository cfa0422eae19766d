"""Rules between the parts of a framework: codes used once, scales that exist, findings that go together."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from evalprog.documents import Place, Problem
from evaluations.definition.parts import (
    Block,
    Criterion,
    DossierIndicator,
    DossierSection,
    FrameworkDefinition,
    Passage,
    Scale,
    Section,
)
from evaluations.enums import FindingKind, SectionKind

MAX_VERSION = 9999


def problems(places: Sequence[Place]) -> list[Problem]:
    """Also right for a document that could only be read in part: what could not be read is not judged."""
    return [
        *_high_version(places),
        *_repeated_codes(places),
        *_unknown_scales(places),
        *_criteria_never_asked(places),
        *_findings(places),
        *_second_observations(places),
        *_unknown_sections_of_the_dossier(places),
    ]


def _high_version(places: Sequence[Place]) -> Iterator[Problem]:
    for place in places:
        if place.part is FrameworkDefinition and place.values.get("version", 1) > MAX_VERSION:
            yield Problem("version", _("donnez un numéro de version jusqu’à %(most)d.") % {"most": MAX_VERSION})


def _repeated_codes(places: Sequence[Place]) -> Iterator[Problem]:
    """Texts, lists and criteria are all addressed by code: one namespace."""
    seen: dict[str, str] = {}
    for place in places:
        code = place.values.get("code")
        if code is None or place.part not in (Section, Criterion, Block, Passage):
            continue
        first = seen.setdefault(code, place.path)
        if first != place.path:
            yield Problem(
                f"{place.path}.code",
                _("le code « %(code)s » est déjà celui de %(first)s ; donnez un autre code.")
                % {"code": code, "first": first},
            )


def _unknown_scales(places: Sequence[Place]) -> Iterator[Problem]:
    known = {place.values.get("code") for place in places if place.part is Scale}
    for place in places:
        scale = place.values.get("scale") if place.part is Criterion else None
        if scale and scale not in known:
            yield Problem(
                f"{place.path}.scale",
                _("l’échelle « %(scale)s » n’existe pas ; définissez-la sous scales ou corrigez le code.")
                % {"scale": scale},
                _("l’échelle « %(scale)s » n’existe plus ; choisissez-en une autre.") % {"scale": scale},
            )


def _criteria_never_asked(places: Sequence[Place]) -> Iterator[Problem]:
    """A criterion for a kind of programme that the framework does not evaluate would never be asked."""
    asked = next((p.values.get("programme_kinds") for p in places if p.part is FrameworkDefinition), None)
    if not asked:
        return
    for place in places:
        for kind in place.values.get("applies_to", ()):
            if kind not in asked:
                yield Problem(
                    f"{place.path}.applies_to",
                    _("« %(kind)s » ne figure pas sous programme_kinds ; ajoutez-l’y ou retirez-le ici.")
                    % {"kind": kind.value},
                    _("« %(kind)s » n’est pas évalué avec ce référentiel ; décochez-le ici, ou cochez-le là-bas.")
                    % {"kind": kind.label},
                )


def _findings(places: Sequence[Place]) -> Iterator[Problem]:
    """One list for each kind of finding; whoever lists one kind lists the three.

    Code de la recherche, L114-3-1: a report gives strengths, weaknesses and recommendations. A framework
    without any list (a compliance grid, the European standards) is not a form of report in this sense.
    """
    lists: dict[FindingKind, str] = {}
    for place in places:
        findings = place.values.get("findings") if place.part is Block else None
        if findings is None:
            continue
        first = lists.setdefault(findings, place.path)
        if first != place.path:
            yield Problem(
                f"{place.path}.findings",
                _("les constats « %(findings)s » ont déjà leur liste (%(first)s) ; gardez-en une seule.")
                % {"findings": findings.value, "first": first},
                _("les constats « %(findings)s » ont déjà leur liste (%(first)s) ; gardez-en une seule.")
                % {"findings": findings.label, "first": first},
            )
    missing = [kind for kind in FindingKind if kind not in lists]
    if lists and missing:
        yield Problem(
            "sections",
            _(
                "il manque une liste de constats (%(missing)s) ; un rapport donne des points forts,"
                " des points faibles et des recommandations."
            )
            % {"missing": ", ".join(kind.value for kind in missing)},
            _(
                "il manque une liste de constats (%(missing)s) ; un rapport donne des points forts,"
                " des points faibles et des recommandations."
            )
            % {"missing": ", ".join(str(kind.label) for kind in missing)},
        )


def _second_observations(places: Sequence[Place]) -> Iterator[Problem]:
    sections = [place.path for place in places if place.values.get("kind") == SectionKind.OBSERVATIONS]
    for path in sections[1:]:
        yield Problem(
            path,
            _("les observations de l’établissement ont déjà leur section (%(first)s) ; gardez-en une seule.")
            % {"first": sections[0]},
        )


def _unknown_sections_of_the_dossier(places: Sequence[Place]) -> Iterator[Problem]:
    known = {place.values.get("code") for place in places if place.part is DossierSection}
    for place in places:
        section = place.values.get("section") if place.part is DossierIndicator else None
        if section and section not in known:
            yield Problem(
                f"{place.path}.section",
                _("la rubrique « %(section)s » n’est pas de ce dossier ; définissez-la ou corrigez le code.")
                % {"section": section},
                _("la rubrique « %(section)s » n’existe plus dans le dossier ; choisissez-en une autre.")
                % {"section": section},
            )
