"""J12: an analyst reads his wilayah kerja and nothing else; who validates does not publish."""

from collections import defaultdict
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries.evaluations import visible_evaluasi
from evaluations.models import Hasil
from evaluations.monitoring.queries import monitoring, national
from evaluations.progress.services.steps import advance, possible_actions
from evaluations.publication.services import decree_worker, decrees
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AnggotaWilayah, AuditEntry, User, WilayahKerja
from pekppp.accounts.roles import Role
from pekppp.accounts.services import people, working_regions
from pekppp.base.errors import Refused
from pekppp.pages import waiting_for
from reports.batches.services.batches import covered
from tests import factories
from tests.accounts.imports.importing import check, effects, nip
from tests.conftest import CANARY
from tests.evaluations.ready import make_finished, make_validated
from tests.stage import stage
from tests.workbooks import words_of


@stage.fixture
def office(cast) -> dict[str, User]:
    """The ministry's people: an analyst of each of two wilayah kerja, one of none, the others."""
    found = {}
    for name, role in (
        ("analis", Role.ANALIS), ("analis_lain", Role.ANALIS), ("analis_baru", Role.ANALIS),
        ("validator", Role.VALIDATOR), ("penetap", Role.PENETAP),
    ):  # fmt: skip
        found[name] = factories.make_user(name)
        factories.member(found[name], role, cast.nasional)
    kl = factories.make_instansi("Badan Kepegawaian", "kl")
    factories.make_unit(kl, "Layanan Pensiun")
    for number, (who, place) in enumerate((("analis", cast.jateng), ("analis_lain", kl)), start=1):
        working_regions.save(
            by=cast.menpan, nama=f"Wilayah {'I' * number}", urutan=number, instansi=[place],
            analis=[found[who].memberships.get()],
        )  # fmt: skip
    return found


@stage.fixture
def others(cast, siklus, evaluasi, office):
    """Beside the RSUD's evaluation one of the neighbour kabupaten, which is in no wilayah."""
    return factories.make_evaluasi(siklus, cast.unit_tetangga)


def home(user: User) -> list[str]:
    fresh = User.objects.get(pk=user.pk)
    return [item.what for item in waiting_for(fresh, fresh.memberships.get())]


LISTS = (
    "/pemantauan/", "/pemantauan/csv/", "/pemantauan/xlsx/", "/instansi/", "/instansi/xlsx/",
    "/unit/", "/unit/xlsx/", "/siklus/", "/kinerja/", "/nasional/", "/nasional/xlsx/",
    "/tindak-lanjut/", "/",
)  # fmt: skip


def body(answer) -> str:
    is_book = "spreadsheet" in answer["Content-Type"]
    return words_of(answer.content) if is_book else answer.content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_j12_lists_and_exports_end_at_the_wilayah(cast, as_user, office, others, path):
    told = {
        name: as_user(office[name]).get(path, follow=True) for name in ("analis", "analis_lain")
    }
    assert {answer.status_code for answer in told.values()} == {200}
    assert CANARY not in body(told["analis"]) + body(told["analis_lain"])
    assert "Banjarnegara" not in body(told["analis_lain"])
    if path in ("/pemantauan/csv/", "/pemantauan/xlsx/", "/instansi/xlsx/", "/unit/xlsx/"):
        assert "Banjarnegara" in body(told["analis"])


def test_j12_pages_of_the_wilayah_open_and_others_do_not_exist(
    cast, as_user, office, evaluasi, others
):
    def statuses(who: str, instansi, unit, row) -> list[int]:
        paths = (f"/instansi/{instansi.uuid}/", f"/unit/{unit.uuid}/", row.get_absolute_url(),
                 row.address("f01", "I"), row.address("evaluasi_levels"))  # fmt: skip
        client = as_user(office[who])
        return [client.get(path, follow=True).status_code for path in paths]

    mine = (cast.banjarnegara, cast.rsud, evaluasi)
    assert statuses("analis", *mine) == [200] * 5
    assert statuses("analis", cast.tetangga, cast.unit_tetangga, others) == [404] * 5
    assert statuses("analis_lain", *mine) == [404] * 5
    assert (
        as_user(office["analis"]).get(f"/instansi/{cast.banjarnegara.uuid}/ubah/").status_code
        == 403
    )
    assert [*possible_actions(office["analis"], evaluasi)] == []


