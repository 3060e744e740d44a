"""The page behind an invitation's link: the only one that lets a new person in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pekppp.accounts.forms.people import RegistrationForm
from pekppp.accounts.models import Membership, PendingRole
from pekppp.accounts.request import UserRequest
from pekppp.accounts.services import invitations
from pekppp.accounts.services.invitations import InvitationClosed
from pekppp.accounts.services.pending import waits_for
from pekppp.accounts.views.common import attempt
from pekppp.base.limits import status_of_unknown


@login_not_required
@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who is logged in may accept; who is not logs in or makes an account.

    The page is the same whether or not the address has an account.
    """
    try:
        user = request.user if request.user.is_authenticated else None
        found = invitations.find_invitation(token, user=user)
    except InvitationClosed as closed:
        return _closed(request, closed)
    context = {"invitation": found, "token": token}
    if request.user.is_authenticated:
        return render(request, "accounts/invitation.html", context)
    initial = {"nama": found.nama, "zone": found.instansi.zone}
    form = RegistrationForm(request.POST or None, initial=initial)
    try:
        given = attempt(
            form,
            lambda _: invitations.register_by_invitation(token=token, **form.fields_for_user()),
        )
    except InvitationClosed as closed:
        return _closed(request, closed)
    if given is None:
        return render(request, "accounts/invitation.html", {**context, "form": form})
    response = perform_login(request, given.user, redirect_url=reverse("beranda"))
    _act_in(request, given)
    return response


@require_POST
def accept_invitation(request: UserRequest, token: str) -> HttpResponse:
    try:
        given = invitations.accept_invitation(by=request.user, token=token)
    except InvitationClosed as closed:
        return _closed(request, closed)
    _act_in(request, given)
    return redirect("beranda")


def _act_in(request: HttpRequest, given: Membership | PendingRole) -> None:
    if isinstance(given, PendingRole):
        messages.info(request, f"Undangan diterima: {given}. {waits_for(given)}")
        return
    request.session["membership"] = str(given.uuid)
    messages.success(request, f"Undangan diterima. Anda kini: {given}.")


def _closed(request: HttpRequest, closed: InvitationClosed) -> HttpResponse:
    status = 410 if closed.known else status_of_unknown(request)
    context = {"message": closed.message}
    return render(request, "accounts/invitation_closed.html", context, status=status)
