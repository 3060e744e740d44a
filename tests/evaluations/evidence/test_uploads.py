"""Uploads in pieces: refused before a byte is read, kept where they broke off, finished once."""

import base64
import hashlib
import io
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from evaluations.evidence.services import evidence, uploads
from evaluations.models import Berkas, Bukti, Fase, Sanggahan, Unggahan
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.base.errors import Refused
from tests import factories
from tests.base.test_filetypes import PDF, exif_with_place, picture, plain_zip
from tests.evaluations.evidence.test_evidence import add, file

BODY = PDF + b"%" + b"x" * 3000
TUS = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}


def sha(content):
    return hashlib.sha256(content).hexdigest()


def begin(client, evaluasi, content=BODY, name="sk.pdf", size=None, headers=TUS, **meta):
    said = {"filename": name, "indikator": "1", "sidik": name, **meta}
    words = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items())
    return client.post(
        reverse("evaluations:upload_begin", args=[evaluasi.uuid]),
        headers={
            **headers,
            "Upload-Length": str(len(content) if size is None else size),
            "Upload-Metadata": words,
        },
    )


def send(client, where, piece, offset, headers=TUS, content_type="application/offset+octet-stream"):
    more = {} if piece else {"Content-Type": content_type, "Content-Length": "0"}
    return client.patch(
        where,
        piece,
        content_type=content_type,
        headers={**headers, **more, "Upload-Offset": str(offset)},
    )


def pieces():
    try:
        folders = default_storage.listdir("unggahan")[0]
    except FileNotFoundError:
        return []
    return [name for one in folders for name in default_storage.listdir(f"unggahan/{one}")[1]]


@pytest.fixture
def unit(cast, as_user):
    return as_user(cast.operator)


@pytest.fixture
def where(unit, evaluasi):
    """Where an upload that has begun is sent to."""
    return begin(unit, evaluasi)["Location"]


# The way it should go -----------------------------------------------------------------------------


def test_a_file_arrives_in_pieces_and_becomes_evidence(
    unit, evaluasi, where, django_capture_on_commit_callbacks
):
    assert send(unit, where, BODY[:1000], 0).status_code == 204
    told = unit.head(where, headers=TUS)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("1000", str(len(BODY)))
    assert told["Cache-Control"] == "no-store"
    assert send(unit, where, BODY[1000:2000], 1000)["Upload-Offset"] == "2000"
    with django_capture_on_commit_callbacks(execute=True):
        last = send(unit, where, BODY[2000:], 2000)
    assert last.json()["terima"] == ["sk.pdf"] and "sk.pdf" in last.json()["html"]
    berkas = Bukti.objects.get().berkas
    assert default_storage.open(berkas.path).read() == BODY
    assert (berkas.sha256, berkas.pratinjau, pieces()) == (sha(BODY), "menunggu", [])


def test_a_client_that_only_knows_the_protocol_is_answered_by_it(unit, evaluasi):
    headers = {"Tus-Resumable": "1.0.0"}
    options = unit.options(reverse("evaluations:upload_begin", args=[evaluasi.uuid]))
    assert options["Tus-Version"] == "1.0.0" and "creation" in options["Tus-Extension"]
    begun = begin(unit, evaluasi, headers=headers)
    assert begun.status_code == 201
    done = send(unit, begun["Location"], BODY, 0, headers=headers)
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(BODY)))
    assert done["Tus-Resumable"] == "1.0.0"


