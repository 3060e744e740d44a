"""A cycle before and beside its evaluations: what it is, its phases, its lokus, its end.

Opening is in `cycle.services.opening`, extensions in `cycle.services.extensions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from evaluations.core.services.windows import sync_surveys
from evaluations.cycle.services.checks import check_siklus, require_nothing_judged_blind
from evaluations.models import AturanLokus, Evaluasi, Fase, Siklus, Survei
from evaluations.models.siklus import (
    DuaOrang,
    LuarSampel,
    MetodeTim,
    NilaiDipakai,
    PenilaiLokus,
    SisaTahanan,
    TanpaDasar,
)
from evaluations.rules.phases import Phase, opened_by
from evaluations.rules.workflow import IN_WORK, KEGIATAN_LABELS, Kegiatan, Skema
from instruments.models import VersiInstrumen
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, JenisInstansi, JenisUnit, Sektor, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

FIELDS = (
    "nama",
    "tahun",
    "periode_mulai",
    "periode_akhir",
    "skema",
    "instrumen_a",
    "instrumen_b",
    "min_responden",
    "target_responden",
    "nilai_dipakai",
    "metode_tim",
    "sembunyikan_usulan",
    "verifikasi",
    "luar_sampel",
    "sisa_tahanan",
    "tanpa_dasar",
    "maks_pengembalian",
    "jeda_benturan",
    "dua_orang",
    "cakupan_tajuk",
    "kota_administrasi",
    "nominasi_sampai",
    "latihan",
)
# What may change while evaluations run: nothing of it touches a figure.
HARMLESS = frozenset(
    {
        "nama",
        "target_responden",
        "maks_pengembalian",
        "sembunyikan_usulan",
        "tanpa_dasar",
        "cakupan_tajuk",
        "kota_administrasi",
        "nominasi_sampai",
    }
)


@dataclass(frozen=True, slots=True)
class LokusRule:
    """Units of this kind, of this sector, or both, at instansi of this kind.

    `jumlah` of each instansi, None for all; `nominasi`: where there are more, the instansi proposes
    which. `penilai` is a `PenilaiLokus`: who evaluates them.
    """

    jenis_instansi: str
    jenis_unit: JenisUnit | None = None
    jumlah: int | None = None
    sektor: str = ""
    nominasi: bool = False
    penilai: str = PenilaiLokus.PEMILIK


@transaction.atomic
def create_siklus(
    *,
    by: User,
    instansi: Instansi,
    nama: str,
    tahun: int,
    periode_mulai: date,
    periode_akhir: date,
    skema: str,
    instrumen_a: VersiInstrumen | None = None,
    instrumen_b: VersiInstrumen | None = None,
    min_responden: int | None = None,
    target_responden: int | None = None,
    nilai_dipakai: str = NilaiDipakai.EVALUATOR,
    metode_tim: str = MetodeTim.SEPAKAT,
    sembunyikan_usulan: bool = False,
    verifikasi: bool = False,
    luar_sampel: str = LuarSampel.TUNGGU,
    sisa_tahanan: str = SisaTahanan.KELUARKAN,
    tanpa_dasar: str = TanpaDasar.TANYA,
    maks_pengembalian: int = 3,
    jeda_benturan: int = 12,
    dua_orang: str = DuaOrang.SKEMA,
    cakupan_tajuk: int = 80,
    kota_administrasi: bool = False,
    nominasi_sampai: datetime | None = None,
    latihan: bool = False,
    is_demo: bool = False,
) -> Siklus:
    """A cycle that is being prepared, owned by `instansi`. Raises Refused, PermissionDenied."""
    require(by, Permission.CREATE_SIKLUS, instansi)
    siklus = Siklus(
        instansi=instansi,
        nama=nama.strip(),
        tahun=tahun,
        periode_mulai=periode_mulai,
        periode_akhir=periode_akhir,
        skema=skema,
        instrumen_a=instrumen_a,
        instrumen_b=instrumen_b,
        min_responden=min_responden,
        target_responden=target_responden,
        nilai_dipakai=nilai_dipakai,
        metode_tim=metode_tim,
        sembunyikan_usulan=sembunyikan_usulan,
        verifikasi=verifikasi,
        luar_sampel=luar_sampel,
        sisa_tahanan=sisa_tahanan,
        tanpa_dasar=tanpa_dasar,
        maks_pengembalian=maks_pengembalian,
        jeda_benturan=jeda_benturan,
        dua_orang=dua_orang,
        cakupan_tajuk=cakupan_tajuk,
        kota_administrasi=kota_administrasi,
        nominasi_sampai=nominasi_sampai,
        latihan=latihan,
        is_demo=is_demo,
    )
    check_siklus(siklus, FIELDS)
    _save(siklus)
    audit.write(by=by, action="buat_siklus", thing=siklus, siklus=siklus, **_facts(siklus))
    return siklus


@transaction.atomic
def update_siklus(*, by: User, siklus: Siklus, **changes: Any) -> Siklus:
    """Change fields of a cycle; once it is open only those in HARMLESS."""
    locked = lock(by, siklus)
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise Refused("Isian tidak dikenal.")
    if "nama" in changes:
        changes["nama"] = changes["nama"].strip()
    changed = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    frozen = sorted(set(changed) - HARMLESS)
    if frozen and locked.status != Siklus.Status.DISIAPKAN:
        labels = {field.name: field.verbose_name for field in Siklus._meta.fields}
        label = str(labels[frozen[0]])
        raise Refused(
            f"Siklus sudah dibuka, jadi {label} tidak dapat diubah lagi.", field=frozen[0]
        )
    if not changed:
        return locked
    if changed.get("sembunyikan_usulan") is False:
        require_nothing_judged_blind(locked)
    before = {name: _plain(getattr(locked, name)) for name in changed}
    for name, value in changed.items():
        setattr(locked, name, value)
    check_siklus(locked, changed)
    _save(locked)
    if "target_responden" in changed:
        _set_target(locked)
    audit.write(
        by=by,
        action="ubah_siklus",
        thing=locked,
        siklus=locked,
        dari=before,
        ke={name: _plain(value) for name, value in changed.items()},
    )
    siklus.refresh_from_db()
    return locked


@transaction.atomic
def share_forms(*, by: User, siklus: Siklus, together: bool, reason: str) -> Siklus:
    """Whether forms A and B of a cycle share means and ranks: of any cycle, by the ministry alone,
    which answers for the method. No unit's own figure changes."""
    require(by, Permission.MANAGE_INSTRUMEN, siklus)
    locked = Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)
    reason = texts.reason(reason)
    if locked.formulir_bersama == together:
        return locked
    locked.formulir_bersama = together
    locked.save(update_fields=["formulir_bersama"])
    audit.write(
        by=by,
        action="formulir_bersama" if together else "formulir_terpisah",
        thing=locked,
        siklus=locked,
        reason=reason,
    )
    siklus.refresh_from_db()
    return locked


