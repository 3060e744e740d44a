"""J2: a right exercised by a deputy: who may let whom, from when until when, and what he may."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import conflicts
from pekppp.accounts.access import may_appoint
from pekppp.accounts.models import AuditEntry, Membership, Notice, Pelimpahan, User
from pekppp.accounts.roles import Permission, Role
from pekppp.accounts.services import delegations, people
from pekppp.base.errors import Refused
from tests import factories


def today() -> date:
    return timezone.localdate()


def hand_over(cast, by=None, person="kepala", to="operator", days=(0, 0), **more) -> Pelimpahan:
    """From so many days from now to so many, by the head himself unless `by` says otherwise."""
    holder: User = getattr(cast, person)
    return delegations.record(
        by=by or holder,
        membership=holder.memberships.get(),
        kepada=getattr(cast, to),
        **{
            "sebagai": "plt",
            "nomor_surat": "800/7/2026",
            "tanggal_surat": today(),
            "dari": today() + timedelta(days[0]),
            "sampai": today() + timedelta(days[1]),
        }
        | more,
    )


def may_submit(cast, name="operator") -> bool:
    fresh = User.objects.get(pk=getattr(cast, name).pk)
    return fresh.has_perm(Permission.SUBMIT_F01, SimpleNamespace(access_scope=_scope(cast)))


def _scope(cast):
    return cast.rsud.access_scope


def shift(row: Pelimpahan, **moments) -> None:
    """As if the clock had gone on."""
    Pelimpahan.objects.filter(pk=row.pk).update(**moments)
    if "selesai" in moments:
        Membership.objects.filter(pelimpahan=row).update(sampai=moments["selesai"])


def test_j02_before_and_after_its_days_it_gives_nothing(cast):
    row = hand_over(cast, days=(1, 2))
    assert (row.keadaan, may_submit(cast)) == ("Akan berlaku", False)
    assert delegations.sweep() == 0
    shift(row, mulai=timezone.now())
    assert delegations.sweep() == 1
    assert may_submit(cast)
    assert may_submit(cast, "kepala")  # the head keeps his own
    shift(row, mulai=timezone.now() - timedelta(2), selesai=timezone.now())
    assert not may_submit(cast)  # by the clock, before any sweep
    assert delegations.sweep() == 1
    row.refresh_from_db()
    assert (row.keadaan, row.alasan) == ("Berakhir", "Masa pelimpahan selesai.")
    assert row.membership.ended_at == row.selesai


@pytest.mark.parametrize("who", ["kepala", "operator", "bagian"])
def test_j02_it_is_revoked_at_once_by_either_person_or_the_office(cast, who):
    row = hand_over(cast, by=cast.bagian)
    assert may_submit(cast)
    by = User.objects.get(pk=getattr(cast, who).pk)
    delegations.end(by=by, row=row, reason="Kembali bertugas")
    assert not may_submit(cast)
    with pytest.raises(Refused, match="sudah berakhir"):
        delegations.end(by=by, row=row, reason="Lagi")
    entry = AuditEntry.objects.get(action="akhiri_pelimpahan")
    assert (entry.by, entry.reason) == (by, "Kembali bertugas")


def test_j02_it_ends_with_the_right_itself(cast):
    row = hand_over(cast)
    people.end_membership(by=cast.bagian, membership=cast.kepala.memberships.get())
    assert not may_submit(cast)
    assert delegations.sweep() == 1
    row.refresh_from_db()
    assert row.berakhir and "Peran asalnya" in row.alasan


REFUSED = {
    "to himself": ({"to": "kepala"}, "orang lain"),
    "to a stranger": ({"to": "operator_tetangga"}, "Undang dahulu"),
    "by the deputy": ({"by": "bagian", "to": "bagian"}, "oleh orang lain"),
    "over before it begins": ({"days": (2, 1)}, "Berakhir sebelum"),
    "over already": ({"days": (-3, -1)}, "paling awal hari ini"),
    "for ever": ({"days": (0, 900)}, "Paling lama satu tahun"),
    "without a letter": ({"nomor_surat": " "}, "Nomor surat"),
    "of a letter to come": ({"tanggal_surat": date(2099, 1, 1)}, "belum tiba"),
    "with a file that is no PDF": ({"surat": b"\xff\xd8\xff\xe0" + b"x" * 90}, "PDF"),
    "a.n. without an office": ({"sebagai": "an"}, "Jabatan penerima"),
    "of what is assigned by name": ({"person": "evaluator"}, "tidak dapat dilimpahkan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_j02_what_is_refused_says_why(cast, case):
    more, words = REFUSED[case]
    more = more | ({"by": getattr(cast, more["by"])} if "by" in more else {})
    with pytest.raises(Refused, match=words):
        hand_over(cast, **more)
    assert not Pelimpahan.objects.exists()


def test_j02_one_deputy_at_a_time_and_none_of_a_deputy(cast):
    row = hand_over(cast)
    with pytest.raises(Refused, match=r"sudah ada Plt\. Kepala unit"):
        hand_over(cast, to="bagian", days=(0, 3))
    hand_over(cast, to="pimpinan", days=(1, 3))  # after it
    deputy = User.objects.get(pk=cast.operator.pk)
    with pytest.raises(Refused, match="tidak dapat dilimpahkan"):
        delegations.record(
            by=deputy, membership=row.membership, kepada=cast.pimpinan, sebagai="plh",
            nomor_surat="1", tanggal_surat=today(), dari=today(), sampai=today(),
        )  # fmt: skip
    with pytest.raises(Refused, match="akhiri pelimpahannya"):
        people.end_membership(by=cast.bagian, membership=row.membership)


@pytest.mark.parametrize("who", ["operator", "admin_tetangga", "pimpinan"])
def test_j02_nobody_hands_over_what_is_not_his_to_give(cast, who):
    with pytest.raises(PermissionDenied):
        hand_over(cast, by=getattr(cast, who), to="evaluator")


def test_j02_a_high_right_waits_for_a_second_person_and_is_not_handed_on(cast):
    User.objects.filter(pk=cast.pimpinan.pk).update(email=None)
    cast.pimpinan.refresh_from_db()
    row = hand_over(cast, person="bagian", to="pimpinan")
    assert row.keadaan == "Menunggu konfirmasi" and row.membership is None
    assert Notice.objects.filter(user=cast.biro, subject__startswith="Plt. Admin").exists()
    for person in (cast.bagian, cast.pimpinan):
        with pytest.raises(PermissionDenied):
            delegations.confirm(by=person, row=row)
    delegations.confirm(by=cast.biro, row=row)
    deputy = User.objects.get(pk=cast.pimpinan.pk)
    assert deputy.has_perm(Permission.MANAGE_PEOPLE, cast.banjarnegara)
    assert may_appoint(deputy, Role.OPERATOR, cast.banjarnegara)
    # Nothing that would outlive his days.
    assert not may_appoint(deputy, Role.ADMIN_INSTANSI, cast.banjarnegara)
    with pytest.raises(Refused, match="satu-satunya admin"):
        people.end_membership(by=cast.bagian, membership=cast.bagian.memberships.get())
    # A role of his own, given meanwhile, stays when the days are over.
    own = people.give_role(
        user=deputy, role=Role.ADMIN_INSTANSI, instansi=cast.banjarnegara, unit=None
    )
    assert own.pk != delegations.queries.get_delegation(deputy, row.uuid).membership_id


def test_j02_a_deputy_belongs_to_the_unit_then_and_for_the_months_after(cast, evaluasi):
    row = hand_over(cast, by=cast.bagian, to="evaluator")
    assert conflicts.belongs(cast.evaluator, evaluasi)
    delegations.end(by=cast.kepala, row=row, reason="Kembali")
    assert conflicts.belongs(cast.evaluator, evaluasi) is (evaluasi.siklus.jeda_benturan > 0)
    evaluasi.siklus.jeda_benturan = 3
    assert conflicts.belongs(cast.evaluator, evaluasi)


def test_j02_everybody_concerned_is_told_and_the_header_says_as_whom_he_acts(cast, as_user):
    hand_over(cast, by=cast.bagian, to="pimpinan")
    told = set(Notice.objects.filter(kind="peran").values_list("user__username", flat=True))
    assert told == {"kepala", "pimpinan", "operator"}
    page = as_user(cast.pimpinan).get(reverse("beranda")).content.decode()
    assert 'acting-role">Plt. Kepala unit<' in page
    assert "RSUD Hj. Anna Lasmanah" in page


def test_j02_the_office_records_sees_and_ends_it_by_pages(cast, as_user):
    office, membership = as_user(cast.bagian), cast.kepala.memberships.get()
    url = reverse("accounts:delegate", args=[membership.uuid])
    data = {
        "kepada": "operator", "sebagai": "plh", "dari": today(), "sampai": today(),
        "nomor_surat": "800/7/2026", "tanggal_surat": today(),
    }  # fmt: skip
    refused = office.post(url, data | {"sampai": today() - timedelta(1)})
    assert refused.status_code == 422 and 'value="800/7/2026"' in refused.content.decode()
    surat = SimpleUploadedFile("s.pdf", b"%PDF-1.7\n" + b"x" * 100, "application/pdf")
    made = office.post(url, data | {"surat": surat})
    row = Pelimpahan.objects.get()
    assert made.url == reverse("accounts:delegation", args=[row.uuid])
    page = office.get(made.url).content.decode()
    assert "Plh. Kepala unit" in page and "Akhiri sekarang" in page and "unduh PDF" in page
    letter = as_user(cast.operator).get(reverse("accounts:delegation_letter", args=[row.uuid]))
    assert letter.content.startswith(b"%PDF")
    people_page = office.get(reverse("accounts:unit", args=[cast.rsud.uuid])).content.decode()
    assert "Plh. Kepala unit" in people_page
    end = reverse("accounts:end_delegation", args=[row.uuid])
    assert office.post(end, {"reason": ""}).status_code == 422
    assert as_user(cast.pimpinan).post(end, {"reason": "x"}).status_code == 403
    assert office.post(end, {"reason": "Kembali"}).status_code == 302
    listed = office.get(reverse("accounts:delegations", args=[cast.banjarnegara.uuid]))
    assert "Berakhir" in listed.content.decode() and "Kembali" in listed.content.decode()
    # The head does it himself, from his profile.
    mine = as_user(cast.kepala)
    assert url in mine.get(reverse("accounts:profile")).content.decode()
    assert mine.post(url, data).status_code == 302
    assert as_user(cast.operator_puskesmas).get(made.url).status_code == 404


def test_j02_the_list_asks_as_little_for_three_as_for_one(cast, as_user, queries_of):
    client, url = (
        as_user(cast.bagian),
        reverse("accounts:delegations", args=[cast.banjarnegara.uuid]),
    )
    hand_over(cast)
    client.get(url)
    one = queries_of(lambda: client.get(url))
    for number in (1, 2):
        unit = factories.make_unit(cast.banjarnegara, f"Puskesmas {number}")
        head = factories.make_user(f"kepala{number}")
        cast.people[head.username] = head
        factories.member(head, Role.KEPALA, unit)
        hand_over(cast, person=head.username, to="pimpinan")
    assert queries_of(lambda: client.get(url)) == one
    assert client.get(url).content.decode().count("Plt. Kepala unit, ") == 3
