"""G1 at the size of the nation: what an import costs beside reading its file and writing its rows.

Both are done in turns, in the same run, and their medians compared: no machine's speed decides.
"""

import io
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import openpyxl  # noqa: TID251  what reading the file costs at least
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pekppp.accounts import audit
from pekppp.accounts.models import (
    Aktivasi,
    ImporInduk,
    Instansi,
    Membership,
    PendingRole,
    UnitLokus,
    User,
)
from pekppp.accounts.roles import Role
from pekppp.accounts.services import pending
from tests import factories
from tests.accounts.imports.importing import apply, book, effects, nip, upload

ROUNDS = 3
MOST = 3  # times reading and bulk insert
SIZES = [
    pytest.param((12, 40, 120), id="short"),
    pytest.param((552, 1_950, 6_000), id="nation", marks=pytest.mark.size),
]


@pytest.fixture
def nation(cast, settings, request) -> tuple[int, int, int]:
    settings.MAIL_WORKS = False
    offices, units, people = request.param
    Instansi.objects.bulk_create(
        Instansi(kode=f"n-{number}", nama=f"Kabupaten {number:03d}", jenis="kabupaten")
        for number in range(offices)
    )
    return offices, units, people


def admin_rows(offices: int) -> list[dict[str, str]]:
    return [
        {
            "instansi": f"Kabupaten {number:03d}",
            "nama": f"Admin {number}",
            "nip": nip(number),
            "jabatan": "Kepala Bagian Organisasi",
        }
        for number in range(offices)
    ]


def unit_rows(offices: int, units: int) -> list[dict[str, str]]:
    return [
        {
            "instansi": f"Kabupaten {number % offices:03d}",
            "nama": f"Puskesmas {number}",
            "jenis": "Puskesmas",
            "formulir": "A",
            "alamat": f"Jalan Pemuda {number}",
            "telepon": f"0286-{number:06d}",
            "kepala_nama": f"dr. Kepala {number}",
        }
        for number in range(units)
    ]


def people_rows(offices: int, units: int, people: int) -> list[dict[str, str]]:
    return [
        {
            "instansi": f"Kabupaten {(number % units) % offices:03d}",
            "unit": f"Puskesmas {number % units}",
            "nama": f"Orang {number}",
            "nip": nip(1_000 + number),
            "jabatan": "Analis Kebijakan",
            "peran": "Operator unit",
            "telepon": f"0812{number:08d}",
        }
        for number in range(people)
    ]


