"""Plain builders of rows for tests: keyword overrides, sensible Indonesian defaults."""

import itertools
from copy import deepcopy
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import (
    Evaluasi,
    EvaluasiAspek,
    Fase,
    Hasil,
    Jawaban,
    Siklus,
    Survei,
    TautanSurvei,
)
from evaluations.rules.workflow import STEPS, Kegiatan, Skema, steps_of
from instruments import spec as instrument_spec
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, JenisUnit, Membership, UnitLokus, User, Wilayah
from pekppp.accounts.roles import Role

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PASSWORD = "kata-sandi-uji-1"


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with next to no work; what it makes is read by the real one."""

    time_cost, memory_cost, parallelism = 1, 8, 1


_counter = itertools.count(1)


@lru_cache
def _hashed() -> str:
    return make_password(PASSWORD)


def make_user(username: str = "", **fields) -> User:
    name = username or f"orang{next(_counter)}"
    fields.setdefault("nama", name.capitalize())
    fields.setdefault("email", f"{name}@uji.test")
    fields.setdefault("last_login", timezone.now())  # or an admin's home would count them
    return User.objects.create(username=name, password=_hashed(), **fields)


def make_instansi(nama: str, jenis: str = "kabupaten", **fields) -> Instansi:
    fields.setdefault("kode", f"uji-{next(_counter)}")
    return Instansi.objects.create(nama=nama, jenis=jenis, **fields)


def make_kind(kode: str = "rsud", nama: str = "RSUD", sektor: str = "kesehatan") -> JenisUnit:
    return JenisUnit.objects.get_or_create(kode=kode, defaults={"nama": nama, "sektor": sektor})[0]


def make_unit(instansi: Instansi, nama: str, **fields) -> UnitLokus:
    fields.setdefault("jenis", make_kind())
    fields.setdefault("sektor", "kesehatan")
    return UnitLokus.objects.create(instansi=instansi, nama=nama, **fields)


def member(user: User, role: Role, place: Instansi | UnitLokus) -> Membership:
    unit = place if isinstance(place, UnitLokus) else None
    instansi = place.instansi if unit else place
    return Membership.objects.create(user=user, role=role, instansi=instansi, unit=unit)


@lru_cache
def _official(form: str) -> dict:
    text = (FIXTURES / "instrumen" / f"pekppp-2023-{form.lower()}.yaml").read_text()
    parsed, problems = instrument_spec.parse(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    assert parsed is not None, problems
    return {
        "kode": parsed.kode,
        "nama": parsed.nama,
        "spec": instrument_spec.to_data(parsed),
        "digest": instrument_spec.digest(parsed),
    }


def make_version(form: str = "A") -> VersiInstrumen:
    """The official 2023 instrument, published."""
    data = _official(form)
    found = VersiInstrumen.objects.filter(kode=data["kode"], status="terbit").first()
    return found or VersiInstrumen.objects.create(
        formulir=form, status="terbit", published_at=timezone.now(), **deepcopy(data)
    )


def make_siklus(instansi: Instansi, **fields) -> Siklus:
    """A running cycle whose every activity is open, from 10 days ago to 30 days from now."""
    fields.setdefault("nama", f"PEKPPP {next(_counter)}")
    fields.setdefault("tahun", 2026)
    fields.setdefault("periode_mulai", date(2025, 1, 1))
    fields.setdefault("periode_akhir", date(2025, 12, 31))
    fields.setdefault("skema", "nasional" if instansi.is_national else "mandiri")
    fields.setdefault("status", "berjalan")
    if "instrumen_b" not in fields:
        fields.setdefault("instrumen_a", make_version("A"))
    siklus = Siklus.objects.create(instansi=instansi, **fields)
    now = timezone.now()
    Fase.objects.create(
        siklus=siklus,
        instansi=instansi,
        nama="Evaluasi",
        mulai=now - timedelta(days=10),
        akhir=now + timedelta(days=30),
        membuka=[item.value for item in Kegiatan],
    )
    return siklus


def make_evaluasi(siklus: Siklus, unit: UnitLokus, **fields) -> Evaluasi:
    """An evaluation with its aspects, survey, link and result row, as opening a cycle makes it.

    `verifikasi` says whether it waits for the province; by default as its cycle says.
    """
    verifikasi = fields.pop("verifikasi", siklus.verifikasi)
    steps = steps_of(Skema(siklus.skema), verification=verifikasi)
    fields.setdefault("tahapan", sorted(steps, key=STEPS.index))
    formulir = fields.setdefault("formulir", unit.formulir)
    versi = fields.setdefault("versi", siklus.versi_untuk(formulir))
    now = timezone.now()
    survei, _ = Survei.objects.get_or_create(
        unit=unit,
        formulir=formulir,
        versi=versi,
        periode_mulai=siklus.periode_mulai,
        periode_akhir=siklus.periode_akhir,
        latihan=siklus.latihan,
        defaults={
            "instansi": unit.instansi,
            "buka": now - timedelta(days=10),
            "tutup": now + timedelta(days=30),
            "minimum": 10,
            "target": 30,
        },
    )
    TautanSurvei.objects.get_or_create(unit=unit, label="", defaults={"instansi": unit.instansi})
    evaluasi = Evaluasi.objects.create(
        siklus=siklus,
        unit=unit,
        instansi=unit.instansi,
        penilai=fields.pop("penilai", unit.instansi),
        survei=fields.pop("survei", survei),
        nama_unit=unit.nama,
        nama_instansi=unit.instansi.nama,
        nama_induk=unit.instansi.induk.nama if unit.instansi.induk else "",
        jenis_instansi=unit.instansi.jenis,
        jenis_unit=unit.jenis.nama,
        sektor=unit.sektor,
        **fields,
    )
    EvaluasiAspek.objects.bulk_create(
        EvaluasiAspek(
            instansi=evaluasi.instansi,
            siklus=siklus,
            evaluasi=evaluasi,
            kode=aspek.kode,
            nama=aspek.nama,
            urutan=number,
        )
        for number, aspek in enumerate(versi.instrumen.semua_aspek, start=1)
    )
    Hasil.objects.create(instansi=evaluasi.instansi, siklus=siklus, evaluasi=evaluasi)
    return evaluasi


def to_be_verified(evaluasi: Evaluasi) -> Evaluasi:
    """As if it had opened with the step of verification."""
    steps = steps_of(Skema(evaluasi.siklus.skema), verification=True)
    evaluasi.tahapan = sorted(steps, key=STEPS.index)
    evaluasi.save(update_fields=["tahapan"])
    return evaluasi


def verified_by(evaluasi: Evaluasi, verifier: User) -> None:
    """It waits for this verifier, whom the province appointed."""
    to_be_verified(evaluasi)
    assignments.assign(verifier, evaluasi.aspek.all(), "verify")


def make_regions() -> None:
    Wilayah.objects.get_or_create(kode="33", defaults={"jenis": "provinsi", "nama": "Jawa Tengah"})
    Wilayah.objects.get_or_create(
        kode="33.04",
        defaults={"induk_id": "33", "jenis": "kabupaten", "nama": "Kabupaten Banjarnegara"},
    )


def answer_no(evaluasi: Evaluasi, by: User) -> None:
    """The unit says of everything that it has none: each indicator suggests level 0.

    What is unanswered suggests nothing, and then no level owes a reason.
    """
    no = {"ya_tidak": False, "pilihan_ganda": [], "angka": 0, "persen": "0", "teks": "-"}
    Jawaban.objects.bulk_create(
        Jawaban(
            evaluasi=evaluasi,
            instansi=evaluasi.instansi,
            siklus=evaluasi.siklus,
            indikator=indikator.nomor,
            pertanyaan=p.id,
            nilai=p.pilihan[0].kode if p.jenis == "pilihan_tunggal" else no[p.jenis],
            oleh=by,
        )
        for indikator in evaluasi.versi.instrumen.semua_indikator
        for p in indikator.pertanyaan
        if p.bila is None or p.bila.startswith("!")
    )


def people_on(evaluasi: Evaluasi, codename: str) -> QuerySet[User]:
    """Whoever is assigned in this way, whether it counts or not, by name."""
    rows = assignments.rows_of([evaluasi]).filter(permission__codename=codename)
    return User.objects.filter(pk__in=rows.order_by().values("user")).order_by("nama")
