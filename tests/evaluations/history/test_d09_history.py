"""D9: years side by side across instruments: 2017 -> 2023 by aspect, 2023 -> 2026 by the total."""

from decimal import Decimal

import pytest
import yaml
from django.urls import reverse

from evaluations.history.queries import history as history_queries
from evaluations.models import HasilTerdahulu, NilaiLuar
from evaluations.progress.services.steps import advance
from evaluations.rules.history import Movement, Year, levels_of, movement, same, side_by_side
from evaluations.rules.workflow import Action
from instruments.models import VersiInstrumen
from instruments.spec import digest, load, to_data
from tests import factories
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import make_finished
from tests.stage import stage

pytestmark = pytest.mark.services


def version(name: str) -> VersiInstrumen:
    text = (factories.FIXTURES / "instrumen" / "contoh" / f"{name}.yaml").read_text()
    spec = load(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506  our own file
    return VersiInstrumen.objects.create(
        kode=spec.kode, nama=spec.nama, formulir="A", spec=to_data(spec), digest=digest(spec)
    )


def published(cast, tahun, versi, *, level, unit=None, **fields):
    siklus = factories.make_siklus(
        cast.nasional, nama=f"PEKPPP {unit or cast.rsud}", tahun=tahun, instrumen_a=versi, **fields
    )
    people = 10 if versi.instrumen.butir else 0
    made = make_finished(cast, siklus, unit or cast.rsud, level=level, people=people)
    for komponen in versi.instrumen.komponen_angka:
        NilaiLuar.objects.create(
            instansi=made.instansi, siklus=siklus, evaluasi=made, komponen=komponen.kode,
            angka=4, sumber="Laporan SKM", oleh=cast.evaluator,
        )  # fmt: skip
    advance(by=cast.menpan, evaluasi=made, action=Action.VALIDASI)
    publish(cast, siklus, nomor=f"Keputusan {tahun}")
    return made


@stage.fixture
def years(cast):
    """The RSUD under three instruments."""
    published(cast, 2022, version("pekppp-2017"), level=2)
    published(cast, 2025, factories.make_version("A"), level=3)
    published(cast, 2026, version("ipp-2026"), level=4)


def test_d09_three_instruments_stand_side_by_side(cast, years, as_user):
    [found] = history_queries.of_unit(cast.rsud)
    assert [year.tahun for year in found.tahun] == [2022, 2025, 2026]
    # The six aspects of 2017 and 2023 have the same codes and names; those of 2026 have none.
    codes = ("I", "II", "III", "IV", "V", "VI")
    told = {item[0]: values for item, values in found.baris}
    assert told == {
        **{kode: ["2.00", "3.00", None] for kode in codes},
        "I": ["1.99", "3.00", None],  # its weights of 2017 add to 99.5
    }
    first, second = found.kata
    assert "2022" in first and "6 aspek yang kode dan namanya sama" in first
    assert "2026" in second and "hanya IPP yang dibandingkan" in second
    before, middle, now = (year.ipp for year in found.tahun)
    # Each as it was decided: two decimals, and three in the form of 2026.
    assert (middle, now) == ("3.25", "4.000")
    assert [moved and (moved.poin, moved.persen, moved.sejak) for moved in found.beda] == [
        None,
        (f"+{Decimal(middle) - Decimal(before)}", "+30.0", 2022),
        ("+0.750", "+23.1", 2025),
    ]
    page = as_user(cast.operator).get(reverse("evaluations:unit_history", args=[cast.rsud.uuid]))
    text = page.content.decode()
    assert "tidak mempunyai aspek yang sama" in text and "I. Kebijakan Pelayanan" in text
    assert "Pondasi Teknis" not in text and "<svg" in text


def test_d09_the_instansi_is_the_mean_of_its_units_by_the_same_rule(cast, years):
    published(
        cast,
        2025,
        factories.make_version("A"),
        level=4,
        unit=cast.puskesmas,
    )
    [found] = history_queries.of_instansi(cast.banjarnegara)
    assert [year.tahun for year in found.tahun] == [2022, 2025, 2026]
    assert found.tahun[1].ipp == "3.63"  # (3,25 + 4,00) / 2 = 3,625, half up
    assert "2 unit" in found.tahun[1].keterangan
    assert dict(found.baris)[same("I", "Kebijakan Pelayanan")] == ["1.99", "3.50", None]


def test_d09_an_imported_year_stands_among_them_and_says_so(cast, years, as_user):
    HasilTerdahulu.objects.create(
        instansi=cast.banjarnegara, unit=cast.rsud, tahun=2021, skema="nasional", formulir="A",
        ipp="3.58", kategori="B",
        sumber="KepmenPANRB 1/2022", oleh=cast.bagian,
    )  # fmt: skip
    [found] = history_queries.of_unit(cast.rsud)
    assert next((year.tahun, year.tanda) for year in found.tahun) == (2021, "impor")
    assert found.kata[0].endswith("karena 2021 tanpa aspek.")
    page = as_user(cast.bagian).get(reverse("evaluations:unit_history", args=[cast.rsud.uuid]))
    assert "diimpor, tidak dihitung aplikasi ini" in page.content.decode()


def test_d09_the_same_code_with_another_name_is_another_aspect():
    old = Year(2025, "2025", "3.00", instrumen="a", aspek={same("I", "Kebijakan"): "3.00"})
    new = Year(2026, "2026", "3.50", instrumen="b", aspek={same("I", "Pondasi"): "3.50"})
    found = side_by_side("Skema Nasional, formulir A", [old, new])
    assert found.baris == [] and "hanya IPP" in found.kata[0]


def test_d09_a_level_moves_only_where_the_indicator_is_the_same_one(cast):
    old, new = factories.make_version("A").instrumen, version("pekppp-2017").instrumen
    before = levels_of(old, {"levels": {"1": "2"}})
    after = {"levels": {"1": "5/2"}}
    found = movement(before, levels_of(old, after), "I", 1)
    assert (found, found.arah) == (Movement("2", "2.50"), "naik")
    same_code = old.indikator(1).kode == new.indikator(1).kode
    assert (movement(before, levels_of(new, after), "I", 1) is not None) == same_code
    assert movement(before, levels_of(old, {}), "I", 1) is None
