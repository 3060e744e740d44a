"""What belongs to the person himself: the role he acts in, his notices, his profile."""

from uuid import UUID

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pekppp.accounts import queries
from pekppp.accounts.access import memberships_of, signing_hold
from pekppp.accounts.form_pages import page_of_form
from pekppp.accounts.forms.people import AddressForm, ProfileForm, SwitchForm
from pekppp.accounts.models import User
from pekppp.accounts.notices import as_text, besides
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import DELEGABLE
from pekppp.accounts.services import addresses, identity, people
from pekppp.accounts.services.pending import waits_for
from pekppp.accounts.views.common import attempt, paginate
from pekppp.base.errors import Refused


def _is_ours(request: UserRequest, url: str | None) -> bool:
    return bool(url) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


@login_not_required
def logout(request: HttpRequest) -> HttpResponse:
    """Out of the session, and the pages out of what the browser keeps for Back.

    The cache alone: what was typed and never sent lies in the browser's storage beside what others
    have left there, and logout.js takes away this person's, once he has said so.
    """
    response = allauth_views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def switch(request: UserRequest) -> HttpResponse:
    """Act in another membership from now on, and stay where one was."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Peran tidak dikenal.")
    chosen = people.choose_membership(by=request.user, uuid=form.cleaned_data["membership"])
    request.session["membership"] = str(chosen.uuid)
    messages.success(request, f"Anda kini bertindak sebagai {chosen}.")
    return redirect(page_of_form(request))


@require_safe
def notices(request: UserRequest) -> HttpResponse:
    page = paginate(request, queries.notices_of(request.user))
    texts = {row.pk: as_text(row) for row in page.object_list}
    said = {row.pk: besides(row) for row in page.object_list}
    context = {
        "page": page,
        "isi": said,
        "teks": texts,
        "semua": "\n\n---\n\n".join(texts.values()),
    }
    return render(request, "accounts/notices.html", context)


@require_POST
def open_notice(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Mark it as read and go where it points."""
    notice = people.mark_read(by=request.user, uuid=uuid)
    if notice is None:
        raise Http404
    return redirect(notice.url if _is_ours(request, notice.url) else "accounts:notices")


@require_POST
def read_notice(request: UserRequest, uuid: UUID) -> HttpResponse:
    if people.mark_read(by=request.user, uuid=uuid) is None:
        raise Http404
    return redirect("accounts:notices")


@require_POST
def read_all_notices(request: UserRequest) -> HttpResponse:
    people.mark_read(by=request.user)
    messages.success(request, "Semua pemberitahuan ditandai sudah dibaca.")
    return redirect("accounts:notices")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: UserRequest) -> HttpResponse:
    waiting = queries.open_proposal_of(request.user)
    shown = waiting or request.user
    initial = {name: getattr(shown, name) for name in identity.FIELDS}
    initial |= {"zone": request.user.zone, "telepon": request.user.telepon}
    form = ProfileForm(request.POST or None, initial=initial)
    if attempt(form, lambda data: identity.update_profile(by=request.user, **data)):
        messages.success(request, _saved(request.user))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "roles": memberships_of(request.user),
        "delegable": DELEGABLE,
        "delegations": queries.my_delegations(request.user),
        "pending_roles": [(row, waits_for(row)) for row in queries.my_waiting_roles(request.user)],
        "hold": signing_hold(request.user),
        "waiting": waiting,
        "own": identity.decides_alone(request.user),
    }
    return render(request, "accounts/profile.html", context)


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: UserRequest) -> HttpResponse:
    """Write one's address; it counts once the link that is sent there was opened."""
    initial = {"email": request.user.email_claimed or request.user.email}
    form = AddressForm(request.POST or None, initial=initial)
    if form.is_valid() and _too_often(request):
        form.add_error(None, "Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi.")
    user = attempt(form, lambda data: addresses.claim_address(by=request.user, **data))
    if user:
        sent = f"Buka tautan yang dikirim ke {user.email_claimed}." if settings.MAIL_WORKS else ""
        messages.success(request, f"Surel dicatat. {sent}")
        return redirect("accounts:profile")
    return render(request, "accounts/address.html", {"form": form})


def _too_often(request: UserRequest) -> bool:
    """Mail to addresses that anybody may type is rare."""
    return not ratelimit.consume(request, action="manage_email", user=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def prove_address(request: UserRequest, token: str) -> HttpResponse:
    """Programs that look into mail open links; a person presses the button."""
    try:
        email = addresses.address_of(by=request.user, token=token)
        if request.method == "POST":
            addresses.prove_address(by=request.user, token=token)
            messages.success(request, f"Surel {email} terbukti milik Anda.")
            return redirect("accounts:profile")
    except Refused as error:
        context = {"message": error.message}
        return render(request, "accounts/prove_address.html", context, status=404)
    return render(request, "accounts/prove_address.html", {"email": email})


@require_safe
def trail(request: UserRequest) -> HttpResponse:
    """Logins, passwords and factors of one's own account."""
    page = paginate(request, queries.trail_of_account(request.user))
    return render(request, "accounts/my_trail.html", {"page": page})


def _saved(user: User) -> str:
    if queries.open_proposal_of(user) is None:
        return "Profil disimpan."
    return (
        "Usulan dikirim. Nama, NIP, dan jabatan baru berlaku setelah disetujui admin instansi Anda."
    )
