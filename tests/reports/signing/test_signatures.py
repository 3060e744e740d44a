"""Signing by people: in order, each in his way, refused with a reason, corrected anew."""

import io
from datetime import timedelta

import pypdfium2 as pdfium  # noqa: TID251  a page to sign
import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.services import reminding
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from reports.core import signatures as signature_queries
from reports.documents.services import documents
from reports.models import Dokumen, Penandatangan, TandaTangan
from reports.rendering import pades
from reports.signing.services import signatures, signed_files
from tests import factories
from tests.reports.conftest import computed
from tests.reports.signed import (
    ALL_IN_APP,
    NUMBER,
    Authority,
    approve_next,
    draft,
    fresh,
    name_everyone,
    picture,
    pretend_made,
    turn,
    upload,
)
from tests.stage import stage

PENS = dict.fromkeys(ALL_IN_APP, "basah")


@stage.fixture
def dokumen(cast, scored):
    name_everyone(cast)
    return draft(cast, scored)


def begun(cast, dokumen, ways=ALL_IN_APP):
    signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ways)
    return fresh(dokumen)


def final_lhe(cast, evaluasi):
    computed(evaluasi, "terbit")
    return draft(cast, evaluasi, "lhe")


def in_force(cast, dokumen):
    begun(cast, dokumen)
    while turn(dokumen):
        approve_next(dokumen)
    return pretend_made(dokumen)


# In order -----------------------------------------------------------------------------------------


def test_everyone_approves_in_turn_and_the_last_one_seals(cast, dokumen):
    begun(cast, dokumen)
    seen = []
    while row := turn(dokumen):
        seen.append((row.tempat, row.orang))
        assert fresh(dokumen).pengesahan is None
        approve_next(dokumen)
    assert seen == [
        ("evaluator.0", cast.evaluator),
        ("mengetahui.0", cast.bagian),
        ("kepala_unit", cast.kepala),
    ]
    done = fresh(dokumen)
    assert (done.tahap, done.status, done.path) == ("berlaku", "antre", "")
    assert done.keadaan_tahap == "Sedang disegel"  # not in force before its file is there
    assert pretend_made(done).keadaan_tahap == "Berlaku"
    rows = done.pengesahan["tanda_tangan"]
    assert [(row["nama"], row["cara"]) for row in rows] == [
        (cast.evaluator.nama, "aplikasi"),
        (cast.bagian.nama, "aplikasi"),
        (cast.kepala.nama, "aplikasi"),
    ]
    assert all(row["pukul"].endswith("WIB") for row in rows)


def test_nobody_signs_out_of_turn_or_for_another(cast, dokumen):
    begun(cast, dokumen)
    first, second, _ = dokumen.tanda_tangan.all()
    with pytest.raises(Refused, match="Belum giliran"):
        signatures.approve(by=cast.bagian, row=second, proof="kata sandi")
    for person in (cast.bagian, cast.menpan, cast.operator):
        with pytest.raises(PermissionDenied):
            signatures.approve(by=person, row=first, proof="kata sandi")


@pytest.mark.parametrize("way", ["aplikasi", "basah"])
def test_a16_an_account_whose_password_another_set_signs_nothing_yet(cast, dokumen, as_user, way):
    begun(cast, dokumen, PENS | {"evaluator.0": way})
    waiting = pretend_made(dokumen) if way == "basah" else dokumen
    cast.evaluator.password_set_by, cast.evaluator.password_set_at = cast.bagian, timezone.now()
    cast.evaluator.save()
    body = as_user(cast.evaluator).get(f"/dokumen/{waiting.uuid}/tanda-tangan/").content.decode()
    assert "akses dari Bagian" in body
    assert "Setujui dan tanda tangani" not in body and 'name="unggah-berkas"' not in body
    with pytest.raises(Refused, match="akses dari Bagian"):
        if way == "basah":
            file = upload(picture(), "a.png")
            signed_files.hand_in(by=cast.evaluator, row=turn(waiting), file=file)
        else:
            signatures.approve(by=cast.evaluator, row=turn(waiting), proof="kata sandi")