def read(content: bytes) -> list[tuple[str, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    rows = list(book.worksheets[0].values)
    start = next(index for index, row in enumerate(rows) if row[0] == "Instansi")
    return rows[start + 1 :]


def insert_units(by: User, rows: list[tuple[str, ...]]) -> None:
    offices = {row.nama: row for row in Instansi.objects.all()}
    kind = factories.make_kind("puskesmas", "Puskesmas")
    made = UnitLokus.objects.bulk_create(
        (
            UnitLokus(
                instansi=offices[row[0]],
                nama=row[1],
                jenis=kind,
                sektor=kind.sektor,
                formulir=row[4],
                alamat=row[6],
                telepon=row[7],
                kepala_nama=row[11],
            )
            for row in rows
        ),
        batch_size=500,
    )
    audit.write_each(by=by, action="buat_unit", things=made)


def insert_people(by: User, rows: list[tuple[str, ...]]) -> None:
    offices = {row.nama: row for row in Instansi.objects.all()}
    units = {(row.instansi_id, row.nama): row for row in UnitLokus.objects.all()}
    users = [User(username=row[3], nama=row[2], nip=row[3], jabatan=row[4]) for row in rows]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users, batch_size=1_000)
    places = [offices[row[0]] for row in rows]
    held = Membership.objects.bulk_create(
        (
            Membership(
                user=user, role=Role.OPERATOR, instansi=office, unit=units[office.pk, row[1]]
            )
            for user, office, row in zip(users, places, rows, strict=True)
        ),
        batch_size=1_000,
    )
    Aktivasi.objects.bulk_create(
        (
            Aktivasi(
                user=user,
                instansi=office,
                issued_by=by,
                expires_at=timezone.now() + timedelta(days=14),
            )
            for user, office in zip(users, places, strict=True)
        ),
        batch_size=1_000,
    )
    audit.write_each(by=by, action="buat_akun", things=users)
    audit.write_each(by=by, action="beri_peran", things=held)


def imported(by: User, jenis: str, content: bytes) -> ImporInduk:
    made = upload(by, jenis, content)
    assert made.masalah == []
    made = apply(made)
    assert made.status == ImporInduk.Status.SELESAI, made.error
    return made


def seconds(work: Callable[[], object]) -> float:
    """What it takes; what it writes is taken back."""
    with transaction.atomic():
        begun = time.perf_counter()
        work()
        taken = time.perf_counter() - begun
        transaction.set_rollback(True)
    return taken


def compared(ours: Callable[[], object], least: Callable[[], object]) -> tuple[float, float]:
    """The medians of both, done in turns."""
    taken = [(seconds(ours), seconds(least)) for _ in range(ROUNDS)]
    return median(row[0] for row in taken), median(row[1] for row in taken)


@pytest.mark.size
@pytest.mark.parametrize("nation", [SIZES[1]], indirect=True)
def test_g01_an_import_costs_at_most_three_times_its_reading_and_its_rows(cast, nation):
    offices, units, people = nation
    by = cast.menpan
    factories.make_kind("puskesmas", "Puskesmas")
    content = book("unit", *unit_rows(offices, units))
    ours, least = compared(
        lambda: imported(by, "unit", content), lambda: insert_units(by, read(content))
    )
    assert ours <= MOST * least, ours / least
    imported(by, "unit", content)
    content = book("orang", *people_rows(offices, units, people))
    ours, least = compared(
        lambda: imported(by, "orang", content), lambda: insert_people(by, read(content))
    )
    assert ours <= MOST * least, ours / least


@pytest.mark.parametrize("nation", SIZES, indirect=True)
def test_g01_a_nation_comes_in_by_three_workbooks_and_twice_changes_nothing(cast, nation):
    offices, units, people = nation
    factories.member(factories.make_user("menpan2"), Role.ADMIN_NASIONAL, cast.nasional)
    files = {
        "admin": book("admin", *admin_rows(offices)),
        "unit": book("unit", *unit_rows(offices, units)),
        "orang": book("orang", *people_rows(offices, units, people)),
    }
    factories.make_kind("puskesmas", "Puskesmas")
    before = User.objects.count()
    for jenis, content in files.items():
        imported(cast.menpan, jenis, content)
    assert User.objects.count() == before + offices + people
    assert UnitLokus.objects.filter(nama__startswith="Puskesmas ").count() >= units
    assert Aktivasi.objects.count() == offices + people
    for jenis, content in files.items():
        assert set(effects(upload(cast.menpan, jenis, content))) == {"tetap"}
    (batch,) = {row.batch for row in PendingRole.objects.all()}
    assert PendingRole.objects.count() == offices
    pending.confirm(by=User.objects.get(username="menpan2"), batch=batch)
    new = Membership.objects.filter(role=Role.ADMIN_INSTANSI, user__nama__startswith="Admin ")
    assert new.count() >= offices


def test_g01_questions_to_the_database_do_not_grow_with_the_rows(cast, settings):
    settings.MAIL_WORKS = False
    factories.make_kind("puskesmas", "Puskesmas")
    Instansi.objects.bulk_create(
        Instansi(kode=f"n-{number}", nama=f"Kabupaten {number:03d}", jenis="kabupaten")
        for number in range(40)
    )
    factories.member(factories.make_user("menpan2"), Role.ADMIN_NASIONAL, cast.nasional)

    def asked(begin: int, end: int) -> list[int]:
        numbers = []
        for jenis, rows in (
            ("admin", admin_rows(40)),
            ("unit", unit_rows(40, 40)),
            ("orang", people_rows(40, 40, 40)),
        ):
            with CaptureQueriesContext(connection) as caught:
                imported(cast.menpan, jenis, book(jenis, *rows[begin:end]))
            numbers.append(len(caught))
        batch = PendingRole.objects.filter(decided_at=None).latest("pk").batch
        with CaptureQueriesContext(connection) as caught:
            pending.confirm(by=User.objects.get(username="menpan2"), batch=batch)
        return [*numbers, len(caught)]

    few, many = asked(0, 3), asked(3, 40)
    assert all(more <= less + 2 for more, less in zip(many, few, strict=True)), (few, many)
    assert max(many) <= 60
