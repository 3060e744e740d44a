"""`manage.py import_instrument`: repeatable, located, honest about what it did."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments import services
from instruments.models import VersiInstrumen
from tests.instruments.examples import FIXTURES, A, small, text_of

FORM_A = str(FIXTURES / "pekppp-2023-a.yaml")

pytestmark = pytest.mark.django_db


def run(path, **options):
    out, err = StringIO(), StringIO()
    call_command("import_instrument", str(path), stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def test_a_dry_run_stores_nothing():
    said = run(FORM_A, dry_run=True)
    assert "6 aspek, 31 indikator, 14 butir survei. Akan menjadi versi 1." in said
    assert not VersiInstrumen.objects.exists()


def test_without_publish_it_is_a_draft():
    run(FORM_A)
    assert VersiInstrumen.objects.get().status == "draf"


def test_repeating_it_says_so_and_changes_nothing():
    run(FORM_A, publish=True)
    assert "sudah tersimpan dengan isi yang sama (terbit)" in run(FORM_A, publish=True)
    assert "sudah tersimpan" in run(FORM_A, dry_run=True)
    assert VersiInstrumen.objects.count() == 1


def test_a_stored_draft_is_published_by_repeating_it():
    run(FORM_A)
    run(FORM_A, publish=True)
    assert VersiInstrumen.objects.get().status == "terbit"


def test_other_words_make_the_next_version(tmp_path):
    run(FORM_A, publish=True)
    path = tmp_path / "lain.yaml"
    path.write_text(text_of("pekppp-2023-a").replace("Persyaratan layanan mudah", "Syarat mudah"))
    assert "(versi 2) disimpan" in run(path, publish=True)


def test_u16_an_installation_of_before_gets_the_explained_instrument_as_its_next_version():
    """What it had stays published and unchanged; `make run` loads every file of the folder."""
    before = small(lambda data: data.update(kode=A.kode, nama="Instrumen sebelumnya"))[0]
    first, _ = services.import_version(by=None, spec=before)
    services.publish(by=None, versi=first)
    assert "(versi 2) disimpan (terbit)" in run(FORM_A, publish=True)
    rows = VersiInstrumen.objects.filter(kode=A.kode).order_by("versi")
    assert [(row.versi, row.instrumen) for row in rows] == [(1, before), (2, A)]


def test_warnings_are_said_and_do_not_hold(tmp_path):
    said = run(FIXTURES / "contoh" / "pekppp-2017.yaml", publish=True)
    assert "peringatan: Baris 21: Bobot indikator pada aspek I berjumlah 99,5" in said


def test_problems_are_located_and_nothing_is_stored(tmp_path):
    path = tmp_path / "keliru.yaml"
    path.write_text(text_of("pekppp-2023-a").replace("1: sp_ada", "1: sp_adda", 1))
    err = StringIO()
    with pytest.raises(CommandError, match=r"keliru\.yaml ditolak: 1 galat"):
        call_command("import_instrument", str(path), stderr=err)
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "sp_adda" in text)
    assert err.getvalue() == (
        f"keliru.yaml: galat: Baris {line}: Indikator 1: Aturan level 1: "
        "memakai nama yang tidak dikenal: «sp_adda».\n"
    )
    assert not VersiInstrumen.objects.exists()


@pytest.mark.parametrize("path", ["tidak-ada.yaml", "/", "a\0b"])
def test_what_cannot_be_read_is_said_without_a_traceback(path):
    with pytest.raises(CommandError):
        run(path)
