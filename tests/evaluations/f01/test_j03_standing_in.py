"""J3: an operator sends with the head's signed statement; the office fills for a unit that cannot,
and then neither scores nor verifies it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluations.assignment.services import assigning
from evaluations.core import assignments, on_behalf
from evaluations.evidence.services import evidence
from evaluations.f01.services import helping
from evaluations.f01.services.answers import save_answer
from evaluations.f02.services.levels import require_may_score
from evaluations.models import AtasNama, Nilai, PernyataanKepala, VersiF01
from evaluations.objections.queries import may_decide
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry, Notice, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from reports.figures import shared, tanda_terima
from tests import factories
from tests.base.test_filetypes import PDF, docx

WHY = "Tidak ada jaringan sampai akhir bulan."


def typed(content=PDF, name="pernyataan.pdf", **fields):
    return {
        "berkas": SimpleUploadedFile(name, content),
        "penanda_tangan": "dr. Erna Astuty",
        "ditandatangani": timezone.localdate().isoformat(),
        "setuju": "on",
        "confirmed_gaps": "on",
        **fields,
    }


# The head's word on paper -------------------------------------------------------------------------


def test_j03_an_operator_sends_with_the_head_s_statement_and_everybody_sees_whose(
    cast, evaluasi, as_user
):
    as_user(cast.operator).post(evaluasi.address("f01_submit"), typed())
    evaluasi.refresh_from_db()
    row = PernyataanKepala.objects.get()
    assert evaluasi.state == State.DIKIRIM
    assert (row.putaran, row.penanda_tangan, row.oleh) == (1, "dr. Erna Astuty", cast.operator)
    assert VersiF01.objects.get().oleh == cast.operator
    for who, page in (
        (cast.evaluator, "f02"),
        (cast.evaluator, "versions"),
        (cast.bagian, "evaluasi"),
        (cast.bagian, "evaluasi_history"),
        (cast.kepala, "f01_take_back"),
    ):
        assert "dr. Erna Astuty" in as_user(who).get(evaluasi.address(page)).content.decode(), page
    scan = as_user(cast.evaluator).get(evaluasi.address("f01_statement_file", 1))
    assert b"".join(scan.streaming_content) == PDF
    assert AuditEntry.objects.get(action="kirim_f01").data["dengan_pernyataan"].startswith("dr. ")
    assert (
        "dr. Erna Astuty"
        in tanda_terima.build(VersiF01.objects.get(), {})["pengiriman"]["pernyataan"]
    )
    # The head, who did not sign, hears of it and takes it back.
    told = Notice.objects.get(user=cast.kepala)
    assert told.url == evaluasi.address("f01_take_back")
    as_user(cast.kepala).post(told.url, {"alasan": "Saya tidak menandatangani ini."})
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DRAF


def test_j03_without_the_statement_an_operator_hears_of_the_two_ways(cast, evaluasi, as_user):
    page = as_user(cast.operator).post(
        evaluasi.address("f01_submit"), typed(berkas="", penanda_tangan="dr. Erna")
    )
    text = page.content.decode()
    assert "oleh kepala unit, atau oleh operator dengan pernyataan" in text
    assert 'value="dr. Erna"' in text
    assert (PernyataanKepala.objects.count(), VersiF01.objects.count()) == (0, 0)
    printed = as_user(cast.operator).get(evaluasi.address("f01_statement")).content.decode()
    assert evaluasi.nama_unit in printed and "Saya, kepala" in printed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"content": docx(), "name": "pernyataan.docx"}, "Unggah pindaian berupa PDF atau gambar."),
        ({"ditandatangani": "2099-01-01"}, "tidak boleh setelah hari ini"),
        ({"penanda_tangan": " "}, "Isi nama penanda tangan."),
    ],
)
def test_j03_a_statement_is_a_scan_that_somebody_signed(cast, evaluasi, as_user, change, words):
    page = as_user(cast.operator).post(evaluasi.address("f01_submit"), typed(**change))
    assert words in page.content.decode()
    assert not PernyataanKepala.objects.exists()


# In the unit's place ------------------------------------------------------------------------------


def fill(cast, evaluasi, who=None):
    """Declared, one answer, one file, sent."""
    who = who or cast.bagian
    helping.fill_for(by=who, evaluasi=evaluasi, reason=WHY)
    question = evaluasi.versi.instrumen.indikator(1).pertanyaan[0]
    save_answer(
        by=who, evaluasi=evaluasi, indikator=1, question=question.id,
        value=True, based_on=0, key=uuid4(),
    )  # fmt: skip
    evidence.add_evidence(
        by=who, evaluasi=evaluasi, indikator=1, file=SimpleUploadedFile("sk.pdf", PDF)
    )
    return advance(by=who, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_j03_the_office_fills_and_sends_for_a_unit_and_is_named_everywhere(cast, evaluasi, as_user):
    assert not on_behalf.words(evaluasi)
    page = as_user(cast.bagian).post(
        evaluasi.address("f01_fill_for"), {"alasan": WHY, "setuju": "on"}
    )
    assert page.url == evaluasi.address("f01_start")
    assert set(Notice.objects.values_list("user__username", flat=True)) == {
        "operator", "kepala", "evaluator",
    }  # fmt: skip
    assert not on_behalf.words(evaluasi)  # nothing was entered yet
    fill(cast, evaluasi, User.objects.get(pk=cast.bagian.pk))
    assert AtasNama.objects.count() == 1
    version = VersiF01.objects.get()
    assert (evaluasi.jawaban.get().oleh, evaluasi.bukti.get().oleh) == (cast.bagian, cast.bagian)
    assert version.oleh == cast.bagian
    words = "diisi oleh Bagian Organisasi Kabupaten Banjarnegara atas nama unit"
    assert shared.unit_of(evaluasi)["diisi"] == words
    assert tanda_terima.build(version, {})["unit"]["diisi"] == words
    trail = AuditEntry.objects.filter(object_type="evaluasi").order_by("pk")
    assert [row.action for row in trail] == ["isi_atas_nama_unit", "kirim_f01"]
    assert trail[0].reason == WHY and trail[1].data["atas_nama_unit"] is True
    for who, name in ((cast.evaluator, "f02"), (cast.operator, "evaluasi"), (cast.bagian, "f01")):
        more = ["I"] if name == "f01" else []
        text = as_user(who).get(evaluasi.address(name, *more)).content.decode()
        assert "Kabupaten Banjarnegara atas nama unit" in text and WHY in text, name
    assert "atas nama unit" in as_user(cast.evaluator).get(
        evaluasi.address("versions")
    ).content.decode()  # fmt: skip


def test_j03_whoever_filled_neither_scores_nor_verifies_that_unit(cast, siklus, evaluasi):
    factories.member(cast.bagian, Role.EVALUATOR, cast.banjarnegara)
    factories.member(cast.bagian, Role.VERIFIKATOR, cast.jateng)
    factories.to_be_verified(evaluasi)
    fill(cast, evaluasi)
    for by, codename in ((cast.menpan, "score"), (cast.menpan, "lead"), (cast.menpan, "verify")):
        with pytest.raises(Refused, match="atas nama unit dalam siklus ini"):
            assigning.assign(by=by, evaluasi=[evaluasi], user=cast.bagian, codenames={codename})
    # Nor by an assignment that came in another way.
    for codename in ("score", "verify"):
        assignments.assign(cast.bagian, evaluasi.aspek.all(), codename)
    person = User.objects.get(pk=cast.bagian.pk)
    assert assignments.codenames_on(person, evaluasi) == {}
    assert cast.bagian not in assignments.on_duty([evaluasi], "score").get(evaluasi.pk, [])
    with pytest.raises(PermissionDenied):
        require_may_score(person, evaluasi, 1, "evaluator")
    assert not may_decide(person, evaluasi)
    # Another unit, and this one in another cycle, are no matter.
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    later = factories.make_evaluasi(factories.make_siklus(cast.nasional), cast.rsud)
    assert assigning.assign(
        by=cast.menpan, evaluasi=[other, later], user=cast.bagian, codenames={"score"}
    ) == 2  # fmt: skip


@pytest.mark.parametrize("tie", ["assigned", "scored"])
def test_j03_whoever_evaluates_a_unit_does_not_fill_for_it(cast, evaluasi, tie):
    factories.member(cast.evaluator, Role.ADMIN_INSTANSI, cast.banjarnegara)
    if tie == "scored":
        Nilai.objects.create(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=1, peran="evaluator", oleh=cast.evaluator, level=3,
        )  # fmt: skip
        assignments.unassign_everywhere([cast.evaluator], [evaluasi], "score")
        assignments.unassign_everywhere([cast.evaluator], [evaluasi], "lead")
    with pytest.raises(Refused, match="ditugaskan menilai"):
        helping.fill_for(by=cast.evaluator, evaluasi=evaluasi, reason=WHY)
    assert not AtasNama.objects.exists()


def test_j03_only_the_unit_s_own_office_fills_and_only_while_the_f01_is_open(cast, evaluasi):
    for who in ("operator", "evaluator", "pimpinan", "biro", "menpan", "admin_tetangga"):
        with pytest.raises(PermissionDenied):
            helping.fill_for(by=getattr(cast, who), evaluasi=evaluasi, reason=WHY)
    with pytest.raises(Refused, match="Alasan wajib"):
        helping.fill_for(by=cast.bagian, evaluasi=evaluasi, reason="")
    # Without a declaration an administrator enters nothing, and none without the office any more.
    with pytest.raises(PermissionDenied):
        advance(by=cast.bagian, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    helping.fill_for(by=cast.bagian, evaluasi=evaluasi, reason=WHY)
    cast.bagian.memberships.update(ended_at=timezone.now())
    gone = User.objects.get(pk=cast.bagian.pk)
    with pytest.raises(PermissionDenied):
        advance(by=gone, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    evaluasi.siklus.fase.update(akhir=timezone.now() - timedelta(days=1))
    rekan = factories.make_user("rekan")
    factories.member(rekan, Role.ADMIN_INSTANSI, cast.banjarnegara)
    with pytest.raises(Refused, match="sudah ditutup"):
        helping.fill_for(by=rekan, evaluasi=evaluasi.__class__.objects.get(), reason=WHY)