def test_j12_an_instansi_that_joins_is_read_at_once_and_one_that_leaves_no_more(
    cast, office, evaluasi, others
):
    def seen() -> set[str]:
        rows = visible_evaluasi(User.objects.get(username="analis"))
        return {row.nama_instansi for row in rows}

    assert seen() == {"Kabupaten Banjarnegara"}
    cast.tetangga.induk = cast.jateng
    cast.tetangga.save()
    assert seen() == {"Kabupaten Banjarnegara", "Kabupaten Tetangga"}
    people.end_membership(by=cast.menpan, membership=office["analis"].memberships.get())
    assert seen() == set()


def test_j12_without_a_wilayah_an_analyst_reads_nothing_and_it_is_said(
    cast, as_user, office, others
):
    new = office["analis_baru"]
    assert as_user(new).get("/pemantauan/").status_code == 200
    assert not visible_evaluasi(new).exists()
    assert home(new) == ["Minta admin KemenPANRB memasukkan Anda ke sebuah wilayah kerja"]
    assert "Masukkan 1 analis ke wilayah kerjanya" in home(cast.menpan)


# Who validates, who publishes ---------------------------------------------------------------------


def test_j12_a_validator_validates_and_returns_and_does_not_publish(cast, siklus, as_user, office):
    by = office["validator"]
    good, bad = (make_finished(cast, siklus, unit) for unit in (cast.rsud, cast.puskesmas))
    assert "Validasi hasil 2 unit" in home(by)
    advance(by=by, evaluasi=good, action=Action.VALIDASI)
    advance(by=by, evaluasi=bad, action=Action.BUKA_F02, reason="Alasan levelnya belum ada.")
    with pytest.raises(PermissionDenied):
        decrees.freeze(by=by, siklus=siklus)
    client = as_user(by)
    statuses = {
        path: client.get(path).status_code
        for path in (
            "/pemantauan/", f"/validasi/{siklus.uuid}/", good.get_absolute_url(), "/siklus/",
            f"/publikasi/{siklus.uuid}/", f"/siklus/{siklus.uuid}/ubah/", "/orang/",
            f"/instansi/{cast.nasional.uuid}/", f"/unit/{cast.rsud.uuid}/", "/nasional/",
        )
    }  # fmt: skip
    assert [*statuses.values()] == [200, 200, 200, 200, 403, 403, 403, 404, 404, 403]
    own = factories.make_evaluasi(factories.make_siklus(cast.banjarnegara), cast.rsud)
    assert client.get(own.get_absolute_url()).status_code == 404


def test_j12_a_penetap_publishes_what_another_one_froze_and_does_not_validate(
    cast, siklus, as_user, office
):
    by = office["penetap"]
    waiting = make_finished(cast, siklus, cast.puskesmas)
    with pytest.raises(PermissionDenied):
        advance(by=by, evaluasi=waiting, action=Action.VALIDASI)
    assert as_user(by).get(f"/validasi/{siklus.uuid}/").status_code == 403
    for page, links in (
        ("siklus", ("Publikasi", "Validasi")),
        ("publikasi", ("Bekukan", "Ke validasi")),
    ):
        told = as_user(by).get(f"/{page}/{siklus.uuid}/").content.decode()
        assert [f">{word}" in told for word in links] == [True, False]
    make_validated(cast, siklus, cast.rsud)
    row = decrees.freeze(by=cast.menpan, siklus=siklus)
    # The one who froze it has nothing to do about it; the other one has.
    task = "Periksa 1 hasil yang dibekukan Menpan, lalu catat keputusannya"
    assert (task in home(by), [what for what in home(cast.menpan) if "keputusan" in what]) == (
        True,
        [],
    )
    with pytest.raises(Refused) as refusal:
        decrees.enter(by=cast.menpan, publikasi=row, nomor="1", tanggal=timezone.localdate())
    assert "Penetap" in refusal.value.message
    decrees.enter(by=by, publikasi=row, nomor="1", tanggal=timezone.localdate())
    decree_worker.publish_next()
    row.refresh_from_db()
    assert (row.status, row.diputus_oleh) == ("terbit", by)


