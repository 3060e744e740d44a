"""What belongs to the person himself: the role he acts in, his notices, his profile."""

from copy import copy
from uuid import UUID

from allauth.account import views as allauth_views
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.access import memberships_of
from pekppp.accounts.form_pages import page_of_form
from pekppp.accounts.forms import ProfileForm, SwitchForm
from pekppp.accounts.services import people
from pekppp.accounts.views.common import attempt, paginate


def _is_ours(request: HttpRequest, url: str | None) -> bool:
    return bool(url) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


@login_not_required
def logout(request: HttpRequest) -> HttpResponse:
    """Out of the session, and the pages out of what the browser keeps for Back.

    The cache alone: what was typed and never sent lies in the browser's storage beside what others
    have left there, and keluar.js takes away this person's, once he has said so.
    """
    response = allauth_views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act in another membership from now on, and stay where one was."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Peran tidak dikenal.")
    chosen = people.choose_membership(by=request.user, uuid=form.cleaned_data["membership"])
    request.session["membership"] = str(chosen.uuid)
    messages.success(request, f"Anda kini bertindak sebagai {chosen}.")
    return redirect(page_of_form(request))


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    page = paginate(request, queries.notices_of(request.user))
    return render(request, "accounts/notices.html", {"page": page})


@require_POST
def open_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark it as read and go where it points."""
    notice = people.mark_read(by=request.user, uuid=uuid)
    if notice is None:
        raise Http404
    return redirect(notice.url if _is_ours(request, notice.url) else "accounts:notices")


@require_POST
def read_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if people.mark_read(by=request.user, uuid=uuid) is None:
        raise Http404
    return redirect("accounts:notices")


@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    people.mark_read(by=request.user)
    messages.success(request, "Semua pemberitahuan ditandai sudah dibaca.")
    return redirect("accounts:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # A copy: a form writes into its instance even if it is wrong, and the header shows the name.
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if attempt(form, lambda data: people.update_profile(by=request.user, **data)):
        messages.success(request, "Profil disimpan.")
        return redirect("accounts:profile")
    context = {"form": form, "roles": memberships_of(request.user)}
    return render(request, "accounts/profile.html", context)
