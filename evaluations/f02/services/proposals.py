"""The one writer of proposals: levels of another evaluation, laid beside an F02. They count
nowhere; one that is chosen is saved as a level like any other."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.services.saving import hold
from evaluations.f02.queries import proposal_sources
from evaluations.models import Evaluasi, UsulanLevel
from evaluations.progress.services.steps import scoring_refusal
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.base.errors import Refused


@transaction.atomic
def lay_beside(*, by: User, evaluasi: Evaluasi, sumber: UUID | None) -> UsulanLevel:
    """Lay the levels of `sumber` beside those of one's own aspects, as they are now; None takes
    them back. Raises Refused, PermissionDenied, Http404 for levels that one may not see."""
    numbers = _own(by, evaluasi)
    hold(evaluasi)
    refusal = scoring_refusal(evaluasi)
    if refusal:
        raise Refused(refusal, status=403)
    source, level = None, {}
    if sumber is not None:
        source = proposal_sources.get_source(by, evaluasi, sumber)
        there = proposal_sources.levels_of(evaluasi, source)
        level = {str(nomor): there[nomor] for nomor in sorted(numbers & set(there))}
        if not level:
            raise Refused(
                f"Pada {source.siklus.nama} tidak ada level bagi aspek Anda yang kode indikator "
                "dan skalanya sama.",
                field="sumber",
            )
    row, _ = UsulanLevel.objects.update_or_create(
        evaluasi=evaluasi,
        oleh=by,
        defaults={
            "instansi_id": evaluasi.instansi_id,
            "siklus_id": evaluasi.siklus_id,
            "sumber": source,
            "level": level,
            "pada": timezone.now(),
        },
    )
    audit.write(
        by=by,
        action="usulan_level",
        thing=evaluasi,
        dari=str(source.uuid) if source else "",
        siklus_asal=source.siklus.nama if source else "",
        level=level,
    )
    return row


def _own(by: User, evaluasi: Evaluasi) -> set[int]:
    """The indicators that this person scores."""
    if accounts.belongs_to_unit(by, evaluasi.unit_id):
        raise PermissionDenied("belongs to the unit")
    found = {
        indikator.nomor
        for aspek in evaluasi.versi.instrumen.semua_aspek
        if assignments.may_on_aspect(by, evaluasi, aspek.kode, "score")
        for indikator in aspek.indikator
    }
    if not found:
        raise PermissionDenied("scores nothing here")
    return found
