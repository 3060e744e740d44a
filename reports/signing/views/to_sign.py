"""What waits for a person's approval in the application: read, select, approve together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pekppp.accounts.access import signing_hold
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import paginate
from pekppp.base.form_fields import sent_as
from reports.core import signatures as signature_queries
from reports.signing.forms import SIGN_AT_ONCE, SetujuBanyakForm
from reports.signing.services import signatures


@require_safe
@never_cache
def daftar(request: UserRequest) -> HttpResponse:
    signatures.read_of_many(user=request.user)
    return _page(request, SetujuBanyakForm(request=request, waiting=[]))


@require_POST
def setujui(request: UserRequest) -> HttpResponse:
    typed = request.POST.copy()
    if "semua" in typed:
        typed.setlist("pilih", typed.getlist("tampil"))
    waiting = signature_queries.signatures_waiting_for(request.user).values_list("uuid", flat=True)
    form = SetujuBanyakForm(typed, request=request, waiting=[str(uuid) for uuid in waiting])
    if not form.is_valid():
        return _page(request, form, status=422)
    done, refused = signatures.approve_many(
        by=request.user,
        rows=[
            signature_queries.get_signature(request.user, uuid)
            for uuid in form.cleaned_data["pilih"]
        ],
        proof=form.proof.words,
    )
    if done:
        messages.success(request, f"Terima kasih. Persetujuan Anda atas {done} dokumen tercatat.")
    for row, words in refused:
        messages.error(request, f"{row.dokumen}: {words}")
    return redirect("reports:to_sign")


def _page(request: UserRequest, form: SetujuBanyakForm, status: int = 200) -> HttpResponse:
    rows = signature_queries.signatures_waiting_for(request.user)
    context = {
        "form": form,
        "tahanan": signing_hold(request.user),
        "page": paginate(request, rows, size=SIGN_AT_ONCE),
        "dipilih": set(sent_as(form, "pilih")),
    }
    return render(request, "reports/signing/waiting.html", context, status=status)