# Means, lists and letters -------------------------------------------------------------------------


def test_j12_means_by_wilayah_are_means_of_instansi(cast, siklus, office):
    """Against the same means made by hand from the rows."""
    kl_unit = (
        office["analis_lain"]
        .memberships.get()
        .wilayah_kerja.get()
        .anggota.get()
        .instansi.units.get()
    )
    other = factories.make_unit(
        cast.jateng, "Samsat", jenis=factories.make_kind("samsat", "Samsat")
    )
    made = [
        make_finished(cast, siklus, unit, level=level)
        for unit, level in (
            (cast.rsud, 2), (cast.puskesmas, 5), (other, 1), (cast.unit_tetangga, 4), (kl_unit, 3)
        )
    ]  # fmt: skip
    waiting = factories.make_evaluasi(siklus, factories.make_unit(cast.jateng, "Dinas Sosial"))
    wilayah_of = {
        cast.banjarnegara.pk: "Wilayah I",
        cast.jateng.pk: "Wilayah I",
        kl_unit.instansi_id: "Wilayah II",
        cast.tetangga.pk: national.OUTSIDE,
    }
    by_office = defaultdict(list)
    for item in made:
        by_office[item.instansi_id].append(Fraction(Hasil.objects.get(evaluasi=item).ipp))
    expected = defaultdict(list)
    for pk, figures in by_office.items():
        expected[wilayah_of[pk]].append(sum(figures) / len(figures))
    report = national.report(cast.menpan, 2026, "nasional")
    assert [(row.name, row.means["A"].value) for row in report.regions] == [
        (name, sum(values) / len(values)) for name, values in sorted(
            expected.items(), key=lambda pair: (pair[0] == national.OUTSIDE, pair[0])
        )
    ]  # fmt: skip
    first = report.regions[0]
    assert (first.total, first.cover.complete, first.means["A"].counted) == (4, 3, 2)
    # Narrowed it is the same figure, for the ministry and for the analyst whose wilayah it is.
    region = WilayahKerja.objects.get(nama="Wilayah I")
    for user in (cast.menpan, office["analis"]):
        one = national.report(user, 2026, "nasional", region)
        assert one.total == 4
        assert one.figures[0].instansi == first.means["A"]
    assert waiting.hasil.ipp is None
    assert national.report(office["analis_lain"], 2026, "nasional", region).total == 0


def test_j12_lists_and_batches_are_narrowed_by_wilayah(
    cast, siklus, as_user, office, evaluasi, others
):
    region = WilayahKerja.objects.get(nama="Wilayah I")
    kept = monitoring.overview(cast.menpan, monitoring.Filter(wilayah=region)).keys
    assert [key.pk for key in kept] == [evaluasi.pk]
    rows = covered(siklus, cast.nasional, jenis="berita_acara", wilayah=region, final=False)
    assert [row.pk for row in rows] == [evaluasi.pk]
    client = as_user(cast.menpan)
    for path in ("/instansi/", "/unit/", "/pemantauan/", "/nasional/"):
        found = client.get(path, {"wilayah": region.uuid}).content.decode()
        assert "Wilayah kerja" in found
        assert CANARY not in found
    sheet = words_of(client.get("/instansi/xlsx/", {"wilayah": region.uuid}).content)
    assert "Wilayah kerja: Wilayah I" in sheet
    assert "Tetangga" not in sheet
    # Nobody else is asked for a wilayah.
    assert "Wilayah kerja" not in as_user(cast.biro).get("/pemantauan/").content.decode()


# The page of the ministry's admin -----------------------------------------------------------------


