"""Numbers from outside, typed by the ketua tim on the overview of the F02."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.f02.forms import ExternalForm
from evaluations.f02.queries.desk import get_desk
from evaluations.f02.services.external import save_external
from evaluations.f02.views.evaluator import overview_page
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt


@require_POST
def f02_external(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    desk = get_desk(request.user, evaluasi)
    form = ExternalForm(request.POST)
    if attempt(form, lambda data: save_external(by=request.user, evaluasi=desk.evaluasi, **data)):
        messages.success(request, f"Angka {form.cleaned_data['komponen']} tersimpan.")
        return redirect(reverse("evaluations:f02", args=[evaluasi]) + "#angka-luar")
    fresh = get_desk(request.user, evaluasi)
    return overview_page(request, fresh, status=422, external_form=form)
