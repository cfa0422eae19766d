"""The courses of one group in one editable table."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evalprog.documents import NBSP, DocumentInvalid
from evalprog.documents.editing import Document, PartNotFound, Spot
from programmes.description import CourseGroup
from programmes.description.editing import DESCRIPTION
from programmes.forms.course_table import MOST_NEW_ROWS, CourseTable
from programmes.forms.description_words import WORDS
from programmes.views.drafts import Draft, again, draft_of, revision_in, save
from programmes.writing import Stale


@require_http_methods(["GET", "HEAD", "POST"])
def course_table(request, public_id):
    """``?groupe=``: its path; ``?page=``: sixty courses of it."""
    draft = draft_of(request, public_id)
    if "groupe" not in request.GET:
        return redirect(draft.url(fragment="#liste-groups"))
    group = _group(request, draft)
    if group is None:
        return _gone(request, draft)
    table = CourseTable(group.record.get("courses", ()), page_in(request), request.POST or None)
    if request.method != "POST" or not table.is_valid():
        return _page(request, draft, group, table)
    document = _document(draft, group, courses := table.courses())
    try:
        save(draft, document, revision=revision_in(request), request=request)
    except Stale:
        return _stale(request, draft)
    except DocumentInvalid as invalid:
        _tell(table, invalid, document, courses, group.path)
        return _page(request, draft, group, table)
    count = len(courses)
    told = ngettext("Enregistré : %(count)d cours.", "Enregistré : %(count)d cours.", count) % {"count": count}
    messages.success(request, told)
    return redirect(_url(draft, group, table.page))


def _document(draft: Draft, group: Spot, courses: list[Document]) -> Document:
    record = {key: value for key, value in group.record.items() if key != "courses"}
    return DESCRIPTION.replaced(draft.document, group.path, record | ({"courses": courses} if courses else {}))


def _tell(table: CourseTable, invalid: DocumentInvalid, document: Document, courses: list[Document], path: str) -> None:
    for problem in invalid.problems:
        spot, name = DESCRIPTION.owner_of(document, problem.path)
        sentence = WORDS.without_paths(document, problem.on_page or problem.sentence)
        if spot.holder == path and spot.name == "courses":
            table.tell(spot.path, sentence, name, courses)
        else:
            table.errors.append(f"{WORDS.place_name(document, problem.path)}{NBSP}: {sentence}")


def _group(request: HttpRequest, draft: Draft) -> Spot | None:
    """The group asked for, or where the one of the page that comes back stands now; nothing if it has gone.

    :raises Http404: for a path that leads to none.
    """
    path = request.GET.get("groupe", "")
    try:
        if "where" in request.POST:
            path = DESCRIPTION.path_meant(draft.document, path, request.POST["where"])
        spot = DESCRIPTION.find(draft.document, path)
    except PartNotFound as error:
        if "where" in request.POST:
            return None
        raise Http404 from error
    if spot.part is not CourseGroup:
        raise Http404
    return spot


def _stale(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What was typed stays in the cells, beside what stands now; saving again is a decision."""
    draft = again(draft)
    group = _group(request, draft)
    if group is None:
        return _gone(request, draft)
    table = CourseTable(group.record.get("courses", ()), page_in(request), request.POST)
    table.is_valid()
    table.compare()
    table.errors.insert(
        0,
        _("Ces cours ont été modifiés entre-temps. Ce que vous avez saisi est ci-dessous, pas enregistré."),
    )
    return _page(request, draft, group, table, status=409)


def _gone(request: HttpRequest, draft: Draft) -> HttpResponse:
    table = CourseTable((), 1, request.POST)
    rows = [" ; ".join(cell.value for cell in row.cells) for row in (*table.rows, *table.new_rows) if not row.is_blank]
    context = {"draft": draft, "typed": [(_("Cours"), "\n".join([*rows, table.pasted]))]}
    return render(request, "programmes/describe/gone.html", context, status=409)


def page_in(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isdecimal() and given.isascii() and 0 < len(given) < 5 and int(given) else 1


def _url(draft: Draft, group: Spot, page: int) -> str:
    return f"{draft.page('course-table')}?groupe={group.path}{f'&page={page}' if page > 1 else ''}"


def _page(request: HttpRequest, draft: Draft, group: Spot, table: CourseTable, status: int = 200) -> HttpResponse:
    context = {
        "draft": draft,
        "group": WORDS.named(group),
        "group_url": draft.url(group.path),
        "table": table,
        "where": DESCRIPTION.address(draft.document, group.path),
        "action": _url(draft, group, table.page),
        "pages": [(number, _url(draft, group, number)) for number in range(1, table.page_count + 1)],
        "course_urls": {
            course["code"]: draft.url(f"{group.path}.courses[{index}]") for index, course in enumerate(table.all)
        },
        "most_new": MOST_NEW_ROWS,
        "is_stale": status == 409,
    }
    return render(request, "programmes/describe/courses.html", context, status=status)
