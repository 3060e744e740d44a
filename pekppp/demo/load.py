"""The demonstration: invented units, people and figures, made through the real services.

It says so on every page (`settings.DEMO`), and it refuses a database that holds anything real.
Answers, levels and responses are inserted in bulk; every state is reached by `advance`.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from evaluations.assignment.services import assigning
from evaluations.cycle.services import opening
from evaluations.models import (
    AturanLokus,
    Evaluasi,
    Fase,
    HasilTerbit,
    Publikasi,
    Siklus,
    Survei,
)
from evaluations.progress.services.steps import advance
from evaluations.publication.services import publication
from evaluations.results.services import recompute_stale
from evaluations.rules.phases import WIB, end_of
from evaluations.rules.workflow import Action, Kegiatan, Skema
from instruments.models import VersiInstrumen
from pekppp.accounts.models import (
    Instansi,
    JenisUnit,
    Layanan,
    Membership,
    UnitLokus,
    User,
    Wilayah,
)
from pekppp.accounts.roles import ROLE_LABELS, Role
from pekppp.accounts.services import working_regions
from pekppp.base.errors import Refused
from pekppp.demo import entries, follow_up
from pekppp.demo.accounts import PASSWORD
from pekppp.demo.entries import Stage
from pekppp.demo.tables import (
    PEOPLE,
    SAYS_SO,
    SERVICES,
    UNITS,
    WILAYAH,
    WILAYAH_OF_ANALYST,
    DemoUnit,
)
from reports.awards import lists as award_lists
from reports.awards import queries as award_queries
from reports.awards import services as award_services
from reports.models import KopSurat
from reports.signers import services as signer_services

BEFORE, LAST_YEAR, THIS_YEAR = 2024, 2025, 2026


def is_loaded() -> bool:
    return Siklus.objects.filter(is_demo=True).exists()


def refuse_real_data() -> None:
    """Raise Refused when the database holds people or evaluations that are not the demo's."""
    if User.objects.filter(is_demo=False).exists():
        raise Refused("Basis data ini berisi pengguna sungguhan; peragaan tidak dimuat.")
    if Evaluasi.objects.filter(siklus__is_demo=False).exists():
        raise Refused("Basis data ini berisi evaluasi sungguhan; peragaan tidak dimuat.")


@transaction.atomic
def load() -> bool:
    """Make the demonstration once; False when it is there already."""
    if is_loaded():
        return False
    refuse_real_data()
    stage = Stage()
    _places(stage)
    _people(stage)
    _letterheads(stage)
    for year in (BEFORE, LAST_YEAR):
        _published(stage, year)
    _this_year(stage)
    follow_up.load(stage, LAST_YEAR, THIS_YEAR)
    _prepared(stage)
    recompute_stale(limit=1000)
    return True


# Who and whose ------------------------------------------------------------------------------------


def _places(stage: Stage) -> None:
    kl = Instansi.objects.filter(jenis="kl", nama__icontains="Statistik").first()
    codes = {unit.instansi for unit in UNITS}
    stage.instansi = {row.kode: row for row in Instansi.objects.filter(kode__in=codes - {""})}
    stage.instansi["kemenpanrb"] = Instansi.objects.get(jenis="nasional")
    stage.instansi[""] = kl or Instansi.objects.filter(jenis="kl").order_by("kode")[0]
    for unit in UNITS:
        kind = JenisUnit.objects.get(kode=unit.jenis)
        instansi = stage.instansi[unit.instansi]
        stage.units[unit.key] = UnitLokus.objects.create(
            instansi=instansi,
            nama=f"{unit.nama} {SAYS_SO}",
            jenis=kind,
            sektor=kind.sektor,
            formulir=unit.formulir,
            wilayah=Wilayah.objects.filter(kode=unit.instansi).first(),
            alamat="Jalan Contoh Nomor 1",
            telepon="(0286) 000000",
            kepala_nama=unit.kepala,
            kepala_nip="197001011995012001",
            kepala_jabatan="Direktur" if kind.kode == "rsud" else f"Kepala {unit.nama}",
        )  # fmt: skip
        Layanan.objects.bulk_create(
            Layanan(instansi=instansi, unit=stage.units[unit.key], nama=name)
            for name in SERVICES.get(unit.jenis, ())
        )


