"""U15: a signed document stays as it was, and says which of its levels are others now."""

from datetime import UTC, datetime
from uuid import uuid4

from evaluations.models import Evaluasi, Sanggahan
from reports.figures import later
from tests.reports.conftest import computed, score
from tests.reports.documents.test_numbering import ask, sealed

DECIDED = datetime(2026, 8, 12, 3, tzinfo=UTC)
WORDS = "diubah oleh putusan sanggahan tanggal 12 Agustus 2026"


def object_to(cast, evaluasi) -> None:
    """An objection to indicator 1 that was accepted: 3 becomes 5."""
    score(evaluasi, cast.evaluator, {1: 5}, peran="sanggah")
    Sanggahan.objects.create(
        instansi_id=evaluasi.instansi_id, siklus_id=evaluasi.siklus_id, evaluasi=evaluasi,
        indikator=1, nilai_semula="3", nilai_baru=5, alasan="Ada SK.", status="diterima",
        putusan="Benar.", kunci=uuid4(), oleh=cast.kepala, diputus_oleh=cast.evaluator,
        diputus_pada=DECIDED,
    )  # fmt: skip


def test_u15_a_signed_berita_acara_says_what_an_objection_changed(cast, scored, as_user, client):
    row = sealed(cast, ask(cast, scored, nomor="B/1"))
    assert later.changed_levels(row) == []
    object_to(cast, scored)
    [told] = later.changed_levels(row)
    assert (told.indikator, told.semula, told.menjadi) == (1, "3", "5")
    inside = as_user(cast.bagian)
    for address in (f"/evaluasi/{scored.uuid}/dokumen/", f"/dokumen/{row.uuid}/tanda-tangan/"):
        page = inside.get(address).content.decode()
        assert WORDS in page and "level 3 menjadi 5" in page
    # Anyone may know that it changed; which levels they are is public with the result.
    public = client.get(f"/verifikasi/{row.kode_verifikasi}/").content.decode()
    assert WORDS in public and "level 3 menjadi 5" not in public


def test_u15_a_level_that_the_team_changed_is_told_as_that(cast, scored):
    row = sealed(cast, ask(cast, scored, nomor="B/1"))
    scored.nilai.filter(indikator=2, peran="evaluator").update(level=1)
    [told] = later.changed_levels(row)
    assert (told.indikator, told.semula, told.menjadi, told.oleh) == (2, "4", "1", later.TEAM)


def test_u15_an_lhe_says_so_too_and_a_draft_says_nothing(cast, scored):
    draft = ask(cast, scored, nomor="B/1")
    computed(scored, "terbit")
    lhe = sealed(cast, ask(cast, Evaluasi.objects.get(pk=scored.pk), "lhe", nomor="B/2"))
    assert later.changed_levels(lhe) == []
    object_to(cast, scored)
    [told] = later.changed_levels(lhe)
    assert (told.indikator, told.semula, told.menjadi, told.oleh) == (1, "3", "5", later.OBJECTION)
    assert later.changed_levels(draft) == []
