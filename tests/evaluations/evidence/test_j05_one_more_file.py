"""J5: an evaluator asks for one more file; that indicator takes it, once, until its due date."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluations.core import assignments
from evaluations.evidence.services import evidence, requested
from evaluations.models import Bukti, PermintaanBerkas
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.base.test_filetypes import PDF
from tests.emptying import erase
from tests.pages.test_u07_home import home
from tests.stage import stage

WHAT = "SK tim pengaduan yang masih berlaku."


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def ask(cast, evaluasi, *, by=None, indikator=3, **more):
    tenggat = timezone.now() + timedelta(**more or {"days": 3})
    return requested.ask(
        by=by or cast.evaluator, evaluasi=evaluasi, indikator=indikator, isi=WHAT, tenggat=tenggat
    )


def hand_in(cast, evaluasi, row, by=None):
    return requested.hand_in(
        by=by or cast.operator, evaluasi=evaluasi, permintaan=row,
        file=SimpleUploadedFile("sk-tim.pdf", PDF), keterangan="SK 2026",
    )  # fmt: skip


def todo(person, words):
    return [item for item in home(person) if words in item.what]


def test_j05_one_more_file_from_asking_to_looking_at_it(cast, sent, as_user):
    soon = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    erase(Notice.objects.all())
    as_user(cast.evaluator).post(sent.address("request_file", 3), {"isi": WHAT, "tenggat": soon})
    row = PermintaanBerkas.objects.get()
    page = sent.address("requested_file", row.uuid)
    assert set(Notice.objects.values_list("user__username", "url")) == {
        ("operator", page), ("kepala", page),
    }  # fmt: skip
    for who in (cast.operator, cast.kepala):
        [item] = todo(who, "Unggah satu berkas untuk indikator 3")
        assert (item.url, item.deadline, item.note) == (page, row.tenggat, WHAT)
    [item] = todo(cast.evaluator, "Menunggu satu berkas")
    assert item.deadline == row.tenggat
    as_user(cast.operator).post(
        page, {"berkas": SimpleUploadedFile("sk-tim.pdf", PDF), "keterangan": "SK 2026"}
    )
    row.refresh_from_db()
    assert (row.bukti.indikator, row.bukti.oleh, row.bukti.keterangan) == (
        3, cast.operator, "SK 2026",
    )  # fmt: skip
    assert todo(cast.operator, "Unggah satu berkas") == []
    [item] = todo(cast.evaluator, "Periksa berkas yang tiba: indikator 3")
    assert item.url == Notice.objects.get(user=cast.evaluator).url
    desk = as_user(cast.evaluator)
    assert "sk-tim.pdf" in desk.get(item.url).content.decode()
    desk.post(sent.address("requested_file_close", row.uuid))
    assert todo(cast.evaluator, "berkas") == []


def test_j05_one_more_file_opens_nothing_else_and_only_once(cast, sent):
    row = ask(cast, sent)
    for indikator in (3, 4):
        with pytest.raises(Refused, match="sudah dikirim"):
            evidence.add_evidence(
                by=cast.operator, evaluasi=sent, indikator=indikator,
                file=SimpleUploadedFile("lain.pdf", PDF),
            )  # fmt: skip
    with pytest.raises(Refused, match="sudah diminta"):
        ask(cast, sent)
    hand_in(cast, sent, row)
    row.refresh_from_db()
    with pytest.raises(Refused, match="sudah diterima"):
        hand_in(cast, sent, row)
    assert Bukti.objects.count() == 1
    again = ask(cast, sent)
    with pytest.raises(Refused, match="sudah ada pada indikator 3"):  # the very same file
        hand_in(cast, sent, again)


def test_j05_one_more_file_closes_itself_at_its_due_date(cast, sent):
    row = ask(cast, sent)
    PermintaanBerkas.objects.update(tenggat=timezone.now() - timedelta(minutes=1))
    row.refresh_from_db()
    with pytest.raises(Refused, match="sudah lewat"):
        hand_in(cast, sent, row)
    assert todo(cast.operator, "Unggah satu berkas") == []
    [item] = todo(cast.evaluator, "Berkas yang diminta tidak datang")
    assert item.late
    ask(cast, sent)  # in the place of the one that did not come
    assert todo(cast.evaluator, "tidak datang") == []


@pytest.mark.parametrize(
    ("when", "words"),
    [({"hours": -1}, "setelah saat ini"), ({"days": 90}, "Penilaian F02 berakhir")],
)
def test_j05_one_more_file_is_due_within_the_assessment(cast, sent, when, words):
    with pytest.raises(Refused, match=words):
        ask(cast, sent, **when)


def test_j05_one_more_file_is_asked_by_who_scores_it_and_brought_by_the_unit(cast, sent, evaluasi):
    lain = factories.make_user("lain")
    factories.member(lain, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(lain, sent.aspek.filter(kode="VI"), "score")
    for who in (lain, cast.bagian, cast.operator):
        with pytest.raises(PermissionDenied):
            ask(cast, sent, by=who)
    row = ask(cast, sent)
    for who in (cast.bagian, cast.evaluator, cast.operator_puskesmas):
        with pytest.raises(PermissionDenied):
            hand_in(cast, sent, row, by=who)
    with pytest.raises(PermissionDenied):
        requested.put_away(by=cast.operator, evaluasi=sent, permintaan=row)


def test_j05_one_more_file_not_before_the_f01_is_sent(cast, evaluasi):
    with pytest.raises(Refused, match="setelah F01 dikirim"):
        ask(cast, evaluasi)