def _people(stage: Stage) -> None:
    hashed = make_password(PASSWORD)
    for number, (login, nama, role, place) in enumerate(PEOPLE, start=1):
        user = User.objects.create(
            username=login.split("@")[0],
            email=login,
            nama=nama,
            nip=f"198001012005011{number:03}",
            jabatan=JABATAN.get(login, ROLE_LABELS[role]),
            password=hashed,
            is_demo=True,
        )
        stage.people[login] = user
        _join(user, role, stage.units.get(place) or stage.instansi[place])
    _working_regions(stage)
    # Without a password: they sign and score in the background of the other units.
    stage.people[f"kepala:{UNITS[0].key}"] = stage.person("kepala@contoh.id")
    for unit in UNITS[1:]:
        head = _extra(f"kepala-{unit.key}", unit.kepala)
        stage.people[f"kepala:{unit.key}"] = head
        _join(head, Role.KEPALA, stage.units[unit.key])
    for kode in sorted({unit.instansi for unit in UNITS} - {"33.04"}):
        person = _extra(f"evaluator-{kode or 'kl'}", "Evaluator pendamping")
        stage.people[f"evaluator:{kode}"] = person
        _join(person, Role.EVALUATOR, stage.instansi[kode])
    stage.people["evaluator:33.04"] = stage.person("evaluator@contoh.id")
    second = _extra("evaluator-dua", "Rina Kusuma")
    stage.people["evaluator-dua"] = second
    _join(second, Role.EVALUATOR, stage.instansi["33.04"])


def _working_regions(stage: Stage) -> None:
    analyst = stage.person("analis@contoh.id").memberships.get()
    ministries = Instansi.objects.filter(jenis="kl", closed_on__isnull=True).order_by("nama")
    for number, (nama, digits) in enumerate(WILAYAH):
        provinces = Instansi.objects.filter(jenis="provinsi", kode__regex=f"^[{digits}]")
        working_regions.save(
            by=stage.ministry,
            nama=nama,
            urutan=number + 1,
            instansi=[*provinces, *ministries[number :: len(WILAYAH)]],
            analis=[analyst] if nama == WILAYAH_OF_ANALYST else [],
        )


def _extra(username: str, nama: str) -> User:
    return User.objects.create(
        username=username, nama=nama, password=make_password(None), is_demo=True
    )


def _join(user: User, role: Role, place: Instansi | UnitLokus) -> None:
    instansi, unit = (place.instansi, place) if isinstance(place, UnitLokus) else (place, None)
    Membership.objects.create(user=user, role=role, instansi=instansi, unit=unit)


# How their office calls them, where it is more than the role.
JABATAN = {
    "bagian@contoh.id": "Kepala Bagian Organisasi",
    "biro@contoh.id": "Kepala Biro Organisasi",
    "pimpinan@contoh.id": "Sekretaris Daerah",
}
LETTERHEADS = {
    "33.04": ("PEMERINTAH KABUPATEN BANJARNEGARA", "SEKRETARIAT DAERAH", "Banjarnegara"),
    "33": ("PEMERINTAH PROVINSI JAWA TENGAH", "SEKRETARIAT DAERAH", "Semarang"),
}
# Office, account, kinds of document, a.n.: the sekda signs the letters of his kabupaten himself.
SIGNERS = (
    ("33.04", "bagian@contoh.id", ["berita_acara", "lhe", "rekap"], ""),
    ("33.04", "pimpinan@contoh.id", ["surat"], ""),
    ("33", "biro@contoh.id", ["berita_acara", "lhe", "rekap"], ""),
    ("33", "biro@contoh.id", ["surat"], "Sekretaris Daerah"),
)


def _letterheads(stage: Stage) -> None:
    for kode, (first, second, place) in LETTERHEADS.items():
        KopSurat.objects.update_or_create(
            instansi=stage.instansi[kode],
            defaults={
                "baris_1": first,
                "baris_2": second,
                "alamat": "Jalan Contoh Nomor 1, telepon (0286) 000000 (peragaan)",
                "tempat": place,
            },
        )
    for kode, login, kinds, above in SIGNERS:
        signer_services.appoint(
            by=stage.ministry,
            instansi=stage.instansi[kode],
            orang=stage.person(login),
            jabatan=JABATAN[login],
            dokumen=kinds,
            atas_nama=above,
        )


# Cycles -------------------------------------------------------------------------------------------


def _moment(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=WIB)


def _cycle(stage: Stage, year: int, owner: str, nama: str, skema: Skema, **fields: Any) -> Siklus:
    versions = {
        form: VersiInstrumen.objects.filter(
            kode=f"PEKPPP-2023-{form}", status=VersiInstrumen.Status.TERBIT
        ).latest("versi")
        for form in "AB"
    }
    return Siklus.objects.create(
        nama=nama,
        tahun=year,
        periode_mulai=date(year - 1, 1, 1),
        periode_akhir=date(year - 1, 12, 31),
        skema=skema,
        instansi=stage.instansi[owner],
        instrumen_a=versions["A"],
        instrumen_b=versions["B"],
        target_responden=30,
        is_demo=True,
        **fields,
    )


