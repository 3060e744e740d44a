"""J4: an evaluator leaves with half the levels given, and another one takes over."""

import io
import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from evaluations.assignment.services.handover import hand_over
from evaluations.core import assignments
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.f02.queries.desk import get_desk
from evaluations.f02.services.levels import save_score
from evaluations.models import (
    Evaluasi,
    FotoLapangan,
    KirimanTerlambat,
    Nilai,
    PerangkatLapangan,
    PeranNilai,
    SerahTerima,
)
from pekppp.accounts.models import AuditEntry, Membership, Notice, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from pekppp.base.formats import tanggal
from reports.figures import berita_acara
from tests import factories

HALF = range(1, 10)  # the indicators of aspect I


@pytest.fixture
def successor(cast) -> User:
    made = factories.make_user("penerus", nama="Penerus Baru")
    factories.member(made, Role.EVALUATOR, cast.banjarnegara)
    return made


@pytest.fixture
def half(cast, evaluasi) -> Evaluasi:
    """Nine of thirty levels given, by the evaluator who leads."""
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state="dinilai")
    evaluasi.refresh_from_db()
    for nomor in HALF:
        score(cast.evaluator, evaluasi, nomor, 3)
    return evaluasi


def score(person: User, evaluasi: Evaluasi, nomor: int, level: int | None, based_on: int = 0):
    return save_score(
        by=User.objects.get(pk=person.pk),
        evaluasi=evaluasi,
        indikator=nomor,
        peran=PeranNilai.EVALUATOR,
        changes={"level": level, "alasan": "Sesuai pengamatan."},
        based_on=based_on,
        key=uuid4(),
    )


def hand(cast, evaluasi, to: User, cara: str = "tetap", **fields):
    given = {"alasan": "Pindah tugas.", "surat": "800/12/2026"} | fields
    return hand_over(
        by=cast.bagian, dari=cast.evaluator, kepada=to, evaluasi=[evaluasi], cara=cara, **given
    )


def filled(evaluasi: Evaluasi) -> int:
    found = evaluation_queries.decided_levels(evaluasi)
    return sum(item.evaluator is not None for item in found.values())


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def desk(person: User, evaluasi: Evaluasi):
    return get_desk(fresh(person), evaluasi.uuid)


def test_j04_kept_levels_stand_in_his_name_until_the_successor_gives_his_own(cast, half, successor):
    assert filled(half) == 9
    hand(cast, half, successor)
    assert filled(half) == 9
    assert set(half.nilai.values_list("oleh", flat=True)) == {cast.evaluator.pk}
    seen = desk(successor, half)
    assert seen.leads and seen.own_progress() == (9, 30)
    assert seen.row(seen.instrumen.indikator(1)).warisan.level == 3
    assert seen.next_open() == 10
    day = tanggal(SerahTerima.objects.get().pada)
    assert seen.marks(1) == [f"dinilai oleh Evaluator sebelum serah terima {day}"]
    assert seen.marks(10) == ()

    score(successor, half, 1, 5)
    assert evaluation_queries.decided_levels(half)[1].evaluator == 5
    assert evaluation_queries.decided_levels(half)[2].evaluator == 3
    assert desk(successor, half).marks(1)[0].endswith("; kini nilai Penerus Baru")
    # A second thought leaves no level: the one before is not brought back silently.
    score(successor, half, 1, None, based_on=1)
    assert evaluation_queries.decided_levels(half)[1].evaluator is None


def test_j04_levels_to_be_given_anew_are_set_aside_and_stay_in_the_history(cast, half, successor):
    Nilai.objects.create(
        instansi=half.instansi, siklus=half.siklus, evaluasi=half, indikator=1,
        peran="sepakat", oleh=cast.evaluator, level=4,
    )  # fmt: skip
    hand(cast, half, successor, "ulang")
    assert filled(half) == 0
    assert desk(successor, half).own_progress() == (0, 30)
    history = Nilai.pgh_event_model.objects.filter(pgh_obj__indikator=2).order_by("pgh_id")
    assert list(history.values_list("level", flat=True)) == [3, None]
    said = desk(successor, half).marks(1)
    assert said[0].endswith("; disisihkan untuk dinilai ulang")
    assert said[1].startswith("disepakati tim melalui Evaluator")
    score(successor, half, 1, 2)
    assert desk(successor, half).marks(1)[0].endswith("; kini nilai Penerus Baru")


def test_j04_the_verifier_and_the_berita_acara_are_told_who_really_assessed(cast, half, successor):
    factories.to_be_verified(half)
    assignments.assign(cast.verifikator, half.aspek.all(), "verify")
    hand(cast, half, successor)
    assert desk(cast.verifikator, half).marks(1)
    told = berita_acara.build(half, nomor="", tanggal=date(2026, 9, 1))
    assert [person["nama"] for person in told["evaluator"]] == ["Penerus Baru"]
    assert "digantikan oleh Penerus Baru (surat nomor 800/12/2026)" in told["serah_terima"][0]
    assert told["serah_terima"][1].startswith(
        "Indikator 1, 2, 3, 4, 5, 6, 7, 8, 9 dinilai oleh Evaluator sebelum serah terima"
    )


