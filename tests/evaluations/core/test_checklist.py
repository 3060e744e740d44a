"""Documents that an indicator asks for, ticked by the unit and by evaluators, each for himself."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import checklist
from evaluations.evidence.services.evidence import update_evidence
from evaluations.f01.services.checklist import tick_as_unit
from evaluations.f02.services.checklist import tick_as_evaluator
from evaluations.models import Berkas, Bukti, Evaluasi, Fase, Kelengkapan, Pengembalian, Pihak
from evaluations.progress.queries import versions
from evaluations.progress.services.steps import advance
from evaluations.rules import differences
from evaluations.rules.workflow import Action, State
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.stage import stage


def tick(service, by, evaluasi, keadaan="ada", catatan="", *, based_on=0, key=None, **more):
    given = {"indikator": 1, "dokumen": "dokumen_sp", **more}
    return service(
        by=by,
        evaluasi=evaluasi,
        keadaan=keadaan,
        catatan=catatan,
        based_on=based_on,
        key=key or uuid4(),
        **given,
    )


def url(name, evaluasi, *more):
    return reverse(f"evaluations:{name}", args=[evaluasi.uuid, *more])


def put(evaluasi, state):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    evaluasi.refresh_from_db()
    return evaluasi


def post(client, name, evaluasi, changes, *, versi=0, kunci=None, dokumen="dokumen_sp"):
    body = {
        "indikator": 1,
        "dokumen": dokumen,
        "changes": changes,
        "versi": versi,
        "kunci": str(kunci or uuid4()),
    }
    return client.post(
        url(name, evaluasi),
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


@stage.fixture
def second(cast, evaluasi):
    """Another evaluator of the same unit."""
    person = factories.make_user("evaluator-dua", nama="Evaluator Dua")
    factories.member(person, Role.EVALUATOR, cast.banjarnegara)
    assignments.assign(person, evaluasi.aspek.all(), "score")
    return person


# Kept apart --------------------------------------------------------------------------------------


def test_u16_ticks_of_unit_and_evaluators_are_kept_apart(cast, evaluasi, second):
    tick(tick_as_unit, cast.operator, evaluasi)
    put(evaluasi, State.DIKIRIM)
    tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak")
    tick(tick_as_evaluator, second, evaluasi, "catatan", "belum ditandatangani")
    rows = Kelengkapan.objects.filter(evaluasi=evaluasi, indikator=1, dokumen="dokumen_sp")
    assert [(row.pihak, row.oleh.username, row.kata) for row in rows.order_by("pk")] == [
        ("unit", "operator", "ada"),
        ("evaluator", "evaluator", "tidak ada"),
        ("evaluator", "evaluator-dua", "ada dengan catatan: belum ditandatangani"),
    ]
    indikator = evaluasi.versi.instrumen.indikator(1)
    ticks = checklist.ticks_of(evaluasi)

    def seen(user, **may):
        found = checklist.documents(user, indikator, ticks, **may)
        return next(item for item in found if item.kode == "dokumen_sp")

    alone = seen(second, answers=True, findings=False)
    assert (alone.unit.kata, alone.temuan) == ("ada", [])
    assert alone.saya.kata.startswith("ada dengan catatan")
    both = seen(cast.operator, answers=True, findings=True)
    assert (both.saya, [row.oleh.username for row in both.temuan]) == (
        None,
        ["evaluator", "evaluator-dua"],
    )
    assert seen(cast.evaluator, answers=False, findings=False).unit is None


def test_u16_a_document_is_missing_when_nobody_who_looked_found_it(cast, evaluasi, second):
    put(evaluasi, State.DIKIRIM)
    tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak")
    tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak", dokumen="monev")
    tick(tick_as_evaluator, second, evaluasi, "ada")
    assert checklist.not_there(evaluasi) == {1: ["Laporan pemantauan dan evaluasi penerapan SP"]}


# When and who ------------------------------------------------------------------------------------


def test_u16_the_unit_ticks_while_its_f01_may_be_filled(cast, evaluasi):
    tick(tick_as_unit, cast.operator, evaluasi)
    put(evaluasi, State.DIKIRIM)
    with pytest.raises(Refused):
        tick(tick_as_unit, cast.operator, evaluasi, "tidak", based_on=1)
    put(evaluasi, State.DIKEMBALIKAN)
    Pengembalian.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        indikator=[1],
        putaran=1,
        alasan="Perbaiki",
        tenggat=timezone.now() + timedelta(days=3),
        oleh=cast.evaluator,
    )
    assert tick(tick_as_unit, cast.operator, evaluasi, "tidak", based_on=1).versi == 2
    with pytest.raises(Refused):
        tick(tick_as_unit, cast.operator, evaluasi, indikator=2, dokumen="foto")


def test_u16_nobody_ticks_after_the_days_of_the_phase(cast, evaluasi):
    Fase.objects.update(akhir=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused):
        tick(tick_as_unit, cast.operator, evaluasi)
    put(evaluasi, State.DINILAI)
    with pytest.raises(Refused):
        tick(tick_as_evaluator, cast.evaluator, evaluasi)


def test_u16_an_evaluator_ticks_by_the_door_of_his_levels(cast, evaluasi):
    put(evaluasi, State.DIKIRIM)
    tick(tick_as_evaluator, cast.evaluator, evaluasi)
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DINILAI  # it begins the assessment, as a first level does
    put(evaluasi, State.F02_SELESAI)
    with pytest.raises(Refused):
        tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak", based_on=1)


@pytest.mark.parametrize(
    ("service", "strangers"),
    [
        (tick_as_unit, ["evaluator", "bagian", "operator_puskesmas", "operator_tetangga"]),
        (tick_as_evaluator, ["operator", "kepala", "bagian", "verifikator", "menpan"]),
    ],
    ids=["unit", "evaluator"],
)
def test_u16_nobody_ticks_in_the_place_of_another(cast, evaluasi, service, strangers):
    put(evaluasi, State.DRAF if service is tick_as_unit else State.DINILAI)
    for name in strangers:
        with pytest.raises((PermissionDenied, Refused)):
            tick(service, cast.people[name], evaluasi)
    assert not Kelengkapan.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"dokumen": "entah"},
        {"indikator": 99},
        {"keadaan": "mungkin"},
        {"keadaan": "catatan", "catatan": "  "},
        {"keadaan": "catatan", "catatan": "x" * 501},
    ],
)
def test_u16_what_is_no_tick_is_refused(cast, evaluasi, wrong):
    with pytest.raises(Refused):
        tick(tick_as_unit, cast.operator, evaluasi, **wrong)
    put(evaluasi, State.DINILAI)
    with pytest.raises(Refused):
        tick(tick_as_evaluator, cast.evaluator, evaluasi, **wrong)


# Saved singly ------------------------------------------------------------------------------------


def test_u16_a_tick_is_saved_once_and_never_over_another(cast, evaluasi, as_user):
    operator, kepala = as_user(cast.operator), as_user(cast.kepala)
    kunci = uuid4()
    first = post(operator, "f01_document", evaluasi, {"keadaan": "ada"}, kunci=kunci)
    assert first.json() | {"pada": ""} == {
        "kunci": str(kunci),
        "pada": "",
        "versi": 1,
        "keadaan": "ada",
        "catatan": "",
    }
    again = post(operator, "f01_document", evaluasi, {"keadaan": "ada"}, kunci=kunci)
    assert (again.status_code, again.json()["versi"]) == (200, 1)
    late = post(kepala, "f01_document", evaluasi, {"keadaan": "tidak"})
    assert (late.status_code, late.json()["sekarang"]["kata"]) == (409, "ada")
    same = post(kepala, "f01_document", evaluasi, {"keadaan": "ada"})
    assert (same.status_code, same.json()["versi"]) == (200, 1)
    row = Kelengkapan.objects.get()
    history = Kelengkapan.pgh_event_model.objects.filter(pgh_obj=row).order_by("pgh_id")
    assert [(event.pgh_label, event.keadaan) for event in history] == [
        ("insert", "ada"),
        ("bentrok", "tidak"),
    ]
    taken = post(kepala, "f01_document", evaluasi, {"keadaan": "tidak"}, versi=1)
    assert taken.json()["versi"] == 2
    replayed = post(operator, "f01_document", evaluasi, {"keadaan": "ada"}, kunci=kunci)
    assert replayed.status_code == 409  # its save was taken, and is not what is there now


@pytest.mark.parametrize("changes", [None, [], {"keadaan": 1}, {"keadaan": "ada", "catatan": []}])
def test_u16_a_body_without_a_tick_is_refused(cast, evaluasi, as_user, changes):
    assert post(as_user(cast.operator), "f01_document", evaluasi, changes).status_code == 400


def test_u16_the_database_keeps_a_note_to_where_it_belongs(cast, evaluasi):
    given = {
        "instansi": evaluasi.instansi,
        "siklus": evaluasi.siklus,
        "evaluasi": evaluasi,
        "indikator": 1,
        "dokumen": "dokumen_sp",
        "oleh": cast.operator,
    }
    for wrong in (
        {"pihak": Pihak.UNIT, "keadaan": "catatan"},
        {"pihak": Pihak.UNIT, "keadaan": "tidak", "catatan": "x"},
        {"pihak": "lain", "keadaan": "ada"},
        {"pihak": Pihak.UNIT, "keadaan": "entah"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Kelengkapan.objects.create(**given, **wrong)


# Where they stand --------------------------------------------------------------------------------


def test_u16_unit_and_evaluator_see_one_list_with_its_explanation(cast, evaluasi, as_user):
    page = as_user(cast.operator).get(url("f01", evaluasi, "I")).content.decode()
    asked = sum(len(i.dokumen) for i in evaluasi.versi.instrumen.aspek("I").indikator)
    assert page.count("data-tanda=") == asked == 33
    help_ = reverse("instruments:bantuan", args=[evaluasi.versi.uuid, 1])
    assert f'hx-get="{help_}"' in page
    told = as_user(cast.operator).get(help_).content.decode()
    assert "loket akta kelahiran" in told
    assert 'popovertarget="istilah-1-fkp"' in told and 'id="istilah-1-fkp" popover' in told
    nowhere = reverse("instruments:bantuan", args=[evaluasi.versi.uuid, 99])
    assert as_user(cast.operator).get(nowhere).status_code == 404
    tick(tick_as_unit, cast.operator, evaluasi, "catatan", "menunggu tanda tangan")
    put(evaluasi, State.DIKIRIM)
    desk = as_user(cast.evaluator)
    shown = desk.get(url("f02_indicator", evaluasi, 1)).content.decode()
    assert "Unit: ada dengan catatan: menunggu tanda tangan" in shown
    assert shown.count("data-tanda=") == 5 and 'id="istilah-1-fkp" popover' in shown
    post(desk, "f02_document", evaluasi, {"keadaan": "tidak"})
    before = as_user(cast.operator).get(url("f01", evaluasi, "I")).content.decode()
    assert "data-tanda" not in before and "Evaluator" not in before
    put(evaluasi, State.F02_SELESAI)
    after = as_user(cast.operator).get(url("f01", evaluasi, "I")).content.decode()
    assert f"Evaluator {cast.evaluator}: tidak ada" in after


def test_u16_the_field_takes_the_list_along(cast, evaluasi, as_user):
    tick(tick_as_unit, cast.operator, evaluasi)
    put(evaluasi, State.DIKIRIM)
    tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak")
    data = as_user(cast.evaluator).get(url("field_package", evaluasi)).json()
    first = data["indikator"][0]
    assert data["url_dokumen"] == url("f02_document", evaluasi)
    assert first["boleh_tandai"] and first["penjelasan"].startswith("Standar Pelayanan")
    assert [item for item in first["dokumen"] if item["versi"]] == [
        {
            "kode": "dokumen_sp",
            "teks": "Dokumen SP setiap jenis layanan yang memuat 14 komponen",
            "lain": ["Unit: ada"],
            "isi": {"keadaan": "tidak", "catatan": ""},
            "versi": 1,
        }
    ]


def test_u16_what_is_submitted_holds_the_ticks_of_the_unit(cast, evaluasi):
    tick(tick_as_unit, cast.operator, evaluasi)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    evaluasi.refresh_from_db()
    tick(tick_as_evaluator, cast.evaluator, evaluasi, "tidak")
    [frozen] = versions.of(evaluasi)
    before = versions.get(evaluasi, frozen.putaran).isi
    assert before["1"]["dokumen"] == {"dokumen_sp": "ada"}
    now = {**before, "1": {**before["1"], "dokumen": {"dokumen_sp": "tidak ada"}}}
    [change] = differences.changes(before, now)
    assert [(tick.pertanyaan, tick.lama, tick.baru) for tick in change.dokumen] == [
        ("dokumen_sp", "ada", "tidak ada")
    ]


def test_u16_a_file_says_which_document_it_is(cast, evaluasi, as_user):
    berkas = Berkas.objects.create(sha256="a" * 64, ukuran=2048, tipe="text/plain", path="x")
    bukti = Bukti.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        indikator=1,
        berkas=berkas,
        nama="SK Nomor 12.pdf",
        oleh=cast.operator,
    )
    client = as_user(cast.operator)
    edit = url("evidence_edit", evaluasi, bukti.uuid)
    assert "Keputusan pimpinan tentang penetapan SP" in client.get(edit).content.decode()
    assert client.post(edit, {"dokumen": "penetapan"}).status_code == 302
    bukti.refresh_from_db()
    assert bukti.dokumen == "penetapan"
    assert "Berkas: SK Nomor 12.pdf" in client.get(url("f01", evaluasi, "I")).content.decode()
    said = {"keterangan": "", "halaman": "", "tanggal_dokumen": None}
    with pytest.raises(Refused):
        update_evidence(
            by=cast.operator, evaluasi=evaluasi, bukti=bukti.uuid, dokumen="entah", **said
        )


# Published ---------------------------------------------------------------------------------------


def test_u16_the_pages_of_an_instrument_say_whose_what_is(cast, as_user):
    versi = factories.make_version("B")
    client = as_user(cast.operator)
    page = client.get(reverse("instruments:baca", args=[versi.uuid])).content.decode()
    assert "Nilai aspek sebagai rata-rata, tanpa bobot indikator: " in page
    assert (
        "<strong>penyusun instrumen ini</strong>" in page and "<strong>KemenPANRB</strong>" in page
    )
    part = client.get(reverse("instruments:aspek", args=[versi.uuid, "III"])).content.decode()
    assert part.count("Daftar pilihan resmi belum diperoleh.") == 5
    assert '<dt id="istilah-https">HTTPS</dt>' in part
