"""A number that the instrument takes from outside: typed by the ketua tim, with its source."""

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from evaluations.core import assignments
from evaluations.f02.services.external import save_external
from evaluations.models import Hasil, Nilai, NilaiLuar
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action
from instruments.models import VersiInstrumen
from instruments.spec import digest, load, to_data
from pekppp.base.errors import Conflict, Refused
from tests import factories
from tests.stage import stage


@stage.fixture
def new(cast):
    """The RSUD in a cycle of the 2026 form, its F02 under way."""
    text = (factories.FIXTURES / "instrumen" / "contoh" / "ipp-2026.yaml").read_text()
    spec = load(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    versi = VersiInstrumen.objects.create(
        kode=spec.kode, nama=spec.nama, formulir="A", spec=to_data(spec), digest=digest(spec)
    )
    made = factories.make_evaluasi(
        factories.make_siklus(cast.nasional, instrumen_a=versi), cast.rsud, survei=None
    )
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, made.aspek.all(), codename)
    return advance(by=cast.kepala, evaluasi=made, action=Action.KIRIM_F01, confirmed_gaps=True)


def save(by, evaluasi, angka="4,123", **more):
    given = {"komponen": "SKM", "sumber": "Laporan SKM 2025", **more}
    return save_external(by=by, evaluasi=evaluasi, angka=angka, **given)


def test_it_completes_the_figure(cast, new):
    save(cast.evaluator, new)
    Nilai.objects.bulk_create(
        Nilai(
            instansi=new.instansi,
            siklus=new.siklus,
            evaluasi=new,
            indikator=item.nomor,
            peran="evaluator",
            oleh=cast.evaluator,
            level=3,
        )
        for item in new.versi.instrumen.indikator_berbobot
    )
    result_services.mark_stale(new)
    result_services.recompute_stale()
    assert str(Hasil.objects.get(evaluasi=new).ipp) == "3.562"  # (3 + 4,123) / 2, half up


@pytest.mark.parametrize("who", ["kepala", "bagian", "menpan", "verifikator", "siapapun"])
def test_only_the_ketua_tim_types_it(cast, new, who):
    with pytest.raises(PermissionDenied):
        save(getattr(cast, who), new)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"angka": "5,1"}, "angka"),
        ({"angka": "-1"}, "angka"),
        ({"angka": "empat"}, "angka"),
        ({"angka": "4,12345"}, "angka"),
        ({"angka": "٤"}, "angka"),
        ({"angka": "nan"}, "angka"),
        ({"sumber": " \x00 "}, "sumber"),
    ],
)
def test_what_is_no_such_number_is_refused_beside_its_field(cast, new, typed, field):
    with pytest.raises(Refused) as refused:
        save(cast.evaluator, new, **typed)
    assert refused.value.field == field
    assert not NilaiLuar.objects.exists()


def test_zero_is_a_number(cast, new):
    assert save(cast.evaluator, new, "0").angka == 0


def test_a_number_that_changed_since_is_not_overwritten(cast, new):
    save(cast.evaluator, new, "4")
    save(cast.evaluator, new, "4")  # the same again is no conflict
    with pytest.raises(Conflict) as refused:
        save(cast.evaluator, new, "3")
    assert refused.value.current.angka == 4
    assert save(cast.evaluator, new, "3", based_on="4").angka == 3


def test_a_finished_f02_keeps_its_number(cast, new):
    type(new).objects.filter(pk=new.pk).update(state="f02_selesai")
    new.refresh_from_db()
    with pytest.raises(Refused, match="tidak dibuka"):
        save(cast.evaluator, new)


def test_on_the_page_what_is_refused_stays_typed(cast, new, as_user):
    client = as_user(cast.evaluator)
    page = reverse("evaluations:f02", args=[new.uuid])
    assert "Belum diisi. IPP belum ada tanpa angka ini." in client.get(page).content.decode()
    post = reverse("evaluations:f02_external", args=[new.uuid])
    wrong = client.post(post, {"komponen": "SKM", "angka": "81,25", "sumber": "Laporan 7"})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Angka harus di antara 0 sampai 5." in text
    assert 'value="81,25"' in text and 'value="Laporan 7"' in text
    done = client.post(post, {"komponen": "SKM", "angka": "4,06", "sumber": "Laporan 7"})
    assert done.headers["Location"] == page + "#angka-luar"
    assert "Sumber: Laporan 7." in client.get(page).content.decode()


def test_an_instrument_without_such_a_number_asks_for_none(cast, evaluasi, as_user):
    page = as_user(cast.evaluator).get(reverse("evaluations:f02", args=[evaluasi.uuid]))
    assert "Angka dari luar" not in page.content.decode()
    with pytest.raises(Refused):
        save(cast.evaluator, evaluasi)
