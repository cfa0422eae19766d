"""Frameworks as the agency keeps them: the list, one version as a reader sees it, beginning and publishing."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog.asked import revision_in
from evalprog.documents import DocumentInvalid
from evalprog.documents.differences import Change, Difference, differences
from evaluations import framework_files, framework_library, permissions, readiness, transitions
from evaluations.definition.editing import FRAMEWORK
from evaluations.enums import FrameworkStatus
from evaluations.forms.framework_words import label_of, named, place_name, shown, without_paths
from evaluations.forms.frameworks import NewFrameworkForm, UploadFrameworkForm
from evaluations.framework_library import DraftHasChanged, FrameworkRefused
from evaluations.models import Framework


def refusals_told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal becomes a sentence, on the page of the draft if it has only changed, else on the framework's."""

    @wraps(view)
    def told(request: HttpRequest, code: str, version: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, code, version, **kwargs)
        except FrameworkRefused as refusal:
            messages.error(request, str(refusal))
            if not Framework.objects.filter(code=code, version=version).exists():
                return redirect("evaluations:framework-list")
            changed = isinstance(refusal, DraftHasChanged)
            return redirect(f"evaluations:framework-{'edit' if changed else 'detail'}", code, version)

    return told


def framework_of(request: HttpRequest, code: str, version: int) -> Framework:
    permissions.allow(permissions.can_manage_frameworks(request.user))
    return get_object_or_404(Framework, code=code, version=version)


def draft_of(request: HttpRequest, code: str, version: int) -> Framework:
    """:raises FrameworkRefused: for a published version."""
    framework = framework_of(request, code, version)
    if framework.is_published:
        raise FrameworkRefused(_("Cette version est publiée et ne change plus ; préparez la suivante."))
    return framework


# -- reading


@require_safe
def framework_list(request):
    permissions.allow(permissions.can_manage_frameworks(request.user))
    kept = Framework.objects.defer("document").annotate(evaluation_count=Count("evaluations"))
    versions = [list(group) for _code, group in groupby(kept.order_by("code", "-version"), key=lambda f: f.code)]
    return render(request, "evaluations/frameworks/list.html", {"rows": [_row(group) for group in versions]})


def _row(versions: list[Framework]) -> dict[str, Any]:
    """One framework of the list, from its versions, newest first."""
    published = [framework for framework in versions if framework.is_published]
    return {
        "newest": published[0] if published else versions[0],
        "published": published[0] if published else None,
        "draft": next((framework for framework in versions if not framework.is_published), None),
        "evaluation_count": sum(framework.evaluation_count for framework in versions),
    }


@require_safe
def framework_detail(request, code, version):
    framework = framework_of(request, code, version)
    versions = Framework.objects.versions_of(code).annotate(evaluation_count=Count("evaluations"))
    problems = [] if framework.is_published else readiness.before_framework_publication(framework)
    previous = versions.filter(version__lt=version).first()
    context = {
        "framework": framework,
        "to_confirm": framework.status == FrameworkStatus.TO_CONFIRM,
        "definition": None if problems else framework.definition,
        "problem_count": len(problems),
        "versions": versions.defer("document"),
        "draft": Framework.objects.drafts().filter(code=code).defer("document").first(),
        "previous": previous,
        "differences": _differences(previous, framework) if previous else [],
    }
    return render(request, "evaluations/frameworks/detail.html", context)


def _differences(previous: Framework, framework: Framework) -> list[dict[str, Any]]:
    found = differences(FRAMEWORK, previous.document, framework.document, never_told=("version",))
    return [_told(difference) for difference in found]


def _told(difference: Difference) -> dict[str, Any]:
    part, name = difference.spot.part, difference.name
    words = {
        Change.ADDED: (_("Ajouté"), "success"),
        Change.REMOVED: (_("Retiré"), "danger"),
        Change.CHANGED: (_("Modifié"), "primary"),
        Change.MOVED: (_("Déplacé"), "secondary"),
    }
    word, colour = words[difference.change]
    return {
        "word": word,
        "colour": colour,
        "what": named(difference.spot),
        "field": label_of(part, name) if name else "",
        "before": shown(part, name, difference.before) if name else "",
        "after": shown(part, name, difference.after) if name else "",
    }


@require_safe
def framework_export(request, code, version):
    framework = framework_of(request, code, version)
    try:
        text = framework_files.dump(framework.definition)
    except DocumentInvalid:
        messages.error(request, _("Ce brouillon reste à corriger ; il pourra être exporté ensuite."))
        return redirect("evaluations:framework-edit", code, version)
    name = f"{code}-v{version}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


# -- beginning


@require_http_methods(["GET", "HEAD", "POST"])
def framework_new(request):
    permissions.allow(permissions.can_manage_frameworks(request.user))
    form = NewFrameworkForm(request.POST or None, initial={"source": request.GET.get("source")})
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = framework_library.copy(given["source"], code=given["code"], title=given["title"])
        except FrameworkRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("Le brouillon est créé : tout ce qui suit vient du référentiel choisi."))
            return redirect("evaluations:framework-edit", draft.code, draft.version)
    return _new_page(request, copy_form=form)


@require_POST
def framework_upload(request):
    permissions.allow(permissions.can_manage_frameworks(request.user))
    form = UploadFrameworkForm(request.POST, request.FILES)
    problems = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            definition = framework_files.read_upload(file.read(framework_files.MAX_BYTES + 1), file.name)
            draft = framework_library.begin(definition)
        except DocumentInvalid as invalid:
            problems = invalid.problems
        except FrameworkRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Le fichier est lu : voici le brouillon."))
            return redirect("evaluations:framework-edit", draft.code, draft.version)
    return _new_page(request, upload_form=form, problems=problems, status=422)


def _new_page(request, *, copy_form=None, upload_form=None, problems=(), status=200):
    context = {
        "copy_form": copy_form or NewFrameworkForm(),
        "upload_form": upload_form or UploadFrameworkForm(),
        "problems": problems,
    }
    return render(request, "evaluations/frameworks/new.html", context, status=status)


@require_POST
@refusals_told
def framework_derive(request, code, version):
    draft = framework_library.derive(framework_of(request, code, version))
    return redirect("evaluations:framework-edit", draft.code, draft.version)


# -- ending a draft


@require_POST
@refusals_told
def framework_publish(request, code, version):
    draft = draft_of(request, code, version)
    try:
        transitions.publish_framework(draft, revision=revision_in(request))
    except transitions.TransitionRefused as refusal:
        messages.error(request, _("Cette version n’est pas publiée."))
        for problem in refusal.problems:
            messages.error(request, _problem_told(draft, problem))
        return redirect("evaluations:framework-edit", code, version)
    messages.success(request, _("Cette version est publiée : les campagnes peuvent la choisir."))
    return redirect("evaluations:framework-detail", code, version)


def _problem_told(draft: Framework, problem: readiness.Problem) -> str:
    if problem.where == "framework":
        return problem.sentence
    place, sentence = place_name(draft.document, problem.where), without_paths(draft.document, problem.sentence)
    return f"{place} : {sentence}"


@require_POST
@refusals_told
def framework_discard(request, code, version):
    framework_library.discard(draft_of(request, code, version), revision=revision_in(request))
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("evaluations:framework-list")
