"""P1: a nation of invented units whose figures are those of the engine, the same for a seed."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import Evaluasi, HasilTerbit, Respons, Siklus
from evaluations.publication.services.snapshot import snapshot
from evaluations.results.services import figures
from pekppp.accounts.models import User
from pekppp.demo import scale
from tests import factories

UNITS = 12


@pytest.mark.django_db(transaction=True)
def test_p01_every_figure_of_the_nation_is_the_engine_s_own(cast):
    User.objects.update(is_demo=True)
    factories.make_version("A")
    for kode in {kode for codes in scale.KINDS.values() for kode in codes}:
        factories.make_kind(kode, kode)
    # As two processes do at size.
    scale.generate(UNITS, seed=7, processes=2)

    assert Evaluasi.objects.count() == 2 * UNITS
    invented = User.objects.filter(username__startswith=scale.LOGIN)
    assert invented and not any(user.has_usable_password() for user in invented)
    rows = Evaluasi.objects.select_related("siklus__instansi", "versi", "survei", "instansi__induk")
    for evaluasi in rows.select_related("unit", "penilai", "hasil"):
        kept = evaluasi.hasil
        assert {name: getattr(kept, name) for name in COMPUTED} == {
            name: value for name, value in figures(evaluasi).items() if name in COMPUTED
        }
    published = HasilTerbit.objects.select_related("publikasi__siklus")
    assert {row.evaluasi.unit_id for row in published} == {row.unit_id for row in rows}
    for row in published:
        expected = snapshot(row.evaluasi, row.publikasi, list(row.evaluasi.rekomendasi.all()))
        expected["survei"]["profil"] = []
        expected["dihitung_pada"] = row.isi["dihitung_pada"]
        assert row.isi == expected

    again = Respons.objects.latest("pk")
    again.pk, again.kunci = None, uuid4()
    again.save()  # the next id is free
    call_command("generate_scale", units=5, verbosity=0)
    assert Evaluasi.objects.count() == 2 * UNITS


COMPUTED = {
    "ipp", "kategori", "f02_terisi", "f02_jumlah", "f01_terisi", "f01_jumlah", "responden",
    "rincian", "metode", "versi_digest", "masukan_digest",
}  # fmt: skip


@pytest.mark.django_db
def test_p01_real_people_keep_a_nation_out():
    factories.make_user("sungguhan")
    with pytest.raises(CommandError, match="pengguna sungguhan"):
        call_command("generate_scale", units=5)
    assert not Siklus.objects.exists()