def _set_target(siklus: Siklus) -> None:
    """Of the surveys that are there. A cycle without a target of its own says "menurut instrumen",
    so its surveys go back to what they would have been opened with."""
    surveys = Survei.objects.filter(evaluasi__siklus=siklus, latihan=siklus.latihan)
    for versi in VersiInstrumen.objects.filter(pk__in=surveys.order_by().values("versi")):
        asked = versi.instrumen.survei
        usual = asked.target if asked is not None else None
        surveys.filter(versi=versi).update(target=siklus.target_responden or usual)


def lock(by: User, siklus: Siklus) -> Siklus:
    """The cycle taken for this transaction by someone who may manage it; refused once closed."""
    locked = (
        Siklus.objects.select_for_update(of=("self",))
        .select_related("instansi__induk", "instrumen_a", "instrumen_b")
        .filter(pk=siklus.pk)
        .first()
    )
    if locked is None:  # deleted a moment ago
        raise Refused("Siklus ini sudah dihapus.", status=409)
    require(by, Permission.MANAGE_SIKLUS, locked)
    if locked.status == Siklus.Status.DITUTUP:
        raise Refused("Siklus ini sudah ditutup.", status=409)
    return locked


def _save(siklus: Siklus) -> None:
    try:
        with transaction.atomic():
            siklus.save()
    except IntegrityError as error:
        if "siklus_name_unique_in_year" not in str(error):
            raise
        raise Refused(
            f"Sudah ada siklus bernama «{siklus.nama}» pada tahun {siklus.tahun}.", field="nama"
        ) from None


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _facts(siklus: Siklus) -> dict[str, Any]:
    return {name: _plain(getattr(siklus, name)) for name in FIELDS if name != "nama"}


# Phases and lokus ---------------------------------------------------------------------------------


