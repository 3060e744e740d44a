"""Cycles: made by who may, opened once however often, extended with a letter, closed at the end."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.cycle.services.cycles import (
    LokusRule,
    close_siklus,
    create_siklus,
    delete_siklus,
    reopen_siklus,
    set_lokus,
    set_phases,
    update_siklus,
)
from evaluations.cycle.services.opening import add_evaluasi, open_siklus
from evaluations.cycle.services.preview import preview_opening
from evaluations.models import Evaluasi, EvaluasiAspek, Hasil, Nilai, Siklus, Survei, TautanSurvei
from evaluations.rules.phases import Phase, end_of, proposed, start_of
from evaluations.rules.workflow import Kegiatan
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from tests import factories
from tests.stage import stage

ALL = tuple(item.value for item in Kegiatan)


def make(by, instansi, **fields):
    fields.setdefault("nama", "PEKPPP 2026")
    fields.setdefault("skema", "nasional" if instansi.is_national else "mandiri")
    fields.setdefault("instrumen_a", factories.make_version("A"))
    return create_siklus(
        by=by,
        instansi=instansi,
        tahun=2026,
        periode_mulai=date(2025, 1, 1),
        periode_akhir=date(2025, 12, 31),
        **fields,
    )


def spans(*opens, days=30):
    now = timezone.now()
    return [Phase("Semua", now - timedelta(days=1), now + timedelta(days=days), opens or ALL)]


@stage.fixture
def prepared(cast):
    """A national cycle that names every RSUD of a kabupaten, ready to open."""
    siklus = make(cast.menpan, cast.nasional)
    set_phases(by=cast.menpan, siklus=siklus, phases=spans())
    set_lokus(
        by=cast.menpan,
        siklus=siklus,
        rules=[LokusRule("kabupaten", factories.make_kind())],
    )
    return siklus


# Making -------------------------------------------------------------------------------------------


def test_who_may_create_a_cycle_where(cast):
    assert make(cast.menpan, cast.nasional).skema == "nasional"
    assert make(cast.bagian, cast.banjarnegara).status == "disiapkan"
    for person in (cast.biro, cast.admin_tetangga, cast.pimpinan, cast.evaluator, cast.kepala):
        with pytest.raises(PermissionDenied):
            make(person, cast.banjarnegara, nama="Lain")


def test_only_the_ministry_organises_a_national_cycle(cast):
    with pytest.raises(Refused) as refused:
        make(cast.bagian, cast.banjarnegara, skema="nasional")
    assert refused.value.field == "skema"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"nama": "  "}, "nama"),
        ({"skema": "lain"}, "skema"),
        ({"instrumen_a": None}, "instrumen_a"),
        ({"min_responden": 0}, "min_responden"),
        ({"min_responden": 30, "target_responden": 10}, "target_responden"),
        ({"target_responden": 0}, "target_responden"),
        # The instrument asks for 10 at least, and aims at 30.
        ({"target_responden": 9}, "target_responden"),
        ({"min_responden": 31}, "min_responden"),
    ],
)
def test_an_impossible_cycle_is_refused_beside_its_field(cast, fields, field):
    with pytest.raises(Refused) as refused:
        make(cast.bagian, cast.banjarnegara, **fields)
    assert refused.value.field == field


def test_an_instrument_of_the_other_form_or_unpublished_is_refused(cast):
    b = factories.make_version("B")
    with pytest.raises(Refused) as refused:
        make(cast.bagian, cast.banjarnegara, instrumen_a=b)
    assert refused.value.field == "instrumen_a"
    b.status = "ditarik"
    b.save()
    with pytest.raises(Refused) as refused:
        make(cast.bagian, cast.banjarnegara, instrumen_b=b)
    assert refused.value.field == "instrumen_b"


def test_a_name_is_used_once_a_year(cast):
    make(cast.bagian, cast.banjarnegara)
    with pytest.raises(Refused) as refused:
        make(cast.bagian, cast.banjarnegara)
    assert refused.value.field == "nama"


def test_an_open_cycle_changes_only_what_touches_no_figure(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    update_siklus(by=cast.menpan, siklus=prepared, nama="PEKPPP Nasional", target_responden=50)
    assert Survei.objects.get(unit=cast.rsud).target == 50
    with pytest.raises(Refused) as refused:
        update_siklus(by=cast.menpan, siklus=prepared, nilai_dipakai="verifikator")
    assert refused.value.field == "nilai_dipakai"


def test_a_target_that_is_taken_away_leaves_the_instrument_s_at_every_survey(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    usual = prepared.instrumen_a.instrumen.survei.target
    found = Survei.objects.filter(evaluasi__siklus=prepared)
    for target, at_the_survey in ((50, 50), (None, usual)):
        update_siklus(by=cast.menpan, siklus=prepared, target_responden=target)
        assert set(found.values_list("target", flat=True)) == {at_the_survey}
    assert usual not in (50, None)


def test_a_target_holds_for_every_instrument_and_keeps_nobody_from_another_change(cast, prepared):
    update_siklus(by=cast.menpan, siklus=prepared, target_responden=10)
    update_siklus(by=cast.menpan, siklus=prepared, min_responden=5, target_responden=5)
    with pytest.raises(Refused, match="menurut instrumen formulir A"):
        update_siklus(by=cast.menpan, siklus=prepared, min_responden=None)
    # As an older rule let it through.
    Siklus.objects.filter(pk=prepared.pk).update(min_responden=None)
    assert update_siklus(by=cast.menpan, siklus=prepared, nama="Lain").nama == "Lain"


def test_the_suggestion_stays_hidden_while_reasons_may_be_owed(cast, siklus, evaluasi):
    """Whatever step the F02 is at: one that is shown would ask for none of them any more."""
    update_siklus(by=cast.menpan, siklus=siklus, sembunyikan_usulan=True)
    update_siklus(by=cast.menpan, siklus=siklus, sembunyikan_usulan=False)
    update_siklus(by=cast.menpan, siklus=siklus, sembunyikan_usulan=True)
    Nilai.objects.create(
        instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi,
        indikator=1, peran="evaluator", level=3, oleh=cast.evaluator,
    )  # fmt: skip
    for state in ("dinilai", "dikembalikan"):
        Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
        with pytest.raises(Refused, match="1 evaluasi sedang dinilai") as refused:
            update_siklus(by=cast.menpan, siklus=siklus, sembunyikan_usulan=False)
        assert refused.value.field == "sembunyikan_usulan"
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="f02_selesai")
    update_siklus(by=cast.menpan, siklus=siklus, sembunyikan_usulan=False)


def test_every_change_of_a_cycle_is_in_the_audit(cast, prepared):
    update_siklus(by=cast.menpan, siklus=prepared, nama="Lain")
    found = AuditEntry.objects.filter(object_id=str(prepared.uuid)).values_list("action", flat=True)
    assert set(found) == {"buat_siklus", "atur_fase", "atur_lokus", "ubah_siklus"}


# Phases and lokus ---------------------------------------------------------------------------------


def test_the_proposed_phases_follow_one_another():
    phases = {phase.nama: phase for phase in proposed(date(2026, 3, 2))}
    lengths = [(phase.akhir - phase.mulai).days + 1 for phase in phases.values()]
    assert lengths == [14, 30, 30, 21, 10, 14, 1]
    assert phases["Pengisian F01"].mulai == start_of(date(2026, 3, 16))
    assert phases["Pengisian F01"].akhir == end_of(date(2026, 4, 14))
    assert phases["Survei F03"].akhir == phases["Pengisian F01"].akhir
    assert phases["Penilaian F02"].mulai == start_of(date(2026, 4, 15))


@pytest.mark.parametrize(
    "phases",
    [
        [],
        [Phase(" ", start_of(date(2026, 1, 1)), end_of(date(2026, 1, 2)))],
        [Phase("Terbalik", end_of(date(2026, 1, 2)), start_of(date(2026, 1, 1)))],
        [Phase("Asing", start_of(date(2026, 1, 1)), end_of(date(2026, 1, 2)), ("menari",))],
        [Phase("Sama", start_of(date(2026, 1, 1)), end_of(date(2026, 1, 2)))] * 2,
    ],
)
def test_impossible_phases_are_refused_and_the_old_ones_stay(cast, prepared, phases):
    with pytest.raises(Refused):
        set_phases(by=cast.menpan, siklus=prepared, phases=phases)
    assert prepared.fase.get().nama == "Semua"


def test_a_running_cycle_keeps_a_phase_for_every_activity_it_needs(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    with pytest.raises(Refused):
        set_phases(by=cast.menpan, siklus=prepared, phases=spans("isi_f01"))


def test_open_surveys_follow_the_new_dates(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    phases = spans(days=60)
    set_phases(by=cast.menpan, siklus=prepared, phases=phases)
    assert Survei.objects.get(unit=cast.rsud).tutup == phases[0].akhir


def test_a_mandiri_cycle_names_only_units_of_its_owner(cast):
    siklus = make(cast.bagian, cast.banjarnegara)
    with pytest.raises(Refused) as refused:
        set_lokus(
            by=cast.bagian, siklus=siklus, rules=[LokusRule("provinsi", factories.make_kind())]
        )
    assert refused.value.field == "jenis_instansi"
    set_phases(by=cast.bagian, siklus=siklus, phases=spans())
    set_lokus(by=cast.bagian, siklus=siklus, rules=[LokusRule("kabupaten", factories.make_kind())])
    assert [row.unit for row in preview_opening(by=cast.bagian, siklus=siklus).rows] == [cast.rsud]


# Preview ------------------------------------------------------------------------------------------


def test_the_preview_names_units_form_and_evaluating_instansi_and_writes_nothing(cast, prepared):
    preview = preview_opening(by=cast.menpan, siklus=prepared)
    rows = {row.unit: row for row in preview.rows}
    assert set(rows) == {cast.rsud, cast.unit_tetangga}
    seed = rows[cast.rsud].seed
    assert (seed.formulir, seed.penilai) == ("A", cast.banjarnegara)
    assert (preview.new, preview.existing, preview.obstacles) == (2, 0, [])
    assert not Evaluasi.objects.exists()


def test_a_unit_whose_head_has_no_account_is_pointed_out(cast, prepared):
    rows = {row.unit: row for row in preview_opening(by=cast.menpan, siklus=prepared).rows}
    assert rows[cast.rsud].warnings == []
    assert rows[cast.unit_tetangga].warnings == [
        "Kepala unit belum punya akun; F01 tidak dapat dikirim."
    ]


def test_a_unit_gets_the_form_that_the_cycle_has(cast, prepared):
    cast.rsud.formulir = "B"
    cast.rsud.save()
    rows = {row.unit: row for row in preview_opening(by=cast.menpan, siklus=prepared).rows}
    assert rows[cast.rsud].seed.formulir == "A"
    assert rows[cast.rsud].warnings == ["Siklus tanpa formulir B; dipakai formulir A."]


def test_closed_units_and_instansi_are_not_named(cast, prepared):
    cast.rsud.closed_on = timezone.localdate()
    cast.rsud.save()
    cast.tetangga.closed_on = timezone.localdate()
    cast.tetangga.save()
    rows = preview_opening(by=cast.menpan, siklus=prepared).rows
    # The kabupaten without any is named, the closed one is not.
    assert [(row.instansi, row.unit, row.status) for row in rows] == [
        (cast.banjarnegara, None, "tiada")
    ]


def test_what_is_missing_is_said_before_opening(cast):
    siklus = make(cast.menpan, cast.nasional)
    preview = preview_opening(by=cast.menpan, siklus=siklus)
    assert preview.obstacles == [
        "Belum ada fase yang membuka «Isi F01».",
        "Belum ada fase yang membuka «Unggah bukti dukung».",
        "Belum ada fase yang membuka «Penilaian F02».",
        "Belum ada fase yang membuka «Survei F03».",
        "Belum ada aturan lokus: tentukan jenis unit yang dievaluasi.",
    ]
    with pytest.raises(Refused):
        open_siklus(by=cast.menpan, siklus=siklus)
    siklus.refresh_from_db()
    assert siklus.status == "disiapkan"


# Opening ------------------------------------------------------------------------------------------


def test_opening_creates_everything_an_evaluation_consists_of(cast, prepared):
    opened = open_siklus(by=cast.menpan, siklus=prepared)
    evaluasi = Evaluasi.objects.get(unit=cast.rsud)
    assert opened.created == 2
    assert (prepared.status, evaluasi.state) == ("berjalan", "draf")
    assert (evaluasi.nama_unit, evaluasi.nama_instansi, evaluasi.nama_induk) == (
        "RSUD Hj. Anna Lasmanah",
        "Kabupaten Banjarnegara",
        "Provinsi Jawa Tengah",
    )
    codes = list(evaluasi.aspek.values_list("kode", flat=True))
    assert codes == [aspek.kode for aspek in evaluasi.versi.instrumen.semua_aspek]
    assert evaluasi.hasil.stale
    survei = evaluasi.survei
    fase = prepared.fase.get()
    assert (survei.buka, survei.tutup, survei.minimum) == (fase.mulai, fase.akhir, 10)
    assert TautanSurvei.objects.filter(unit=cast.rsud, label="").count() == 1


def test_opening_twice_doubles_nothing(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    counted = [EvaluasiAspek, Hasil, Survei, TautanSurvei, Notice]
    before = [model.objects.count() for model in counted]
    again = open_siklus(by=cast.menpan, siklus=prepared)
    assert (again.created, again.existing) == (0, 2)
    assert [model.objects.count() for model in counted] == before


def test_opening_again_adds_what_is_new(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    assert open_siklus(by=cast.menpan, siklus=prepared).created == 1


def test_a_unit_whose_default_form_changed_is_not_opened_again(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    prepared.instrumen_b = factories.make_version("B")
    prepared.save()
    cast.rsud.formulir = "B"
    cast.rsud.save()
    assert open_siklus(by=cast.menpan, siklus=prepared).created == 0


@pytest.mark.parametrize("who", ["biro", "bagian", "evaluator", "operator", "pimpinan", "siapapun"])
def test_only_the_organiser_opens(cast, prepared, who):
    with pytest.raises(PermissionDenied):
        open_siklus(by=getattr(cast, who), siklus=prepared)


def test_unit_and_office_are_told_once(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    notice = Notice.objects.get(user=cast.operator)
    assert notice.url == Evaluasi.objects.get(unit=cast.rsud).get_absolute_url()
    assert "WIB" in notice.body
    assert Notice.objects.filter(user=cast.bagian, kind="siklus_dibuka").count() == 1
    assert not Notice.objects.filter(user=cast.operator_puskesmas).exists()


def test_more_units_than_the_rule_allows_have_to_be_chosen(cast, prepared):
    second = factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    rule = LokusRule("kabupaten", factories.make_kind(), 1)
    set_lokus(by=cast.menpan, siklus=prepared, rules=[rule])
    opened = open_siklus(by=cast.menpan, siklus=prepared)
    assert (opened.created, [q.instansi for q in opened.unchosen]) == (1, [cast.banjarnegara])
    with pytest.raises(Refused) as refused:
        open_siklus(by=cast.menpan, siklus=prepared, units=[cast.rsud, second])
    assert refused.value.field == "unit"
    assert open_siklus(by=cast.menpan, siklus=prepared, units=[second]).created == 1
    with pytest.raises(Refused):
        open_siklus(by=cast.menpan, siklus=prepared, units=[cast.rsud])


def test_a_unit_outside_the_rules_is_refused(cast, prepared):
    with pytest.raises(Refused):
        open_siklus(by=cast.menpan, siklus=prepared, units=[cast.puskesmas])


def test_the_place_of_a_cancelled_evaluation_is_free_again(cast, prepared):
    rule = LokusRule("kabupaten", factories.make_kind(), 1)
    set_lokus(by=cast.menpan, siklus=prepared, rules=[rule])
    open_siklus(by=cast.menpan, siklus=prepared)
    Evaluasi.objects.filter(unit=cast.rsud).update(state="diganti", akhir_alasan="Pindah")
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    assert open_siklus(by=cast.menpan, siklus=prepared).created == 1


def test_two_cycles_share_the_survey_of_a_period_but_a_practice_cycle_has_its_own(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    for nama, latihan in (("Mandiri", False), ("Latihan", True)):
        siklus = make(cast.bagian, cast.banjarnegara, nama=nama, latihan=latihan)
        set_phases(by=cast.bagian, siklus=siklus, phases=spans(days=90))
        rule = LokusRule("kabupaten", factories.make_kind())
        set_lokus(by=cast.bagian, siklus=siklus, rules=[rule])
        open_siklus(by=cast.bagian, siklus=siklus)
    national, mandiri, practice = Evaluasi.objects.filter(unit=cast.rsud).order_by("pk")
    assert national.survei == mandiri.survei != practice.survei
    assert practice.survei.latihan
    assert mandiri.survei.tutup > prepared.fase.get().akhir


def test_opening_takes_the_same_queries_for_few_and_many(cast, prepared):
    def queries():
        with CaptureQueriesContext(connection) as found:
            open_siklus(by=cast.menpan, siklus=prepared)
        return len(found)

    one = queries()
    for number in range(5):
        factories.make_unit(cast.banjarnegara, f"RSUD {number}")
    assert queries() <= one


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_create_one_of_each(cast, prepared):
    opened, barrier = [], threading.Barrier(2)

    def run():
        try:
            barrier.wait(5)
            opened.append(open_siklus(by=cast.menpan, siklus=Siklus.objects.get(pk=prepared.pk)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(item.created for item in opened) == [0, 2]
    assert Evaluasi.objects.count() == 2


# Adding one unit ----------------------------------------------------------------------------------


def test_a_unit_beside_the_rules_is_added_by_hand(cast, prepared):
    open_siklus(by=cast.menpan, siklus=prepared)
    made = add_evaluasi(by=cast.menpan, siklus=prepared, unit=cast.puskesmas, penilai=cast.jateng)
    assert (made.penilai, made.hasil.stale, made.aspek.count()) == (cast.jateng, True, 7)
    with pytest.raises(Refused) as refused:
        add_evaluasi(by=cast.menpan, siklus=prepared, unit=cast.puskesmas)
    assert refused.value.field == "unit"


def test_what_cannot_be_added(cast, prepared):
    with pytest.raises(Refused):
        add_evaluasi(by=cast.menpan, siklus=prepared, unit=cast.puskesmas)
    open_siklus(by=cast.menpan, siklus=prepared)
    for field, more in (("formulir", {"formulir": "B"}), ("penilai", {"penilai": cast.tetangga})):
        with pytest.raises(Refused) as refused:
            add_evaluasi(by=cast.menpan, siklus=prepared, unit=cast.puskesmas, **more)
        assert refused.value.field == field
    with pytest.raises(PermissionDenied):
        add_evaluasi(by=cast.bagian, siklus=prepared, unit=cast.puskesmas)


def test_a_mandiri_cycle_takes_no_unit_of_another(cast):
    siklus = factories.make_siklus(cast.banjarnegara)
    with pytest.raises(Refused) as refused:
        add_evaluasi(by=cast.bagian, siklus=siklus, unit=cast.unit_tetangga)
    assert refused.value.field == "unit"


# The end ------------------------------------------------------------------------------------------


def test_a_cycle_closes_when_nothing_is_in_work(cast, siklus, evaluasi):
    with pytest.raises(Refused):
        close_siklus(by=cast.menpan, siklus=siklus)
    Evaluasi.objects.update(state="terbit")
    assert close_siklus(by=cast.menpan, siklus=siklus).status == "ditutup"
    with pytest.raises(Refused):
        set_phases(by=cast.menpan, siklus=siklus, phases=spans())
    with pytest.raises(Refused):
        reopen_siklus(by=cast.menpan, siklus=siklus, reason=" ")
    assert reopen_siklus(by=cast.menpan, siklus=siklus, reason="Keliru").status == "berjalan"


def test_a_practice_cycle_closes_at_any_time(cast):
    siklus = factories.make_siklus(cast.banjarnegara, latihan=True)
    factories.make_evaluasi(siklus, cast.rsud)
    assert close_siklus(by=cast.bagian, siklus=siklus).status == "ditutup"


def test_a_cycle_that_was_never_opened_is_deleted(cast, prepared, as_user):
    place = f"/siklus/{prepared.uuid}/"
    assert as_user(cast.bagian).post(f"{place}hapus/").status_code in (403, 404)
    client = as_user(cast.menpan)
    assert f"{place}hapus/" in client.get(place).content.decode()
    assert "belum dibuka" in client.get(f"{place}hapus/").content.decode()
    assert client.post(f"{place}hapus/").status_code == 302
    assert not Siklus.objects.filter(pk=prepared.pk).exists()
    told = AuditEntry.objects.get(action="hapus_siklus")
    assert told.by == cast.menpan and told.object_name == str(prepared) and told.data["fase"]
    with pytest.raises(Refused, match="sudah dihapus"):
        open_siklus(by=cast.menpan, siklus=prepared)


def test_a_cycle_that_was_opened_is_not_deleted(cast, prepared, as_user):
    open_siklus(by=cast.menpan, siklus=prepared)
    with pytest.raises(Refused):
        delete_siklus(by=cast.menpan, siklus=prepared)
    client = as_user(cast.menpan)
    assert client.get(f"/siklus/{prepared.uuid}/hapus/").status_code == 302
    assert client.post(f"/siklus/{prepared.uuid}/hapus/").status_code == 302
    assert Siklus.objects.filter(pk=prepared.pk).exists()
    assert "hapus/" not in client.get(f"/siklus/{prepared.uuid}/").content.decode()


def test_the_head_of_a_unit_is_whoever_has_the_role_now(cast, prepared):
    head = cast.kepala.memberships.get()
    head.ended_at = timezone.now()
    head.save()
    rows = {row.unit: row for row in preview_opening(by=cast.menpan, siklus=prepared).rows}
    assert len(rows[cast.rsud].warnings) == 1
    factories.member(factories.make_user("kepala_baru"), Role.KEPALA, cast.rsud)
    rows = {row.unit: row for row in preview_opening(by=cast.menpan, siklus=prepared).rows}
    assert rows[cast.rsud].warnings == []
