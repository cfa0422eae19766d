"""The courses of one group in one editable table."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evalprog.asked import revision_in
from evalprog.documents import NBSP, DocumentInvalid
from evalprog.documents.editing import Document, PartNotFound, Spot
from evalprog.documents.errors import ErrorLine
from programmes.description import CourseGroup
from programmes.description.editing import DESCRIPTION
from programmes.forms.course_table import MOST_NEW_ROWS, CourseTable
from programmes.forms.description_words import WORDS
from programmes.views.drafts import Draft, again, draft_of, save
from programmes.views.gone import gone
from programmes.writing import Stale

_MOST_TAKEN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def course_table(request, public_id):
    """``?groupe=``: its path; ``?page=``: sixty courses of it."""
    draft = draft_of(request, public_id)
    if "groupe" not in request.GET:
        return redirect(draft.url(fragment="#liste-groups"))
    try:
        group = _group(request, draft)
    except PartNotFound as why:
        return _gone(request, draft, why)
    if request.method == "POST" and revision_in(request) != draft.revision:
        return _merged(request, draft, group)
    table = CourseTable(group.record.get("courses", ()), page_in(request), request.POST or None)
    if request.method != "POST":
        return _page(request, draft, group, table)
    return _kept(request, draft, group, table) or _page(request, draft, group, table)


def _kept(request: HttpRequest, draft: Draft, group: Spot, table: CourseTable, who: str = "") -> HttpResponse | None:
    """The next writing, and the page again; nothing if the table says what is wrong."""
    if not table.is_valid():
        return None
    document = _document(draft, group, courses := table.courses())
    try:
        save(draft, document, revision=draft.revision, request=request)
    except Stale:
        return _meanwhile(request, again(draft))
    except DocumentInvalid as invalid:
        _tell(table, invalid, document, courses, group.path)
        return None
    messages.success(request, _told(len(courses), table.taken, who))
    return redirect(_url(draft, group, table.page))


def _told(count: int, taken: list[str], who: str) -> str:
    told = ngettext("Enregistré : %(count)d cours.", "Enregistré : %(count)d cours.", count) % {"count": count}
    more = _taken(_("Changé entre-temps par %(who)s, et gardé aussi : %(fields)s."), taken, who)
    return f"{told} {more}".strip()


def _taken(sentence: str, taken: list[str], who: str) -> str:
    """The first few of what others changed; nothing if they changed nothing here."""
    rest = len(taken) - _MOST_TAKEN
    more = [ngettext("%(count)d autre", "%(count)d autres", rest) % {"count": rest}] if rest > 0 else []
    return sentence % {"who": who, "fields": f"{NBSP}; ".join([*taken[:_MOST_TAKEN], *more])} if taken else ""


def _document(draft: Draft, group: Spot, courses: list[Document]) -> Document:
    record = {key: value for key, value in group.record.items() if key != "courses"}
    return DESCRIPTION.replaced(draft.document, group.path, record | ({"courses": courses} if courses else {}))


def _tell(table: CourseTable, invalid: DocumentInvalid, document: Document, courses: list[Document], path: str) -> None:
    for problem in invalid.problems:
        places = [DESCRIPTION.owner_of(document, place) for place in (problem.path, *problem.also)]
        here = [spot for spot, _name in places if spot.holder == path and spot.name == "courses"]
        sentence = WORDS.without_paths(document, problem.on_page or problem.sentence)
        if here:
            table.tell([str(courses[spot.index or 0].get("code", "")) for spot in here], sentence, places[0][1])
        else:
            table.errors.append(ErrorLine(sentence, WORDS.place_name(document, problem.path)))


def _group(request: HttpRequest, draft: Draft) -> Spot:
    """The group asked for, or where the one of the page that comes back stands now.

    :raises PartNotFound: if that one has gone, or nothing tells which one it is now.
    :raises Http404: for a path that leads to none.
    """
    path = request.GET.get("groupe", "")
    try:
        if "where" in request.POST:
            path = draft.path_meant(path, request.POST["where"], revision_in(request))
        spot = DESCRIPTION.find(draft.document, path)
    except PartNotFound as error:
        if "where" in request.POST:
            raise
        raise Http404 from error
    if spot.part is not CourseGroup:
        raise Http404
    return spot


def _meanwhile(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        return _merged(request, draft, _group(request, draft))
    except PartNotFound as why:
        return _gone(request, draft, why)


def _merged(request: HttpRequest, draft: Draft, group: Spot) -> HttpResponse:
    """What only others changed is taken over and told; what both changed is for the person to settle, cell by cell."""
    revision = revision_in(request)
    who = draft.writers_since(revision, request.user)
    shown = draft.part_read(request.GET["groupe"], request.POST.get("where", ""), revision)
    table = CourseTable(group.record.get("courses", ()), page_in(request), request.POST)
    table.merge(shown.record.get("courses", ()) if shown else (), who)
    kept = _kept(request, draft, group, table, who)
    return kept or _page(request, draft, group, table, status=409, lead=_lead(table, who))


def _lead(table: CourseTable, who: str) -> str:
    happened = _("Cette description a été changée entre-temps par %(who)s.") % {"who": who}
    taken = _taken(_("Repris de %(who)s : %(fields)s."), table.taken, who)
    return f"{happened} {taken}".strip()


def _gone(request: HttpRequest, draft: Draft, why: PartNotFound) -> HttpResponse:
    table = CourseTable((), 1, request.POST)
    rows = [" ; ".join(cell.value for cell in row.cells) for row in (*table.rows, *table.new_rows) if not row.is_blank]
    return gone(request, draft, [(_("Cours"), "\n".join([*rows, table.pasted]))], why)


def page_in(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isdecimal() and given.isascii() and 0 < len(given) < 5 and int(given) else 1


def _url(draft: Draft, group: Spot, page: int) -> str:
    return f"{draft.page('course-table')}?groupe={group.path}{f'&page={page}' if page > 1 else ''}"


def _page(
    request: HttpRequest, draft: Draft, group: Spot, table: CourseTable, status: int = 200, lead: str = ""
) -> HttpResponse:
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
        "lead": lead,
    }
    return render(request, "programmes/describe/courses.html", context, status=status)
