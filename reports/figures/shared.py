"""What every document shows: letterhead, names, signers; and numbers as the text to print.

A document's input is plain JSON, made once and frozen: rounding, names and order are decided
here, so that rendering it again, by newer code and after every later change, says the same.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from evaluations.core import on_behalf
from evaluations.core.queries import decreed_teams
from evaluations.models import Evaluasi, Siklus, TimPenilai
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.models.unit import Formulir, Sektor
from pekppp.accounts.queries import deputies_at, head_of
from pekppp.accounts.roles import Sebagai, acting_as
from pekppp.base.formats import zona
from reports.core import documents as document_queries
from reports.rules.terbilang import tanggal_angka
from reports.signers import queries as signer_queries

# Part of every input: a later layout that needs other fields can tell old inputs apart.
SUSUNAN = 1
HEADS = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}
PEMDA = tuple(HEADS)


def canonical(masukan: dict[str, Any]) -> bytes:
    """The one JSON text of an input, which its file carries; TypeError where JSON is inexact."""
    return json.dumps(
        masukan, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(masukan: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(masukan)).hexdigest()


def shown(value: Fraction | None, *, least: int = 2, most: int = 4) -> str | None:
    """A figure as text with a decimal point: exact up to `most` decimals, at least `least`."""
    if value is None:
        return None
    text = format(round_half_up(value, most), "f")
    if "." not in text:
        return text
    whole, decimals = text.split(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def level_text(value: Fraction | None) -> str | None:
    """A level: 3, or 3.5 where it is the mean of a team."""
    return shown(value, least=0, most=2)


def day(value: date) -> str:
    return value.isoformat()


def moment(value: datetime | None, zone: str) -> str:
    """11 Juli 2026 pukul 10.15 WIB, in the zone of an office; "" for no moment."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{tanggal_angka(local.date())} pukul {local:%H.%M} {zona(zone)}"


def letterhead(instansi: Instansi) -> dict[str, str]:
    """The letterhead as it is now, with what its lines usually are where none are given."""
    kop = document_queries.letterhead_of(instansi)
    pemerintah = f"Pemerintah {instansi.nama}" if instansi.jenis in PEMDA else instansi.nama
    return {
        "baris_1": (kop.baris_1 if kop else "") or pemerintah.upper(),
        "baris_2": (kop.baris_2 if kop else "") or instansi.kantor.upper(),
        "alamat": kop.alamat if kop else "",
        "tempat": kop.tempat if kop else "",
        "logo": kop.logo if kop else "",
    }


def clauses(instansi: Instansi) -> dict[str, str]:
    """What the office says in its own words; empty where the usual sentence stands."""
    kop = document_queries.letterhead_of(instansi)
    return {
        "pembuka": kop.klausul_pembuka if kop else "",
        "penutup": kop.klausul_penutup if kop else "",
    }


def patron_of(instansi: Instansi) -> dict[str, str]:
    """Who is pembina of an instansi's services: as it says itself, or by its kind."""
    kop = document_queries.letterhead_of(instansi)
    kind, _, place = instansi.nama.partition(" ")
    if instansi.jenis in PEMDA and kind.casefold() == instansi.jenis:
        title = instansi.nama_kepala_daerah or HEADS[instansi.jenis]
        usual = f"{title} {place}"
    else:
        usual = instansi.nama_kepala_daerah or f"Pimpinan {instansi.nama}"
    return {
        "sebutan": (kop.pembina if kop else "") or usual,
        "alamat": kop.pembina_alamat if kop else "",
    }


def unit_of(evaluasi: Evaluasi) -> dict[str, str]:
    """The unit under the names that were frozen when the evaluation opened."""
    unit = evaluasi.unit
    named = evaluasi.nama_instansi.casefold() in evaluasi.nama_unit.casefold()
    return {
        "nama": evaluasi.nama_unit,
        "instansi": evaluasi.nama_instansi,
        "induk": evaluasi.nama_induk,
        # As a title says it; "Dinas Sosial Kabupaten X" does not need its kabupaten twice.
        "lengkap": evaluasi.nama_unit
        if named
        else f"{evaluasi.nama_unit} {evaluasi.nama_instansi}",
        "jenis": evaluasi.jenis_unit,
        "sektor": str(Sektor(evaluasi.sektor).label),
        "formulir": _form(evaluasi),
        "alamat": unit.alamat,
        "kepala": unit.kepala_nama,
        # By whom the F01 was filled, where that was not the unit.
        "diisi": on_behalf.words(evaluasi),
    }


def siklus_of(evaluasi: Evaluasi) -> dict[str, Any]:
    return cycle(evaluasi.siklus) | {"instrumen": evaluasi.versi.sebutan}


def cycle(siklus: Siklus) -> dict[str, Any]:
    """What every document says of its cycle."""
    return {
        "nama": siklus.nama,
        "tahun": siklus.tahun,
        "skema": SKEMA_LABELS[Skema(siklus.skema)],
        "periode": [day(siklus.periode_mulai), day(siklus.periode_akhir)],
        "latihan": siklus.latihan,
        "penyelenggara": siklus.instansi.nama,
    }


def _form(evaluasi: Evaluasi) -> str:
    """The form, and how its figure is computed where that is without indicator weights."""
    label = str(Formulir(evaluasi.formulir).label)
    _, _, how = evaluasi.kata_formulir.partition(", ")
    return ", ".join(filter(None, [label, how if evaluasi.formulir != "A" else ""]))