def test_another_version_of_the_protocol_is_refused(unit, evaluasi, where):
    answer = unit.head(where, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_choosing_the_same_file_again_goes_on_where_it_broke_off(unit, evaluasi, where):
    send(unit, where, BODY[:1000], 0)
    again = begin(unit, evaluasi)
    assert (again["Location"], again["Upload-Offset"]) == (where, "1000")
    other = begin(unit, evaluasi, sidik="lain")
    assert (other["Location"] != where, other["Upload-Offset"]) == (True, "0")


class Cut(io.BytesIO):
    """A body whose connection breaks after what is in it."""

    def read(self, size=-1):
        data = super().read(size)
        if not data:
            raise OSError("broken pipe")
        return data


def test_a_piece_that_is_cut_keeps_what_arrived(cast, evaluasi, unit, where):
    uuid = Unggahan.objects.get().uuid
    row = uploads.receive_piece(
        by=cast.operator,
        evaluasi=evaluasi,
        unggahan=uuid,
        offset=0,
        length=len(BODY),
        stream=Cut(BODY[:1234]),
    )
    assert row.offset == 1234
    assert send(unit, where, BODY[1234:], 1234).json()["terima"] == ["sk.pdf"]
    assert Berkas.objects.get().sha256 == sha(BODY)


def test_the_page_tells_what_was_left_half_way(unit, evaluasi, where):
    send(unit, where, BODY[:1000], 0)
    page = unit.get(reverse("evaluations:f01", args=[evaluasi.uuid, "I"])).content.decode()
    assert f'data-terputus="{where}"' in page and "Pilih berkas yang sama" in page


def test_a_photo_is_cleaned_like_any_other_upload(unit, evaluasi):
    photo = picture("JPEG", exif=exif_with_place())
    begun = begin(unit, evaluasi, photo, "foto.jpg")
    assert send(unit, begun["Location"], photo, 0).status_code == 200
    stored = default_storage.open(Berkas.objects.get().path).read()
    assert b"Kamera Rahasia" not in stored


def test_an_upload_may_take_the_place_of_a_file(cast, unit, evaluasi):
    old = add(cast.operator, evaluasi, keterangan="SK")
    begun = begin(unit, evaluasi, menggantikan=str(old.uuid))
    send(unit, begun["Location"], BODY, 0)
    new = Bukti.objects.get(dihapus_pada__isnull=True)
    assert (new.menggantikan, new.keterangan) == (old, "SK")


def test_evidence_of_an_objection_is_not_replaced_by_the_rules_of_the_f01(cast, unit, evaluasi):
    add(cast.operator, evaluasi, BODY)
    objection = Sanggahan.objects.create(
        instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, indikator=1,
        nilai_semula="3", alasan="x", status="ditarik", kunci=uuid4(), oleh=cast.operator,
    )  # fmt: skip
    theirs = add(cast.operator, evaluasi, PDF + b"%lain")
    Bukti.objects.filter(pk=theirs.pk).update(sanggahan=objection)
    for said in ({}, {"sha256": sha(BODY)}):
        assert begin(unit, evaluasi, menggantikan=str(theirs.uuid), **said).status_code == 403
    theirs.refresh_from_db()
    assert theirs.dihapus_pada is None


# A second upload of the same file -----------------------------------------------------------------


def test_what_the_unit_holds_is_not_sent_again(cast, unit, evaluasi):
    add(cast.operator, evaluasi, BODY)
    answer = begin(unit, evaluasi, indikator="2", sha256=sha(BODY))
    assert answer.json()["terima"] == ["sk.pdf"]
    assert (Unggahan.objects.count(), Bukti.objects.count(), Berkas.objects.count()) == (0, 2, 1)


def test_a_photo_is_known_by_the_file_that_was_sent(unit, evaluasi):
    photo = picture("JPEG", exif=exif_with_place())
    begun = begin(unit, evaluasi, photo, "foto.jpg", sha256=sha(photo))
    send(unit, begun["Location"], photo, 0)
    again = begin(unit, evaluasi, photo, "foto.jpg", indikator="2", sha256=sha(photo))
    assert again.json()["terima"] == ["foto.jpg"]


def test_a_digest_fetches_nothing_of_another_unit(cast, siklus, unit, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    add(cast.operator_puskesmas, other, BODY)
    assert begin(unit, evaluasi, sha256=sha(BODY)).status_code == 201
    assert not Bukti.objects.filter(evaluasi=evaluasi).exists()


def test_a_digest_fetches_nothing_that_the_unit_removed(cast, unit, evaluasi):
    made = add(cast.operator, evaluasi, BODY)
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=made.uuid)
    assert begin(unit, evaluasi, sha256=sha(BODY)).status_code == 201


def test_content_that_differs_from_its_digest_is_given_up(unit, evaluasi):
    begun = begin(unit, evaluasi, sha256=sha(b"lain"))
    answer = send(unit, begun["Location"], BODY, 0)
    assert (answer.status_code, "tidak utuh" in answer.json()["pesan"]) == (422, True)
    assert (Unggahan.objects.count(), pieces()) == (0, [])


# Refused before a byte is read --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [
        (0, 422, "kosong"),
        (21 * 1024 * 1024, 422, "paling besar 20 MB"),
        ("-1", 400, "Upload-Length"),
    ],
)
def test_a_size_that_cannot_be_is_refused_at_once(unit, evaluasi, size, status, said):
    answer = begin(unit, evaluasi, size=size)
    assert answer.status_code == status and said in answer.json()["pesan"]
    assert not Unggahan.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"bukan apa-apa", "berkas teks"), (plain_zip(), "arsip (ZIP)")],
)
def test_a_wrong_type_is_refused_in_words_and_leaves_nothing(unit, evaluasi, content, said):
    begun = begin(unit, evaluasi, content, "sk.pdf")
    answer = send(unit, begun["Location"], content, 0)
    assert answer.status_code == 422 and said in answer.json()["pesan"]
    assert (Unggahan.objects.count(), Bukti.objects.count(), pieces()) == (0, 0, [])


