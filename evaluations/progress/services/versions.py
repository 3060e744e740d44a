"""Freezing an F01 at every submission, so that the next one can be compared with it."""

from collections.abc import Collection

from evaluations.models import Evaluasi, VersiF01
from evaluations.progress.queries import versions as progress_versions_queries
from evaluations.rules import differences
from pekppp.accounts.access import acting_for
from pekppp.accounts.models import User
from pekppp.accounts.roles import Role, acting_as


def freeze(*, by: User, evaluasi: Evaluasi, returned: Collection[int]) -> VersiF01:
    """Keep answers and evidence as they are. Inside the step that submits, which holds the row.

    `returned` are the indicators that were open again: without an earlier submission to compare
    with, they count as changed.
    """
    isi = progress_versions_queries.content_of(evaluasi)
    before = progress_versions_queries.latest(evaluasi)
    if before is None:
        changed = sorted(returned)
    else:
        changed = [item.nomor for item in differences.changes(before.isi, isi)]
    return VersiF01.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        putaran=evaluasi.putaran,
        isi=isi,
        berubah=changed,
        oleh=by,
        sebagai=in_whose_right(by, evaluasi),
    )


def in_whose_right(by: User, evaluasi: Evaluasi) -> str:
    """As whose deputy this person submits: "Plt. Direktur, menggantikan dr. Sri (surat 7)"; ""
    of a head himself."""
    given = next((row for row in acting_for(by, evaluasi) if row.peran.role == Role.KEPALA), None)
    if given is None:
        return ""
    jabatan = evaluasi.unit.kepala_jabatan or f"Kepala {evaluasi.nama_unit}"
    return (
        f"{acting_as(given.sebagai, jabatan)}, menggantikan {given.peran.user} "
        f"(surat {given.nomor_surat})"
    )
