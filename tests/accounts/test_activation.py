"""A way in without mail: who issues it, what it opens, once, and how it is not guessed."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from pekppp.accounts import directory
from pekppp.accounts.access import require_may_sign, signing_hold
from pekppp.accounts.models import Aktivasi, AuditEntry, Notice, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import accounts, activation, invitations, people
from pekppp.accounts.services.activation import ActivationClosed
from pekppp.base import phones
from pekppp.base.errors import Refused
from tests import factories

OWN = "kebun-teh-88-x"
CODE_PAGE = "/masuk/aktivasi/"


@pytest.fixture(autouse=True)
def _no_mail(settings):
    settings.MAIL_WORKS = False


@pytest.fixture
def way(cast) -> Aktivasi:
    return issue(cast.bagian, cast.operator)


def issue(by, person) -> Aktivasi:
    return activation.issue(by=by, membership=person.memberships.first())


def token_of(row) -> str:
    return activation.path_of(row).split("/")[3]


def use(row, password=OWN) -> User:
    return activation.activate(token=token_of(row), password=password)


def type_in(code: str, username="operator", **client):
    return Client(**client).post(CODE_PAGE, {"username": username, "kode": code})


# Who ----------------------------------------------------------------------------------------------

MAY = [
    ("menpan", "operator", True),
    ("menpan", "bagian", True),
    ("menpan", "verifikator", True),
    ("biro", "verifikator", True),
    ("bagian", "operator", True),
    ("bagian", "evaluator", True),
    ("bagian", "verifikator", False),
    ("bagian", "menpan", False),
    ("admin_tetangga", "operator", False),
    ("pimpinan", "operator", False),
    ("kepala", "operator", False),
    ("evaluator", "operator", False),
]


@pytest.mark.parametrize(("who", "whom", "may"), MAY)
def test_g02_who_may_issue_see_and_revoke(cast, who, whom, may):
    by, person = getattr(cast, who), getattr(cast, whom)
    row = issue(cast.menpan, person) if whom != "menpan" else None
    acts = [lambda: issue(by, person)]
    if row:
        acts = [lambda: activation.show(by=by, rows=[row], how="uji"), *acts]
        acts.append(lambda: activation.revoke(by=by, membership=person.memberships.first()))
    for act in acts:
        if may:
            assert act()
        else:
            with pytest.raises(PermissionDenied):
                act()


def test_g02_nobody_issues_for_himself_a_closed_account_or_who_has_mail(cast, settings):
    with pytest.raises(Refused):
        issue(cast.bagian, cast.bagian)
    settings.MAIL_WORKS = True
    with pytest.raises(Refused, match="lewat surel"):
        issue(cast.bagian, cast.operator)
    User.objects.filter(pk=cast.operator.pk).update(email=None)
    assert issue(cast.bagian, cast.operator)
    accounts.disable(by=cast.bagian, membership=cast.operator.memberships.get(), reason="x")
    with pytest.raises(Refused, match="dinonaktifkan"):
        issue(cast.bagian, cast.operator)


def test_g02_many_at_once_all_or_none_audited_and_told(cast):
    pair = [(cast.operator, cast.banjarnegara), (cast.kepala, cast.banjarnegara)]
    with pytest.raises(PermissionDenied):
        activation.issue_many(by=cast.bagian, given=[*pair, (cast.verifikator, cast.jateng)])
    assert not Aktivasi.objects.exists()
    made = activation.issue_many(by=cast.bagian, given=pair)
    entries = AuditEntry.objects.filter(action="beri_akses", instansi=cast.banjarnegara)
    assert (len(made), entries.count()) == (2, 2)
    assert "Bagian membuat akses" in Notice.objects.get(user=cast.operator).body
    activation.show(by=cast.bagian, rows=made, how="slip")
    assert AuditEntry.objects.get(action="lihat_akses").data["jumlah"] == 2


def test_g02_a_hundred_cost_no_more_statements_than_one(cast, django_assert_max_num_queries):
    crowd = [factories.make_user() for _ in range(100)]
    for person in crowd:
        factories.member(person, Role.OPERATOR, cast.rsud)
    with django_assert_max_num_queries(16):
        activation.issue_many(by=cast.bagian, given=[(one, cast.banjarnegara) for one in crowd])


# What it opens ------------------------------------------------------------------------------------


def test_g02_it_opens_the_account_once_and_ends_other_sessions(cast, way, client):
    other = Client()
    other.post("/akun/login/", {"login": "operator", "password": factories.PASSWORD})
    link = activation.path_of(way)
    for _ in range(2):  # programs that look into messages open links
        page = client.get(link).content.decode()
    assert "RSUD Hj. Anna" in page and "hubungi Bagian" in page
    assert other.get("/profil/").status_code == 200
    done = client.post(link, {"password": OWN, "password_again": OWN})
    assert done["Location"] == "/beranda/" and client.get("/profil/").status_code == 200
    assert other.get("/profil/").status_code == 302
    again = Client().get(link)
    assert again.status_code == 410 and "sudah dipakai" in again.content.decode()
    assert "sudah dipakai" in type_in(activation.code_of(way)).content.decode()


def test_g02_a_weak_password_is_refused_and_uses_nothing_up(cast, way):
    with pytest.raises(ValidationError):
        use(way, "123")
    answer = Client().post(activation.path_of(way), {"password": OWN, "password_again": "lain"})
    assert answer.status_code == 422
    assert use(way).check_password(OWN)


def test_g02_issuer_and_other_admins_are_told_and_it_is_audited(cast, way):
    second = factories.make_user("kedua")
    factories.member(second, Role.ADMIN_INSTANSI, cast.banjarnegara)
    User.objects.filter(pk=cast.operator.pk).update(last_login=None)
    use(way)
    told = Notice.objects.filter(kind="akun_aktif")
    assert {row.user for row in told} == {cast.bagian, second}
    assert {row.subject for row in told} == {"Operator mengaktifkan akunnya"}
    assert AuditEntry.objects.get(action="pakai_akses").by == cast.operator


def test_g02_the_account_signs_nothing_for_a_day_after(cast, way, settings):
    assert signing_hold(cast.operator) is None
    person = use(way)
    assert signing_hold(person).by == cast.bagian
    with pytest.raises(Refused, match="akses dari Bagian"):
        require_may_sign(person)
    person.password_set_at -= timedelta(hours=settings.SANDI_TUNGGU_JAM)
    require_may_sign(person)


def expire(cast, row):
    long_ago = timezone.now() - 2 * activation.LIFETIME
    Aktivasi.objects.update(issued_at=long_ago, expires_at=long_ago + activation.LIFETIME)


def replace(cast, row):
    issue(cast.bagian, cast.operator)


def revoke(cast, row):
    activation.revoke(by=cast.bagian, membership=cast.operator.memberships.get())


def dismiss(cast, row):
    factories.member(factories.make_user(), Role.ADMIN_INSTANSI, cast.banjarnegara)
    people.end_membership(by=cast.menpan, membership=cast.bagian.memberships.get())


def promise(cast, row):
    invitations.invite(
        by=cast.menpan, role=Role.ADMIN_NASIONAL, instansi=cast.nasional, username="operator"
    )


def close(cast, row):
    accounts.disable(by=cast.bagian, membership=cast.operator.memberships.get(), reason="x")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (expire, "masa berlakunya"),
        (replace, "diganti"),
        (revoke, "dicabut"),
        (dismiss, "berubah"),
        (promise, "berubah"),
        (close, "berubah"),
    ],
)
def test_g02_what_is_over_says_so_by_link_and_by_code(cast, way, how, said):
    how(cast, way)
    with pytest.raises(ActivationClosed, match=said):
        use(way)
    for answer in (Client().get(activation.path_of(way)), type_in(activation.code_of(way))):
        assert answer.status_code == 410
        assert said in answer.content.decode()
        assert "admin instansi Anda" in answer.content.decode()


def test_g02_a_changed_link_opens_nothing(cast, way):
    for token in ("x", "a" * 3000, f"{way.uuid.hex}.1abc.sig"):
        assert Client().get(f"/masuk/aktivasi/{token}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_g02_of_two_at_once_one_gets_in(cast, way):
    results = []

    def enter(password):
        try:
            results.append(use(way, password).pk)
        except ActivationClosed:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(f"{OWN}-{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, results)) == [False, True]


# Codes --------------------------------------------------------------------------------------------


def test_g02_a_code_is_typed_as_people_type(cast, way):
    code = activation.code_of(way)
    assert len(code.replace("-", "")) == activation.CODE_LENGTH
    for typed in (code, code.upper(), code.replace("-", " "), f" {code} "):
        answer = type_in(typed, username="Operator ")
        assert answer["Location"].startswith(CODE_PAGE)
    assert type_in(code, username="kepala").status_code == 422


def test_g02_codes_are_not_guessed(cast, way, settings):
    settings.LOGIN_FAILURES = 3
    for _ in range(3):
        assert activation.WRONG in type_in("abcd-efgh-jkmn").content.decode()
    locked = type_in(activation.code_of(way))  # the right one, too late
    assert "terlalu banyak" in locked.content.decode()
    login = {"login": "operator", "password": factories.PASSWORD}
    assert "terlalu banyak" in Client().post("/akun/login/", login).content.decode()
    elsewhere = type_in(activation.code_of(way), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_g02_a_wrong_code_says_the_same_of_everybody(cast, way):
    names = ("operator", "kepala", "tidak-ada")
    for answer in [type_in("abcd-efgh-jkmn", name) for name in names]:
        assert answer.status_code == 422 and activation.WRONG in answer.content.decode()


# Who is found -------------------------------------------------------------------------------------


def found(who, **asked):
    return {person.username for person in directory.people(who, directory.Filter(**asked))}


def test_g02_the_ministry_finds_anybody_by_name_nip_username_or_address(cast):
    factories.make_user(
        "sri.r", nama="Dra. Sri Rahayu", nip="197501012000032002", email="rahayu@contoh.go.id"
    )
    for q in ("sri rahayu", "Rahay", "19750101 200003 2 002", "sri.r", "rahayu@contoh.go.id"):
        assert found(cast.menpan, q=q) == {"sri.r"}, q
    assert found(cast.menpan, q="%") == set() and "sri.r" in found(cast.menpan)
    assert found(cast.biro, q="sri") == set()  # no role in its sight


def test_g02_everybody_sees_his_own_tenants_and_what_lies_below(cast):
    assert "operator" in found(cast.biro) and "operator" in found(cast.bagian)
    for who in (cast.biro, cast.bagian):
        assert "operator_tetangga" not in found(who)
    assert "verifikator" not in found(cast.bagian)
    assert found(cast.menpan, instansi=cast.jateng) >= {"biro", "operator"}
    assert found(cast.menpan, role="kepala") == {"kepala"}
    for who in (cast.operator, cast.pimpinan, cast.siapapun):
        with pytest.raises(PermissionDenied):
            directory.people(who, directory.Filter())


def test_g02_who_has_never_been_here_and_who_has_no_way_in(cast, as_user, way):
    User.objects.filter(username__in=["operator", "kepala"]).update(last_login=None)
    assert found(cast.bagian, state="belum") == {"operator", "kepala"}
    assert found(cast.bagian, state="tanpa_akses") == {"kepala"}
    assert found(cast.bagian, state="akses") == {"operator"}
    page = as_user(cast.bagian).get("/orang/belum-masuk/").content.decode()
    assert "2 orang" in page and "Evaluator" not in page.split("<tbody>")[1]
    assert "2 orang belum pernah masuk" in as_user(cast.bagian).get("/beranda/").content.decode()


def test_g02_in_bulk_the_consequence_is_shown_first(cast, as_user, way):
    User.objects.filter(username__in=["operator", "kepala"]).update(last_login=None)
    client = as_user(cast.bagian)
    page = client.get("/orang/akses/beri/?keadaan=belum").content.decode()
    assert "<strong>2</strong> orang mendapat" in page
    assert "<strong>1</strong> akses yang masih berlaku diganti" in page
    assert Aktivasi.objects.count() == 1
    done = client.post("/orang/akses/beri/?keadaan=belum", {"yakin": "ya"}, follow=True)
    text = done.content.decode()
    assert activation.code_of(Aktivasi.objects.get(user=cast.kepala)) in text
    assert activation.code_of(way) not in text  # it is dead
    assert "no-store" in done["Cache-Control"]
    ticked = {"orang": ["operator", "operator_tetangga", "menpan"]}
    page = client.post("/orang/akses/beri/", ticked).content.decode()
    assert "<strong>1</strong> orang mendapat" in page
    assert AuditEntry.objects.filter(action="lihat_akses").count() == 1
    none = client.post("/orang/akses/beri/", {"dicentang": "ya"}, follow=True)
    assert "Centang dahulu" in none.content.decode()  # and not everybody


def test_g02_secrets_are_hidden_from_other_tenants(cast, as_user, way):
    for who in (cast.admin_tetangga, cast.kepala, cast.pimpinan):
        for address in ("/orang/akses/", "/orang/akses/data.xlsx", "/orang/akses/slip.pdf"):
            answer = as_user(who).get(f"{address}?akses={way.uuid}", follow=True)
            assert activation.code_of(way).encode() not in answer.content
    assert not AuditEntry.objects.filter(action="lihat_akses").exists()


@pytest.mark.parametrize("address", ["/orang/", "/orang/akses/", "/orang/akses/beri/"])
def test_g02_pages_cost_the_same_for_one_and_thirty(cast, as_user, address, count_queries):
    counts = []
    for number in (1, 30):
        for _ in range(number):
            person = factories.make_user()
            factories.member(person, Role.OPERATOR, cast.rsud)
            issue(cast.bagian, person)
        counts.append(count_queries(as_user(cast.bagian), address))
    assert counts[0] == counts[1] <= 25  # with session, header and audit


@pytest.fixture
def count_queries():
    from django.test.utils import CaptureQueriesContext

    def count(client, address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("81234567890", "6281234567890"),
        ("(021) 555 1234", "62215551234"),
        ("112", ""),
        ("nol delapan", ""),
        ("", ""),
    ],
)
def test_g02_a_number_for_whatsapp(typed, number):
    assert phones.whatsapp(typed) == number


def test_g02_the_message_goes_to_the_number_of_its_person(cast, as_user, way):
    page = as_user(cast.bagian).post(
        f"/peran/{cast.operator.memberships.get().uuid}/akun/telepon/",
        {"telepon": "0812 3456 7890"},
    )
    assert page.status_code == 302
    row = Aktivasi.objects.select_related("user", "instansi").get()
    (secret,) = activation.show(by=cast.bagian, rows=[row], how="uji")
    assert secret.whatsapp.startswith("https://wa.me/6281234567890?text=Operator")


def test_g02_a_bundle_is_cut_by_office_unit_and_name_and_its_parts_stay(cast):
    for person in (cast.operator_puskesmas, cast.operator, cast.evaluator, cast.verifikator):
        issue(cast.menpan, person)
    asked = directory.Filter()
    found = directory.bundle(cast.menpan, asked)
    names = [row.user.username for row in directory.ways(cast.menpan, found)]
    assert names == ["evaluator", "operator_puskesmas", "operator", "verifikator"]
    second = (found[2].uuid, found[3].uuid)
    use(Aktivasi.objects.get(uuid=found[0].uuid))  # the first part loses one, the second none
    use(Aktivasi.objects.get(uuid=found[2].uuid))
    rest = directory.bundle(cast.menpan, asked, between=second)
    assert [way.uuid for way in rest] == [found[3].uuid]


def test_g02_a_person_writes_his_own_number(cast, as_user):
    client = as_user(cast.operator)
    profile = {"nama": "Operator", "zone": "Asia/Jakarta"}
    assert client.post("/profil/", {**profile, "telepon": "0812 3456 7890"}).status_code == 302
    assert User.objects.get(pk=cast.operator.pk).telepon == "0812 3456 7890"
    assert (
        "nomor telepon lengkap"
        in client.post("/profil/", {**profile, "telepon": "nanti"}).content.decode()
    )
