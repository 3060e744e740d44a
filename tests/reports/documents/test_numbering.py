"""Letter numbers: tokens, and a counter per instansi and year that leaves no gap.

A number is taken when a document is sealed; a draft has none, so that it can use none up.
"""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pekppp.base.errors import Refused
from reports.documents.services import documents, numbering
from reports.models import Dokumen, KopSurat, NomorSurat, NomorUrut
from reports.signing.services import signatures
from tests import factories
from tests.reports.conftest import computed
from tests.stage import stage

BA, LHE = Dokumen.Jenis.BERITA_ACARA, Dokumen.Jenis.LHE
DAY = date(2026, 7, 11)


@stage.fixture
def automatic(cast):
    return KopSurat.objects.create(
        instansi=cast.banjarnegara,
        nomor_otomatis=True,
        format_nomor="B/{nomor}/{kode}/{bulan_romawi}/{tahun}",
    )


def ask(cast, evaluasi, jenis=BA, tanggal=DAY, **more):
    return documents.request_document(
        by=cast.bagian, evaluasi=evaluasi, jenis=jenis, tanggal=tanggal, **more
    )


def sealed(cast, dokumen):
    """Everybody signs on paper, so that it is sealed as soon as signing begins."""
    made = {"status": "selesai", "path": "x", "sha256": "0"}
    Dokumen.objects.filter(pk=dokumen.pk).update(**made)
    dokumen.refresh_from_db()
    ways = {place.tempat: "basah" for place in signatures.approvers(dokumen)}
    return signatures.start(by=cast.bagian, dokumen=dokumen, ways=ways)


def test_every_token_is_filled(cast):
    text = "{nomor}/{bulan_romawi}/{bulan}/{tahun}/{kode}/{singkatan}/{urut}"
    cast.banjarnegara.singkatan = "BNA"
    filled = numbering.filled(text, instansi=cast.banjarnegara, jenis="surat", tanggal=DAY, urut=12)
    assert filled == "12/VII/07/2026/SP/BNA/12"


def test_without_a_counter_a_person_fills_in_the_number(cast):
    filled = numbering.filled(
        "B/{nomor}/{tahun}", instansi=cast.banjarnegara, jenis="lhe", tanggal=DAY, urut=None
    )
    assert filled == "B/{nomor}/2026"


@pytest.mark.parametrize(
    ("text", "automatic"),
    [("B/{bulan_ini}", False), ("B/{nomor", False), ("B/}", False), ("B/{tahun}", True)],
)
def test_a_format_that_cannot_be_filled_is_refused(text, automatic):
    with pytest.raises(Refused) as refused:
        numbering.check_format(text, automatic=automatic)
    assert refused.value.field == "format_nomor"


def test_final_documents_are_numbered_in_their_order(cast, scored, automatic):
    computed(scored, "terbit")
    drafts = [ask(cast, scored), ask(cast, scored, LHE)]
    assert [draft.nomor for draft in drafts] == ["", ""]
    given = [sealed(cast, draft).nomor for draft in reversed(drafts)]
    assert given == ["B/1/LHE/VII/2026", "B/2/BA/VII/2026"]


def test_u15_no_draft_uses_a_number_up(cast, siklus, scored, automatic):
    """Made three times over, and one never signed: the next in force has the next number."""
    for day in (11, 12, 13):
        draft = ask(cast, scored, tanggal=date(2026, 7, day))
    assert (draft.versi, draft.nomor, NomorUrut.objects.exists()) == (3, "", False)
    assert sealed(cast, draft).nomor == "B/1/BA/VII/2026"
    other = factories.make_evaluasi(siklus, cast.puskesmas, state="f02_selesai")
    ask(cast, other)
    computed(scored, "terbit")
    assert sealed(cast, ask(cast, scored, LHE)).nomor == "B/2/LHE/VII/2026"


def test_a_form_that_says_the_number_that_came_later_makes_nothing_anew(cast, scored, automatic):
    first = sealed(cast, ask(cast, scored))
    assert ask(cast, scored, nomor=first.nomor).pk == first.pk


