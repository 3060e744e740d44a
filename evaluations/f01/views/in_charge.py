"""Who in the unit is in charge of which aspect."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evaluations.core.queries import in_charge
from evaluations.core.services.notices import telling
from evaluations.core.views.common import posted
from evaluations.f01.forms import InChargeForm
from evaluations.f01.services.in_charge import divide
from pekppp.accounts.queries import members_of_unit
from pekppp.accounts.request import UserRequest
from pekppp.accounts.views.common import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def f01_in_charge(request: UserRequest, evaluasi: UUID) -> HttpResponse:
    found = in_charge.get_to_divide(request.user, evaluasi)
    people = list(members_of_unit(found.unit).order_by("nama", "pk"))
    form = InChargeForm(
        posted(request),
        aspek=[
            (item.kode, item.nama if item.kode == item.nama.lower() else str(item))
            for item in found.aspek.all()
        ],
        people=people,
        now=in_charge.of(found),
    )
    with telling() as told:
        changed = attempt(
            form,
            lambda data: divide(
                by=request.user,
                evaluasi=found,
                people={
                    kode: next((person for person in people if person.username == name), None)
                    for kode, name in data.items()
                },
            ),
        )
    if changed is not None:
        messages.success(request, told.after(f"{changed} aspek diubah penanggung jawabnya."))
        return redirect("evaluations:evaluasi_filled", found.uuid)
    context = {
        "evaluasi": found,
        "form": form,
        "orang": people,
        "terbuka": in_charge.is_open(found),
    }
    status = 422 if form.errors else 200
    return render(request, "evaluations/f01/in_charge.html", context, status=status)
