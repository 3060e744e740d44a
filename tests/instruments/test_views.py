"""The pages of instruments: everyone reads what is published, the ministry makes it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from instruments import importers, services
from instruments.compare import differences
from instruments.models import VersiInstrumen
from tests.instruments.examples import A, B, small

SMALL, _ = small()
YAML = importers.dump(SMALL)
OTHER = YAML.replace("nama: Instrumen kecil", "nama: Instrumen lain")
BROKEN = YAML.replace("bobot: 75", "bobot: 60")

MANAGE = ["salin", "ubah", "terapkan", "terbitkan", "tarik", "hapus"]
READ = ["baca", "unduh"]


def url(name, versi=None):
    return reverse(f"instruments:{name}", args=[versi.uuid] if versi else [])


@pytest.fixture
def draft(db):
    return services.import_version(by=None, spec=SMALL)[0]


@pytest.fixture
def official(db):
    versi, _ = services.import_version(by=None, spec=A)
    return services.publish(by=None, versi=versi)


@pytest.fixture
def ministry(cast, as_user):
    return as_user(cast.menpan)


@pytest.fixture
def kabupaten(cast, as_user):
    return as_user(cast.bagian)


class TestWhoMayWhat:
    def test_a_visitor_is_asked_to_log_in(self, client, official):
        for path in (url("daftar"), url("baca", official), url("bandingkan"), url("baru")):
            assert client.get(path).status_code == 302

    @pytest.mark.parametrize("name", READ)
    def test_everyone_reads_what_is_published(self, kabupaten, official, name):
        assert kabupaten.get(url(name, official)).status_code == 200

    def test_the_translation_of_the_survey_is_read_too(self, kabupaten, official):
        page = kabupaten.get(url("baca", official)).content.decode()
        assert "Terjemahan survei (en): 14 dari 14 butir" in page
        assert "2. The procedure is easy" in page

    @pytest.mark.parametrize("name", READ + MANAGE)
    def test_a_draft_is_not_there_for_others(self, kabupaten, draft, name):
        path = url(name, draft)
        assert {kabupaten.get(path).status_code, kabupaten.post(path).status_code} <= {404, 405}

    @pytest.mark.parametrize("name", MANAGE)
    def test_others_change_nothing_that_is_published(self, kabupaten, official, name):
        assert kabupaten.post(url(name, official)).status_code == 403

    @pytest.mark.parametrize("name", ["baru", "simpan"])
    def test_others_upload_nothing(self, kabupaten, name):
        assert kabupaten.post(url(name), {"teks": YAML}).status_code == 403
        assert not VersiInstrumen.objects.exists()

    def test_others_are_offered_no_change(self, kabupaten, ministry, official):
        def offered(client):
            return url("salin", official) in client.get(url("baca", official)).content.decode()

        assert (offered(ministry), offered(kabupaten)) == (True, False)

    @pytest.mark.parametrize("name", ["ubah", "terapkan", "terbitkan", "hapus"])
    def test_what_is_published_has_no_pages_for_change(self, ministry, official, name):
        assert ministry.post(url(name, official)).status_code == 404

    def test_an_unknown_version_is_not_there(self, ministry):
        assert ministry.get(reverse("instruments:baca", args=[uuid4()])).status_code == 404


class TestReading:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_the_database_equally_often(
        self, kabupaten, django_assert_max_num_queries, count
    ):
        for number in range(count):
            spec = replace(SMALL, kode=f"K{number}")
            services.publish(by=None, versi=services.import_version(by=None, spec=spec)[0])
        with django_assert_max_num_queries(8):
            page = kabupaten.get(url("daftar")).content.decode()
        assert page.count("Instrumen kecil") == count

    def test_the_list_says_when_it_is_empty(self, kabupaten, ministry):
        assert "Belum ada instrumen." in kabupaten.get(url("daftar")).content.decode()
        assert "Mulailah" in ministry.get(url("daftar")).content.decode()

    def test_weights_survey_and_categories(self, kabupaten, official):
        page = kabupaten.get(url("baca", official)).content.decode()
        for text in ("24 %", "Sistem antrean", "Toilet bersih dan memadai", "4,51", "75 % F02"):
            assert text in page

    @pytest.mark.parametrize("kode", [a.kode for a in A.semua_aspek])
    def test_an_aspect_as_a_unit_sees_it(self, kabupaten, official, kode):
        path = reverse("instruments:aspek", args=[official.uuid, kode])
        page = kabupaten.get(path).content.decode()
        for indikator in A.aspek(kode).indikator:
            assert f'id="indikator-{indikator.nomor}"' in page

    def test_conditions_are_said_in_words(self, kabupaten, official):
        page = kabupaten.get(reverse("instruments:aspek", args=[official.uuid, "I"]))
        assert "Ditanyakan bila «Apakah SP dipublikasikan?» dijawab Ya." in page.content.decode()

    def test_an_unknown_aspect_is_not_there(self, kabupaten, official):
        path = reverse("instruments:aspek", args=[official.uuid, "IX"])
        assert kabupaten.get(path).status_code == 404

    def test_the_downloaded_yaml_is_the_instrument(self, kabupaten, official):
        answer = kabupaten.get(url("unduh", official))
        assert importers.read(answer.content).instrumen == A
        assert answer["Content-Disposition"] == (
            'attachment; filename="PEKPPP-2023-A-versi-1.yaml"'
        )


class TestUploading:
    def test_checking_stores_nothing_and_keeps_the_text(self, ministry):
        page = ministry.post(url("baru"), {"teks": YAML})
        assert page.context["form"].initial["teks"] == YAML
        assert "Lolos pemeriksaan" in page.content.decode()
        assert not VersiInstrumen.objects.exists()

    def test_a_file_becomes_the_text(self, ministry):
        file = SimpleUploadedFile("kecil.yaml", YAML.encode())
        page = ministry.post(url("baru"), {"berkas": file, "teks": "lama"})
        assert page.context["form"].initial["teks"] == YAML

    def test_problems_come_with_their_lines(self, ministry):
        page = ministry.post(url("baru"), {"teks": BROKEN}).content.decode()
        assert "Bobot komponen IPP berjumlah 85, seharusnya 100." in page
        assert ", baris 1" in page

    def test_saving_makes_a_draft(self, ministry, cast):
        answer = ministry.post(url("simpan"), {"teks": YAML})
        versi = VersiInstrumen.objects.get()
        assert answer.url == url("baca", versi)
        assert (versi.status, versi.created_by, versi.instrumen) == ("draf", cast.menpan, SMALL)

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"teks": ""},
            {"teks": BROKEN},
            {"teks": "a: ["},
            {"teks": "a\0b"},
            {"berkas": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")},
            {"berkas": SimpleUploadedFile("x.yaml", b"x" * (2 * 1024 * 1024 + 1))},
        ],
        ids=lambda sent: repr(sent)[:30],
    )
    def test_what_is_no_instrument_is_said_and_not_stored(self, ministry, sent):
        assert ministry.post(url("baru"), sent).status_code == 200
        assert ministry.post(url("simpan"), sent).status_code == 400
        assert not VersiInstrumen.objects.exists()


class TestChangingADraft:
    def test_the_page_starts_with_what_is_stored(self, ministry, draft):
        initial = ministry.get(url("ubah", draft)).context["form"].initial
        assert initial == {"teks": YAML, "dasar": draft.digest}

    def test_checking_shows_what_would_change(self, ministry, draft):
        page = ministry.post(url("ubah", draft), {"teks": OTHER, "dasar": draft.digest})
        assert [(p.hal, p.lama, p.baru) for p in page.context["perbedaan"]] == [
            ("nama", "Instrumen kecil", "Instrumen lain")
        ]
        draft.refresh_from_db()
        assert draft.nama == "Instrumen kecil"

    def test_applying_changes_it(self, ministry, draft):
        answer = ministry.post(url("terapkan", draft), {"teks": OTHER, "dasar": draft.digest})
        assert answer.url == url("baca", draft)
        draft.refresh_from_db()
        assert draft.nama == "Instrumen lain"

    def test_a_broken_text_changes_nothing(self, ministry, draft):
        sent = {"teks": BROKEN, "dasar": draft.digest}
        answer = ministry.post(url("terapkan", draft), sent)
        assert answer.status_code == 400
        assert answer.context["form"].initial["teks"] == BROKEN

    def test_a_stale_page_loses_nothing_and_may_try_again(self, ministry, draft):
        answer = ministry.post(url("terapkan", draft), {"teks": OTHER, "dasar": "lama"})
        assert answer.status_code == 409
        assert "sudah diubah orang lain" in answer.content.decode()
        again = answer.context["form"].initial
        assert (again["teks"], again["dasar"]) == (OTHER, draft.digest)
        assert ministry.post(url("terapkan", draft), again).status_code == 302


class TestTheLifeOfAVersion:
    def test_clone_publish_withdraw(self, ministry, official):
        clone_url = ministry.post(url("salin", official)).url
        clone = VersiInstrumen.objects.get(versi=2)
        assert clone_url == url("baca", clone)
        sent = {"teks": importers.dump(replace(A, nama="Lain")), "dasar": clone.digest}
        ministry.post(url("terapkan", clone), sent)

        confirm = ministry.get(url("terbitkan", clone))
        assert len(confirm.context["perbedaan"]) == 1
        assert "Tidak ada galat dan tidak ada peringatan." in confirm.content.decode()
        assert ministry.post(url("terbitkan", clone)).url == url("baca", clone)
        clone.refresh_from_db()
        assert clone.status == "terbit"

        page = ministry.post(url("tarik", clone), {"alasan": " "})
        assert page.context["form"].errors == {"alasan": ["Tuliskan alasan penarikan."]}
        ministry.post(url("tarik", clone), {"alasan": "Keliru bobot"})
        clone.refresh_from_db()
        assert clone.status == "ditarik"
        assert ministry.get(url("baca", clone)).status_code == 200

    def test_an_unchanged_clone_is_not_published(self, ministry, official):
        ministry.post(url("salin", official))
        clone = VersiInstrumen.objects.get(versi=2)
        page = ministry.post(url("terbitkan", clone))
        assert "sama persis dengan versi 1" in page.content.decode()

    def test_a_draft_is_deleted_after_a_question(self, ministry, draft):
        assert ministry.get(url("hapus", draft)).status_code == 200
        assert ministry.post(url("hapus", draft)).url == url("daftar")
        assert not VersiInstrumen.objects.exists()


class TestComparing:
    def test_on_a_page(self, kabupaten, official):
        other = services.publish(by=None, versi=services.import_version(by=None, spec=B)[0])
        path = f"{url('bandingkan')}?dari={official.uuid}&ke={other.uuid}"
        assert kabupaten.get(path).context["perbedaan"] == differences(A, B)

    @pytest.mark.parametrize("query", ["", "?dari=x&ke=y", "?dari="])
    def test_a_choice_that_does_not_exist_is_said(self, kabupaten, official, query):
        assert kabupaten.get(url("bandingkan") + query).status_code == 200

    def test_drafts_of_the_ministry_are_not_compared_by_others(self, kabupaten, official, draft):
        path = f"{url('bandingkan')}?dari={official.uuid}&ke={draft.uuid}"
        page = kabupaten.get(path)
        assert "perbedaan" not in page.context
        assert "Instrumen kecil" not in page.content.decode()
