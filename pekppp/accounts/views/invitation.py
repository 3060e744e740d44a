"""The page behind an invitation's link: the only one that lets a new person in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pekppp.accounts.forms import RegistrationForm
from pekppp.accounts.services import invitations
from pekppp.accounts.services.invitations import InvitationClosed
from pekppp.accounts.views.common import attempt
from pekppp.limits import status_of_unknown


@login_not_required
@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who is logged in may accept; who is not logs in or makes an account.

    The page is the same whether or not the address has an account.
    """
    try:
        found = invitations.find_invitation(token)
    except InvitationClosed as closed:
        return _closed(request, closed)
    context = {"invitation": found, "token": token}
    if request.user.is_authenticated:
        return render(request, "accounts/invitation.html", context)
    initial = {"nama": found.nama, "zone": found.instansi.zone}
    form = RegistrationForm(request.POST or None, initial=initial)
    try:
        membership = attempt(
            form,
            lambda _: invitations.register_by_invitation(token=token, **form.fields_for_user()),
        )
    except InvitationClosed as closed:
        return _closed(request, closed)
    if membership is None:
        return render(request, "accounts/invitation.html", {**context, "form": form})
    response = perform_login(request, membership.user, redirect_url="/beranda/")
    request.session["membership"] = str(membership.uuid)
    return response


@require_POST
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        membership = invitations.accept_invitation(by=request.user, token=token)
    except InvitationClosed as closed:
        return _closed(request, closed)
    request.session["membership"] = str(membership.uuid)
    messages.success(request, f"Undangan diterima. Anda kini: {membership}.")
    return redirect("beranda")


def _closed(request: HttpRequest, closed: InvitationClosed) -> HttpResponse:
    status = 410 if closed.known else status_of_unknown(request)
    context = {"message": closed.message}
    return render(request, "accounts/invitation_closed.html", context, status=status)
