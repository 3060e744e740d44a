"""Evidence: who may, when, how much; content stored once, and handed out only as attachment."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services import evidence, existing
from evaluations.models import Berkas, Bukti, Fase, Sanggahan
from evaluations.progress.services.steps import advance
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.base.test_filetypes import PDF, docx, exif_with_place, picture, plain_zip
from tests.stage import stage


def file(content=PDF, name="sk.pdf"):
    return SimpleUploadedFile(name, content)


def add(by, evaluasi, content=PDF, name="sk.pdf", indikator=1, **more):
    return evidence.add_evidence(
        by=by, evaluasi=evaluasi, indikator=indikator, file=file(content, name), **more
    )


def stored_files():
    return [
        name
        for folder in default_storage.listdir("bukti")[0]
        for name in default_storage.listdir(f"bukti/{folder}")[1]
    ]


@stage.fixture
def sent(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def test_the_unit_attaches_a_file_with_what_is_said_about_it(cast, evaluasi):
    made = add(
        cast.operator,
        evaluasi,
        keterangan="SK Standar Pelayanan",
        halaman="hal. 12",
        tanggal_dokumen=date(2025, 3, 1),
    )
    assert (made.nama, made.halaman, made.berkas.tipe) == ("sk.pdf", "hal. 12", "application/pdf")
    assert AuditEntry.objects.get(action="unggah_bukti").by == cast.operator


def test_nobody_else_attaches(cast, evaluasi):
    for person in (cast.operator_puskesmas, cast.evaluator, cast.bagian, cast.menpan):
        with pytest.raises(PermissionDenied):
            add(person, evaluasi)
    assert not Bukti.objects.exists()


def test_after_submission_evidence_is_closed(cast, sent):
    with pytest.raises(Refused):
        add(cast.operator, sent)


def test_the_evidence_window_is_asked_beside_that_of_the_answers(cast, siklus, evaluasi):
    Fase.objects.filter(siklus=siklus).update(membuka=["isi_f01"])
    with pytest.raises(Refused, match="unggah bukti"):
        add(cast.operator, evaluasi)


def test_a_return_opens_only_its_indicators_for_evidence(cast, siklus, sent):
    advance(
        by=cast.evaluator,
        evaluasi=sent,
        action=Action.KEMBALIKAN_F01,
        reason="Bukti belum ada.",
        indikator=[3],
        tenggat=timezone.now() + timedelta(days=3),
    )
    Fase.objects.filter(siklus=siklus).update(akhir=timezone.now() - timedelta(hours=1))
    assert add(cast.operator, sent, indikator=3)
    with pytest.raises(Refused):
        add(cast.operator, sent, indikator=1)


def test_the_same_content_is_stored_once_even_across_units(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    add(cast.operator, evaluasi, indikator=1)
    add(cast.operator, evaluasi, indikator=2)
    add(cast.operator_puskesmas, other)
    assert (Berkas.objects.count(), Bukti.objects.count(), len(stored_files())) == (1, 3, 1)


def test_a_repeated_upload_makes_no_second_row(cast, evaluasi):
    assert add(cast.operator, evaluasi).pk == add(cast.operator, evaluasi).pk


def test_a_write_that_a_crash_cut_short_is_made_whole(cast, evaluasi):
    made = add(cast.operator, evaluasi)
    path = default_storage.path(made.berkas.path)
    with open(path, "wb") as torn:
        torn.write(PDF[:10])
    add(cast.operator, evaluasi, indikator=2)
    assert default_storage.open(made.berkas.path).read() == PDF


def test_photos_are_stored_without_their_place(cast, evaluasi):
    made = add(cast.operator, evaluasi, picture("JPEG", exif=exif_with_place()), "foto.jpg")
    assert b"Kamera Rahasia" not in default_storage.open(made.berkas.path).read()


def test_heic_is_stored_and_named_as_jpeg(cast, evaluasi):
    made = add(cast.operator, evaluasi, picture("HEIF"), "IMG_0012.HEIC")
    assert (made.nama, made.berkas.tipe) == ("IMG_0012.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "kosong.pdf", "kosong"),
        (plain_zip(), "sk.pdf", "arsip"),
        (b"bukan apa-apa", "sk.pdf", "berkas teks"),
        (docx(extra={"word/vbaProject.bin": "x"}), "sk.docx", "makro"),
    ],
)
def test_unsuitable_files_are_refused_beside_the_field(cast, evaluasi, content, name, said):
    with pytest.raises(Refused, match=said) as refused:
        add(cast.operator, evaluasi, content, name)
    assert (refused.value.field, Bukti.objects.count()) == ("berkas", 0)


def test_a_file_over_the_limit_is_refused_with_both_sizes(cast, evaluasi, settings):
    settings.BUKTI_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="2 MB; paling besar 1 MB"):
        add(cast.operator, evaluasi, PDF + b"\n" * (2 * 1024 * 1024 - len(PDF)))


def test_the_quota_counts_each_content_once_and_frees_what_is_removed(cast, evaluasi, settings):
    settings.BUKTI_QUOTA_BYTES = 2 * len(PDF) + 10
    first = add(cast.operator, evaluasi)
    add(cast.operator, evaluasi, indikator=2)
    add(cast.operator, evaluasi, PDF + b"\n")
    with pytest.raises(Refused, match="Ruang bukti dukung"):
        add(cast.operator, evaluasi, PDF + b"\n\n")
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=first.uuid)
    with pytest.raises(Refused):  # still used by indicator 2
        add(cast.operator, evaluasi, PDF + b"\n\n")


def test_replacing_keeps_the_earlier_version_and_its_caption(cast, evaluasi):
    old = add(cast.operator, evaluasi, keterangan="SK")
    new = evidence.replace_evidence(
        by=cast.kepala, evaluasi=evaluasi, bukti=old.uuid, file=file(PDF + b"\n", "sk2.pdf")
    )
    assert (new.menggantikan, new.keterangan) == (old, "SK")
    assert [row.nama for row in evidence_queries.listed(evaluasi)[1]] == ["sk2.pdf"]


def test_a_removed_file_is_marked_and_not_listed(cast, evaluasi):
    made = add(cast.operator, evaluasi)
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=made.uuid)
    made.refresh_from_db()
    assert made.dihapus_pada and not evidence_queries.listed(evaluasi)
    with pytest.raises(Refused):
        evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=made.uuid)


def test_names_lose_folders_and_stay_short(cast, evaluasi):
    assert add(cast.operator, evaluasi, name="C:\\rahasia\\sk\t 1.pdf").nama == "sk 1.pdf"
    long = add(cast.operator, evaluasi, name="a" * 240 + ".docx", indikator=2).nama
    assert long.endswith(".pdf") and len(long) <= 255


def test_same_content_elsewhere_flags_only_other_units(cast, siklus, evaluasi):
    mine = [add(cast.operator, evaluasi, indikator=n) for n in (1, 2)]
    assert evidence_queries.same_content(mine, evaluasi) == {}
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    add(cast.operator_puskesmas, other)
    where = [(cast.puskesmas.pk, other.pk)]
    assert evidence_queries.same_content(mine, evaluasi) == {row.pk: where for row in mine}


# Pages --------------------------------------------------------------------------------------------


def address(name, evaluasi, *more):
    return reverse(f"evaluations:evidence_{name}", args=[evaluasi.uuid, *more])


def test_the_download_is_an_attachment_that_is_asked_for_every_time(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi, name="SK pelayanan é.pdf")
    response = as_user(cast.evaluator).get(address("download", evaluasi, made.uuid))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    again = as_user(cast.evaluator).get(
        address("download", evaluasi, made.uuid), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_who_does_not_see_answers_downloads_nothing(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi)
    url = address("download", evaluasi, made.uuid)
    for person, status in (
        (cast.operator_puskesmas, 404),
        (cast.admin_tetangga, 404),
        (cast.pimpinan, 403),  # a reader sees answers once they are sent
        (cast.operator, 200),
        (cast.menpan, 200),
    ):
        assert as_user(person).get(url).status_code == status


def test_a_replaced_file_stays_readable_and_a_removed_one_does_not(cast, evaluasi, as_user):
    old = add(cast.operator, evaluasi)
    new = evidence.replace_evidence(
        by=cast.operator, evaluasi=evaluasi, bukti=old.uuid, file=file(PDF + b"\n")
    )
    client = as_user(cast.operator)
    assert client.get(address("download", evaluasi, old.uuid)).status_code == 200
    evidence.remove_evidence(by=cast.operator, evaluasi=evaluasi, bukti=new.uuid)
    for gone in (old, new):
        assert client.get(address("download", evaluasi, gone.uuid)).status_code == 404


def test_several_files_at_once_each_with_its_outcome(cast, evaluasi, as_user):
    files = [file(), file(plain_zip(), "arsip.zip"), file(docx(), "lap.docx")]
    response = as_user(cast.operator).post(
        address("upload", evaluasi),
        {"indikator": 1, "berkas": files},
        headers={"Accept": "application/json"},
    )
    answer = response.json()
    assert (response.status_code, answer["terima"]) == (200, ["sk.pdf", "lap.docx"])
    assert "arsip" in answer["pesan"][0] and "lap.docx" in answer["html"]


def test_without_a_script_the_form_leads_back_to_the_indicator(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    response = client.post(
        address("upload", evaluasi), {"indikator": 12, "berkas": [file()]}, follow=True
    )
    assert response.redirect_chain[0][0].endswith("/f01/II/#bukti-12")
    assert "sk.pdf" in response.content.decode()


def test_a_refused_file_alone_is_422_for_a_script_and_words_for_a_person(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    body = {"indikator": 1, "berkas": [file(plain_zip(), "sk.pdf")]}
    script = client.post(address("upload", evaluasi), body, headers={"Accept": "application/json"})
    assert script.status_code == 422
    body = {"indikator": 1, "berkas": [file(plain_zip(), "sk.pdf")]}
    page = client.post(address("upload", evaluasi), body, follow=True)
    assert "arsip (ZIP)" in page.content.decode()


def test_the_caption_page_keeps_what_was_typed_when_refused(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi)
    client = as_user(cast.operator)
    url = address("edit", evaluasi, made.uuid)
    typed = {"keterangan": "k" * 501, "halaman": "hal. 3", "tanggal_dokumen": "2025-02-30"}
    page = client.post(url, typed).content.decode()
    assert "hal. 3" in page and "Tulis tanggal yang benar" in page
    typed = {"keterangan": "SK", "halaman": "hal. 3", "tanggal_dokumen": "2025-02-28"}
    assert client.post(url, typed).status_code == 302
    made.refresh_from_db()
    assert (made.keterangan, made.tanggal_dokumen) == ("SK", date(2025, 2, 28))


def test_replace_and_remove_pages(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi)
    client = as_user(cast.operator)
    refused = client.post(
        address("replace", evaluasi, made.uuid), {"berkas": file(plain_zip(), "baru.pdf")}
    )
    assert "arsip (ZIP)" in refused.content.decode()
    client.post(address("replace", evaluasi, made.uuid), {"berkas": file(docx(), "baru.docx")})
    new = Bukti.objects.get(menggantikan=made)
    assert new.nama == "baru.docx"
    assert client.post(address("remove", evaluasi, new.uuid)).status_code == 302
    assert client.post(address("remove", evaluasi, new.uuid)).status_code == 404


def test_only_the_unit_changes_evidence_by_its_pages(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi)
    pages = [address("upload", evaluasi)] + [
        address(name, evaluasi, made.uuid) for name in ("edit", "replace", "remove")
    ]
    for url in pages:
        for person, status in (
            (cast.evaluator, 403),
            (cast.menpan, 403),
            (cast.operator_puskesmas, 404),
        ):
            assert as_user(person).post(url).status_code == status


def test_an_unknown_piece_of_evidence_is_not_found(cast, evaluasi, as_user):
    assert as_user(cast.operator).get(address("edit", evaluasi, uuid4())).status_code == 404


def test_evaluators_and_admins_are_told_both_units_and_the_unit_only_to_explain(
    cast, siklus, evaluasi, as_user
):
    made = add(cast.operator, evaluasi)
    add(cast.operator_puskesmas, factories.make_evaluasi(siklus, cast.puskesmas))
    url = reverse("evaluations:f01", args=[evaluasi.uuid, "I"])
    other = cast.puskesmas.nama
    for person in (cast.evaluator, cast.menpan):
        page = as_user(person).get(url).content.decode()
        assert f"Berkas yang sama pada {evaluasi.nama_unit} dan pada" in page and other in page
        assert "Unit belum menjelaskannya" in page
    unit = as_user(cast.operator)
    page = unit.get(url).content.decode()
    assert "Berkas ini perlu penjelasan" in page and other not in page
    said = {"penjelasan": "Peraturan bupati untuk semua unit."}
    assert unit.post(address("explain", evaluasi, made.uuid), said).status_code == 302
    assert said["penjelasan"] in as_user(cast.evaluator).get(url).content.decode()


def test_an_explanation_may_follow_after_the_f01_was_sent(cast, evaluasi):
    made = add(cast.operator, evaluasi)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    explain = {"by": cast.operator, "evaluasi": evaluasi, "bukti": made.uuid}
    assert evidence.explain_evidence(**explain, penjelasan="Sama").penjelasan == "Sama"


def test_every_earlier_version_stays_within_reach(cast, evaluasi, as_user):
    row = add(cast.operator, evaluasi)
    for number in (1, 2):
        row = evidence.replace_evidence(
            by=cast.operator, evaluasi=evaluasi, bukti=row.uuid, file=file(PDF + b"\n" * number)
        )
    client = as_user(cast.operator)
    page = client.get(address("edit", evaluasi, row.uuid)).content.decode()
    for earlier in evidence_queries.versions(row):
        url = address("download", evaluasi, earlier.uuid)
        assert url in page and client.get(url).status_code == 200
    assert len(evidence_queries.versions(row)) == 2


def test_what_was_replaced_to_hide_personal_data_is_within_nobodys_reach(cast, evaluasi, as_user):
    old = add(cast.operator, evaluasi)
    evidence.replace_evidence(
        by=cast.operator, evaluasi=evaluasi, bukti=old.uuid, file=file(PDF + b"\n"), disensor=True
    )
    url = address("download", evaluasi, old.uuid)
    assert as_user(cast.operator).get(url).status_code == 404


# Not sent: other indicators, links ----------------------------------------------------------------


def test_one_file_serves_several_indicators(cast, evaluasi, as_user):
    made = add(cast.operator, evaluasi, halaman="hal. 12", keterangan="SK")
    client = as_user(cast.operator)
    client.post(address("reuse", evaluasi, made.uuid), {"indikator": 9})
    client.post(address("reuse", evaluasi, made.uuid), {"indikator": 9})
    (other,) = evidence_queries.listed(evaluasi)[9]
    assert (other.berkas, other.halaman, other.keterangan) == (made.berkas, "hal. 12", "SK")
    assert client.post(address("reuse", evaluasi, made.uuid), {"indikator": 99}).status_code == 404


def test_a_return_opens_no_other_indicator_for_a_file_that_is_there(cast, siklus, evaluasi):
    made = add(cast.operator, evaluasi)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    advance(
        by=cast.evaluator,
        evaluasi=evaluasi,
        action=Action.KEMBALIKAN_F01,
        reason="Bukti belum ada.",
        indikator=[3],
        tenggat=timezone.now() + timedelta(days=3),
    )
    again = {"by": cast.operator, "evaluasi": evaluasi, "bukti": made.uuid}
    assert existing.reuse_evidence(**again, indikator=3)
    with pytest.raises(Refused):
        existing.reuse_evidence(**again, indikator=4)


def test_a_link_is_a_last_resort_dated_and_marked_wherever_it_is_read(cast, evaluasi, as_user):
    url = address("link", evaluasi, 1)
    client = as_user(cast.operator)
    client.post(url, {"tautan": "https://contoh.go.id/sk", "nama": "SK di laman"})
    row = Bukti.objects.get()
    assert (row.berkas, row.tautan_dilihat) == (None, timezone.localdate())
    for person in (cast.operator, cast.evaluator):
        for page in ("f01", "f02_indicator"):
            where = [evaluasi.uuid, "I" if page == "f01" else 1]
            answer = as_user(person).get(reverse(f"evaluations:{page}", args=where))
            if answer.status_code == 200:
                text = answer.content.decode()
                assert "dapat berubah" in text and "SK di laman" in text
    assert client.get(address("download", evaluasi, row.uuid)).status_code == 404


@pytest.mark.parametrize(
    "tautan", ["javascript:alert(1)", "ftp://contoh.go.id", "contoh", "https://a:b@contoh.go.id/"]
)
def test_only_web_addresses_without_secrets_are_links(cast, evaluasi, as_user, tautan):
    page = as_user(cast.operator).post(address("link", evaluasi, 1), {"tautan": tautan})
    assert "field-error" in page.content.decode() or "errorlist" in page.content.decode()
    assert not Bukti.objects.exists()


def test_a_link_is_replaced_by_its_file(cast, evaluasi):
    link = existing.add_link(
        by=cast.operator, evaluasi=evaluasi, indikator=1, tautan="https://contoh.go.id/sk"
    )
    made = evidence.replace_evidence(
        by=cast.operator, evaluasi=evaluasi, bukti=link.uuid, file=file()
    )
    assert evidence_queries.listed(evaluasi) == {1: [made]}


# For an objection ---------------------------------------------------------------------------------


def test_new_evidence_of_an_objection_needs_its_window_not_that_of_the_f01(cast, siklus, sent):
    sanggahan = Sanggahan.objects.create(
        instansi=sent.instansi,
        siklus=siklus,
        evaluasi=sent,
        indikator=3,
        nilai_semula="2",
        alasan="Bukti belum dilihat.",
        kunci=uuid4(),
        oleh=cast.operator,
    )
    made = add(cast.operator, sent, indikator=3, sanggahan=sanggahan)
    assert (list(sanggahan.bukti.all()), evidence_queries.listed(sent)) == ([made], {})
    with pytest.raises(Refused):
        add(cast.operator, sent, PDF + b"\n", indikator=4, sanggahan=sanggahan)
    Fase.objects.filter(siklus=siklus).update(membuka=["isi_f01", "unggah_bukti"])
    sent.refresh_from_db()
    sent.siklus.__dict__.pop("_calendar", None)
    with pytest.raises(Refused, match="sanggah"):
        add(cast.operator, sent, PDF + b"\n", indikator=3, sanggahan=sanggahan)