def test_uploads_under_way_count_against_the_room_of_the_unit(cast, unit, evaluasi, settings):
    settings.BUKTI_QUOTA_BYTES = 2 * len(BODY)
    first = begin(unit, evaluasi)
    begin(unit, evaluasi, name="dua.pdf")
    refused = begin(unit, evaluasi, name="tiga.pdf")
    assert (refused.status_code, "sedang diunggah" in refused.json()["pesan"]) == (422, True)
    with pytest.raises(Refused, match="Ruang"):
        evidence.add_evidence(by=cast.operator, evaluasi=evaluasi, indikator=1, file=file())
    # What was promised to an upload is there when it is finished.
    assert send(unit, first["Location"], BODY, 0).status_code == 200


def test_a_person_has_only_so_many_uploads_under_way(unit, evaluasi, settings):
    settings.UNGGAHAN_PER_ORANG = 1
    begin(unit, evaluasi)
    assert begin(unit, evaluasi, name="dua.pdf").status_code == 429


def test_nobody_else_begins_an_upload(cast, siklus, evaluasi, as_user):
    for person, status in (
        (cast.evaluator, 403),
        (cast.menpan, 403),
        (cast.operator_puskesmas, 404),
    ):
        assert begin(as_user(person), evaluasi).status_code == status
    assert not Unggahan.objects.exists()


def test_an_unknown_indicator_has_no_uploads(unit, evaluasi):
    assert begin(unit, evaluasi, indikator="99").status_code == 404


def test_another_persons_upload_is_not_found(cast, evaluasi, where, as_user):
    head = as_user(cast.kepala)  # of the same unit
    assert head.head(where, headers=TUS).status_code == 404
    assert send(head, where, BODY, 0).status_code == 404
    assert head.delete(where, headers=TUS).status_code == 404
    assert Unggahan.objects.get().offset == 0


def test_an_upload_is_not_found_under_another_evaluation(cast, siklus, evaluasi, where, as_user):
    both = cast.operator
    factories.member(both, factories.Role.OPERATOR, cast.puskesmas)
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    uuid = Unggahan.objects.get().uuid
    wrong = reverse("evaluations:upload", args=[other.uuid, uuid])
    assert as_user(both).head(wrong, headers=TUS).status_code == 404


def test_who_logged_in_meanwhile_sends_nothing_for_another(cast, unit, where):
    headers = {**TUS, "X-Pengguna": str(cast.kepala.pk)}
    answer = send(unit, where, BODY, 0, headers=headers)
    assert (answer.status_code, answer.json()["galat"]) == (401, "pengguna_lain")


@pytest.mark.parametrize("offset", [1, 5000, "-1", "satu"])
def test_a_wrong_offset_changes_nothing(unit, where, offset):
    assert send(unit, where, BODY, offset).status_code in (400, 409)
    assert (Unggahan.objects.get().offset, pieces()) == (0, [])


def test_a_body_longer_than_was_said_is_not_read(unit, where):
    assert send(unit, where, BODY + b"x", 0).status_code == 413
    assert pieces() == []


def test_a_body_of_another_kind_is_refused(unit, where):
    assert send(unit, where, BODY, 0, content_type="application/json").status_code == 415


def test_a_piece_needs_the_token_of_the_page(cast, evaluasi, where):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(strict, where, BODY, 0).status_code == 403


# Twice, at once, too late -------------------------------------------------------------------------


