"""What every request is asked: who is it, may they enter, do they still owe a second factor."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from evalprog.accounts import resume
from evalprog.accounts.factors import must_set_one_up


def wants_data(request) -> bool:
    """Whether a script asks: it keeps what was typed in its page, and cannot read a sign-in page."""
    return "HX-Request" in request.headers or request.headers.get("Accept", "").startswith("application/json")


def refuse_keeping_text(request, destination: str, *, unrecognised: bool = False):
    """Leads a visitor whose form cannot be taken now to ``destination``, with what they typed put aside."""
    url = resolve_url(destination)
    if not resume.keep(request, unrecognised=unrecognised):
        return render(request, "accounts/not_kept.html", {"destination": url}, status=403)
    after = reverse("accounts:resume")
    return redirect(url if url == after else f"{url}?next={after}")


class PersonMiddleware(MiddlewareMixin):
    """Speaks the language a person chose, unless another was chosen in this browser since.

    It also leaves the mark by which a text typed later is known to be theirs.
    """

    def process_request(self, request):
        language = getattr(request.user, "language", "")
        if language and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(language)
            request.LANGUAGE_CODE = language

    def process_response(self, request, response):
        if request.user.is_authenticated:
            mark = resume.mark_of(request.user)
            if request.COOKIES.get(resume.COOKIE) != mark:
                response.set_cookie(
                    resume.COOKIE,
                    mark,
                    max_age=resume.COOKIE_AGE,
                    secure=request.is_secure(),
                    httponly=True,
                    samesite="Lax",
                )
            if request.method == "POST" and 300 <= response.status_code < 400:
                resume.forget_sent(request)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in unless it says otherwise; a form sent without one is not lost."""

    def handle_no_permission(self, request, view_func):
        if wants_data(request):
            return JsonResponse({"signed_in": False}, status=401)
        if request.method == "POST":
            return refuse_keeping_text(request, self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware(MiddlewareMixin):
    """Whoever owes a second factor sees the pages of their account only, until they have one."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path.startswith(reverse("accounts:me")) or not must_set_one_up(request.user):
            return None
        if wants_data(request):
            return JsonResponse({"signed_in": True, "second_factor": False}, status=403)
        if request.method == "POST":
            return refuse_keeping_text(request, "mfa_index")
        return redirect("mfa_index")
