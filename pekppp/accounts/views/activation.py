"""The pages behind a slip: its code, and the password that its person chooses."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pekppp.accounts import directory, queries
from pekppp.accounts.forms.people import CodeForm, OwnPasswordForm
from pekppp.accounts.services import activation as activations
from pekppp.accounts.services import logins
from pekppp.accounts.services.activation import ActivationClosed
from pekppp.accounts.views.common import attempt
from pekppp.base.addresses import client_network
from pekppp.base.limits import LOGIN, status_of_unknown


@login_not_required
@sensitive_post_parameters("kode")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Username and code, as typed from the slip; the page of the link follows."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and not LOGIN.passes(client_network(request)):
        return render(request, "429.html", status=429)
    try:
        found = attempt(
            form,
            lambda data: activations.find_by_code(
                username=data["username"],
                code=data["kode"],
                attempt=logins.try_of(request, logins.account_typed(data["username"])),
            ),
        )
    except ActivationClosed as closed:
        return _closed(request, closed)
    if found is not None:
        return redirect(activations.path_of(found))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/access/activation_code.html", {"form": form}, status=status)


@login_not_required
@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activation(request: HttpRequest, token: str) -> HttpResponse:
    """Whose account it is, and his own password. Looking uses nothing up."""
    try:
        found = activations.find(token)
        form = OwnPasswordForm(None if request.user.is_authenticated else request.POST or None)
        user = attempt(
            form, lambda data: activations.activate(token=token, password=data["password"])
        )
    except ActivationClosed as closed:
        return _closed(request, closed)
    if user is not None:
        return perform_login(request, user, redirect_url=reverse("beranda"))
    context = {
        "akses": found,
        "person": found.user,
        "roles": queries.roles_held(found.user),
        "waiting": directory.promised_to([found.user])[found.user.pk],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/access/activation.html", context, status=status)


def _closed(request: HttpRequest, closed: ActivationClosed) -> HttpResponse:
    status = 410 if closed.known else status_of_unknown(request)
    context = {"message": closed.message}
    return render(request, "accounts/access/activation_closed.html", context, status=status)
