"""The pages of people and places, as their readers meet them."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from pekppp.accounts import audit
from pekppp.accounts.models import Invitation, Notice, UnitLokus
from pekppp.accounts.roles import Role
from pekppp.accounts.services import invitations, pending, places
from tests import factories


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def unit_data(**change) -> dict:
    kind = factories.make_kind("dinsos", "Dinas Sosial", "bansos")
    return {"nama": "Dinas Sosial", "jenis": kind.kode, "formulir": "A", "sektor": ""} | change


# Acting in a role ---------------------------------------------------------------------------------


def test_switching_stays_on_the_page_and_changes_the_header(as_user, cast):
    second = factories.member(cast.bagian, Role.PIMPINAN, cast.jateng)
    client = as_user(cast.bagian)
    response = client.post(
        "/peran/bertindak/",
        {"membership": second.uuid},
        headers={"Referer": "http://testserver/profil/"},
    )
    assert response["Location"] == "/profil/"
    assert client.get("/profil/").context["acting"] == second


def test_switching_on_a_page_drawn_by_a_refused_form_leads_to_one_that_can_be_opened(as_user, cast):
    mine = cast.bagian.memberships.get()
    here = "/peran/bertindak/"  # takes POST alone
    headers = {"Referer": f"http://testserver{here}"}
    response = as_user(cast.bagian).post(here, {"membership": mine.uuid}, headers=headers)
    assert response["Location"] == "/beranda/"


@pytest.mark.parametrize("target", ["https://jahat.test/", "//jahat.test/", "javascript:alert(1)"])
def test_switching_never_leads_away(as_user, cast, target):
    mine = cast.bagian.memberships.get()
    response = as_user(cast.bagian).post(
        "/peran/bertindak/",
        {"membership": mine.uuid, "next": target},
        headers={"Referer": target},
    )
    assert response["Location"] == "/beranda/"


def test_only_a_role_of_ones_own_can_be_switched_to(as_user, cast):
    client = as_user(cast.operator)
    other = cast.bagian.memberships.get()
    assert client.post("/peran/bertindak/", {"membership": other.uuid}).status_code == 403
    assert client.post("/peran/bertindak/", {"membership": "apa"}).status_code == 400
    assert client.get("/peran/bertindak/").status_code == 405


# Notices ------------------------------------------------------------------------------------------


def notice(user, **fields) -> Notice:
    return Notice.objects.create(user=user, kind="x", subject="Jendela dibuka", body="b", **fields)


def test_opening_a_notice_reads_it_and_leads_there(as_user, cast):
    item = notice(cast.operator, url="/profil/")
    response = as_user(cast.operator).post(f"/pemberitahuan/{item.uuid}/buka/")
    item.refresh_from_db()
    assert (response["Location"], item.read_at is not None) == ("/profil/", True)


def test_a_notice_never_leads_away(as_user, cast):
    item = notice(cast.operator, url="https://jahat.test/")
    response = as_user(cast.operator).post(f"/pemberitahuan/{item.uuid}/buka/")
    assert response["Location"] == "/pemberitahuan/"


def test_all_notices_are_read_at_once_but_only_ones_own(as_user, cast):
    notice(cast.operator), notice(cast.operator), notice(cast.kepala)
    client = as_user(cast.operator)
    assert page(client.get("/pemberitahuan/")).count("Baru</span>") == 2
    client.post("/pemberitahuan/dibaca/")
    assert list(Notice.objects.filter(read_at=None).values_list("user", flat=True)) == [
        cast.kepala.pk
    ]


def test_anothers_notice_is_not_found(as_user, cast):
    item = notice(cast.kepala)
    for verb in ("buka", "dibaca"):
        path = f"/pemberitahuan/{item.uuid}/{verb}/"
        assert as_user(cast.operator).post(path).status_code == 404


# Profile ------------------------------------------------------------------------------------------


def test_a_profile_is_saved_and_a_wrong_one_explained(as_user, cast):
    client = as_user(cast.operator)
    data = {"nama": "Operator", "nip": "", "jabatan": "", "zone": "Asia/Makassar"}
    client.post("/profil/", data)
    cast.operator.refresh_from_db()
    assert cast.operator.zone == "Asia/Makassar"
    assert "tidak boleh kosong" in page(client.post("/profil/", {**data, "nama": ""}))


# Instansi -----------------------------------------------------------------------------------------


def test_the_list_is_for_those_who_see_more_than_one(as_user, cast):
    assert "4 instansi" in page(as_user(cast.menpan).get("/instansi/"))
    assert "2 instansi" in page(as_user(cast.biro).get("/instansi/"))
    assert as_user(cast.bagian).get("/instansi/")["Location"] == (
        f"/instansi/{cast.banjarnegara.uuid}/"
    )
    assert as_user(cast.operator).get("/instansi/").status_code == 404


def test_the_list_is_searched_and_filtered(as_user, cast):
    client = as_user(cast.menpan)
    assert "1 instansi" in page(client.get("/instansi/", {"q": "banjar"}))
    assert "2 instansi" in page(client.get("/instansi/", {"jenis": "kabupaten"}))
    assert "Tidak ada instansi" in page(client.get("/instansi/", {"q": "tidak ada"}))
    for odd in ({"q": "\x00"}, {"jenis": "apa"}, {"halaman": "x"}, {"halaman": "-3"}):
        page(client.get("/instansi/", odd))


def test_an_instansi_shows_its_units_people_and_office(as_user, cast):
    text = page(as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/"))
    for shown in (
        "RSUD Hj. Anna Lasmanah",
        "Operator_puskesmas",
        "Bagian Organisasi",
        "Tambah unit",
    ):
        assert shown in text


def test_a_province_adds_to_its_regency_and_leaves_its_office_alone(as_user, cast):
    text = page(as_user(cast.biro).get(f"/instansi/{cast.banjarnegara.uuid}/"))
    for shown in ("Operator_puskesmas", "Tambah unit", "Undang orang"):
        assert shown in text
    assert "Ubah pengaturan" not in text


def test_who_only_reads_an_instansi_sees_neither_addresses_nor_buttons(as_user, cast):
    text = page(as_user(cast.pimpinan).get(f"/instansi/{cast.banjarnegara.uuid}/"))
    assert "Operator_puskesmas" in text
    for hidden in ("operator@uji.test", "Tambah unit", "Undang orang", "Ubah pengaturan", "Akhiri"):
        assert hidden not in text


def test_the_office_saves_its_settings_and_only_the_ministry_the_name(as_user, cast):
    path = f"/instansi/{cast.banjarnegara.uuid}/ubah/"
    data = {"nama": "Lain", "nama_kantor": "KKPP", "nama_kepala_daerah": "Bupati"}
    as_user(cast.bagian).post(path, {**data, "zone": "Asia/Jakarta"})
    cast.banjarnegara.refresh_from_db()
    assert (cast.banjarnegara.nama, cast.banjarnegara.kantor) == ("Kabupaten Banjarnegara", "KKPP")
    as_user(cast.menpan).post(path, {**data, "zone": "Asia/Jakarta"})
    cast.banjarnegara.refresh_from_db()
    assert cast.banjarnegara.nama == "Lain"


def test_the_ministry_adds_an_instansi_others_may_not(as_user, cast):
    data = {"jenis": "kabupaten", "nama": "Kabupaten Baru", "zone": "Asia/Jakarta"}
    client = as_user(cast.menpan)
    assert "Pilih provinsi" in page(client.post("/instansi/tambah/", data))
    made = client.post("/instansi/tambah/", {**data, "induk": cast.jateng.pk, "kode": "33.99"})
    assert made.status_code == 302
    for who in (cast.bagian, cast.operator):
        assert as_user(who).get("/instansi/tambah/").status_code == 403


def test_the_trail_says_who_did_what(as_user, cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, telepon="1")
    text = page(as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/jejak/"))
    assert ("Ubah unit" in text, "Bagian" in text) == (True, True)
    assert (
        as_user(cast.admin_tetangga).get(f"/instansi/{cast.banjarnegara.uuid}/jejak/").status_code
        == 404
    )


# Units --------------------------------------------------------------------------------------------


def test_a_unit_is_made_changed_closed_and_opened_again(as_user, cast):
    client = as_user(cast.bagian)
    client.post(f"/instansi/{cast.banjarnegara.uuid}/unit/tambah/", unit_data())
    unit = UnitLokus.objects.get(nama="Dinas Sosial")
    path = f"/unit/{unit.uuid}/"
    client.post(f"{path}ubah/", unit_data(kepala_nip="19800101 200501 1 001", situs="dinsos.test"))
    unit.refresh_from_db()
    assert (unit.kepala_nip, unit.situs) == ("198001012005011001", "https://dinsos.test")
    places.close_unit(by=cast.bagian, unit=unit, closed_on=date(2026, 1, 5))
    assert "ditutup pada 5 Januari 2026" in page(client.get(path))
    client.post(f"{path}buka-kembali/")
    unit.refresh_from_db()
    assert unit.closed_on is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nama": "rsud hj. anna lasmanah"}, "Unit dengan nama ini sudah ada"),
        ({"nama": ""}, "tidak boleh kosong"),
        ({"jenis": "tidak-ada"}, "pilihan"),
        ({"email": "bukan"}, "alamat surel yang lengkap"),
        ({"situs": "http://["}, "alamat situsnya"),
        ({"kepala_nip": "n!p"}, "Tulis angkanya saja"),
        ({"alamat": "a\x00b"}, "null"),
        ({"nama": "x" * 300}, "200 karakter"),
    ],
)
def test_a_wrong_unit_is_explained_and_nothing_typed_is_lost(as_user, cast, change, said):
    data = unit_data(telepon="0286-591036", **change)
    path = f"/instansi/{cast.banjarnegara.uuid}/unit/tambah/"
    text = page(as_user(cast.bagian).post(path, data))
    assert said in text
    assert "0286-591036" in text
    assert UnitLokus.objects.count() == 3


def test_a_unit_page_shows_each_what_is_his(as_user, cast):
    path = f"/unit/{cast.rsud.uuid}/"
    for part, words in ((path, "Ubah data"), (f"{path}perubahan/", "Tutup unit")):
        assert words in page(as_user(cast.bagian).get(part))
        assert words not in page(as_user(cast.operator).get(part))
    assert as_user(cast.operator_puskesmas).get(path).status_code == 404
    assert as_user(cast.operator).get(f"{path}ubah/").status_code == 403


def test_a_closed_unit_that_cannot_be_reopened_says_why(as_user, cast):
    client = as_user(cast.bagian)
    text = page(client.post(f"/unit/{cast.rsud.uuid}/buka-kembali/", follow=True))
    assert "Unit ini tidak sedang ditutup." in text


# Roles --------------------------------------------------------------------------------------------


def test_a_role_is_changed_and_ended_by_the_pages(as_user, cast):
    client = as_user(cast.bagian)
    first = cast.operator.memberships.get()
    client.post(f"/peran/{first.uuid}/ubah/", {"role": "kepala", "unit": cast.rsud.uuid})
    second = cast.operator.memberships.get(ended_at=None)
    assert second.role == "kepala"
    client.post(f"/peran/{second.uuid}/akhiri/", {"reason": ""})
    assert cast.operator.memberships.filter(ended_at=None).count() == 0


def test_the_last_admin_reads_why_he_stays(as_user, cast):
    mine = cast.bagian.memberships.get()
    text = page(as_user(cast.bagian).post(f"/peran/{mine.uuid}/akhiri/"))
    assert "Anda satu-satunya admin di sini." in text


def test_who_ends_his_own_last_role_lands_at_home(as_user, cast):
    factories.member(factories.make_user("kedua"), Role.ADMIN_INSTANSI, cast.banjarnegara)
    mine = cast.bagian.memberships.get()
    response = as_user(cast.bagian).post(f"/peran/{mine.uuid}/akhiri/")
    assert response["Location"] == "/beranda/"


def test_a_way_in_is_given_where_mail_does_not_reach(as_user, cast, settings):
    settings.MAIL_WORKS = False
    client = as_user(cast.bagian)
    membership = cast.operator.memberships.get()
    assert "Beri akses masuk" in page(client.get(f"/peran/{membership.uuid}/akun/"))
    text = page(client.post(f"/peran/{membership.uuid}/akun/akses/", follow=True))
    assert re.search(r">\w{4}-\w{4}-\w{4}<", text)
    button = ">Cabut akses</button>"
    assert button in page(client.get(f"/peran/{membership.uuid}/akun/"))
    client.post(f"/peran/{membership.uuid}/akun/akses/cabut/")
    assert button not in page(client.get(f"/peran/{membership.uuid}/akun/"))


# Sizes --------------------------------------------------------------------------------------------


def _units(cast, number):
    for _ in range(number):
        factories.make_unit(cast.banjarnegara, f"Unit {uuid.uuid4()}")


def _people(cast, number):
    for _ in range(number):
        factories.member(factories.make_user(), Role.OPERATOR, cast.rsud)


def _invitations(cast, number):
    for _ in range(number):
        invitations.invite(
            by=cast.bagian,
            email=f"{uuid.uuid4().hex}@uji.test",
            nama="Baru",
            role=Role.OPERATOR,
            instansi=cast.banjarnegara,
            unit=cast.rsud,
        )


def _instansi(cast, number):
    for _ in range(number):
        made = factories.make_instansi(f"Kabupaten {uuid.uuid4()}", induk=cast.jateng)
        factories.make_unit(made, "RSUD")


def _notices(cast, number):
    for _ in range(number):
        notice(cast.bagian)


def _waiting(cast, number):
    for _ in range(number):
        given = (factories.make_user(), Role.ADMIN_INSTANSI, cast.banjarnegara)
        pending.hold(appointed_by=cast.menpan, given=[given])


def _logins(cast, number):
    for _ in range(number):
        audit.write(by=cast.bagian, action="masuk", thing=cast.bagian)


def _audit(cast, number):
    for _ in range(number):
        audit.write(by=cast.bagian, action="ubah_unit", thing=cast.rsud)


@pytest.mark.parametrize(
    ("more", "who", "name", "place"),
    [
        (_instansi, "biro", "instansi_list", None),
        (_units, "bagian", "instansi", "banjarnegara"),
        (_people, "bagian", "instansi", "banjarnegara"),
        (_invitations, "bagian", "instansi", "banjarnegara"),
        (_people, "bagian", "unit", "rsud"),
        (_notices, "bagian", "notices", None),
        (_audit, "bagian", "evaluations:trail", "banjarnegara"),
        (_waiting, "bagian", "instansi", "banjarnegara"),
        (_logins, "bagian", "my_trail", None),
    ],
)
def test_a_list_asks_the_database_as_often_for_three_rows_as_for_one(
    as_user, cast, queries_of, more, who, name, place
):
    name = name if ":" in name else f"accounts:{name}"
    path = reverse(name, args=[getattr(cast, place).uuid] if place else [])
    client = as_user(getattr(cast, who))

    def read():
        assert client.get(path).status_code == 200

    more(cast, 1)
    read()  # what is asked once per process is asked now
    one = queries_of(read)
    more(cast, 2)
    assert queries_of(read) == one


def test_a_long_list_has_pages(as_user, cast):
    _units(cast, 30)
    client = as_user(cast.bagian)
    path = f"/instansi/{cast.banjarnegara.uuid}/"
    assert "?unit=2" in page(client.get(path))
    assert "Halaman 2 dari 2" in page(client.get(path, {"unit": "2"}))


def test_expired_invitations_are_shown_as_such(as_user, cast):
    _invitations(cast, 1)
    Invitation.objects.update(expires_at="2020-01-01T00:00:00Z")
    text = page(as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/"))
    assert ("Kedaluwarsa" in text, "Kirim ulang" in text) == (True, True)


def test_notices_are_copied_or_handed_over_singly_and_all_at_once(as_user, cast, settings):
    settings.BASE_URL = "https://pekppp.contoh.id"
    notice(cast.bagian, url="/beranda/")
    Notice.objects.create(
        user=cast.bagian, kind="x", subject="F01 RSUD & Balai.", body="F01 RSUD & Balai. Siklus: A."
    )
    page = as_user(cast.bagian).get(reverse("accounts:notices"))
    texts = list(page.context["teks"].values())
    assert texts == [
        "F01 RSUD & Balai. Siklus: A.",
        "Jendela dibuka.\n\nb\n\nhttps://pekppp.contoh.id/beranda/",
    ]
    assert page.context["semua"] == "\n\n---\n\n".join(texts)
    assert page.text.count('href="https://wa.me/?text=') == 3
    assert "https://wa.me/?text=F01%20RSUD%20%26%20Balai.%20Siklus%3A%20A." in page.text


def test_a_notice_says_its_subject_once(as_user, cast):
    Notice.objects.create(
        user=cast.bagian, kind="x", subject="F02 RSUD sudah selesai.",
        body="F02 RSUD sudah selesai. Siklus: A.",
    )  # fmt: skip
    page = as_user(cast.bagian).get(reverse("accounts:notices"))
    assert list(page.context["isi"].values()) == ["Siklus: A."]