@transaction.atomic
def set_phases(*, by: User, siklus: Siklus, phases: Sequence[Phase]) -> list[Fase]:
    """Replace the phases of a cycle. Surveys that are already open follow the new dates."""
    locked = lock(by, siklus)
    if not phases:
        raise Refused("Tulis sedikitnya satu fase.")
    names = [phase.nama.strip() for phase in phases]
    known = {item.value for item in Kegiatan}
    for phase, name in zip(phases, names, strict=True):
        if not name:
            raise Refused("Nama fase wajib diisi.", field="nama")
        if names.count(name) > 1:
            raise Refused(f"Nama fase «{name}» dipakai dua kali.", field="nama")
        if phase.akhir <= phase.mulai:
            raise Refused(f"Fase «{name}» berakhir sebelum dimulai.", field="akhir")
        if not set(phase.membuka) <= known:
            raise Refused(f"Fase «{name}» membuka kegiatan yang tidak dikenal.", field="membuka")
    if locked.status == Siklus.Status.BERJALAN:
        missing = unopened(locked, opened_by(phases))
        if missing:
            raise Refused(missing[0])
    before = [_phase_facts(row) for row in locked.fase.all()]
    locked.fase.all().delete()
    rows = Fase.objects.bulk_create(
        Fase(
            siklus=locked,
            instansi_id=locked.instansi_id,
            urutan=number,
            nama=name,
            mulai=phase.mulai,
            akhir=phase.akhir,
            membuka=[item.value for item in Kegiatan if item.value in phase.membuka],
        )
        for number, (phase, name) in enumerate(zip(phases, names, strict=True), start=1)
    )
    sync_surveys(locked)
    audit.write(
        by=by,
        action="atur_fase",
        thing=locked,
        siklus=locked,
        dari=before,
        ke=[_phase_facts(row) for row in rows],
    )
    siklus.__dict__.pop("_calendar", None)
    return rows


def _phase_facts(row: Fase) -> list[Any]:
    return [row.nama, row.mulai.isoformat(), row.akhir.isoformat(), list(row.membuka)]


def unopened(siklus: Siklus, opened: frozenset[str]) -> list[str]:
    """What the phases would have to open and do not, in words."""
    needed = [Kegiatan.ISI_F01, Kegiatan.UNGGAH_BUKTI, Kegiatan.NILAI_F02]
    versions = [siklus.versi_untuk(form) for form in siklus.formulir_tersedia]
    if any(versi is not None and versi.instrumen.butir for versi in versions):
        needed.append(Kegiatan.SURVEI)
    return [
        f"Belum ada fase yang membuka «{KEGIATAN_LABELS[item]}»."
        for item in needed
        if item not in opened
    ]


@transaction.atomic
def set_lokus(*, by: User, siklus: Siklus, rules: Sequence[LokusRule]) -> list[AturanLokus]:
    """Replace the rules that name the units. What is open already stays open."""
    locked = lock(by, siklus)
    kinds = lokus_kinds(locked)
    seen: set[tuple[str, str | None, str]] = set()
    for rule in rules:
        _check_rule(locked, rule, kinds, seen)
    before = [_rule_facts(row) for row in locked.aturan_lokus.all()]
    locked.aturan_lokus.all().delete()
    rows = AturanLokus.objects.bulk_create(rule_row(locked, rule) for rule in rules)
    audit.write(
        by=by,
        action="atur_lokus",
        thing=locked,
        siklus=locked,
        dari=before,
        ke=[_rule_facts(row) for row in rows],
    )
    return rows


def rule_row(siklus: Siklus, rule: LokusRule) -> AturanLokus:
    """The rule as a row that is not saved."""
    return AturanLokus(
        siklus=siklus,
        instansi_id=siklus.instansi_id,
        jenis_instansi=rule.jenis_instansi,
        jenis_unit=rule.jenis_unit,
        sektor=rule.sektor,
        jumlah=rule.jumlah,
        nominasi=rule.nominasi,
        penilai=rule.penilai,
    )