def test_j04_everybody_concerned_is_told_and_the_reason_is_not_the_units(cast, half, successor):
    hand(cast, half, successor, alasan="Sakit keras.")
    bodies = dict(Notice.objects.values_list("user__username", "body"))
    assert {"evaluator", "penerus", "operator", "menpan"} <= set(bodies)
    assert "Sakit keras." in bodies["penerus"] and "Sakit keras." in bodies["evaluator"]
    assert "Sakit keras." not in bodies["operator"]
    entry = AuditEntry.objects.get(action="serah_terima")
    assert (entry.data["dari"], entry.data["kepada"]) == ("evaluator", "penerus")
    assert (entry.object_id, entry.reason) == (str(half.uuid), "Sakit keras.")


def test_j04_a_barred_successor_is_named_unit_by_unit(cast, siklus, half, successor, as_user):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    assignments.assign(cast.evaluator, other.aspek.all(), "score")
    factories.member(successor, Role.OPERATOR, cast.rsud)
    done = hand_over(
        by=cast.bagian, dari=cast.evaluator, kepada=successor, evaluasi=[half, other],
        cara="tetap", alasan="Sakit.", surat="1",
    )  # fmt: skip
    assert done.done == [other]
    assert [(item, "anggota RSUD" in why) for item, why in done.refused] == [(half, True)]
    assert {task.user for task in assignments.tasks_of([half])} == {cast.evaluator.pk}
    with pytest.raises(Refused, match="anggota RSUD"):
        hand(cast, half, successor)
    page = as_user(cast.bagian).get(address(cast), {"kepada": "penerus"})
    assert "anggota RSUD Hj. Anna Lasmanah, jadi tidak boleh menilainya" in page.text


def test_j04_only_whoever_assigns_hands_over(cast, half, successor):
    for person in (cast.evaluator, cast.verifikator, cast.admin_tetangga, cast.kepala):
        with pytest.raises(PermissionDenied):
            hand_over(
                by=person, dari=cast.evaluator, kepada=successor, evaluasi=[half],
                cara="tetap", alasan="x", surat="1",
            )  # fmt: skip


def test_j04_after_the_f02_only_kept_levels_go_over(cast, half, successor):
    Evaluasi.objects.filter(pk=half.pk).update(state="f02_selesai")
    half.refresh_from_db()
    with pytest.raises(Refused, match="sudah selesai"):
        hand(cast, half, successor, "ulang")
    hand(cast, half, successor)
    assert filled(half) == 9
    assert desk(successor, half).leads


def test_j04_handed_on_again_and_back_nothing_is_counted_twice_or_lost(cast, half, successor):
    third = factories.make_user("ketiga")
    factories.member(third, Role.EVALUATOR, cast.banjarnegara)
    hand(cast, half, successor)
    score(successor, half, 10, 4)
    again = {"cara": "tetap", "alasan": "Pindah.", "surat": "2", "evaluasi": [half]}
    hand_over(by=cast.bagian, dari=successor, kepada=third, **again)
    assert filled(half) == 10
    assert desk(third, half).own_progress() == (10, 30)
    hand_over(by=cast.bagian, dari=third, kepada=cast.evaluator, **again)
    assert filled(half) == 10
    assert desk(cast.evaluator, half).own_progress() == (10, 30)
    assert desk(cast.evaluator, half).inherited(1) is None


# Late work ----------------------------------------------------------------------------------------


def send(client, path: str, **data):
    body = {"versi": 0, "kunci": str(uuid4())} | data
    return client.post(path, json.dumps(body), "application/json")


def test_j04_late_unsent_work_is_refused_in_words_and_lies_before_the_successor(
    cast, half, successor, as_user
):
    hand(cast, half, successor)
    old, base = as_user(cast.evaluator), f"/evaluasi/{half.uuid}"
    level = {"indikator": 12, "peran": "evaluator"}
    for changes in ({"level": 5, "catatan_internal": "Loket tutup."}, {"level": 4}):
        answer = send(old, f"{base}/f02/nilai/", changes=changes, **level)
        assert answer.status_code == 403
        assert "diserahkan kepada Penerus Baru" in answer.json()["pesan"]
    words = {"teks": "Perbaiki maklumat.", "indikator": "", "rekomendasi": "", "baru": ""}
    assert send(old, f"{base}/f02/rekomendasi/", aspek="I", **words).status_code == 403
    kept = KirimanTerlambat.objects.get(indikator=12)
    assert kept.isi == {"level": 4, "catatan_internal": "Loket tutup."}
    assert not half.nilai.filter(indikator=12).exists()
    page = as_user(successor).get(f"{base}/f02/12/").text
    assert "Loket tutup." in page and "Pakai 4: usulan dari Evaluator, kiriman terlambat" in page
    assert "Perbaiki maklumat." in as_user(successor).get(f"{base}/f02/").text
    assert Notice.objects.filter(user=successor, subject__startswith="Kiriman terlambat").exists()
    # It is nobody else's, and a stranger still learns nothing.
    factories.to_be_verified(half)
    assignments.assign(cast.verifikator, half.aspek.all(), "verify")
    assert "Loket tutup." not in as_user(cast.verifikator).get(f"{base}/f02/12/").text
    stranger = factories.make_user("asing")
    assert (
        send(as_user(stranger), f"{base}/f02/nilai/", changes={"level": 1}, **level).status_code
        == 404
    )
    assert KirimanTerlambat.objects.count() == 2


