"""J9: every wide act shows its consequence and asks; what was not shown is not done."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from evaluations.core import assignments
from evaluations.cycle.services.extensions import add_extension
from evaluations.models import (
    AturanLokus,
    Evaluasi,
    HitungUlang,
    PermohonanPerpanjangan,
    Perpanjangan,
    Publikasi,
    SampelVerifikasi,
    Siklus,
    UsulanLokus,
)
from evaluations.publication.services import decree_worker, decrees
from evaluations.recompute.services import recompute, worker
from evaluations.rules.calendar import Span, Window, loses
from evaluations.rules.phases import WIB
from evaluations.rules.workflow import State, Step
from pekppp.accounts.models import Aktivasi, AuditEntry, Instansi, Notice, UnitLokus, User
from pekppp.accounts.views import wide
from reports.models import Dokumen, Kelompok, Penyampaian, RilisPenghargaan
from tests import factories
from tests.evaluations.cycle.lokus import nominating
from tests.evaluations.ready import make_finished, make_validated
from tests.gates.sweep import Route, walk

DAY = timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RSUD = "RSUD Hj. Anna Lasmanah"
NEW = "RSUD Berganti Nama"


def renamed() -> None:
    """Meanwhile the unit is another one, by its name."""
    Evaluasi.objects.filter(nama_unit=RSUD).update(nama_unit=NEW)
    UnitLokus.objects.filter(nama=RSUD).update(nama=NEW)


@dataclass
class Scene:
    by: User
    args: list[Any]
    done: Callable[[], bool]
    data: dict[str, Any] = field(default_factory=dict)
    shown: tuple[str, ...] = ("<strong>1</strong>", RSUD)
    change: Callable[[], Any] = renamed  # what happens meanwhile


def in_state(evaluasi: Evaluasi, *states: str) -> Callable[[], bool]:
    return lambda: Evaluasi.objects.get(pk=evaluasi.pk).state in states


# A cycle ------------------------------------------------------------------------------------------


def cycle_open(cast, siklus):
    prepared = factories.make_siklus(cast.banjarnegara, status="disiapkan")
    AturanLokus.objects.create(
        siklus=prepared, instansi=cast.banjarnegara, jenis_instansi="kabupaten",
        jenis_unit=cast.rsud.jenis,
    )  # fmt: skip
    return Scene(cast.bagian, [prepared.uuid], lambda: prepared.evaluasi.count() == 1)


def cycle_close(cast, siklus):
    practice = factories.make_siklus(cast.banjarnegara, latihan=True)
    factories.make_evaluasi(practice, cast.rsud)
    return Scene(
        cast.bagian, [practice.uuid], lambda: Siklus.objects.get(pk=practice.pk).status == "ditutup"
    )


def cycle_delete(cast, siklus):
    practice = factories.make_siklus(cast.banjarnegara, latihan=True)
    factories.make_evaluasi(practice, cast.rsud)
    return Scene(
        cast.bagian, [practice.uuid], lambda: not Siklus.objects.filter(pk=practice.pk).exists()
    )


def cycle_phases(cast, siklus):
    """The one phase is over yesterday: a draft and an open survey lose their windows."""
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    evaluasi.hasil.f01_terisi = 3
    evaluasi.hasil.save(update_fields=["f01_terisi"])
    fase = siklus.fase.get()
    today = timezone.now().astimezone(WIB).date()
    data = {
        "fase-TOTAL_FORMS": 1, "fase-INITIAL_FORMS": 0, "fase-0-nama": "Evaluasi",
        "fase-0-mulai": str(today - 9 * DAY), "fase-0-akhir": str(today - DAY),
        "fase-0-membuka": fase.membuka,
    }  # fmt: skip
    shown = (
        f"<strong>1</strong> unit kehilangan jendela yang sekarang terbuka: {RSUD}",
        f"<strong>1</strong> F01 di antaranya sedang diisi: {RSUD}",
        f"<strong>1</strong> survei di antaranya sedang terbuka: {RSUD}",
    )
    return Scene(
        cast.menpan, [siklus.uuid], lambda: siklus.fase.get().akhir < timezone.now(), data, shown
    )


def cycle_lokus(cast, siklus):
    asking = nominating(cast)
    UsulanLokus.objects.create(
        siklus=asking, instansi=cast.banjarnegara, jenis="nominasi", unit=cast.rsud,
        alasan="Satu-satunya.", oleh=cast.bagian,
    )  # fmt: skip
    data = {
        "lokus-TOTAL_FORMS": 1, "lokus-INITIAL_FORMS": 0, "lokus-0-jenis_instansi": "kabupaten",
        "lokus-0-jenis_unit": cast.puskesmas.jenis.pk,
    }  # fmt: skip
    return Scene(
        cast.menpan,
        [asking.uuid],
        lambda: asking.aturan_lokus.get().jenis_unit == cast.puskesmas.jenis,
        data,
    )


def ask_for_nominations(cast, siklus):
    asking = nominating(cast)
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    shown = ("<strong>1</strong>", "Kabupaten Banjarnegara")
    return Scene(
        cast.menpan,
        [asking.uuid],
        lambda: AuditEntry.objects.filter(action="minta_nominasi").exists(),
        shown=shown,
        change=lambda: Instansi.objects.filter(pk=cast.banjarnegara.pk).update(nama="Kab. Baru"),
    )


def lokus_choose(cast, siklus):
    asking = nominating(cast)
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    return Scene(
        cast.menpan,
        [asking.uuid],
        lambda: UsulanLokus.objects.filter(siklus=asking, status="diterima").exists(),
        {"unit": [cast.rsud.uuid]},
    )


def lokus_release(cast, siklus):
    asking = nominating(cast)
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    UsulanLokus.objects.create(
        siklus=asking, instansi=cast.banjarnegara, jenis="nominasi", unit=cast.rsud, alasan="Ya.",
        oleh=cast.menpan, status="diterima", diputus_oleh=cast.menpan, diputus_pada=timezone.now(),
    )  # fmt: skip
    return Scene(
        cast.menpan,
        [asking.uuid],
        lambda: not UsulanLokus.objects.filter(status="diterima").exists(),
        {"unit": [cast.rsud.uuid]},
    )


def proposals(status):
    def scene(cast, siklus):
        asking = nominating(cast)
        row = UsulanLokus.objects.create(
            siklus=asking, instansi=cast.banjarnegara, jenis="nominasi", unit=cast.rsud,
            alasan="Satu-satunya.", oleh=cast.bagian,
        )  # fmt: skip
        return Scene(
            cast.menpan,
            [asking.uuid],
            lambda: UsulanLokus.objects.get().status == status,
            {"pilih": [row.uuid], "catatan": "Jelas."},
        )

    return scene


# Extensions ---------------------------------------------------------------------------------------


def extensions(cast, siklus):
    factories.make_evaluasi(siklus, cast.rsud)
    data = {
        "kegiatan": ["isi_f01", "survei"], "lingkup": "unit", "unit": [cast.rsud.uuid],
        "akhir": str((timezone.now() + 60 * DAY).date()), "alasan": "Gempa.",
    }  # fmt: skip
    return Scene(cast.menpan, [siklus.uuid], lambda: Perpanjangan.objects.count() == 2, data)


def extension_grant(cast, siklus):
    factories.make_evaluasi(siklus, cast.rsud)
    row = PermohonanPerpanjangan.objects.create(
        siklus=siklus, instansi=cast.banjarnegara, unit=cast.rsud, kegiatan=["isi_f01"],
        akhir=timezone.now() + 60 * DAY, alasan="Gempa.", oleh=cast.operator,
    )  # fmt: skip
    data = {"akhir": str((timezone.now() + 60 * DAY).date())}
    return Scene(cast.menpan, [row.uuid], Perpanjangan.objects.exists, data)


def extension_cancel(cast, siklus):
    factories.make_evaluasi(siklus, cast.rsud)
    [row] = add_extension(
        by=cast.menpan, siklus=siklus, kegiatan="isi_f01", akhir=timezone.now() + 60 * DAY,
        alasan="Gempa.", units=[cast.rsud],
    )  # fmt: skip
    return Scene(
        cast.menpan,
        [siklus.uuid, row.pk],
        lambda: not Perpanjangan.objects.exists(),
        {"alasan": "Keliru."},
    )


# Who works on it ----------------------------------------------------------------------------------


def assigning(there):
    def scene(cast, siklus):
        evaluasi = factories.make_evaluasi(siklus, cast.rsud)
        if not there:
            assignments.assign(cast.evaluator, evaluasi.aspek.all(), "score")
        data = {"pilih": [evaluasi.uuid], "orang": "evaluator", "peran": "score"}
        return Scene(
            cast.bagian,
            [siklus.uuid],
            lambda: assignments.rows_of([evaluasi]).exists() is there,
            data,
        )

    return scene


def verifying(there):
    def scene(cast, siklus):
        evaluasi = factories.make_evaluasi(siklus, cast.rsud, verifikasi=not there)
        data = {"pilih": [evaluasi.uuid], "alasan": "Disepakati dalam rapat."}
        return Scene(
            cast.menpan,
            [siklus.uuid],
            lambda: (Step.VERIFIKASI in Evaluasi.objects.get().tahapan) is there,
            data,
        )

    return scene


def province_sample(cast, siklus):
    factories.to_be_verified(factories.make_evaluasi(siklus, cast.rsud))
    data = {"persen": 100, "minimum": 0, "benih": "abc"}
    return Scene(cast.biro, [siklus.uuid], SampelVerifikasi.objects.exists, data)


def remind(cast, siklus):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    done = Notice.objects.filter(user=cast.operator).exists
    return Scene(cast.bagian, [], done, {"pilih": [evaluasi.uuid]})


def monitoring_end(cast, siklus):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    data = {"pilih": [evaluasi.uuid], "aksi": "batalkan", "surat": "B/1", "alasan": "Lokus keliru."}
    return Scene(cast.menpan, [], in_state(evaluasi, State.DIBATALKAN), data)


# Results ------------------------------------------------------------------------------------------


def validate(cast, siklus):
    """Two are chosen; whose objection is open is named, and is not validated."""
    evaluasi = make_finished(cast, siklus, cast.rsud)
    other = make_finished(cast, siklus, cast.puskesmas)
    other.sanggahan.create(
        instansi=cast.banjarnegara, siklus=siklus, indikator=5, nilai_semula="3",
        alasan="Buktinya ada.", kunci=uuid.uuid4(), oleh=cast.operator_puskesmas,
    )  # fmt: skip
    shown = (
        "<strong>2</strong> hasil divalidasi dan dibekukan",
        "sanggahannya belum diputus, jadi tidak divalidasi: Puskesmas Mandiraja",
        "<strong>2</strong> unit yang masa sanggahnya masih berjalan",
    )
    data = {"pilih": [evaluasi.uuid, other.uuid], "tanpa_tinjauan": "1"}
    states = Evaluasi.objects.order_by("nama_unit").values_list("state", flat=True)
    return Scene(
        cast.menpan,
        [siklus.uuid],
        lambda: list(states.all()) == ["f02_selesai", "divalidasi"],
        data,
        shown,
    )


def send_back(cast, siklus):
    evaluasi = make_finished(cast, siklus, cast.rsud)
    data = {"pilih": [evaluasi.uuid], "alasan": "Periksa lagi."}
    return Scene(cast.menpan, [siklus.uuid], in_state(evaluasi, State.DINILAI), data)


def freeze(cast, siklus):
    make_validated(cast, siklus, cast.rsud)
    factories.make_evaluasi(siklus, cast.puskesmas)
    return Scene(
        cast.menpan,
        [siklus.uuid],
        Publikasi.objects.exists,
        shown=(f"hasil masuk himpunan keputusan: {RSUD}", "tidak ikut: Puskesmas Mandiraja"),
    )


def _frozen(cast, siklus):
    make_validated(cast, siklus, cast.rsud)
    return decrees.freeze(by=cast.menpan, siklus=siklus)


def enter_decree(cast, siklus):
    row = _frozen(cast, siklus)
    data = {
        "himpunan": row.himpunan, "nomor": "659", "tanggal": str(timezone.localdate()),
        "berkas": "pdf",
    }  # fmt: skip
    return Scene(
        cast.menpan,
        [siklus.uuid, row.uuid],
        lambda: Publikasi.objects.get().status == "antre",
        data,
    )


def cancel_set(cast, siklus):
    row = _frozen(cast, siklus)
    return Scene(
        cast.menpan,
        [siklus.uuid, row.uuid],
        lambda: Publikasi.objects.get().status == "batal",
        {"alasan": "Keliru."},
    )


def _published(cast, siklus):
    row = _frozen(cast, siklus)
    decrees.enter(by=cast.menpan, publikasi=row, nomor="659", tanggal=timezone.localdate())
    while decree_worker.publish_next() is not None:
        pass
    return row


def withdraw_decree(cast, siklus):
    row = _published(cast, siklus)
    return Scene(
        cast.menpan,
        [siklus.uuid, row.uuid],
        lambda: Publikasi.objects.get().status == "menarik",
        {"alasan": "Salah lampiran."},
    )


def report(cast, siklus):
    own = factories.make_siklus(cast.banjarnegara)
    evaluasi = factories.make_evaluasi(own, cast.rsud, state=State.TERBIT)
    return Scene(cast.bagian, [own.uuid], in_state(evaluasi, State.DILAPORKAN))


def recompute_apply(cast, siklus):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    evaluasi.nilai.filter(indikator=1).update(level=5)
    job = recompute.start(by=cast.menpan, siklus=siklus, versi={})
    worker.recompute_next()
    return Scene(
        cast.menpan,
        [siklus.uuid, job.uuid],
        lambda: HitungUlang.objects.get().status == "diterapkan",
        {"alasan": "Nilai dibetulkan."},
    )


def names(of_unit):
    def scene(cast, siklus):
        factories.make_evaluasi(siklus, cast.rsud)
        UnitLokus.objects.filter(pk=cast.rsud.pk).update(nama="RSUD Baru")
        done = Evaluasi.objects.filter(nama_unit="RSUD Baru").exists
        place = cast.rsud if of_unit else cast.banjarnegara
        return Scene(
            cast.bagian,
            [place.uuid],
            done,
            change=lambda: Evaluasi.objects.update(nama_unit="RSUD Lama Sekali"),
        )

    return scene


# Documents and people -----------------------------------------------------------------------------


def _document(cast, siklus, jenis, **fields):
    evaluasi = make_validated(cast, siklus, cast.rsud)
    return Dokumen.objects.create(
        instansi=cast.banjarnegara, siklus=siklus, evaluasi=evaluasi,
        jenis=jenis, status="selesai", keadaan="final", masukan={}, masukan_digest="0",
        memuat=["level"], path="x", sha256="0" * 64,
        tanggal=timezone.localdate(), diminta_oleh=cast.bagian, kode_verifikasi="ACDEFGHJKMNP",
        **fields,
    )  # fmt: skip


def sign_batch(cast, siklus):
    row = _document(cast, siklus, "berita_acara")
    batch = Kelompok.objects.create(
        instansi=cast.banjarnegara, siklus=siklus, jenis="berita_acara", status="selesai", path="x",
        tanggal=timezone.localdate(), diminta_oleh=cast.bagian, selesai_pada=timezone.now(),
    )  # fmt: skip
    batch.butir.create(instansi=cast.banjarnegara, urutan=1, evaluasi=row.evaluasi, dokumen=row)
    return Scene(
        cast.bagian, [batch.uuid], lambda: Kelompok.objects.get().cara == "basah", {"cara": "basah"}
    )


def record_sent(cast, siklus):
    row = _document(cast, siklus, "surat", nomor="B/1/2026")
    data = {"pilih": [row.uuid], "tanggal": str(timezone.localdate()), "cara": "pos"}
    return Scene(cast.bagian, [siklus.uuid], Penyampaian.objects.exists, data)


def end_awards(cast, siklus):
    make_validated(cast, siklus, cast.rsud)
    row = RilisPenghargaan.objects.create(
        instansi=cast.nasional, siklus=siklus, isi=[{"nama": "3 terbaik", "bagian": []}],
        oleh=cast.menpan,
    )  # fmt: skip

    def change():
        again = {"instansi": cast.nasional, "siklus": siklus, "oleh": cast.menpan}
        RilisPenghargaan.objects.filter(pk=row.pk).update(
            dicabut_pada=timezone.now(), dicabut_oleh=cast.menpan, alasan_dicabut="Diganti."
        )
        RilisPenghargaan.objects.create(isi=[{"nama": "5 terbaik", "bagian": []}], **again)

    shown = ("<strong>1</strong>", "3 terbaik")
    running = RilisPenghargaan.objects.filter(dicabut_pada=None)
    return Scene(
        cast.menpan,
        [siklus.uuid],
        lambda: not running.exists(),
        {"alasan": "Keliru."},
        shown,
        change,
    )


def give_ways(cast, siklus):
    User.objects.filter(username="operator").update(last_login=None, email=None)
    data = {"orang": ["operator"], "yakin": "ya"}
    shown = ("<strong>1</strong>", "Operator")
    return Scene(
        cast.bagian,
        [],
        Aktivasi.objects.exists,
        data,
        shown,
        lambda: User.objects.filter(username="operator").update(nama="Nama Baru"),
    )


SCENES = {
    "evaluations:cycle_open": cycle_open,
    "evaluations:cycle_close": cycle_close,
    "evaluations:cycle_delete": cycle_delete,
    "evaluations:cycle_phases": cycle_phases,
    "evaluations:cycle_lokus": cycle_lokus,
    "evaluations:ask_for_nominations": ask_for_nominations,
    "evaluations:lokus_choose": lokus_choose,
    "evaluations:lokus_release": lokus_release,
    "evaluations:proposals_accept": proposals("diterima"),
    "evaluations:proposals_refuse": proposals("ditolak"),
    "evaluations:extensions": extensions,
    "evaluations:extension_grant": extension_grant,
    "evaluations:extension_cancel": extension_cancel,
    "evaluations:assign": assigning(there=True),
    "evaluations:unassign": assigning(there=False),
    "evaluations:waive_verification": verifying(there=False),
    "evaluations:ask_for_verification": verifying(there=True),
    "evaluations:province_sample": province_sample,
    "evaluations:remind": remind,
    "evaluations:monitoring_end": monitoring_end,
    "evaluations:validate": validate,
    "evaluations:send_back": send_back,
    "evaluations:freeze": freeze,
    "evaluations:enter_decree": enter_decree,
    "evaluations:cancel_set": cancel_set,
    "evaluations:withdraw_decree": withdraw_decree,
    "evaluations:report": report,
    "evaluations:recompute_apply": recompute_apply,
    "evaluations:unit_names": names(of_unit=True),
    "evaluations:instansi_names": names(of_unit=False),
    "reports:sign_batch": sign_batch,
    "reports:record_sent": record_sent,
    "reports:end_awards": end_awards,
    "accounts:give_ways": give_ways,
}


def sent(client: Client, address: str, data: dict[str, Any], akibat: str = ""):
    more = {"akibat": akibat} if akibat else {}
    files = {"berkas": SimpleUploadedFile("k.pdf", PDF)} if "berkas" in data else {}
    return client.post(address, {**data, **files, **more})


@pytest.mark.parametrize("name", SCENES)
def test_j09_a_wide_act_is_shown_asked_and_does_what_was_shown(name, cast, siklus, as_user):
    scene = SCENES[name](cast, siklus)
    client = Client()
    client.cookies = as_user(scene.by).cookies
    address = reverse(name, args=scene.args)

    first = sent(client, address, scene.data)
    text = first.content.decode()
    assert first.status_code == 200
    assert wide.ACTS[name].title in text or name == "evaluations:enter_decree"
    for words in scene.shown:
        assert words in text
    assert not scene.done()

    scene.change()
    stale = sent(client, address, scene.data, first["X-Akibat"])
    assert stale.status_code == 409
    assert "Akibatnya berubah sejak ditampilkan" in stale.content.decode()
    assert not scene.done()

    assert sent(client, address, scene.data, stale["X-Akibat"]).status_code == 302
    assert scene.done()


# The table is whole -------------------------------------------------------------------------------

# Wide by their address, and not asked; why.
EXEMPT = {
    "evaluations:cycle_create": "one new cycle, which holds nothing yet",
    "evaluations:cycle_edit": "once the cycle is open only what changes no evaluation",
    "evaluations:cycle_reopen": "undoes a closing, with a reason; no evaluation changes",
    "evaluations:cycle_forms": "its page says what it does; no unit's own figure changes",
    "evaluations:cycle_add_unit": "one unit",
    "evaluations:lokus_nominate": "a proposal, decided by the organiser",
    "evaluations:lokus_replacement": "a proposal, decided by the organiser",
    "evaluations:lokus_exemption": "a proposal, decided by the organiser",
    "evaluations:extension_rule": "who may grant; nobody gets or loses time by it",
    "evaluations:extension_ask_all": "a request, decided by whoever grants; its page names units",
    "evaluations:assignment_import": "reads and checks a file; nothing is assigned",
    "evaluations:assignment_apply": "the page before lists every row, and just these are applied",
    "evaluations:draw_sample": "records a sample to look at; no evaluation changes",
    "evaluations:retry_decree": "goes on with what was confirmed when the decree was entered",
    "evaluations:withdraw": "one result",
    "evaluations:recompute_start": "a dry run; nothing changes",
    "evaluations:recompute_cancel": "gives a dry run up; nothing changes",
    "evaluations:recompute_resume": "goes on with what was confirmed",
    "evaluations:coaching_new": "a note of one session, whose units stand ticked in its form",
    "evaluations:f01_sheet_apply": "one unit; its page shows each cell, bound by versions",
    "evaluations:survey_paper_apply": "one unit; its page shows each row",
    "evaluations:hasil_terdahulu_apply": "the page before lists every row, and these are applied",
    "evaluations:nilai_lain_apply": "the page before lists every row, and these are applied",
    "evaluations:errata_start": "a dry run; nothing changes",
    "evaluations:errata_apply": "the dry run beside it shows it by question and unit",
    "evaluations:errata_cancel": "gives a dry run up; nothing changes",
    "evaluations:errata_resume": "goes on with what was confirmed",
    "evaluations:field_device": "how much a device has not sent; nothing else changes",
    "evaluations:team_decree_new": "one decree; nobody is assigned by it",
    "evaluations:team_decree_assign": "its page shows first what each unit gets",
    "accounts:new_working_region": "one wilayah kerja, named by its form",
    "accounts:import_upload": "reads and checks a file; nothing else changes",
    "accounts:switch": "the person's own role",
    "accounts:profile": "the person's own account",
    "accounts:address": "the person's own account",
    "accounts:read_all_notices": "the person's own notices",
    "accounts:add_instansi": "one instansi",
    "accounts:activation_code": "the person's own account",
    "instruments:baru": "one draft of a version",
    "instruments:simpan": "one draft of a version",
    "reports:approve_many": "each document is ticked by name, and the password confirms these",
    "reports:start_batch": "makes drafts; the rest can be cancelled while it goes",
    "reports:cancel_batch": "what is made stays; it can be gone on with",
    "reports:retry_batch": "goes on with what was asked for",
    "reports:make_recap": "one document",
    "reports:award_new": "one list, not public yet",
    "reports:award_list": "one list, not public yet",
    "reports:delete_award_list": "one list, not public yet",
    "reports:usual_awards": "lists that are not public yet",
    "reports:release_awards": "its page shows all that becomes public, bound by its digest",
    "reports:make_awards": "one document",
    "reports:make_annex": "one document",
}
WIDE = {"siklus", "publikasi", "kelompok", "hitung", "impor"}


def methods(route: Route) -> set[str]:
    """The methods that a view takes, as its decorators say; any without."""
    view: Any = route.callback
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            found = cell.cell_contents
            if (isinstance(found, list | tuple) and "GET" in found) or found == ["POST"]:
                return set(found)
        view = getattr(view, "__wrapped__", None)
    return {"GET", "POST"}


def test_j09_no_wide_post_is_forgotten():
    routes = [
        route
        for route in walk(get_resolver())
        if route.name.partition(":")[0] in ("evaluations", "reports", "accounts", "instruments")
        and "POST" in methods(route)
        and (not route.parameters or WIDE & set(route.parameters))
    ]
    assert len(routes) > 50
    names = {route.name for route in routes}
    forgotten = names - set(wide.ACTS) - set(EXEMPT)
    assert not forgotten, f"wide acts that neither ask nor say why not: {sorted(forgotten)}"
    assert not set(EXEMPT) - names, f"no wide address: {sorted(set(EXEMPT) - names)}"
    assert set(SCENES) == set(wide.ACTS)


# The rules ----------------------------------------------------------------------------------------


def test_j09_a_preview_names_what_its_act_has_to():
    with pytest.raises(ValueError, match="has to name"):
        wide.consequence("evaluations:validate", {"hasil": ["RSUD"]})
    with pytest.raises(KeyError):
        wide.consequence("evaluations:cycle", {})


def test_j09_a_confirmation_is_of_these_names_and_not_of_their_number():
    one = wide.consequence("evaluations:report", {"hasil": ["A", "B"]})
    assert one.digest == wide.consequence("evaluations:report", {"hasil": ["B", "A"]}).digest
    assert one.digest != wide.consequence("evaluations:report", {"hasil": ["A", "C"]}).digest
    assert one.digest != wide.consequence("evaluations:report", {"hasil": ["A", "B"]}, "x").digest
    many = wide.consequence("evaluations:report", {"hasil": [f"U{n}" for n in range(9)]}).parts[0]
    assert (many.number, len(many.first), len(many.more)) == (9, wide.FIRST, 4)


def window(*ends: int) -> Window:
    now = timezone.now()
    return Window(tuple(Span(now - 5 * DAY, now + end * DAY) for end in ends))


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (window(3), window(-1), "tertutup"),
        (window(3), window(), "tertutup"),
        (window(3), window(2), "maju"),
        (window(3), window(4), ""),
        (window(-2), window(-3), ""),
        (window(), window(3), ""),
    ],
)
def test_j09_what_a_window_loses(before, after, how):
    assert loses(before, after, timezone.now()) == how


def test_j09_a_window_still_to_come_that_goes_is_lost_too():
    now = timezone.now()
    assert loses(Window((Span(now + DAY, now + 3 * DAY),)), Window(()), now) == "maju"
