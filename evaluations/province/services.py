"""Drawing the sample of a province's verification: by rule, recorded, and settled at once."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction

from evaluations.assignment.services import verification
from evaluations.core.queries import samples
from evaluations.models import SampelVerifikasi, Siklus
from evaluations.models.siklus import LuarSampel
from evaluations.province import queries
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, User
from pekppp.base import texts
from pekppp.base.errors import Refused

TOO_LATE = (
    "Sampel ini tidak dapat diambil ulang: sudah ada unit yang diverifikasi atau divalidasi "
    "berdasarkan sampel ini."
)


def new_seed() -> str:
    """What nobody could have chosen; shown before the drawing, and kept with it."""
    return secrets.token_hex(4)


def plan(
    *, by: User, siklus: Siklus, provinsi: Instansi, persen: int, minimum: int, benih: str
) -> queries.Draw:
    """What `draw_sample` would come to. Raises Refused, PermissionDenied."""
    if not queries.may_draw(by, provinsi):
        raise PermissionDenied
    if siklus.status != Siklus.Status.BERJALAN:
        raise Refused("Sampel diambil selama siklus berjalan.", status=409)
    if not 1 <= persen <= 100:
        raise Refused("Tulis persen antara 1 dan 100.", field="persen")
    before = samples.newest(siklus, provinsi)
    if before is not None and queries.gone_on(before):
        raise Refused(TOO_LATE, status=409)
    rows = queries.population(provinsi, siklus, before)
    found = queries.draw(rows, percent=persen, minimum=minimum, seed=benih)
    if not found.chosen:
        raise Refused("Belum ada unit yang menunggu verifikasi provinsi.")
    return found


@transaction.atomic
def draw_sample(
    *, by: User, siklus: Siklus, provinsi: Instansi, persen: int, minimum: int, benih: str
) -> SampelVerifikasi:
    """Draw, record and settle: outside it, units wait on or lose the step, as the cycle says."""
    # One at a time: two drawings of one province would settle each other's units.
    locked = Siklus.objects.select_for_update().get(pk=siklus.pk)
    benih = texts.one_line(benih) or new_seed()
    found = plan(
        by=by, siklus=locked, provinsi=provinsi, persen=persen, minimum=minimum, benih=benih
    )
    sampel = SampelVerifikasi.objects.create(
        instansi=provinsi,
        siklus=locked,
        benih=benih,
        persen=persen,
        minimum=minimum,
        terpilih=found.chosen,
        di_luar=found.outside,
        oleh=by,
    )
    audit.write(
        by=by,
        action="ambil_sampel_verifikasi",
        thing=sampel,
        siklus=locked,
        benih=benih,
        persen=persen,
        minimum=minimum,
        terpilih=len(found.chosen),
        populasi=sampel.populasi,
    )
    if locked.luar_sampel == LuarSampel.LEWATI:
        verification.settle_sample(by=by, sampel=sampel)
    return sampel