def test_j04_what_a_device_has_not_sent_is_told_before_the_handover(cast, half, successor, as_user):
    device = str(uuid4())
    for belum in (7, 3):
        answer = as_user(cast.evaluator).post(
            "/tugas/lapangan/perangkat/",
            json.dumps({"perangkat": device, "belum": belum}),
            "application/json",
        )
        assert answer.json() == {"belum": belum}
    assert PerangkatLapangan.objects.get().belum == 3
    bad = json.dumps({"perangkat": device, "belum": -1})
    path = "/tugas/lapangan/perangkat/"
    assert as_user(cast.evaluator).post(path, bad, "application/json").status_code == 400
    assert "3 perubahan belum terkirim" in as_user(cast.bagian).get(address(cast)).text


def test_j04_a_photo_taken_before_the_handover_arrives_however_late(cast, half, successor, as_user):
    hand(cast, half, successor)
    client, path = as_user(cast.evaluator), f"/evaluasi/{half.uuid}/lapangan/foto/"

    def photo(taken):
        file = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(file, "JPEG")
        data = {"indikator": 3, "diambil": taken.isoformat(), "kunci": str(uuid4())}
        return client.post(path, data | {"foto": SimpleUploadedFile("foto.jpg", file.getvalue())})

    assert photo(timezone.now() - timedelta(hours=2)).status_code == 200
    late = photo(timezone.now() + timedelta(minutes=1))
    assert late.status_code == 403 and "diserahkan kepada Penerus Baru" in late.json()["pesan"]
    kept = FotoLapangan.objects.get()
    assert kept.oleh == cast.evaluator
    assert as_user(successor).get(f"{path}{kept.uuid}/").status_code == 200


# The page -----------------------------------------------------------------------------------------


def address(cast) -> str:
    role = Membership.objects.get(user=cast.evaluator)
    return f"/orang/{role.uuid}/serah-terima/"


def test_j04_the_page_shows_what_he_has_in_hand_and_hands_it_over(
    cast, siklus, half, successor, as_user
):
    client, path = as_user(cast.bagian), address(cast)
    page = client.get(path, {"kepada": "penerus"})
    assert "9 dari 30" in page.text and "Ketua tim, semua aspek" in page.text
    form = {
        "kepada": "penerus",
        "pilih": [str(half.uuid)],
        "cara": "tetap",
        "surat": "",
        "alasan": "Sakit.",
    }
    refused = client.post(path, form)
    assert refused.status_code == 422
    assert "Nomor surat wajib diisi." in refused.text and "Sakit." in refused.text
    assert client.post(path, form | {"surat": "9/2026"}).status_code == 302
    after = client.get(path).text
    assert "tidak lagi memegang tugas" in after and "surat 9/2026" in after
    assert as_user(cast.admin_tetangga).get(path).status_code == 404


def test_j04_the_page_costs_the_same_for_one_unit_and_three(cast, siklus, half, successor, as_user):
    def cost() -> int:
        client = as_user(cast.bagian)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(cast), {"kepada": "penerus"}).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for name in ("Kecamatan Satu", "Kecamatan Dua"):
        made = factories.make_evaluasi(siklus, factories.make_unit(cast.banjarnegara, name))
        assignments.assign(cast.evaluator, made.aspek.all(), "score")
    assert cost() == one


def test_j04_whoever_ends_a_role_or_an_account_is_shown_the_tasks_first(cast, half, as_user):
    role = Membership.objects.get(user=cast.evaluator)
    for page in ("akhiri", "akun"):
        assert (
            f"/orang/{role.uuid}/tugas/"
            in as_user(cast.bagian).get(f"/peran/{role.uuid}/{page}/").text
        )
    told = as_user(cast.bagian).get(f"/orang/{role.uuid}/tugas/").text
    assert "masih bertugas menilai 1 unit" in told and "9 dari 30" in told
    assert address(cast) in told
    assert as_user(cast.admin_tetangga).get(f"/orang/{role.uuid}/tugas/").status_code == 404
    other = Membership.objects.get(user=cast.operator)
    assert "bertugas" not in as_user(cast.bagian).get(f"/orang/{other.uuid}/tugas/").text
