"""The pages of a person's account that allauth does not have."""

from allauth.account.utils import perform_login
from allauth.account.views import email
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog.accounts import invitations, own_data, resume
from evalprog.accounts.adapter import PENDING_INVITATION
from evalprog.accounts.factors import factors_of, label_of
from evalprog.accounts.forms import NewAccountForm, ProfileForm
from evalprog.accounts.middleware import refuse_keeping_text, wants_data
from evalprog.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def me(request):
    """One's own page: who I am here, how I sign in, where I am signed in, what is kept about me."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Vos choix sont enregistrés."))
        response = redirect("accounts:me")
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the choice made for this browser was before this one
        return response
    context = {
        "form": form,
        "factors": [label_of(factor) for factor in factors_of(request.user)],
        "sessions": UserSession.objects.filter(user=request.user).order_by("-last_seen_at"),
        "organisation_accounts": SocialAccount.objects.filter(user=request.user).order_by("pk"),
        "kept": own_data.KEPT,
        "texts_waiting": len(resume.kept_for(request)),
    }
    return render(request, "accounts/me.html", context)


@require_safe
@never_cache
def data(request):
    """The data of one's own account, as a file."""
    response = JsonResponse(own_data.export(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mon-compte.json"'
    return response


def address(request):
    """allauth's page, for an address that it knows."""
    User.objects.hold_address(request.user)
    return email(request)


@require_POST
def end_session(request, pk):
    """Closes one session, here or elsewhere. Another person's is not found."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("La session est fermée."))
    return redirect("usersessions_list")


@login_not_required
@require_safe
@never_cache
def session(request):
    """For scripts: is somebody signed in, who (a mark), and the token that forms must carry now."""
    signed_in = request.user.is_authenticated
    person = resume.mark_of(request.user) if signed_in else ""
    return JsonResponse({"signed_in": signed_in, "person": person, "csrf": get_token(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def resume_sending(request):
    """Shows what was typed when the session ended; one button sends it where it was going, another drops it."""
    if request.method == "POST":
        resume.forget(request, request.POST.get("key", ""))
        return redirect("accounts:resume")
    kept = resume.kept_for(request)
    context = {"kept": kept, "unrecognised": all(one.unrecognised for one in kept)}
    return render(request, "accounts/resume.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request, token):
    """Accepting an invitation, with the account one has or with a new one."""
    found = invitations.find(token)
    if found is None:
        return _gone(request)
    request.session[PENDING_INVITATION] = token  # for a sign-in that comes back from the organisation's server
    try:
        return _accept(request, found)
    except invitations.InvitationRefused:
        return _gone(request)


def _accept(request, found):
    form = NewAccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    waits = invitations.waiting_account(found.email) is not None
    has_account = not waits and User.objects.filter(email__iexact=found.email).exists()
    if request.user.is_authenticated and request.method == "POST" and not waits:
        invitations.accept(found, by=request.user)
        messages.success(request, _("L’invitation est acceptée."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not has_account and not request.user.is_authenticated and form.is_valid():
        cleaned = form.cleaned_data
        user = invitations.accept_with_new_account(found, name=cleaned["name"], password=cleaned["password1"])
        return perform_login(request, user, email_verification="none")
    context = {"form": form, "invitation": found, "has_account": has_account, "waits": waits}
    return render(request, "accounts/invitation.html", context)


def _gone(request):
    """One answer for a link that is forged, used, withdrawn or too old: it tells nothing else."""
    request.session.pop(PENDING_INVITATION, None)
    return render(request, "accounts/invitation_gone.html", status=404)


@login_not_required
def nothing_here(request, **kwargs):
    """An address of allauth that has to have a name, and leads nowhere: nobody makes their own account."""
    raise Http404


def csrf_failure(request, reason=""):
    """A form whose token is too old, most often because the session ended since: what was typed is put aside.

    Nothing is executed. A form sent by another site is only refused (see ``resume.is_from_our_page``).
    """
    if wants_data(request):
        return JsonResponse({"csrf": False}, status=403)
    ours = resume.is_from_our_page(request) and not request.path.startswith(reverse("accounts:me"))
    if ours:
        signed_in = request.user.is_authenticated
        destination = "accounts:resume" if signed_in else "account_login"
        return refuse_keeping_text(request, destination, unrecognised=signed_in)
    return render(request, "accounts/expired.html", status=403)