KETUA, ANGGOTA, DI_LUAR = "Ketua tim", "Anggota tim", "Evaluator"

# A person as a document names him, and the account that signs there in the application.
Signer = tuple[dict[str, Any], User | None]


def team_of(assigned: Iterable[Any], tim: TimPenilai | None) -> list[dict[str, Any]]:
    return [person for person, _ in evaluators(assigned, tim)]


def team_signers(assigned: Iterable[Any]) -> list[tuple[dict[str, Any], User]]:
    """Who is assigned, the ketua tim first, then in the order of the aspects they score.

    `assigned` are the rows of `assignments.rows_of` for one evaluation.
    """
    people: dict[int, dict[str, Any]] = {}
    users: dict[int, User] = {}
    leads = set()
    for row in assigned:
        codename = row.permission.codename
        if codename not in ("score", "lead"):
            continue
        users[row.user_id] = row.user
        person = people.setdefault(row.user_id, _member(row.user, ANGGOTA, []))
        if codename == "lead":
            leads.add(row.user_id)
        elif row.content_object.kode not in person["aspek"]:
            person["aspek"].append(row.content_object.kode)
    ordered = sorted(people, key=lambda pk: pk not in leads)  # stable: aspects keep their order
    return [
        (people[pk] | {"peran": KETUA if pk in leads else ANGGOTA}, users[pk]) for pk in ordered
    ]


def _member(user: User, peran: str, aspek: list[str]) -> dict[str, Any]:
    return {
        "nama": user.nama,
        "nip": user.nip,
        "jabatan": user.jabatan,
        "aspek": list(aspek),
        "peran": peran,
    }


def evaluators(assigned: Iterable[Any], tim: TimPenilai | None) -> list[Signer]:
    """Who evaluates and signs: who is assigned, and of the decree's team all members while nobody
    is, its ketua while nobody leads. Whom the decree does not name is no member of its team."""
    found = team_signers(assigned)
    if tim is None:
        return [*found]
    led = any(person["peran"] == KETUA for person, _ in found)
    rows, present = decreed_teams.members_in_order(tim), {user.pk for _, user in found}
    if found:
        rows = [row for row in rows if row.orang_id == tim.ketua_id and not led]
    found += [
        (_member(row.orang, ANGGOTA, row.aspek), row.orang)
        for row in rows
        if row.orang_id not in present
    ]
    inside = {row.orang_id for row in tim.anggota.all()}
    signers: list[Signer] = []
    for person, user in found:
        leads = person["peran"] == KETUA or (user.pk == tim.ketua_id and not led)
        peran = KETUA if leads else ANGGOTA if user.pk in inside else DI_LUAR
        signers.append((person | {"peran": peran}, user))
    return sorted(signers, key=lambda signer: signer[0]["peran"] != KETUA)


def decree_of(tim: TimPenilai | None) -> dict[str, str] | None:
    """The decree that a document names."""
    return {"nomor": tim.nomor, "tanggal": day(tim.tanggal)} if tim else None


def office_signers(instansi: Instansi, jenis: str) -> list[dict[str, Any]]:
    """Who signs this kind for the office today; an empty place for its head without anybody."""
    return [person for person, _ in appointed_signers(instansi, jenis)]


def appointed_signers(instansi: Instansi, jenis: str) -> list[Signer]:
    """With whoever exercises the right of one of them today in his place."""
    appointed = signer_queries.appointed(instansi, jenis)
    acting = deputies_at(instansi, [row.orang_id for row in appointed if row.orang_id])
    rows: list[Signer] = [
        stands_in(row.tertulis, acting[row.orang_id])
        if row.orang_id in acting
        else (row.tertulis, row.orang)
        for row in appointed
    ]
    return rows or [({"jabatan": f"Kepala {instansi.kantor}", "nama": "", "nip": ""}, None)]


def unit_head(evaluasi: Evaluasi) -> dict[str, Any]:
    return head_signer(evaluasi)[0]


def stands_in(person: dict[str, Any], deputy: Membership) -> Signer:
    """The place of an absent person under the deputy's own name, "Plt." before the office."""
    user, jabatan = deputy.user, str(person["jabatan"])
    found = person | {"nama": user.nama, "nip": user.nip}
    if deputy.sebagai == Sebagai.AN:
        above = [*person.get("atas_nama", []), acting_as(deputy.sebagai, jabatan)]
        return found | {"atas_nama": above, "jabatan": user.jabatan}, user
    return found | {"jabatan": acting_as(deputy.sebagai, jabatan)}, user


def head_signer(evaluasi: Evaluasi) -> Signer:
    """The head under the identity of his account; as the office typed him where he has none; his
    deputy while one acts."""
    unit, head = evaluasi.unit, head_of(evaluasi.unit_id)
    person = {
        "jabatan": unit.kepala_jabatan or f"Kepala {evaluasi.nama_unit}",
        "nama": head.user.nama if head else unit.kepala_nama,
        "nip": head.user.nip if head else unit.kepala_nip,
    }
    if head is not None and head.sebagai:
        return stands_in(person, head)
    return person, head.user if head else None


def recommendations(rows: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """By aspect code: first those for the whole aspect, then by indicator."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda item: (item.indikator or 0, item.pk)):
        found.setdefault(row.aspek, []).append({"indikator": row.indikator, "teks": row.teks})
    return found