def _phases(siklus: Siklus, start: date, spans: Iterable[tuple[str, int, int, list[str]]]) -> None:
    """Phases by (name, first day, days, what it opens), counted from `start`."""
    Fase.objects.bulk_create(
        Fase(
            siklus=siklus,
            instansi=siklus.instansi,
            urutan=number,
            nama=nama,
            mulai=_moment(start + timedelta(days=first)),
            akhir=end_of(start + timedelta(days=first + days - 1)),
            membuka=opens,
        )
        for number, (nama, first, days, opens) in enumerate(spans, start=1)
    )


_USUAL: tuple[tuple[str, int, int, list[str]], ...] = (
    ("Sosialisasi dan persiapan", 0, 14, []),
    ("Pengisian F01", 14, 30, [Kegiatan.ISI_F01, Kegiatan.UNGGAH_BUKTI]),
    ("Survei F03", 14, 30, [Kegiatan.SURVEI]),
    ("Penilaian F02", 44, 21, [Kegiatan.NILAI_F02]),
    ("Masa sanggah", 65, 10, [Kegiatan.SANGGAH]),
    ("Validasi dan penetapan", 75, 14, []),
)
_EVERYTHING = [item.value for item in Kegiatan]


def _lokus(siklus: Siklus, units: list[UnitLokus]) -> None:
    pairs = {(unit.instansi.jenis, unit.jenis_id) for unit in units}
    AturanLokus.objects.bulk_create(
        AturanLokus(
            siklus=siklus, instansi=siklus.instansi, jenis_instansi=kind, jenis_unit_id=unit_kind
        )
        for kind, unit_kind in sorted(pairs)
    )


def _opened(stage: Stage, siklus: Siklus, chosen: list[DemoUnit]) -> dict[str, Evaluasi]:
    units = [stage.units[item.key] for item in chosen]
    _lokus(siklus, units)
    opening.open_siklus(by=stage.ministry, siklus=siklus, units=units)
    rows = {
        row.unit_id: row
        for row in Evaluasi.objects.filter(siklus=siklus).select_related(
            "siklus__instansi", "instansi__induk", "penilai__induk", "unit", "versi", "survei"
        )
    }
    found = {item.key: rows[stage.units[item.key].pk] for item in chosen}
    for item in chosen:
        assigning.assign(
            by=stage.ministry,
            evaluasi=[found[item.key]],
            user=stage.people[f"evaluator:{item.instansi}"],
            codenames=("score", "lead"),
        )
    return found


def _published(stage: Stage, year: int) -> None:
    """A year that is over: every unit a little worse than the year after."""
    siklus = _cycle(stage, year, "kemenpanrb", f"PEKPPP Nasional {year}", Skema.NASIONAL)
    now = timezone.localdate()
    _phases(siklus, now - timedelta(days=1), [("Seluruh kegiatan", 0, 9, _EVERYTHING)])
    back = THIS_YEAR - year
    chosen = [item for item in UNITS if item.years >= back]
    rows = _opened(stage, siklus, chosen)
    # Before it is answered, and before the results are frozen, for they say when it was open.
    Survei.objects.filter(evaluasi__siklus=siklus).update(
        buka=_moment(date(year, 7, 15)), tutup=end_of(date(year, 8, 13))
    )
    for item in chosen:
        evaluasi = rows[item.key]
        quality = max(0.1, item.quality - 0.08 * back)
        entries.fill(stage, evaluasi, quality)
        entries.submit(stage, item, evaluasi)
        entries.respond(stage, evaluasi, 34, quality)
        entries.score(stage, evaluasi, item)
        entries.finish(stage, item, evaluasi)
        advance(by=stage.ministry, evaluasi=evaluasi, action=Action.VALIDASI)
    publication.publish(
        by=stage.person("penetap@contoh.id"),
        frozen_by=stage.ministry,
        siklus=siklus,
        nomor=f"Peragaan/{year}",
        tanggal=date(year, 12, 15),
        catatan="Data rekaan untuk peragaan.",
    )
    # It all happened just now; the dates say when it would have.
    siklus.fase.all().delete()
    _phases(siklus, date(year, 7, 1), _USUAL)
    then = _moment(date(year, 12, 15), 9)
    Publikasi.objects.filter(siklus=siklus).update(terbit_pada=then)
    HasilTerbit.objects.filter(siklus=siklus).update(terbit_pada=then)
    Siklus.objects.filter(pk=siklus.pk).update(
        status=Siklus.Status.DITUTUP, dibuka_pada=_moment(date(year, 7, 1), 8)
    )
    award_services.propose_usual(by=stage.ministry, siklus=siklus)
    shown = award_lists.made(siklus, [row.aturan for row in award_queries.lists_of(siklus)])
    award_services.release(by=stage.ministry, siklus=siklus, expected=award_lists.digest(shown))


