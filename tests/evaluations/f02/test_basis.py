"""High levels without a basis are answered once; the F02 is finished after a summary."""

from datetime import date

import pytest
from django.urls import reverse

from evaluations.core.queries.evaluations import decided_levels, levels_of
from evaluations.f02.services.levels import save_score
from evaluations.models import Bukti, Evaluasi, Nilai, PeranNilai, Siklus
from evaluations.progress.queries import basis
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests.stage import stage


@stage.fixture
def scored(cast, evaluasi):
    """Level 3 everywhere, and 5 at the second indicator with nothing to show for it."""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=State.DINILAI)
    evaluasi.refresh_from_db()
    Nilai.objects.bulk_create(
        Nilai(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=item.nomor, peran="evaluator", oleh=cast.evaluator,
            level=5 if item.nomor == 2 else 3,
        )
        for item in evaluasi.versi.instrumen.semua_indikator
    )  # fmt: skip
    return evaluasi


def found(evaluasi):
    rows = levels_of(evaluasi)
    listed = basis.doubts(evaluasi, rows, decided_levels(evaluasi, rows), frozenset())
    return [(item.nomor, item.tanpa_dasar, item.tidak_terverifikasi) for item in listed]


def change(evaluasi, **fields):
    Nilai.objects.filter(evaluasi=evaluasi, indikator=2).update(**fields)


def finish(cast, evaluasi, dasar=""):
    return advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.SELESAI_F02, dasar=dasar)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [(2, True, False)]),
        ({"level": 4}, [(2, True, False)]),
        ({"level": 3}, []),
        ({"level": 0}, []),
        ({"diamati": True}, []),
        ({"catatan_unit": "Terlihat."}, []),
        ({"catatan_internal": "Terlihat."}, []),
        ({"alasan": "Terlihat."}, []),
        (
            {"diamati": True, "tidak_terverifikasi": True, "alasan_tidak_terverifikasi": "Tutup."},
            [(2, False, True)],
        ),
    ],
)
def test_what_supports_a_high_level(scored, fields, expected):
    change(scored, **fields)
    assert found(scored) == expected


def test_evidence_of_the_unit_supports_it_until_it_is_removed(cast, scored):
    row = Bukti.objects.create(
        instansi=scored.instansi, siklus=scored.siklus, evaluasi=scored, indikator=2,
        nama="SK", tautan="https://contoh.id/sk", tautan_dilihat=date(2026, 1, 5),
        oleh=cast.operator,
    )  # fmt: skip
    assert found(scored) == []
    Bukti.objects.filter(pk=row.pk).update(dihapus_pada=row.pada)
    assert found(scored) == [(2, True, False)]


def test_it_is_asked_once_and_the_answer_is_kept_in_the_trail_but_not_told_to_the_unit(
    cast, scored
):
    with pytest.raises(Refused) as refused:
        finish(cast, scored)
    assert refused.value.field == "dasar" and "indikator 2." in refused.value.message
    done = finish(cast, scored, "Wawancara dengan pengguna.")
    assert done.state == State.F02_SELESAI
    data = AuditEntry.objects.get(action="selesai_f02").data
    assert (data["dasar"], data["tanpa_dasar"]) == ("Wawancara dengan pengguna.", [2])
    assert "Wawancara" not in cast.operator.notices.get().body


@pytest.mark.parametrize(("rule", "passes"), [("abaikan", True), ("tolak", False)])
def test_the_cycle_may_ask_for_nothing_or_refuse(cast, scored, rule, passes):
    Siklus.objects.update(tanpa_dasar=rule)
    scored.siklus.refresh_from_db()
    if passes:
        assert finish(cast, scored).state == State.F02_SELESAI
        assert "dasar" not in AuditEntry.objects.get(action="selesai_f02").data
    else:
        with pytest.raises(Refused, match="Diamati di lokasi"):
            finish(cast, scored, "Wawancara.")


def test_the_tick_is_saved_like_every_mark(cast, scored, as_user):
    row = Nilai.objects.get(evaluasi=scored, indikator=2)
    save_score(
        by=cast.evaluator, evaluasi=scored, indikator=2, peran=PeranNilai.EVALUATOR,
        changes={"diamati": True}, based_on=row.versi, key="6a5b54a5-8f7a-4a2e-9a4e-0d8c0b1f6d11",
    )  # fmt: skip
    assert Nilai.objects.get(pk=row.pk).diamati
    with pytest.raises(Refused):
        save_score(
            by=cast.evaluator, evaluasi=scored, indikator=2, peran=PeranNilai.EVALUATOR,
            changes={"diamati": "ya"}, based_on=row.versi + 1,
            key="6a5b54a5-8f7a-4a2e-9a4e-0d8c0b1f6d12",
        )  # fmt: skip
    page = as_user(cast.evaluator).get(reverse("evaluations:f02_indicator", args=[scored.uuid, 2]))
    assert 'name="diamati" checked' in page.text


def test_finishing_shows_what_it_comes_to_and_who_will_hear(cast, scored, as_user):
    client, place = as_user(cast.evaluator), reverse("evaluations:f02_finish", args=[scored.uuid])
    page = client.get(place)
    assert page.context["bernilai"] == page.context["jumlah"] == 30
    assert [item.nomor for item, _ in page.context["tanpa_dasar"]] == [2]
    assert {item.sebutan: sorted(item.orang) for item in page.context["diberi_tahu"]} == {
        "penyelenggara": [str(cast.menpan)],
        "unit": sorted([str(cast.operator), str(cast.kepala)]),
    }
    refused = client.post(place, {"dasar": ""})
    assert refused.status_code == 422 and "Tulis penjelasannya." in refused.text
    done = client.post(place, {"dasar": "Wawancara."}, follow=True)
    assert "F02 selesai. 3 orang diberi tahu (unit dan penyelenggara)." in done.text
    # Later there is nothing to confirm.
    assert client.get(place).status_code == 302


def test_who_does_not_lead_is_shown_no_summary(cast, scored, as_user):
    place = reverse("evaluations:f02_finish", args=[scored.uuid])
    assert as_user(cast.operator).get(place).status_code == 403
    assert as_user(cast.bagian).get(place).status_code == 302
    assert as_user(cast.operator_tetangga).get(place).status_code == 404


def test_the_list_says_why_each_stands_on_it(scored):
    change(scored, tidak_terverifikasi=True, alasan_tidak_terverifikasi="Tutup.")
    rows = levels_of(scored)
    [one] = basis.doubts(scored, rows, decided_levels(scored, rows), frozenset())
    assert one.sebab == (
        "tanpa bukti, foto, catatan, atau pengamatan; ditandai tidak dapat diverifikasi"
    )
