"""The trail of an instansi names nothing that its reader may not read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Berkas, Bukti, Evaluasi, Rekomendasi
from pekppp.accounts import audit
from pekppp.accounts.models import AuditEntry
from pekppp.accounts.roles import Role
from pekppp.accounts.services import identity, invitations
from tests.emptying import erase

FILE, ADVICE, ADDRESS = "ijazah-direktur.pdf", "Perbaiki antrean.", "rahasia@uji.test"


@pytest.fixture
def told(cast, evaluasi) -> str:
    common = {"instansi": cast.banjarnegara, "siklus": evaluasi.siklus, "evaluasi": evaluasi}
    berkas = Berkas.objects.create(sha256="0" * 64, ukuran=3, tipe="text/plain", path="x")
    for number in (1, 2):
        row = Bukti.objects.create(
            **common, indikator=number, berkas=berkas, nama=FILE, oleh=cast.operator
        )
        audit.write(by=cast.operator, action="unggah_bukti", thing=row)
    advice = Rekomendasi.objects.create(**common, aspek="I", teks=ADVICE, oleh=cast.evaluator)
    audit.write(by=cast.evaluator, action="tulis_rekomendasi", thing=advice)
    invited = invitations.invite(
        by=cast.bagian, email=ADDRESS, nama="Tamu", role=Role.PIMPINAN, instansi=cast.banjarnegara
    )
    # An older entry, whose name of the thing carries the address.
    AuditEntry.objects.create(
        by=cast.bagian,
        action="undang",
        object_type="invitation",
        object_id=str(invited.uuid),
        object_name=f"{ADDRESS}: Pimpinan",
        instansi=cast.banjarnegara,
    )
    return f"/instansi/{cast.banjarnegara.uuid}/jejak/"


def seen(client, page) -> tuple[bool, bool, bool]:
    body = client.get(page).content.decode()
    assert "Unggah bukti" in body
    return FILE in body, ADVICE in body, ADDRESS in body


@pytest.mark.parametrize(
    ("who", "state", "expected"),
    [
        ("pimpinan", "draf", (False, False, False)),
        ("biro", "draf", (False, False, True)),
        ("bagian", "draf", (True, True, True)),
        ("menpan", "draf", (True, True, True)),
        ("pimpinan", "dikirim", (True, False, False)),
        ("biro", "f02_selesai", (True, True, True)),
    ],
)
def test_a_name_is_read_with_the_thing_and_an_address_by_who_manages_people(
    cast, evaluasi, told, as_user, who, state, expected
):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    assert seen(as_user(getattr(cast, who)), told) == expected


def test_the_name_of_what_is_gone_stays_unsaid(cast, evaluasi, told, as_user):
    erase(Bukti.objects.all())
    assert seen(as_user(cast.bagian), told)[0] is False


def test_an_identity_stands_there_with_what_it_was_and_became(cast, told, as_user):
    identity.change_identity(
        by=cast.bagian, person=cast.evaluator, nama="Dwi Hartono", nip="", jabatan="Analis"
    )
    body = as_user(cast.bagian).get(told).content.decode()
    assert "Evaluator, NIP –, tanpa jabatan → Dwi Hartono, NIP –, Analis" in body


def test_as_many_queries_for_two_files_as_for_one(cast, evaluasi, told, as_user):
    client, counts = as_user(cast.pimpinan), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(told)
        counts.append(len(queries))
        audit.write(by=cast.operator, action="ubah_bukti", thing=Bukti.objects.first())
    assert counts[0] == counts[1]
