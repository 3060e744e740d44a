"""G6: Nasional and Mandiri at once: answers and evidence are taken over in both directions, only
where they were ticked, and wait for the unit."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.core.queries.evaluations import answers_of
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence
from evaluations.f01.queries import takeover as takeover_queries
from evaluations.f01.services import takeover
from evaluations.models import AmbilAlih, Bukti, Evaluasi, Fase, Jawaban
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from instruments.models import VersiInstrumen
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.f01.test_f01_pages import close_windows, page, url
from tests.evaluations.f01.test_prefill import hand_in, say
from tests.stage import stage


@stage.fixture
def mandiri(cast) -> Evaluasi:
    """The same unit at the same time in a cycle of its own instansi."""
    siklus = factories.make_siklus(cast.banjarnegara, nama="PEKPPP Mandiri 2026")
    return factories.make_evaluasi(siklus, cast.rsud)


def plan(evaluasi, source):
    return takeover.plan_of(evaluasi, source)


def take(by, evaluasi, source, chosen=None, key=None):
    ticks = plan(evaluasi, source).preselected() if chosen is None else chosen
    return takeover.take_over(
        by=by, evaluasi=evaluasi, sumber=source.uuid, chosen=ticks, key=key or uuid4()
    )


def values(evaluasi, indikator=1):
    return {key: row.nilai for key, row in answers_of(evaluasi).get(indikator, {}).items()}


def test_g06_answers_go_both_ways_between_two_running_cycles(cast, evaluasi, mandiri):
    say(evaluasi, cast.operator, sp_ada=True, jumlah_layanan=5)
    say(mandiri, cast.operator, jumlah_sp=3)
    assert take(cast.operator, mandiri, evaluasi).jawaban == 2
    assert values(mandiri) == {"sp_ada": True, "jumlah_layanan": 5, "jumlah_sp": 3}
    assert take(cast.operator, evaluasi, mandiri).jawaban == 1
    assert values(evaluasi) == values(mandiri)
    assert plan(evaluasi, mandiri).aspek == []


def test_g06_a_conflict_stands_side_by_side_and_waits_for_a_tick(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True, jumlah_layanan=5)
    say(mandiri, cast.kepala, jumlah_layanan=9)
    client, address = as_user(cast.operator), url("f01_take", mandiri, evaluasi.uuid)
    html = client.get(address).content.decode()
    boxes = dict(re.findall(r'name="ambil" value="(1:\w+):[^"]+"[^>]*?( checked)?>', html))
    assert boxes == {"1:sp_ada": " checked", "1:jumlah_layanan": ""}
    row = html[html.index("Ganti<") :]
    assert row.index(">9") < row.index(">5")
    take(cast.operator, mandiri, evaluasi)
    assert values(mandiri)["jumlah_layanan"] == 9
    (item,) = next(plan(mandiri, evaluasi).parts).bentrok
    take(cast.operator, mandiri, evaluasi, [item.tanda])
    row = Jawaban.objects.get(evaluasi=mandiri, pertanyaan="jumlah_layanan")
    assert (row.nilai, row.versi, row.oleh) == (5, 2, cast.operator)


@pytest.mark.parametrize("side", ["here", "there"])
def test_g06_a_tick_never_reaches_what_changed_since_it_was_shown(cast, evaluasi, mandiri, side):
    say(evaluasi, cast.operator, sp_ada=True, jumlah_layanan=5)
    say(mandiri, cast.operator, jumlah_layanan=9)
    shown = frozenset(plan(mandiri, evaluasi).tickable())
    changed = mandiri if side == "here" else evaluasi
    Jawaban.objects.filter(evaluasi=changed, pertanyaan="jumlah_layanan").update(nilai=7, versi=2)
    with pytest.raises(Refused, match="berubah") as refused:
        take(cast.operator, mandiri, evaluasi, shown)
    assert refused.value.status == 409
    assert "sp_ada" not in values(mandiri) and not AmbilAlih.objects.exists()


SAID = st.fixed_dictionaries(
    {
        "sp_ada": st.none() | st.booleans(),
        "jumlah_layanan": st.none() | st.integers(0, 9),
        "jumlah_sp": st.none() | st.integers(0, 9),
    }
)


def say_now(evaluasi, by, said):
    for soal, nilai in said.items():
        rows = Jawaban.objects.filter(evaluasi=evaluasi, pertanyaan=soal)
        if not rows.update(nilai=nilai, versi=F("versi") + 1):
            say(evaluasi, by, **{soal: nilai})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(here=SAID, there=SAID, data=st.data())
def test_g06_what_was_not_ticked_is_never_changed(cast, evaluasi, mandiri, here, there, data):
    """Whatever stands on either side and whichever ticks are sent."""
    say_now(evaluasi, cast.operator, there)
    say_now(mandiri, cast.kepala, here)
    known = plan(mandiri, evaluasi).tickable()
    ticks = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    ticked = {known[tanda].pertanyaan.id: known[tanda].nilai for tanda in ticks}
    if ticks:
        take(cast.operator, mandiri, evaluasi, ticks)
    assert values(mandiri) == {**here, **ticked}


def test_g06_evidence_comes_as_the_same_file_and_says_where_it_is_from(
    cast, evaluasi, mandiri, as_user
):
    made = hand_in(evaluasi, cast.kepala, "sk.pdf", halaman="hal. 3")
    sent = timezone.now() - timedelta(days=900)
    Bukti.objects.filter(pk=made.pk).update(pada=sent)
    (item,) = next(plan(mandiri, evaluasi).parts).bukti
    assert item.lama and "lama: sebelum periode" in page(
        as_user(cast.operator), "f01_take", mandiri, evaluasi.uuid
    )
    assert take(cast.operator, mandiri, evaluasi).bukti == 1
    new = Bukti.objects.get(evaluasi=mandiri)
    assert (new.berkas, new.halaman, new.asal, new.oleh) == (
        made.berkas, "hal. 3", made, cast.operator,
    )  # fmt: skip
    html = page(as_user(cast.operator), "f01", mandiri, "I")
    year = timezone.localtime(sent).year
    assert re.search(rf"diambil alih dari {evaluasi.siklus.nama}, diunggah \d+ \w+ {year}", html)
    # Taken on from there, its origin stays where it was first handed in.
    final = factories.make_evaluasi(factories.make_siklus(cast.banjarnegara), cast.rsud)
    take(cast.operator, final, mandiri)
    assert Bukti.objects.get(evaluasi=final).asal == made
    # The neighbour's file is noticed as ever.
    other = factories.make_evaluasi(evaluasi.siklus, cast.puskesmas)
    hand_in(other, cast.operator_puskesmas, "sk.pdf")
    assert evidence_queries.same_content([new], mandiri)


def test_g06_a_link_comes_with_the_day_on_which_it_was_looked_at(cast, evaluasi, mandiri):
    Bukti.objects.create(
        instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, indikator=1,
        tautan="https://contoh.go.id/sk", tautan_dilihat=date(2025, 3, 1), nama="SK",
        oleh=cast.operator,
    )  # fmt: skip
    take(cast.operator, mandiri, evaluasi)
    new = Bukti.objects.get(evaluasi=mandiri)
    assert (new.tautan_dilihat, new.asal.evaluasi) == (date(2025, 3, 1), evaluasi)


def test_g06_evidence_is_ticked_only_where_there_is_none(cast, evaluasi, mandiri):
    hand_in(evaluasi, cast.operator, "lain.pdf")
    hand_in(evaluasi, cast.operator, "dua.pdf", indikator=2)
    hand_in(mandiri, cast.operator, "sk.pdf")
    found = plan(mandiri, evaluasi)
    assert len(found.tickable()) == 2
    assert {tanda.split(":")[0] for tanda in found.preselected()} == {"2"}


def test_g06_what_was_taken_over_waits_for_the_unit(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True)
    say(evaluasi, cast.operator, indikator=2, **{first(evaluasi, 2): True})
    take(cast.operator, mandiri, evaluasi)
    client = as_user(cast.operator)
    html = page(client, "f01", mandiri, "I")
    assert html.count("Diambil alih, belum dikonfirmasi.") == 2
    assert "2 indikator aspek ini diambil alih" in html
    with pytest.raises(Refused, match="Indikator 1, 2 diambil alih"):
        send(cast, mandiri)
    summary = page(as_user(cast.kepala), "f01_submit", mandiri)
    assert summary.index("Diambil alih, belum dikonfirmasi (2)") < summary.index("Belum dijawab (")
    assert 'name="setuju"' not in summary
    client = as_user(cast.operator)
    there = client.post(url("f01_confirm", mandiri), {"indikator": ["1"]})
    assert there.url == url("f01", mandiri, "I") + "#i-1"
    there = client.post(url("f01_confirm", mandiri), {"indikator": ["2"], "ringkasan": "1"})
    assert there.url == url("f01_submit", mandiri)
    assert "belum dikonfirmasi" not in page(client, "f01", mandiri, "I")
    assert send(cast, mandiri).state == State.DIKIRIM
    assert [row.dikonfirmasi_oleh for row in AmbilAlih.objects.all()] == [cast.operator] * 2


def first(evaluasi, nomor):
    asked = evaluasi.versi.instrumen.indikator(nomor).pertanyaan
    return next(p.id for p in asked if p.jenis == "ya_tidak")


def send(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_g06_taken_over_again_it_waits_again_and_the_audit_says_from_where(cast, evaluasi, mandiri):
    say(evaluasi, cast.operator, sp_ada=True)
    take(cast.operator, mandiri, evaluasi)
    assert takeover.confirm(by=cast.kepala, evaluasi=mandiri, indikator=[1, 2]) == [1]
    assert takeover.confirm(by=cast.kepala, evaluasi=mandiri, indikator=[1]) == []
    say(evaluasi, cast.operator, jumlah_layanan=5)
    take(cast.operator, mandiri, evaluasi)
    assert AmbilAlih.objects.get(evaluasi=mandiri).dikonfirmasi_pada is None
    entry = AuditEntry.objects.filter(action="ambil_alih_f01").latest("pk")
    assert (entry.data["dari"], entry.data["indikator"]) == (str(evaluasi.uuid), [1])


def test_g06_the_same_form_twice_takes_over_once(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True)
    form = {"kunci": str(uuid4()), "ambil": list(plan(mandiri, evaluasi).tickable())}
    client, address = as_user(cast.operator), url("f01_take", mandiri, evaluasi.uuid)
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(action="ambil_alih_f01").count() == 1


def test_g06_a_refused_form_says_why_and_keeps_its_ticks(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True, jumlah_layanan=5)
    client, address = as_user(cast.operator), url("f01_take", mandiri, evaluasi.uuid)
    nothing = client.post(address, {"kunci": str(uuid4())})
    assert (nothing.status_code, " checked" in nothing.content.decode()) == (422, False)
    assert "Belum ada yang dipilih" in nothing.content.decode()
    ticks = sorted(plan(mandiri, evaluasi).tickable())
    gone = client.post(address, {"kunci": str(uuid4()), "ambil": [ticks[0], "1:sp_ada:8:1"]})
    assert (gone.status_code, gone.content.decode().count(" checked")) == (422, 1)


def test_g06_what_does_not_fit_is_said_and_cannot_be_taken(cast, evaluasi, as_user):
    """Form B of the year before: by code, and by the same question."""
    siklus = factories.make_siklus(
        cast.banjarnegara, tahun=2025, instrumen_b=factories.make_version("B")
    )
    daring = factories.make_evaluasi(siklus, cast.rsud, formulir="B")
    now, then = evaluasi.versi.instrumen, daring.versi.instrumen
    for item in then.semua_indikator:
        for p in item.pertanyaan:
            if p.jenis == "teks":
                say(daring, cast.operator, indikator=item.nomor, **{p.id: "Ada"})
    found = plan(evaluasi, daring)
    assert {part.indikator.kode for part in found.parts} <= {i.kode for i in then.semua_indikator}
    assert {i.kode for i in found.tanpa} == {i.kode for i in now.semua_indikator} - {
        i.kode for i in then.semua_indikator
    }
    assert page(as_user(cast.operator), "f01_take", evaluasi, daring.uuid)


def test_g06_between_versions_by_code_and_only_with_the_same_meaning(cast, evaluasi, as_user):
    """Then: other numbers, a question of another kind, and one that is not asked here."""
    spec = json.loads(json.dumps(factories._official("A")["spec"]))
    one, two = spec["aspek"][0]["indikator"][:2]
    one["nomor"], two["nomor"] = two["nomor"], one["nomor"]
    one["pertanyaan"][1]["jenis"] = "persen"
    two["pertanyaan"][0]["id"] = "dahulu"
    two["pertanyaan"] = two["pertanyaan"][:1]
    two.pop("aturan"), two.pop("pemeriksaan", None)
    old = VersiInstrumen.objects.create(
        kode="PEKPPP-LAMA", nama="Lama", formulir="A", status="terbit", spec=spec,
        digest="0" * 64, published_at=timezone.now(),
    )  # fmt: skip
    siklus = factories.make_siklus(cast.banjarnegara, tahun=2024, instrumen_a=old)
    made = factories.make_evaluasi(siklus, cast.rsud)
    say(made, cast.operator, indikator=2, sp_ada=True, jumlah_layanan="5", jumlah_sp=3)
    say(made, cast.operator, indikator=1, dahulu=True)
    found = plan(evaluasi, made)
    assert {tanda.rpartition(":")[0] for tanda in found.tickable()} == {
        "1:sp_ada:0", "1:jumlah_sp:0"
    }  # fmt: skip
    said = [(item.nomor, item.sebab) for part in found.parts for item in part.tidak_cocok]
    assert said == [
        (1, "jenis pertanyaannya sudah lain"), (2, "pertanyaan ini tidak ada di sini"),
    ]  # fmt: skip
    html = page(as_user(cast.operator), "f01_take", evaluasi, made.uuid)
    assert html.count("Tidak cocok:") == 2


def test_g06_who_reads_it_is_told_what_the_unit_has_not_confirmed(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True)
    take(cast.operator, mandiri, evaluasi)
    said = f"Diambil alih dari {evaluasi.siklus.nama}, belum dikonfirmasi unit"
    client = as_user(cast.bagian)
    assert said in client.get(url("f02_indicator", mandiri, 1)).content.decode()
    assert said not in client.get(url("f02_indicator", mandiri, 2)).content.decode()


@pytest.mark.parametrize("closed", ["all", "evidence"])
def test_g06_windows_hold_as_for_typing_and_uploading(cast, evaluasi, mandiri, as_user, closed):
    say(evaluasi, cast.operator, sp_ada=True)
    hand_in(evaluasi, cast.operator, "sk.pdf")
    ticks = sorted(plan(mandiri, evaluasi).tickable())
    if closed == "all":
        close_windows(mandiri.siklus)
    else:
        Fase.objects.filter(siklus=mandiri.siklus).update(membuka=["isi_f01"])
    mandiri = Evaluasi.objects.get(pk=mandiri.pk)
    left = len(plan(mandiri, evaluasi).tickable())
    assert left == (0 if closed == "all" else 1)
    with pytest.raises(Refused):
        take(cast.operator, mandiri, evaluasi, ticks)
    assert page(as_user(cast.operator), "f01_take", mandiri, evaluasi.uuid)
    assert not values(mandiri) and not Bukti.objects.filter(evaluasi=mandiri).exists()


def test_g06_only_the_unit_takes_and_only_from_its_own(cast, evaluasi, mandiri, as_user):
    say(evaluasi, cast.operator, sp_ada=True)
    for person in (cast.evaluator, cast.bagian, cast.menpan, cast.operator_puskesmas):
        with pytest.raises(PermissionDenied):
            take(person, mandiri, evaluasi)
        assert as_user(person).get(url("f01_sources", mandiri)).status_code in (403, 404)
    other = factories.make_evaluasi(evaluasi.siklus, cast.puskesmas)
    for source in (other, mandiri):
        with pytest.raises(Http404):
            takeover_queries.get_source(cast.operator, mandiri, source.uuid)


def test_g06_every_other_evaluation_of_the_unit_is_offered(
    cast, evaluasi, mandiri, as_user, django_assert_num_queries
):
    say(evaluasi, cast.operator, sp_ada=True)
    client = as_user(cast.operator)
    with CaptureQueriesContext(connection) as one:
        html = page(client, "f01_sources", mandiri)
    assert url("f01_take", mandiri, evaluasi.uuid) in html
    for tahun, fields in ((2024, {}), (2025, {}), (2026, {"latihan": True})):
        made = factories.make_evaluasi(
            factories.make_siklus(cast.nasional, tahun=tahun, **fields), cast.rsud
        )
        hand_in(made, cast.operator, f"{made.pk}.pdf")
    ended = Evaluasi.objects.filter(siklus__tahun=2025)
    ended.update(state="dibatalkan", akhir_alasan="Uji.")
    with django_assert_num_queries(len(one)):
        html = page(client, "f01_sources", mandiri)
    # A practice cycle feeds no real one.
    assert html.count("/f01/ambil/") == 3
    assert len(one) <= 15


def test_g06_the_page_asks_no_more_for_more_answers(
    cast, evaluasi, mandiri, as_user, django_assert_num_queries
):
    say(evaluasi, cast.operator, sp_ada=True)
    client, address = as_user(cast.operator), url("f01_take", mandiri, evaluasi.uuid)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    say(evaluasi, cast.operator, jumlah_layanan=5, jumlah_sp=3)
    hand_in(evaluasi, cast.operator, "a.pdf")
    hand_in(evaluasi, cast.operator, "b.pdf", indikator=2)
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert len(one) <= 17


def test_g06_a_page_of_a_unit_with_one_evaluation_is_as_it_was(cast, evaluasi, as_user):
    html = page(as_user(cast.operator), "f01", evaluasi, "I")
    assert "evaluasi lain" not in html and "Diambil alih" not in html
    assert evidence.refusal(evaluasi) == ""