def test_pens_and_certificates_come_after_the_approvals(cast, dokumen):
    ways = {"evaluator.0": "basah", "mengetahui.0": "aplikasi", "kepala_unit": "aplikasi"}
    begun(cast, dokumen, ways)
    assert [row.tempat for row in dokumen.tanda_tangan.all()] == [
        "mengetahui.0",
        "kepala_unit",
        "evaluator.0",
    ]
    approve_next(dokumen)
    approve_next(dokumen)
    waiting = pretend_made(dokumen)
    assert waiting.tahap == "disegel"
    signed_files.hand_in(
        by=cast.evaluator, row=turn(waiting), file=upload(picture(), "pindaian.png")
    )
    assert fresh(dokumen).tahap == "berlaku"


def test_one_scan_answers_for_everyone_who_signs_on_paper(cast, dokumen):
    begun(cast, dokumen, PENS)
    waiting = pretend_made(dokumen)
    signed_files.hand_in(by=cast.evaluator, row=turn(waiting), file=upload(picture(), "a.png"))
    rows = list(dokumen.tanda_tangan.all())
    assert {row.status for row in rows} == {"diberikan"}
    assert len({row.sha256 for row in rows}) == 1
    # A scan is an attachment: the sealed file stays the one in the register.
    assert fresh(dokumen).sha256 not in {row.sha256 for row in rows}


def test_a_signer_s_own_scan_answers_for_himself_alone(cast, scored, as_user):
    name_everyone(cast)
    Penandatangan.objects.all().delete()
    Penandatangan.objects.create(instansi=cast.banjarnegara, jabatan="Asisten", orang=cast.pimpinan)
    begun_one = begun(cast, draft(cast, scored), PENS | {"evaluator.0": "aplikasi"})
    approve_next(begun_one)
    waiting = pretend_made(begun_one)
    body = as_user(cast.pimpinan).get(f"/dokumen/{waiting.uuid}/tanda-tangan/").content.decode()
    assert f"tanda tangan <strong>{cast.pimpinan.nama}</strong>. Pindaian" in body
    signed_files.hand_in(by=cast.pimpinan, row=turn(waiting), file=upload(picture(), "a.png"))
    assert turn(waiting).tempat == "kepala_unit"
    assert fresh(waiting).tahap == "disegel"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"MZ\x90 a program", "."), (b"", "."), (b"%PDF-1.7" + b"x" * 20 * 1024 * 1024, "20 MB")],
)
def test_what_is_no_scan_is_refused_in_words(cast, dokumen, data, words):
    begun(cast, dokumen, PENS)
    waiting = pretend_made(dokumen)
    with pytest.raises(Refused, match=words):
        signed_files.hand_in(by=cast.evaluator, row=turn(waiting), file=upload(data))


def test_a_file_is_brought_by_the_person_or_by_those_who_make_documents(cast, dokumen):
    begun(cast, dokumen, PENS)
    waiting = pretend_made(dokumen)
    for person in (cast.operator, cast.pimpinan, cast.kepala):
        with pytest.raises(PermissionDenied):
            signed_files.hand_in(by=person, row=turn(waiting), file=upload(picture()))


def test_without_roots_no_certificate_can_be_chosen(cast, dokumen):
    with pytest.raises(Refused, match="belum dapat diperiksa"):
        begun(cast, dokumen, ALL_IN_APP | {"kepala_unit": "sertifikat"})


def test_a_revoked_certificate_signs_nothing(cast, dokumen, settings, tmp_path):
    office = Authority(tmp_path)
    settings.SIGNATURE_ROOTS = str(office.root)
    ways = {"evaluator.0": "aplikasi", "mengetahui.0": "sertifikat", "kepala_unit": "basah"}
    begun(cast, dokumen, ways)
    approve_next(dokumen)
    blank, empty = pdfium.PdfDocument.new(), io.BytesIO()
    blank.new_page(100, 100)
    blank.save(empty)
    ours = pades.seal(empty.getvalue())
    waiting = pretend_made(dokumen, ours)
    first = office.sign(ours, cast.bagian.nama)

    def once_more(data):  # the last signature covers what the file tells of the first
        return office.sign(data, cast.bagian.nama, "Kedua")

    revoked = once_more(office.with_revocations(first, cast.bagian.nama))
    with pytest.raises(Refused, match="sudah dicabut oleh penerbitnya"):
        signed_files.hand_in(by=cast.bagian, row=turn(waiting), file=upload(revoked))
    assert turn(waiting).tempat == "mengetahui.0"
    # With a list that does not name him he signs.
    valid = once_more(office.with_revocations(office.sign(ours, cast.bagian.nama)))
    signed_files.hand_in(by=cast.bagian, row=turn(waiting), file=upload(valid))
    assert turn(waiting).tempat == "kepala_unit"