def _check_rule(
    siklus: Siklus, rule: LokusRule, kinds: list[str], seen: set[tuple[str, str | None, str]]
) -> None:
    """Refuse a rule that cannot be, or that stands in `seen`, which it joins."""
    if rule.jenis_instansi not in kinds:
        raise Refused(
            "Siklus ini hanya mengevaluasi unit milik penyelenggaranya."
            if siklus.skema != Skema.NASIONAL
            else "Jenis instansi tidak dikenal.",
            field="jenis_instansi",
        )
    if rule.jenis_unit is None and not rule.sektor:
        raise Refused("Pilih jenis unit, sektor, atau keduanya.", field="jenis_unit")
    if rule.sektor and rule.sektor not in Sektor.values:
        raise Refused("Sektor tidak dikenal.", field="sektor")
    if rule.penilai not in PenilaiLokus.values:
        raise Refused("Penilai tidak dikenal.", field="penilai")
    if rule.penilai == PenilaiLokus.PROVINSI and rule.jenis_instansi not in BELOW_PROVINCE:
        label = JenisInstansi(rule.jenis_instansi).label
        raise Refused(f"{label} tidak berada di bawah provinsi.", field="penilai")
    if rule.jumlah is not None and rule.jumlah < 1:
        raise Refused("Jumlah unit sedikitnya 1; kosongkan bila semua.", field="jumlah")
    if rule.nominasi and rule.jumlah is None:
        raise Refused("Tulis berapa unit yang diusulkan setiap instansi.", field="jumlah")
    key = (rule.jenis_instansi, rule.jenis_unit.pk if rule.jenis_unit else None, rule.sektor)
    if key in seen:
        named = rule.jenis_unit or f"Sektor {Sektor(rule.sektor).label}"
        raise Refused(f"{named} ditulis dua kali.", field="jenis_unit")
    seen.add(key)


def _rule_facts(row: AturanLokus) -> list[Any]:
    return [
        row.jenis_instansi,
        row.jenis_unit_id,
        row.sektor,
        row.jumlah,
        row.nominasi,
        row.penilai,
    ]


# Kinds of instansi of which some have a province above them, or are one.
BELOW_PROVINCE = frozenset(
    {
        JenisInstansi.PROVINSI.value,
        JenisInstansi.KABUPATEN.value,
        JenisInstansi.KOTA.value,
        JenisInstansi.BUMD.value,
    }
)


def lokus_kinds(siklus: Siklus) -> list[str]:
    """Kinds of instansi that the rules of this cycle may name."""
    if siklus.skema != Skema.NASIONAL:
        return [siklus.instansi.jenis]
    return [item.value for item in JenisInstansi if item != JenisInstansi.NASIONAL]


# The end ------------------------------------------------------------------------------------------


@transaction.atomic
def delete_siklus(*, by: User, siklus: Siklus) -> None:
    """Take away a cycle that was never opened; who deleted what stays in the audit."""
    locked = lock(by, siklus)
    if locked.status != Siklus.Status.DISIAPKAN or locked.evaluasi.exists():
        raise Refused("Siklus yang sudah dibuka tidak dapat dihapus.", status=409)
    phases = [_phase_facts(row) for row in locked.fase.all()]
    audit.write(
        by=by, action="hapus_siklus", thing=locked, siklus=locked, fase=phases, **_facts(locked)
    )
    locked.delete()


def closing_refusal(siklus: Siklus, waiting: int) -> str:
    """Why a cycle with so many unfinished evaluations cannot be closed, or ""."""
    if not waiting or siklus.latihan:
        return ""
    return (
        f"Masih ada {waiting} evaluasi yang belum terbit atau diakhiri. Selesaikan dahulu, atau "
        "nyatakan akhirnya dengan alasan."
    )


@transaction.atomic
def close_siklus(*, by: User, siklus: Siklus) -> Siklus:
    """Close a cycle in which everything is published or ended; a practice cycle at any time."""
    locked = lock(by, siklus)
    if locked.status != Siklus.Status.BERJALAN:
        raise Refused("Siklus ini belum dibuka.", status=409)
    waiting = Evaluasi.objects.filter(siklus=locked, state__in=IN_WORK).count()
    words = closing_refusal(locked, waiting)
    if words:
        raise Refused(words, status=409)
    locked.status = Siklus.Status.DITUTUP
    locked.save(update_fields=["status"])
    audit.write(by=by, action="tutup_siklus", thing=locked, siklus=locked, belum_selesai=waiting)
    siklus.refresh_from_db()
    return siklus


@transaction.atomic
def reopen_siklus(*, by: User, siklus: Siklus, reason: str) -> Siklus:
    """Undo a closing."""
    locked = (
        Siklus.objects.select_for_update(of=("self",)).select_related("instansi").get(pk=siklus.pk)
    )
    require(by, Permission.MANAGE_SIKLUS, locked)
    if locked.status != Siklus.Status.DITUTUP:
        raise Refused("Siklus ini tidak sedang ditutup.", status=409)
    reason = texts.reason(reason)
    locked.status = Siklus.Status.BERJALAN
    locked.save(update_fields=["status"])
    audit.write(by=by, action="buka_lagi_siklus", thing=locked, siklus=locked, reason=reason)
    siklus.refresh_from_db()
    return siklus