def test_finishing_twice_makes_one_piece_of_evidence(unit, evaluasi, where):
    first = send(unit, where, BODY, 0)
    again = send(unit, where, b"", len(BODY))
    assert again.json()["uuid"] == first.json()["uuid"]
    assert Bukti.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_pieces_at_the_same_offset_are_not_both_kept(cast, evaluasi, unit, where):
    uuid = Unggahan.objects.get().uuid
    start = threading.Barrier(2)
    outcome = []

    class Slow(io.BytesIO):
        def read(self, size=-1):
            start.wait(10) if self.tell() == 0 else None
            return super().read(size)

    def one(content):
        try:
            row = uploads.receive_piece(
                by=cast.operator,
                evaluasi=evaluasi,
                unggahan=uuid,
                offset=0,
                length=1000,
                stream=Slow(content),
            )
            outcome.append(row.offset)
        except Refused as error:
            outcome.append(error.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[BODY[:1000]]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcome) == [409, 1000]
    assert send(unit, where, BODY[1000:], 1000).status_code == 200
    assert Berkas.objects.get().sha256 == sha(BODY)


def test_a_crash_between_piece_and_row_costs_only_that_piece(unit, where):
    uuid = Unggahan.objects.get().uuid
    from django.core.files.base import ContentFile

    default_storage.save(f"unggahan/{uuid}/{0:012d}", ContentFile(b"torn"))
    assert send(unit, where, BODY, 0).status_code == 200
    assert Berkas.objects.get().sha256 == sha(BODY)


def test_a_window_that_closes_in_between_refuses_but_keeps_the_pieces(
    siklus, unit, evaluasi, where
):
    send(unit, where, BODY[:1000], 0)
    Fase.objects.filter(siklus=siklus).update(akhir=timezone.now() - timedelta(hours=1))
    answer = send(unit, where, BODY[1000:], 1000)
    assert (answer.status_code, "ditutup" in answer.json()["pesan"]) == (403, True)
    assert len(pieces()) == 1
    Fase.objects.filter(siklus=siklus).update(akhir=timezone.now() + timedelta(days=1))
    assert send(unit, where, BODY[1000:], 1000).status_code == 200


def test_an_f01_that_was_sent_takes_no_more_pieces(cast, unit, evaluasi, where):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    assert send(unit, where, BODY, 0).status_code == 403


def test_giving_up_deletes_what_arrived(unit, where):
    send(unit, where, BODY[:1000], 0)
    assert unit.delete(where, headers=TUS).status_code == 204
    assert (Unggahan.objects.count(), pieces()) == (0, [])
    assert unit.head(where, headers=TUS).status_code == 404


def test_the_sweep_forgets_old_uploads_and_finishes_what_is_here_in_full(
    cast, unit, evaluasi, where, settings
):
    send(unit, where, BODY[:1000], 0)
    full = begin(unit, evaluasi, name="utuh.pdf")["Location"]
    uploads.receive_piece(
        by=cast.operator,
        evaluasi=evaluasi,
        unggahan=full.split("/")[-2],
        offset=0,
        length=len(BODY),
        stream=io.BytesIO(BODY),
    )
    uploads.sweep_uploads()
    assert (Unggahan.objects.count(), Bukti.objects.count()) == (2, 0)  # too early for both
    Unggahan.objects.filter(nama="utuh.pdf").update(
        terakhir_pada=timezone.now() - timedelta(minutes=5)
    )
    Unggahan.objects.filter(nama="sk.pdf").update(
        terakhir_pada=timezone.now() - timedelta(hours=settings.UNGGAHAN_HOURS + 1)
    )
    assert uploads.sweep_uploads() == 1
    assert Bukti.objects.get().nama == "utuh.pdf"
    assert unit.head(where, headers=TUS).status_code == 404


def test_the_list_of_uploads_costs_one_query_however_long(unit, evaluasi, where):
    from django.test.utils import CaptureQueriesContext

    url = reverse("evaluations:f01", args=[evaluasi.uuid, "I"])
    unit.get(url)
    with CaptureQueriesContext(connection) as one:
        unit.get(url)
    begin(unit, evaluasi, name="dua.pdf")
    begin(unit, evaluasi, name="tiga.pdf", indikator="2")
    with CaptureQueriesContext(connection) as three:
        unit.get(url)
    assert len(three) == len(one)


def test_metadata_that_cannot_be_read_is_refused(unit, evaluasi):
    url = reverse("evaluations:upload_begin", args=[evaluasi.uuid])
    headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": "filename ???"}
    assert unit.post(url, headers=headers).status_code == 400


def test_replacing_what_is_not_there_is_not_found(unit, evaluasi):
    assert begin(unit, evaluasi, menggantikan=str(uuid4())).status_code == 404