def _this_year(stage: Stage) -> None:
    """Every phase is open around today, so that each account finds something to do."""
    siklus = _cycle(
        stage,
        THIS_YEAR,
        "kemenpanrb",
        f"PEKPPP Nasional {THIS_YEAR}",
        Skema.NASIONAL,
        verifikasi=True,
    )
    start = timezone.localdate() - timedelta(days=30)
    _phases(
        siklus,
        start,
        [
            ("Sosialisasi dan persiapan", 0, 14, []),
            ("Pengisian F01", 14, 40, [Kegiatan.ISI_F01, Kegiatan.UNGGAH_BUKTI]),
            ("Survei F03", 14, 45, [Kegiatan.SURVEI]),
            ("Penilaian F02", 20, 45, [Kegiatan.NILAI_F02]),
            ("Masa sanggah", 25, 50, [Kegiatan.SANGGAH]),
            ("Validasi dan penetapan", 75, 14, []),
        ],
    )
    chosen = [item for item in UNITS if item.this_year]
    rows = _opened(stage, siklus, chosen)
    verifier = stage.person("verifikator@contoh.id")
    # To the others the province is yet to appoint somebody, as its home page says; whoever verifies
    # a unit of the province itself is appointed by the ministry.
    office = stage.person("biro@contoh.id")
    for key, by in (("pkm", office), ("dpmptsp", office), ("rsud-merbabu", stage.ministry)):
        assigning.assign(
            by=by,
            evaluasi=[rows[key]],
            user=verifier,
            codenames=("verify",),
        )
    assigning.assign(
        by=stage.ministry,
        evaluasi=[rows["disdukcapil"]],
        user=stage.people["evaluator-dua"],
        codenames=("score",),
        aspek=["V", "VI"],
    )
    for item in chosen:
        _bring_to(stage, item, rows[item.key], verifier)


def _bring_to(stage: Stage, item: DemoUnit, evaluasi: Evaluasi, verifier: User) -> None:
    """Take the evaluation as far as the table says."""
    goal = item.this_year
    if goal == "tidak_mengisi":
        advance(
            by=stage.ministry,
            evaluasi=evaluasi,
            action=Action.TIDAK_MENGISI,
            reason="Unit sedang digabung dengan kecamatan lain.",
            surat="B/12/PP.00.02/2026",
        )
        return
    entries.fill(stage, evaluasi, item.quality, part=0.5 if goal == "draf" else 1.0)
    entries.evidence(stage, item, evaluasi)
    entries.respond(stage, evaluasi, 7 if goal == "draf" else 26, item.quality)
    if goal == "draf":
        entries.talk(stage, item, evaluasi)
        return
    entries.submit(stage, item, evaluasi)
    if goal == "dikembalikan":
        advance(
            by=stage.ministry,
            evaluasi=evaluasi,
            action=Action.KEMBALIKAN_F01,
            reason="Bukti penetapan standar pelayanan belum terbaca; jumlah layanan perlu dicek.",
            indikator=[1, 5],
            tenggat=timezone.now() + timedelta(days=7),
        )
    if goal in ("dikirim", "dikembalikan"):
        return
    entries.score(stage, evaluasi, item, part=0.5 if goal == "dinilai" else 1.0)
    if goal == "dinilai":
        return
    entries.finish(stage, item, evaluasi)
    if goal == "f02_selesai":
        entries.object_to(stage, item, evaluasi, 3)
    if goal in ("diverifikasi", "divalidasi"):
        entries.verify(evaluasi, verifier)
        advance(by=verifier, evaluasi=evaluasi, action=Action.VERIFIKASI)
    if goal == "diverifikasi":
        entries.object_to(stage, item, evaluasi, 8, decided_by=verifier)
    if goal == "divalidasi":
        advance(by=stage.ministry, evaluasi=evaluasi, action=Action.VALIDASI)


def _prepared(stage: Stage) -> None:
    """A practice cycle of the kabupaten, ready to be opened by whoever tries."""
    siklus = _cycle(
        stage,
        THIS_YEAR,
        "33.04",
        f"PEKPPP Mandiri Banjarnegara {THIS_YEAR} (latihan)",
        Skema.MANDIRI,
        latihan=True,
    )
    _phases(siklus, timezone.localdate() - timedelta(days=14), _USUAL)
    _lokus(siklus, [stage.units["pkm"], stage.units["kec-mandiraja"]])