def test_a_year_begins_anew_and_an_instansi_counts_for_itself(cast, scored, automatic):
    sealed(cast, ask(cast, scored))
    with transaction.atomic():
        taken = numbering.take(Dokumen(evaluasi=scored, jenis=BA), date(2027, 1, 2))
    assert taken == "B/1/BA/I/2027"
    other = factories.make_evaluasi(scored.siklus, cast.unit_tetangga)
    assert numbering.take(Dokumen(evaluasi=other, jenis=BA), DAY) == ""


def test_a_correction_keeps_the_number_of_the_letter(cast, scored, automatic):
    first = sealed(cast, ask(cast, scored))
    second = ask(cast, scored, tanggal=date(2026, 7, 12), perubahan="Salah tanggal.")
    assert (second.versi, sealed(cast, second).nomor) == (2, first.nomor)
    assert NomorUrut.objects.get().terakhir == 1


def test_a_number_that_was_typed_is_used_and_takes_none(cast, scored, automatic):
    assert ask(cast, scored, nomor="B/99/2026").nomor == "B/99/2026"
    assert not NomorUrut.objects.exists()


def test_a_number_that_was_typed_is_not_given_once_more(cast, scored, automatic):
    ask(cast, scored, nomor="B/1/LHE/VII/2026")
    computed(scored, "terbit")
    assert sealed(cast, ask(cast, scored, LHE)).nomor == "B/2/LHE/VII/2026"


def revoked(cast, dokumen):
    sealed(cast, dokumen)
    return signatures.revoke(by=cast.bagian, dokumen=dokumen, reason="Salah unit.")


def test_a_revoked_number_is_never_given_again(cast, scored, automatic):
    first = revoked(cast, ask(cast, scored))
    second = sealed(cast, ask(cast, scored))
    assert (first.nomor, second.nomor) == ("B/1/BA/VII/2026", "B/2/BA/VII/2026")
    with pytest.raises(Refused, match="sudah dicabut") as refused:
        ask(cast, scored, nomor=first.nomor)
    assert refused.value.field == "nomor"


def test_a_number_of_another_document_of_the_office_and_year_is_refused(cast, siklus, scored):
    ask(cast, scored, nomor="B/7")
    other = factories.make_evaluasi(siklus, cast.puskesmas, state="f02_selesai")
    with pytest.raises(Refused, match="sudah dipakai: Berita acara RSUD"):
        ask(cast, other, nomor=" B/7 ")
    waiting = ask(cast, other)
    with pytest.raises(Refused, match="sudah dipakai"):
        signatures.set_number(by=cast.bagian, dokumen=waiting, nomor="B/7")
    assert ask(cast, other, nomor="B/7", tanggal=date(2027, 1, 4)).nomor == "B/7"
    with pytest.raises(IntegrityError), transaction.atomic():
        NomorSurat.objects.filter(tahun=2027).update(tahun=2026)


def test_a_number_that_was_typed_at_the_wrong_unit_comes_free_with_the_next_draft(
    cast, siklus, scored
):
    ask(cast, scored, nomor="B/7")
    other = factories.make_evaluasi(siklus, cast.puskesmas, state="f02_selesai")
    ask(cast, scored, nomor="B/8")
    assert ask(cast, other, nomor="B/7").nomor == "B/7"
    with pytest.raises(Refused, match="sudah dipakai"):
        ask(cast, scored, nomor="B/7")


def test_what_is_refused_takes_no_number(cast, scored, automatic):
    with pytest.raises(Refused):
        ask(cast, scored, jenis=Dokumen.Jenis.SURAT)
    assert sealed(cast, ask(cast, scored)).nomor == "B/1/BA/VII/2026"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_share_no_number(cast, evaluasi):
    """Half of them are undone after they took a number."""
    KopSurat.objects.create(instansi=cast.banjarnegara, nomor_otomatis=True, format_nomor="{nomor}")
    kept, barrier = [], threading.Barrier(8)

    def take(number):
        barrier.wait(20)
        try:
            with transaction.atomic():
                taken = numbering.take(Dokumen(evaluasi=evaluasi, jenis=BA), DAY)
                if number % 2:
                    raise Refused("undone")
                kept.append(int(taken))
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(kept) == [1, 2, 3, 4]
