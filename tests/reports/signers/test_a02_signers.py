"""A2: a signature bears the name of who gave it; the office appoints who may give it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from pekppp.accounts.models import AuditEntry, Membership, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import identity
from pekppp.base.errors import Refused
from reports.models import Penandatangan
from reports.signers import services as signer_services
from reports.signing.services import signatures
from tests import factories
from tests.reports.conftest import computed
from tests.reports.signed import ALL_IN_APP, approve_next, draft, fresh, name_everyone, turn

HEAD = "Kepala Bagian Organisasi"
NIP = "197501012000032002"
KINDS = ["berita_acara", "lhe", "rekap"]
PENS = dict.fromkeys(ALL_IN_APP, "basah")


def today():
    return timezone.localdate()


def appoint(cast, person=None, **more):
    more = {"jabatan": HEAD, "dokumen": KINDS, "by": cast.bagian} | more
    return signer_services.appoint(instansi=cast.banjarnegara, orang=person, **more)


def begun(cast, dokumen, ways=ALL_IN_APP):
    return signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ways)


def offered(dokumen, place="mengetahui.0"):
    found = {item.tempat: item for item in signatures.approvers(fresh(dokumen))}[place]
    return found.account


def ended(row, day):
    Penandatangan.objects.filter(pk=row.pk).update(sampai=day)


# Whoever calls himself like the signer ------------------------------------------------------------


@pytest.mark.parametrize("by", ["profile", "rows"], ids=["as he may", "even if he could"])
def test_a02_who_takes_the_signer_s_name_and_nip_is_offered_nothing(cast, scored, by):
    """The attack: an evaluator calls himself like the head of the office that appointed him."""
    User.objects.filter(pk=cast.bagian.pk).update(nama="Siti Rahmawati, M.Si.", nip=NIP)
    appoint(cast, User.objects.get(pk=cast.bagian.pk))
    if by == "profile":
        identity.update_profile(
            by=cast.evaluator,
            nama="Siti Rahmawati, M.Si.",
            nip=NIP,
            jabatan=HEAD,
            zone="Asia/Jakarta",
        )
    else:
        User.objects.filter(pk=cast.evaluator.pk).update(nama="Siti Rahmawati, M.Si.", nip=NIP)
    dokumen = draft(cast, scored)
    assert offered(dokumen) == cast.bagian
    with pytest.raises(Refused, match="Tidak ada akun yang ditunjuk"):
        begun(cast, dokumen, PENS | {"mengetahui.0": f"aplikasi:{cast.evaluator.username}"})


def test_a02_a_typed_name_without_an_account_is_signed_on_paper_by_nobody_s_account(cast, scored):
    appoint(cast, nama=cast.evaluator.nama)
    dokumen = draft(cast, scored)
    assert offered(dokumen) is None
    with pytest.raises(Refused, match="Tidak ada akun yang ditunjuk"):
        begun(cast, dokumen, PENS | {"mengetahui.0": "aplikasi"})
    begun(cast, dokumen, PENS)


def test_a02_an_identity_changed_after_the_draft_signs_nothing_under_the_old_one(cast, scored):
    name_everyone(cast)
    dokumen = draft(cast, scored)
    begun(cast, dokumen)
    identity.change_identity(
        by=cast.bagian, person=cast.evaluator, nama="Dwi Hartono", nip=NIP, jabatan="Analis"
    )
    with pytest.raises(Refused, match="tertulis Evaluator, Evaluator; sekarang Dwi Hartono"):
        approve_next(dokumen)
    again = draft(cast, scored)
    begun(cast, again)
    approve_next(again)
    row = again.tanda_tangan.get(tempat="evaluator.0")
    assert (row.nama, row.nip, row.jabatan, row.orang) == (
        "Dwi Hartono", NIP, "Analis", cast.evaluator,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="setujui_dokumen")
    assert (entry.data["akun"], entry.data["sebagai"]["nama"]) == ("evaluator", "Dwi Hartono")


# When an appointment holds ------------------------------------------------------------------------


def test_a02_an_appointment_that_ended_meanwhile_signs_nothing(cast, scored):
    name_everyone(cast)
    Penandatangan.objects.all().delete()
    row = appoint(cast, cast.bagian, sebagai="plt", mulai=today() - timedelta(days=9))
    dokumen = draft(cast, scored)
    begun(cast, dokumen)
    approve_next(dokumen)
    assert turn(dokumen).jabatan == f"Plt. {HEAD}"
    ended(row, today() - timedelta(days=1))
    with pytest.raises(Refused, match="berubah sejak dokumen ini dibuat"):
        approve_next(dokumen)


@pytest.mark.parametrize(
    ("mulai", "sampai", "holds"),
    [(-9, None, True), (0, 0, True), (-9, -1, False), (1, None, False)],
    ids=["open", "today alone", "over", "coming"],
)
def test_a02_only_who_holds_the_office_today_is_printed(cast, scored, mulai, sampai, holds):
    day = today()
    Penandatangan.objects.create(
        instansi=cast.banjarnegara,
        jabatan=HEAD,
        orang=cast.bagian,
        mulai=day + timedelta(days=mulai),
        sampai=None if sampai is None else day + timedelta(days=sampai),
    )
    dokumen = draft(cast, scored)
    assert (offered(dokumen) == cast.bagian) is holds
    assert (fresh(dokumen).masukan["mengetahui"][0]["nama"] == cast.bagian.nama) is holds


def test_a02_a_draft_with_the_signer_of_before_is_not_begun(cast, scored):
    row = appoint(cast, cast.bagian, mulai=today() - timedelta(days=9))
    dokumen = draft(cast, scored)
    ended(row, today() - timedelta(days=1))
    appoint(cast, cast.pimpinan, sebagai="plh")
    for ways in (ALL_IN_APP, PENS):
        with pytest.raises(Refused, match=f"sekarang {cast.pimpinan.nama}, Plh. {HEAD}"):
            begun(cast, dokumen, ways)


# Of whom, for what, in whose name -----------------------------------------------------------------


def test_a02_each_kind_has_its_own_signer_with_his_authority_above(cast, scored):
    appoint(cast, cast.bagian)
    appoint(
        cast,
        cast.pimpinan,
        jabatan="Asisten Administrasi Umum",
        dokumen=["surat"],
        atas_nama="Sekretaris Daerah",
        untuk_beliau="Asisten Pemerintahan",
    )
    computed(scored, "terbit")
    letter, report = draft(cast, scored, "surat"), draft(cast, scored, "lhe")
    assert offered(letter, "penandatangan") == cast.pimpinan
    assert offered(report, "penandatangan") == cast.bagian
    assert fresh(letter).masukan["penandatangan"]["atas_nama"] == [
        "a.n. Sekretaris Daerah", "Asisten Pemerintahan", "u.b.",
    ]  # fmt: skip


def test_a02_another_office_s_people_are_appointed_nowhere_here(cast):
    for person in (cast.biro, cast.admin_tetangga, cast.kepala, cast.siapapun):
        with pytest.raises(Refused, match="tidak berperan di kantor ini"):
            appoint(cast, person)
    for by in (cast.evaluator, cast.pimpinan, cast.kepala, cast.biro, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            appoint(cast, cast.bagian, by=by)


def test_a02_who_left_the_office_signs_for_it_no_more(cast, scored):
    name_everyone(cast)
    dokumen = draft(cast, scored)
    begun(cast, dokumen)
    approve_next(dokumen)
    Membership.objects.filter(user=cast.bagian).update(ended_at=timezone.now())
    with pytest.raises(Refused, match="tidak lagi ditunjuk"):
        approve_next(dokumen)


def test_a02_the_head_signs_under_his_account_whatever_was_typed(cast, scored):
    cast.rsud.kepala_nama, cast.rsud.kepala_nip = cast.operator.nama, "1"
    cast.rsud.save()
    dokumen = draft(cast, scored)
    assert fresh(dokumen).masukan["kepala_unit"]["nama"] == cast.kepala.nama
    assert offered(dokumen, "kepala_unit") == cast.kepala
    second = factories.make_user("kepala_baru")
    factories.member(second, Role.KEPALA, cast.rsud)  # the office gave the role last to him
    assert offered(draft(cast, scored), "kepala_unit") == second


# The appointments themselves ----------------------------------------------------------------------


def test_a02_one_place_has_one_holder_at_a_time(cast):
    first = appoint(cast, cast.bagian)
    with pytest.raises(Refused, match="sudah dipegang Bagian"):
        appoint(cast, cast.pimpinan)
    signer_services.end(by=cast.bagian, row=first, sampai=today())
    appoint(cast, cast.pimpinan, mulai=today() + timedelta(days=1))
    appoint(cast, cast.pimpinan, urutan=2)
    assert AuditEntry.objects.filter(action="akhiri_penanda_tangan").count() == 1


def test_a02_an_appointment_is_ended_earlier_and_never_lengthened(cast):
    row = appoint(cast, cast.bagian, sampai=today() + timedelta(days=5))
    with pytest.raises(Refused, match="paling lambat"):
        signer_services.end(by=cast.bagian, row=row, sampai=today() + timedelta(days=6))
    signer_services.end(by=cast.bagian, row=row, sampai=today() + timedelta(days=1))
    assert Penandatangan.objects.get().sampai == today() + timedelta(days=1)


def test_a02_the_database_keeps_what_was_appointed(cast):
    row = appoint(cast, cast.bagian)
    for change in ({"orang": cast.pimpinan}, {"jabatan": "Bupati"}, {"mulai": today()}):
        if change == {"mulai": row.mulai}:
            continue
        with pytest.raises(DatabaseError), transaction.atomic():
            Penandatangan.objects.filter(pk=row.pk).update(**change)
    for wrong in ({"orang": cast.bagian, "nama": "Lain"}, {"dokumen": [], "nama": "A"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Penandatangan.objects.create(instansi=cast.banjarnegara, jabatan=HEAD, **wrong)


def test_a02_the_office_sees_who_signs_what_and_what_is_missing(cast, as_user):
    page = f"/instansi/{cast.banjarnegara.uuid}/penanda-tangan/"
    client = as_user(cast.bagian)
    assert client.get(page).content.decode().count("Belum ada.") == 5
    data = {
        "orang": cast.bagian.username, "jabatan": HEAD, "dokumen": KINDS, "urutan": "1",
        "mulai": today().isoformat(),
    }  # fmt: skip
    assert "kosongkan di sini" in client.post(page, data | {"nama": "Lain"}).content.decode()
    assert client.post(page, data).status_code == 302
    body = client.get(page).content.decode()
    assert body.count("Belum ada.") == 2 and f"{cast.bagian.nama}, {HEAD}" in body
    row = Penandatangan.objects.get()
    close = f"/penanda-tangan/{row.uuid}/akhiri/"
    assert as_user(cast.pimpinan).post(close, {"sampai": today()}).status_code == 403
    assert as_user(cast.admin_tetangga).post(close, {"sampai": today()}).status_code == 404
    as_user(cast.bagian).post(close, {"sampai": today().isoformat()})
    assert Penandatangan.objects.get().sampai == today()


def test_a02_the_signing_page_shows_account_name_role_and_an_odd_nip(cast, scored, as_user):
    name_everyone(cast)
    User.objects.filter(pk=cast.evaluator.pk).update(nip="1970")
    dokumen = draft(cast, scored)
    page = f"/dokumen/{dokumen.uuid}/tanda-tangan/"
    client = as_user(cast.evaluator)
    assert "yang ditulis 4" in client.get(page).content.decode()  # before it begins
    begun(cast, dokumen)
    body = client.get(page).content.decode()
    for words in ("Akun</dt><dd", ">evaluator<", "(tim evaluator)", "NIP terdiri atas 18 angka"):
        assert words in body
