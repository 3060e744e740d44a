"""G1: whatever rows a file holds, in whatever order: said, or done, whole or not at all, once."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pekppp.accounts.models import (
    ImporInduk,
    Invitation,
    Membership,
    PendingRole,
    UnitLokus,
    User,
)
from pekppp.accounts.services.imports import worker
from tests.accounts.imports.importing import book as book_of
from tests.accounts.imports.importing import effects, nip, upload

JUNK = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
GARBLED = st.one_of(
    JUNK, st.sampled_from(["", "-", "8" * 50, "x" * 201, "bukan", "A B", "@", "kepala", "123"])
)
HERE = "Kabupaten Banjarnegara"
OFFICES = st.sampled_from([HERE, HERE.lower(), f"{HERE} ", "Provinsi Jawa Tengah"])


def one_of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


PEOPLE = {
    "nama": one_of("Siti", "Siti", "Budi"),
    "nip": one_of(*(nip(number) for number in range(6))),
    "jabatan": one_of("", "", "-", "Camat"),
    "pengguna": one_of("", "", "", "budi", "evaluator", "verifikator", "bagian", "siapapun"),
    "surel": one_of("", "a@uji.test"),
    "telepon": one_of("", "0812"),
}
ROWS = {
    "unit": {
        "instansi": OFFICES,
        "nama": one_of("Baru", "Lain", "Ketiga", "RSUD Hj. Anna Lasmanah", "Puskesmas Mandiraja"),
        "jenis": one_of("RSUD", "puskesmas"),
        "sektor": one_of("", "Kesehatan", "kepolisian"),
        "formulir": one_of("", "A", "b"),
        "induk": one_of("", "", "-", "Baru", "RSUD Hj. Anna Lasmanah"),
        "alamat": one_of("", "-", "Jalan 1"),
        "kepala_nip": one_of("", "-", nip(4)),
    },
    "admin": {"instansi": OFFICES, **PEOPLE},
    "orang": {
        "instansi": OFFICES,
        "peran": one_of("evaluator", "verifikator", "pimpinan", "penilai"),
        **PEOPLE,
    },
}
ROWS["orang unit"] = ROWS["orang"] | {
    "instansi": st.just(HERE),
    "unit": one_of("RSUD Hj. Anna Lasmanah", "Puskesmas Mandiraja"),
    "peran": one_of("operator", "kepala", "Operator unit"),
}


@st.composite
def files(draw):
    """Rows that could be right, of which one may have a cell that says anything."""
    of = draw(st.sampled_from([*ROWS]))
    rows = draw(st.lists(st.fixed_dictionaries(ROWS[of]), min_size=1, max_size=4))
    if draw(st.integers(0, 2)) == 0:
        draw(st.sampled_from(rows))[draw(st.sampled_from([*ROWS[of]]))] = draw(GARBLED)
    return of.split()[0], rows


def written() -> list[int]:
    models = (UnitLokus, User, Membership, PendingRole, Invitation)
    return [model.objects.count() for model in models]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=files())
def test_g01_garbled_rows_neither_crash_nor_apply_by_half(cast, file):
    jenis, rows = file
    with transaction.atomic():
        content = book_of(jenis, *rows)
        before = written()
        made = upload(cast.biro, jenis, content)
        assert (made.status, made.error) == (ImporInduk.Status.DIPERIKSA, "")
        assert written() == before
        assert all(item["pesan"] for item in made.masalah)
        if not made.masalah and worker.changes(made.baris):
            worker.confirm(by=cast.biro, impor=made)
            worker.import_next()
            made.refresh_from_db()
            assert (made.status, made.error) == (ImporInduk.Status.SELESAI, "")
            after = written()
            assert set(effects(upload(cast.biro, jenis, content))) == {"tetap"}
            assert written() == after
        transaction.set_rollback(True)