def test_j12_the_admin_moves_a_province_and_it_is_kept_who_did(cast, as_user, office):
    second = WilayahKerja.objects.get(nama="Wilayah II")
    client = as_user(cast.menpan)
    page = client.get(f"/wilayah-kerja/{second.uuid}/").content.decode()
    assert "Provinsi Jawa Tengah (sekarang Wilayah I)" in page
    typed = {"nama": " Wilayah  II ", "urutan": "2", "instansi": [cast.jateng.uuid]}
    assert client.post(f"/wilayah-kerja/{second.uuid}/", typed).status_code == 302
    assert [(row.instansi, row.wilayah.nama) for row in AnggotaWilayah.objects.all()] == [
        (cast.jateng, "Wilayah II")
    ]
    entry = AuditEntry.objects.filter(action="ubah_wilayah_kerja").latest("pk")
    assert entry.by == cast.menpan
    assert entry.data["perubahan"]["instansi"] == ["Badan Kepegawaian", "Provinsi Jawa Tengah"]
    twice = client.post("/wilayah-kerja/tambah/", {"nama": "wilayah ii", "urutan": "3"})
    assert (twice.status_code, "sudah dipakai" in twice.content.decode()) == (422, True)
    assert "1 provinsi dan K/L: Badan Kepegawaian" in client.get("/wilayah-kerja/").content.decode()
    client.post(f"/wilayah-kerja/{second.uuid}/hapus/")
    assert not AnggotaWilayah.objects.exists()


def test_j12_only_provinces_and_kl_are_members_and_only_analysts_read(cast, office):
    analyst = office["analis"].memberships.get()
    for members, readers, field in (
        ([cast.banjarnegara], [analyst], "instansi"),
        ([cast.jateng], [cast.bagian.memberships.get()], "analis"),
    ):
        with pytest.raises(Refused) as refusal:
            working_regions.save(
                by=cast.menpan, nama="Wilayah III", urutan=3, instansi=members, analis=readers
            )
        assert refusal.value.field == field
    for by in (*office.values(), cast.biro):
        with pytest.raises(PermissionDenied):
            working_regions.save(by=by, nama="Wilayah III", urutan=3, instansi=[], analis=[])


@pytest.mark.parametrize("who", ["analis", "penetap", "validator"])
def test_j12_the_page_is_the_admin_s(as_user, office, who):
    assert as_user(office[who]).get("/wilayah-kerja/").status_code == 403


def test_j12_the_page_takes_the_same_queries_for_few_and_many(cast, as_user, office):
    client = as_user(cast.menpan)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/wilayah-kerja/").status_code == 200
        return len(caught)

    few = queries()
    for number in range(3, 6):
        place = factories.make_instansi(f"Provinsi {number}", "provinsi")
        working_regions.save(
            by=cast.menpan, nama=f"W {number}", urutan=number, instansi=[place],
            analis=[office["analis_baru"].memberships.get()],
        )  # fmt: skip
    assert queries() == few


def test_j12_the_ministrys_roles_are_offered_at_the_ministry_alone(cast, as_user):
    client = as_user(cast.menpan)

    def offered(instansi) -> list[bool]:
        page = client.get(f"/instansi/{instansi.uuid}/undang/").content.decode()
        return [
            f'value="{role}"' in page for role in ("analis", "validator", "penetap", "pimpinan")
        ]

    assert offered(cast.nasional) == [True] * 4
    assert offered(cast.banjarnegara) == [False, False, False, True]


def test_j12_a_workbook_gives_them_there_and_each_waits_for_a_second_admin(cast):
    def row(role: str, office: str, number: int) -> dict[str, str]:
        return {"instansi": office, "nama": f"Orang {number}", "nip": nip(number), "peran": role}

    roles = ("analis", "Validator KemenPANRB", "penetap")
    told = check(
        cast.menpan,
        "orang",
        *(row(role, cast.nasional.nama, number) for number, role in enumerate(roles)),
    )
    assert (told.masalah, effects(told)) == ([], ["baru_tunggu"] * 3)
    for by, words in (
        (cast.menpan, "Peran ini hanya ada di KemenPANRB."),
        (cast.bagian, "Peran ini di Kabupaten Banjarnegara tidak dapat Anda berikan."),
    ):
        [problem] = check(by, "orang", row("analis", "Kabupaten Banjarnegara", 9)).masalah
        assert problem["pesan"] == words