# The number ---------------------------------------------------------------------------------------


def test_a_document_waits_for_its_number(cast, scored):
    name_everyone(cast)
    row = draft(cast, scored, nomor="")
    begun(cast, row)
    for _ in range(3):
        approve_next(row)
    assert (fresh(row).tahap, fresh(row).pengesahan) == ("proses", None)
    signatures.set_number(by=cast.bagian, dokumen=row, nomor=f" {NUMBER} ")
    done = fresh(row)
    assert (done.tahap, done.nomor) == ("berlaku", NUMBER)
    with pytest.raises(Refused, match="tidak menunggu nomor"):
        signatures.set_number(by=cast.bagian, dokumen=row, nomor="B/5")


# Refusing, correcting, revoking -------------------------------------------------------------------


def test_a_signer_refuses_with_a_reason(cast, dokumen):
    begun(cast, dokumen)
    approve_next(dokumen)
    with pytest.raises(Refused, match="Tulis alasannya"):
        signatures.refuse(by=cast.bagian, row=turn(dokumen), reason="  ")
    signatures.refuse(by=cast.bagian, row=turn(dokumen), reason="Level 5 keliru.")
    found = fresh(dokumen)
    assert (found.tahap, found.alasan, found.pengesahan) == ("ditolak", "Level 5 keliru.", None)
    assert "Level 5 keliru." in Notice.objects.get(user=cast.evaluator, body__contains="Alas").body
    # The same input once more is a version of its own.
    again = documents.request_document(
        by=cast.evaluator,
        evaluasi=dokumen.evaluasi,
        jenis=dokumen.jenis,
        nomor=NUMBER,
        tanggal=dokumen.tanggal,
    )
    assert again.versi == 2


@pytest.mark.parametrize("who", ["evaluator", "kepala", "operator", "menpan"])
def test_nobody_refuses_in_the_name_of_another(cast, dokumen, who):
    """Not even who makes the documents, where the signer has an account to refuse with."""
    begun(cast, dokumen)
    approve_next(dokumen)
    with pytest.raises(PermissionDenied):
        signatures.refuse(by=getattr(cast, who), row=turn(dokumen), reason="Level 5 keliru.")
    assert (fresh(dokumen).tahap, turn(dokumen).orang) == ("proses", cast.bagian)


def test_a_correction_says_what_changed_and_takes_the_place_of_the_old_one(cast, dokumen):
    in_force(cast, dokumen)
    ask = {"by": cast.evaluator, "evaluasi": dokumen.evaluasi, "jenis": dokumen.jenis}
    assert documents.request_document(**ask, nomor=NUMBER) == dokumen  # nothing changed
    with pytest.raises(Refused) as refused:
        documents.request_document(**ask, nomor="B/5")
    assert refused.value.field == "perubahan"
    second = documents.request_document(**ask, nomor="B/5", perubahan="Level 5 menjadi 4.")
    assert (second.menggantikan, second.perubahan) == (dokumen, "Level 5 menjadi 4.")
    assert fresh(dokumen).tahap == "berlaku"  # until the new one is signed
    in_force(cast, pretend_made(second))
    old = fresh(dokumen)
    assert (old.tahap, old.pengganti) == ("diganti", second)
    assert old.sha256 and old.path  # never rendered again


def test_only_what_was_sealed_is_revoked_and_with_a_reason(cast, dokumen):
    with pytest.raises(Refused, match="disegel"):
        signatures.revoke(by=cast.evaluator, dokumen=dokumen, reason="Salah.")
    in_force(cast, dokumen)
    with pytest.raises(Refused, match="alasan"):
        signatures.revoke(by=cast.evaluator, dokumen=dokumen, reason="")
    with pytest.raises(PermissionDenied):
        signatures.revoke(by=cast.kepala, dokumen=dokumen, reason="Salah.")
    signatures.revoke(by=cast.evaluator, dokumen=dokumen, reason="Salah unit.")
    assert (fresh(dokumen).tahap, fresh(dokumen).alasan) == ("dicabut", "Salah unit.")


