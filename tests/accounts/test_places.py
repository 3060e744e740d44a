from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from pekppp.accounts.models import AuditEntry, Instansi
from pekppp.accounts.roles import Role
from pekppp.accounts.services import invitations, places
from pekppp.base.errors import Refused
from tests import factories


def make(cast, **fields):
    fields = {"by": cast.bagian, "instansi": cast.banjarnegara, "nama": "Dinas Sosial", **fields}
    fields.setdefault("jenis", factories.make_kind("dinsos", "Dinas Sosial", "bansos"))
    return places.create_unit(**fields)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_unit_takes_the_sector_of_its_kind(cast):
    unit = make(cast)
    assert (unit.sektor, unit.formulir, unit.instansi) == ("bansos", "A", cast.banjarnegara)
    assert actions() == ["buat_unit"]


@pytest.mark.parametrize("who", ["operator", "pimpinan", "admin_tetangga", "siapapun"])
def test_only_the_owner_and_those_above_make_units(cast, who):
    with pytest.raises(PermissionDenied):
        make(cast, by=getattr(cast, who))


def test_a_name_is_used_once_in_an_instansi_in_any_case(cast):
    make(cast)
    with pytest.raises(Refused) as refused:
        make(cast, nama="DINAS SOSIAL")
    assert (refused.value.field, refused.value.message) == (
        "nama",
        "Unit dengan nama ini sudah ada di Kabupaten Banjarnegara.",
    )


def test_a_closed_unit_frees_its_name(cast):
    places.close_unit(by=cast.bagian, unit=make(cast))
    assert make(cast).closed_on is None


def test_a_unit_without_a_name_is_refused(cast):
    with pytest.raises(ValidationError) as refused:
        make(cast, nama="")
    assert list(refused.value.message_dict) == ["nama"]


def test_an_update_keeps_before_and_after(cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, telepon="0286-591036")
    entry = AuditEntry.objects.get(action="ubah_unit")
    assert entry.data == {"perubahan": {"telepon": ["", "0286-591036"]}}


def test_an_update_that_changes_nothing_leaves_no_trace(cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, nama=cast.rsud.nama)
    assert actions() == []


def test_a_unit_does_not_lie_below_itself(cast):
    places.update_unit(by=cast.bagian, unit=cast.puskesmas, induk=cast.rsud)
    with pytest.raises(Refused) as refused:
        places.update_unit(by=cast.bagian, unit=cast.rsud, induk=cast.puskesmas)
    assert refused.value.field == "induk"


def test_a_parent_is_of_the_same_instansi(cast):
    with pytest.raises(Refused, match="instansi yang sama"):
        places.update_unit(by=cast.bagian, unit=cast.rsud, induk=cast.unit_tetangga)


def test_closing_names_a_successor_and_ends_invitations(cast):
    invitation = invitations.invite(
        by=cast.bagian,
        email="baru@uji.test",
        nama="Baru",
        role=Role.OPERATOR,
        instansi=cast.banjarnegara,
        unit=cast.rsud,
    )
    closed = places.close_unit(
        by=cast.bagian, unit=cast.rsud, successor=cast.puskesmas, reason="Perbup 5"
    )
    invitation.refresh_from_db()
    assert (closed.closed_on, closed.successor) == (timezone.localdate(), cast.puskesmas)
    assert invitation.revoked_at is not None
    assert AuditEntry.objects.get(action="tutup_unit").reason == "Perbup 5"


def test_closing_is_refused_for_the_future_for_itself_and_twice(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused):
        places.close_unit(by=cast.bagian, unit=cast.rsud, closed_on=tomorrow)
    with pytest.raises(Refused):
        places.close_unit(by=cast.bagian, unit=cast.rsud, successor=cast.rsud)
    places.close_unit(by=cast.bagian, unit=cast.rsud)
    with pytest.raises(Refused):
        places.close_unit(by=cast.bagian, unit=cast.rsud)
    with pytest.raises(Refused):
        places.update_unit(by=cast.bagian, unit=cast.rsud, nama="Lain")


def test_a_closed_unit_can_be_opened_again_unless_its_name_is_taken(cast):
    places.close_unit(by=cast.bagian, unit=cast.rsud)
    assert places.reopen_unit(by=cast.bagian, unit=cast.rsud).closed_on is None
    places.close_unit(by=cast.bagian, unit=cast.rsud)
    make(cast, nama=cast.rsud.nama)
    with pytest.raises(Refused):
        places.reopen_unit(by=cast.bagian, unit=cast.rsud)


@pytest.mark.parametrize("who", ["operator", "kepala", "pimpinan", "admin_tetangga"])
def test_who_only_reads_a_unit_changes_nothing(cast, who):
    for call in (places.update_unit, places.close_unit, places.reopen_unit):
        with pytest.raises(PermissionDenied):
            call(by=getattr(cast, who), unit=cast.rsud)


def test_an_office_names_itself_but_only_the_ministry_renames_the_instansi(cast):
    places.update_instansi(
        by=cast.bagian, instansi=cast.banjarnegara, nama_kantor="Bagian Organisasi Setda"
    )
    cast.banjarnegara.refresh_from_db()
    assert cast.banjarnegara.kantor == "Bagian Organisasi Setda"
    with pytest.raises(PermissionDenied):
        places.update_instansi(by=cast.bagian, instansi=cast.banjarnegara, nama="Lain")
    places.update_instansi(by=cast.menpan, instansi=cast.banjarnegara, nama="Lain")
    assert Instansi.objects.get(pk=cast.banjarnegara.pk).nama == "Lain"


def test_only_the_ministry_adds_an_instansi(cast):
    for who in (cast.bagian, cast.biro, cast.pimpinan):
        with pytest.raises(PermissionDenied):
            places.add_instansi(by=who, nama="Badan Baru", jenis="kl")
    made = places.add_instansi(by=cast.menpan, nama="Badan Baru Sekali", jenis="kl")
    assert made.kode == "badan-baru-sekali"


def test_an_office_in_the_ministry_adds_no_instansi(cast):
    person = factories.make_user("biro_pusat")
    factories.member(person, Role.ADMIN_INSTANSI, cast.nasional)
    with pytest.raises(PermissionDenied):
        places.add_instansi(by=person, nama="Badan Baru", jenis="kl")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"jenis": "nasional"}, "jenis"),
        ({"jenis": "kabupaten"}, "induk"),
        ({"jenis": "kl", "nama": "kabupaten tetangga"}, "nama"),
        ({"jenis": "kl", "kode": "terpakai"}, "kode"),
    ],
)
def test_a_new_instansi_that_fits_nowhere_is_refused_beside_the_field(cast, fields, field):
    factories.make_instansi("Sudah Ada", "kl", kode="terpakai")
    with pytest.raises(Refused) as refused:
        places.add_instansi(by=cast.menpan, **{"nama": "Baru", **fields})
    assert refused.value.field == field
