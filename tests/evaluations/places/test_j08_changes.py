"""J8: places change at a date, and what was, what runs and what leads there follow."""

from datetime import date

from django.utils import timezone

from evaluations.places.services import changes
from pekppp.accounts import lineage
from pekppp.accounts.models import Membership, UnitLokus

LETTER = {"nomor_surat": "Perda 5/2026", "tanggal_surat": date(2026, 1, 5)}


def prepare(by, place, jenis, berlaku=None, others=(), **isi):
    day = berlaku or timezone.localdate()
    return changes.prepare(
        by=by, place=place, jenis=jenis, berlaku=day, others=others, isi=isi, **LETTER
    )


def do(by, place, jenis, **more):
    change = prepare(by, place, jenis, **more)
    return changes.confirm(by=by, change=change)


def test_j08_a_unit_is_split_with_its_people(cast):
    change = prepare(
        cast.bagian,
        cast.puskesmas,
        "pecah",
        baru=["Puskesmas Utara", "Puskesmas Selatan"],
        orang=True,
    )
    assert UnitLokus.objects.filter(nama="Puskesmas Utara").count() == 0
    foreseen = changes.foreseen(change)
    done = changes.confirm(by=cast.bagian, change=change)
    assert done.hasil == foreseen == {"orang": 1}
    old = UnitLokus.objects.get(pk=cast.puskesmas.pk)
    assert old.closed_on == timezone.localdate()
    assert sorted(str(item) for item in lineage.heirs(old)) == [
        "Puskesmas Selatan",
        "Puskesmas Utara",
    ]
    assert Membership.objects.filter(user=cast.operator_puskesmas, ended_at=None).count() == 3
