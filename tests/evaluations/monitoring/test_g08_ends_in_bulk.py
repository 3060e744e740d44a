"""G8: many evaluations end without a result by one letter: seen first, all or none, each undone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import Evaluasi, Nilai
from evaluations.monitoring.services.ends import end_many
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action, State
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_finished, make_validated
from tests.stage import stage

ADDRESS = reverse("evaluations:monitoring_end")
LETTER = {"surat": "B/50/PP.00.02/2026", "alasan": "Tidak mengisi sampai batas waktu."}


@stage.fixture
def drafts(cast, siklus, evaluasi) -> list[Evaluasi]:
    others = [factories.make_unit(cast.banjarnegara, f"Unit {n}") for n in range(4)]
    return [evaluasi, *(factories.make_evaluasi(siklus, unit) for unit in others)]


def ids(evaluations) -> list[str]:
    return [str(item.uuid) for item in evaluations]


def states() -> set[str]:
    return set(Evaluasi.objects.values_list("state", flat=True))


def end(cast, evaluations, action=Action.TIDAK_MENGISI, **more):
    values = {"by": cast.menpan, "reason": "Tidak mengisi.", "surat": "B/1/2026"} | more
    return end_many(evaluations=evaluations, action=action, **values)


def test_g08_fifty_units_end_by_one_letter_and_each_person_hears_once(cast, siklus, drafts):
    units = [factories.make_unit(cast.banjarnegara, f"Lagi {n}") for n in range(45)]
    fifty = [*drafts, *(factories.make_evaluasi(siklus, unit) for unit in units)]
    end(cast, fifty, surat="B/50/2026")
    rows = set(Evaluasi.objects.values_list("state", "akhir_surat", "akhir_alasan", "akhir_dari"))
    assert rows == {("tidak_mengisi", "B/50/2026", "Tidak mengisi.", "draf")}
    assert AuditEntry.objects.filter(action="tidak_mengisi").count() == 50
    (heard,) = Notice.objects.filter(user=cast.bagian)
    assert heard.subject == "50 evaluasi dalam PEKPPP Nasional 2026 dinyatakan tidak mengisi."
    assert "Alasan: Tidak mengisi." in heard.body


def test_g08_one_that_is_too_far_is_named_and_nothing_ends(cast, siklus, drafts):
    far = make_validated(cast, siklus, cast.puskesmas)
    with pytest.raises(Refused) as error:
        end(cast, [*drafts, far], Action.BATALKAN)
    assert f"{cast.puskesmas.nama} (Divalidasi)" in error.value.message
    assert "Tidak ada yang diakhiri." in error.value.message
    assert (
        states() == {"draf", "divalidasi"} and not Notice.objects.filter(kind="batalkan").exists()
    )


def test_g08_who_may_not_end_one_of_them_ends_none(cast, drafts):
    for person in (cast.bagian, cast.biro, cast.evaluator, cast.kepala):
        with pytest.raises(PermissionDenied):
            end(cast, drafts, by=person)
    assert states() == {"draf"}


def test_g08_letter_and_reason_are_asked_and_one_cycle_only(cast, drafts):
    for field, more in (("alasan", {"reason": " "}), ("surat", {"surat": " "})):
        with pytest.raises(Refused) as error:
            end(cast, drafts, **more)
        assert error.value.field == field
    other = factories.make_evaluasi(factories.make_siklus(cast.nasional), cast.puskesmas)
    with pytest.raises(Refused, match="satu siklus"):
        end(cast, [*drafts, other])


def test_g08_the_page_says_what_is_there_before_it_ends_anything(cast, siklus, drafts, as_user):
    scored = make_finished(cast, siklus, cast.puskesmas)
    done = make_validated(cast, siklus, factories.make_unit(cast.banjarnegara, "Sudah"))
    client = as_user(cast.menpan)
    chosen = ids([*drafts, scored, done])
    html = client.get(ADDRESS, {"pilih": chosen}).content.decode()
    for words in (
        'data-label="Nilai F02" class="number">30',
        'data-label="Responden F03" class="number">10',
        "Sudah terlalu jauh untuk «Nyatakan tidak mengisi»",
        "Tidak dapat diakhiri dengan keputusan mana pun",
        f'value="{scored.uuid}"',
    ):
        assert words in html, words
    assert f'value="{done.uuid}"' not in html
    sent = client.post(ADDRESS, LETTER | {"aksi": "tidak_mengisi", "pilih": ids([*drafts, scored])})
    assert sent.status_code == 422 and LETTER["alasan"] in sent.content.decode()
    assert "(F02 selesai)" in sent.content.decode()
    assert client.post(ADDRESS, {"pilih": ids(drafts)}).status_code == 422
    assert not Evaluasi.objects.filter(state__in=["tidak_mengisi", "dibatalkan"]).exists()
    form = LETTER | {"aksi": "tidak_dapat_dinilai", "pilih": ids([*drafts, scored])}
    said = client.post(ADDRESS, form, follow=True).content.decode()
    assert "6 evaluasi diakhiri: tidak dapat dinilai." in said and "orang diberi tahu" in said
    assert Nilai.objects.filter(evaluasi=scored).count() == 31  # all of it stays
    advance(by=cast.menpan, evaluasi=scored, action=Action.PULIHKAN, reason="Keliru.")
    assert scored.state == State.F02_SELESAI


def test_g08_all_that_a_filter_leaves(cast, siklus, drafts, as_user):
    make_finished(cast, siklus, cast.puskesmas)
    client = as_user(cast.menpan)
    asked = {"siklus": str(siklus.uuid), "status": "draf"}
    listed = client.get(reverse("evaluations:monitoring"), asked).content.decode()
    assert "Akhiri semua 5 unit ini" in listed
    html = client.get(ADDRESS, asked | {"semua": "1"}).content.decode()
    assert all(f'value="{name}"' in html for name in ids(drafts))
    assert cast.puskesmas.nama not in html
    sent_away = as_user(cast.bagian).get(ADDRESS, {"pilih": ids(drafts)}, follow=True)
    assert "Evaluasi diakhiri oleh penyelenggara siklusnya." in sent_away.content.decode()
    assert as_user(cast.operator).get(ADDRESS, {"pilih": ids(drafts)}).status_code == 403


def test_g08_the_page_asks_no_more_for_many_than_for_few(cast, siklus, drafts, as_user):
    client = as_user(cast.menpan)

    def queries(rows) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ADDRESS, {"pilih": ids(rows)}).status_code == 200
        return len(asked)

    queries(drafts)
    assert queries(drafts[:1]) == queries(drafts) <= 15