def test_a_provisional_document_is_not_signed(cast, scored):
    name_everyone(cast)
    computed(scored, "dinilai")
    with pytest.raises(Refused, match="konsep final"):
        begun(cast, draft(cast, scored))


def test_what_was_signed_stays_as_it_is(cast, dokumen):
    """In the database, whatever some later code does."""
    in_force(cast, dokumen)
    for change in ({"pengesahan": {}}, {"nomor": "B/9"}, {"sha256": "1" * 64}, {"status": "antre"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dokumen.objects.filter(pk=dokumen.pk).update(**change)
    for change in ({"status": "menunggu"}, {"nama": "Lain"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TandaTangan.objects.filter(dokumen=dokumen).update(**change)
    other = draft(cast, dokumen.evaluasi, nomor="B/5", perubahan="Nomor.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dokumen.objects.filter(pk=other.pk).update(tahap="berlaku")


def test_every_step_is_audited_and_the_next_person_is_told(cast, dokumen):
    in_force(cast, dokumen)
    actions = AuditEntry.objects.filter(object_id=str(dokumen.uuid)).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "minta_dokumen",
        "mulai_tanda_tangan",
        *["setujui_dokumen"] * 3,
        "segel_dokumen",
        "berlakukan_dokumen",
    ]
    told = Notice.objects.filter(kind="tanda_tangan").order_by("pk")
    assert [row.user for row in told] == [cast.evaluator, cast.bagian, cast.kepala]


def test_u08_a_complete_document_is_told_to_signers_and_unit_and_so_is_its_end(cast, dokumen):
    in_force(cast, dokumen)
    told = Notice.objects.filter(kind="dokumen_berlaku")
    # The head signed last, and knows.
    assert {row.user for row in told} == {cast.evaluator, cast.bagian, cast.operator}
    assert told.count() == 3
    assert "dokumen ini berlaku" in cast.operator.notices.get(kind="dokumen_berlaku").body
    signatures.revoke(by=cast.evaluator, dokumen=dokumen, reason="Salah unit.")
    ended = Notice.objects.filter(kind="dokumen_dicabut")
    assert {row.user for row in ended} == {cast.bagian, cast.kepala, cast.operator}
    assert all("Salah unit." in row.body for row in ended)


def test_u13_whose_turn_it_is_to_sign_is_reminded_before_the_cycle_decides(cast, siklus, dokumen):
    now = timezone.now().replace(hour=3)  # 10.00 WIB
    siklus.fase.update(akhir=now - timedelta(days=1))
    phase = siklus.fase.create(
        instansi=siklus.instansi, nama="Validasi", mulai=now, akhir=now + timedelta(days=3)
    )
    begun(cast, dokumen)
    asked = [reminding.remind(signature_queries.due(now), now) for _ in range(2)]
    assert asked == [1, 0]
    told = Notice.objects.get(kind="tenggat")
    assert (told.user, told.subject[:35]) == (cast.evaluator, "Tenggat 3 hari lagi: menandatangani")
    approve_next(dokumen)
    phase.akhir = now + timedelta(days=1)
    phase.save()
    assert reminding.remind(signature_queries.due(now), now) == 1
    assert Notice.objects.filter(kind="tenggat", user=cast.bagian).exists()


# Pages --------------------------------------------------------------------------------------------


def address(dokumen):
    return f"/dokumen/{dokumen.uuid}/tanda-tangan/"


def agree(row, password=factories.PASSWORD, **more):
    return {"setuju-dibaca": "on", "setuju-kata_sandi": password, **more}


def test_a_head_approves_with_his_password(cast, dokumen, as_user):
    begun(cast, dokumen)
    approve_next(dokumen)
    approve_next(dokumen)
    client, row = as_user(cast.kepala), turn(dokumen)
    assert "Baca dan tanda tangani" in client.get("/beranda/").content.decode()
    assert "Setujui dan tanda tangani" in client.get(address(dokumen)).content.decode()
    approve = f"/tanda-tangan/{row.uuid}/setujui/"
    wrong = client.post(approve, agree(row, "bukan-kata-sandi"))
    assert (wrong.status_code, "tidak cocok" in wrong.content.decode()) == (422, True)
    assert client.post(approve, {"setuju-kata_sandi": factories.PASSWORD}).status_code == 422
    assert fresh(dokumen).tahap == "proses"
    assert client.post(approve, agree(row)).status_code == 302
    assert fresh(dokumen).tahap == "berlaku"
    entry = AuditEntry.objects.filter(action="setujui_dokumen").latest("pk")
    assert (entry.by, entry.data["bukti"]) == (cast.kepala, "kata sandi")


def test_with_two_steps_the_code_is_asked_for_too(cast, dokumen, as_user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.evaluator, secret)
    assert Authenticator.objects.filter(user=cast.evaluator).exists()
    begun(cast, dokumen)
    client, row = as_user(cast.evaluator), turn(dokumen)
    approve = f"/tanda-tangan/{row.uuid}/setujui/"
    for wrong in ({}, {"setuju-kode_sekali": "000000"}):
        assert client.post(approve, agree(row, **wrong)).status_code == 422
    # The present step: one that has just passed may be too old when a slow machine gets there.
    step = int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD
    code = totp.format_hotp_value(totp.hotp_value(secret, step))
    assert client.post(approve, agree(row, **{"setuju-kode_sekali": code})).status_code == 302
    assert AuditEntry.objects.get(action="setujui_dokumen").data["bukti"] == "kata sandi dan kode"


def test_nobody_tries_a_password_on_the_signature_of_another(cast, dokumen, as_user):
    begun(cast, dokumen)
    row = turn(dokumen)
    response = as_user(cast.bagian).post(f"/tanda-tangan/{row.uuid}/setujui/", agree(row))
    assert response.status_code == 404


def test_the_whole_way_through_the_pages(cast, scored, as_user):
    """Ways, number, refusal and revocation as the maker and a signer send them."""
    name_everyone(cast)
    row = draft(cast, scored, nomor="")
    maker = as_user(cast.bagian)
    ways = {f"cara-{place}": "basah" for place in ALL_IN_APP}
    assert maker.post(f"{address(row)}mulai/", ways | {"cara-kepala_unit": ""}).status_code == 422
    assert maker.post(f"{address(row)}mulai/", ways).status_code == 302
    assert "Menunggu persetujuan" in maker.get(address(row)).content.decode()
    number = f"/dokumen/{row.uuid}/nomor/"
    assert maker.post(number, {"nomor-nomor": "B/{urut}"}).status_code == 422
    assert maker.post(number, {"nomor-nomor": NUMBER}).status_code == 302
    waiting = pretend_made(row)
    upload_to = f"/tanda-tangan/{turn(waiting).uuid}/unggah/"
    assert maker.post(upload_to, {"unggah-berkas": upload(b"MZ")}).status_code == 422
    assert maker.post(upload_to, {"unggah-berkas": upload(picture(), "a.png")}).status_code == 302
    scan = as_user(cast.kepala).get(f"/tanda-tangan/{row.tanda_tangan.first().uuid}/berkas/")
    assert b"".join(scan.streaming_content) == picture()
    revoke = f"/dokumen/{row.uuid}/cabut/"
    assert as_user(cast.kepala).post(revoke, {"cabut-alasan": "x"}).status_code == 403
    assert maker.post(revoke, {"cabut-alasan": "Salah unit."}).status_code == 302
    assert "Salah unit." in as_user(cast.kepala).get(address(row)).content.decode()


def test_the_page_takes_as_many_queries_for_three_signers_as_for_one(cast, dokumen, as_user):
    result = final_lhe(cast, dokumen.evaluasi)
    begun(cast, result, {"penandatangan": "basah"})
    begun(cast, dokumen, PENS)
    client, counts = as_user(cast.menpan), []
    for row in (pretend_made(result), pretend_made(dokumen)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(row)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_page_asks_once_for_all_signatures(cast, dokumen, as_user):
    client, counts = as_user(cast.evaluator), []
    client.get("/beranda/")
    for jenis in ("berita_acara", "lhe"):
        row = dokumen if jenis == "berita_acara" else final_lhe(cast, dokumen.evaluasi)
        ways = ALL_IN_APP if jenis == "berita_acara" else {"penandatangan": "aplikasi"}
        begun(cast, row, ways)
        TandaTangan.objects.filter(dokumen=row, urutan=1).update(orang=cast.evaluator)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/beranda/").content.decode()
        counts.append((page.count("Baca dan tanda tangani"), len(queries)))
    assert counts == [(1, counts[0][1]), (2, counts[0][1])]
