"""What the pages of the F02 show, put together from a `Desk`. Reads nothing but through queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from evaluations.core.queries import calendar, checklist, errata, photos
from evaluations.core.queries.evaluations import values_of
from evaluations.core.queries.f01 import unconfirmed
from evaluations.core.views.saves import clock
from evaluations.core.words import period_words
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.queries import requested
from evaluations.f02.pages.gap_chart import shown as gap_shown
from evaluations.f02.pages.last_year import Past, past_of
from evaluations.f02.pages.panels import Typed, panels, refusal
from evaluations.f02.queries import advice
from evaluations.f02.queries.desk import Desk, Row
from evaluations.f02.queries.proposal_sources import candidates
from evaluations.models import Bukti, KirimanTerlambat, PeranNilai, Rekomendasi
from evaluations.progress.services.steps import possible_actions, scoring_refusal
from evaluations.rules.agreement import in_words
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import F01_OPEN, F02_OPEN, Action, Kegiatan
from evaluations.threads import queries as thread_queries
from instruments import rules, terms
from instruments.spec import Aspek, Indikator


@dataclass(frozen=True, slots=True)
class Writing:
    """One recommendation in its form; `uuid` is empty for the one that is not written yet."""

    aspek: str
    indikator_aspek: tuple[Indikator, ...]
    uuid: str = ""
    versi: int = 0
    teks: str = ""
    indikator: int | None = None
    keadaan: str = ""
    galat: str = ""
    kunci: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Part:
    """One aspect of the overview; `baru` is None for who may not write recommendations here."""

    aspek: Aspek
    rows: list[Row]
    rekomendasi: list[Rekomendasi]
    tulisan: list[Writing]
    baru: Writing | None
    lalu: list[Past]  # what was recommended the year before, and what became of it


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator in the strip that leads to the others."""

    indikator: Indikator
    sekarang: bool
    milik_saya: bool
    kata: str  # the level, or that there is none


def overview(desk: Desk, refused: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All levels side by side, what is missing, and which buttons would work.

    `refused` is a recommendation that could not be saved, to be shown as it was typed.
    """
    actions = possible_actions(desk.user, desk.evaluasi)
    done, all_mine = desk.own_progress()
    parts = _parts(desk, refused or {})
    return {
        **_common(desk),
        "parts": parts,
        "ralat": errata.notes(desk.evaluasi),
        "terisi": done,
        "jumlah": all_mine,
        "berikut": desk.next_open(),
        "kurang": desk.missing(),
        "berselisih": desk.unsettled(),
        "berubah": desk.unconfirmed(),
        "tanpa_alasan": desk.unreasoned(),
        "konflik": desk.conflicted(),
        **gap_shown(desk.gaps(), maximum=desk.instrumen.skala.maksimum),
        "tanpa_rekomendasi": [
            part.aspek for part in parts if not part.rekomendasi and not part.aspek.tambahan
        ],
        "boleh_kembalikan": Action.KEMBALIKAN_F01 in actions,
        "boleh_selesai": Action.SELESAI_F02 in actions,
        "boleh_verifikasi": Action.VERIFIKASI in actions,
        "boleh_buka": Action.BUKA_F02 in actions,
        "evaluator": desk.people("score"),
        "ketua": list(desk.people("lead")),
        "verifikator": list(desk.people("verify")),
        "ada_tindak_lanjut": desk.previous is not None and Field.REKOMENDASI in desk.fields,
        "kolom_usulan": sorted(
            {item.dari for part in parts for row in part.rows for item in row.usulan_lain}
        ),
        "boleh_usulan": desk.is_evaluator
        and not scoring_refusal(desk.evaluasi)
        and candidates(desk.user, desk.evaluasi).exists(),
        "kolom_verifikasi": any(row.verifikasi for part in parts for row in part.rows),
        "serah_terima": desk.handovers if Field.LEVEL in desk.fields else [],
        "terlambat": late_words(desk.late()),
    }


_SAID = {
    "level": "nilai",
    "alasan": "alasan",
    "alasan_tidak_terverifikasi": "alasan tidak dapat diverifikasi",
    "tidak_terverifikasi": "tidak dapat diverifikasi",
    "diamati": "diamati di lokasi",
    "catatan_unit": "catatan untuk unit",
    "catatan_internal": "catatan internal",
    "teks": "rekomendasi",
    "aspek": "aspek",
    "keadaan": "dokumen",
    "catatan": "catatan dokumen",
}


def late_words(rows: Iterable[KirimanTerlambat]) -> list[dict[str, Any]]:
    """What arrived after a handover, said field by field."""
    plain = {True: "ya", False: "tidak", None: "dikosongkan"}
    return [
        {
            "row": row,
            "isi": [
                (name, plain[value] if value is None or isinstance(value, bool) else value)
                for key, name in _SAID.items()
                if (value := row.isi.get(key, "")) != ""
            ],
        }
        for row in rows
    ]


def _common(desk: Desk) -> dict[str, Any]:
    evaluasi = desk.evaluasi
    scoring = evaluasi.status in F02_OPEN
    return {
        "desk": desk,
        "evaluasi": evaluasi,
        "periode": period_words(evaluasi),
        "peran_saya": desk.own_role,
        "menilai": bool(desk.mine()),
        "sebutan_evaluator": "Evaluator lain" if desk.is_evaluator else "Evaluator",
        "terkunci": scoring_refusal(evaluasi) if scoring else "",
        "terbuka": bool(desk.mine()) and not refusal(desk, desk.own_role),
        "tenggat": _deadline(desk),
        "f01_belum": evaluasi.status in F01_OPEN,
        "lihat_jawaban": Field.JAWABAN in desk.fields,
        "lihat_level": Field.LEVEL in desk.fields,
        "lihat_verifikasi": Field.LEVEL_VERIFIKATOR in desk.fields,
        "lihat_catatan": Field.CATATAN_UNIT in desk.fields,
        "lihat_internal": Field.CATATAN_INTERNAL in desk.fields,
        "lihat_rekomendasi": Field.REKOMENDASI in desk.fields,
    }


def _deadline(desk: Desk) -> Any:
    if desk.evaluasi.status not in F02_OPEN:
        return None
    window = calendar.Calendar.of(desk.evaluasi.siklus).window(desk.evaluasi, Kegiatan.NILAI_F02)
    return window.deadline(timezone.now())


def _parts(desk: Desk, refused: Mapping[str, Any]) -> list[Part]:
    written, before = _advice(desk)
    may_write = may_recommend(desk)
    parts = []
    for aspek, rows in desk.rows():
        there = written.get(aspek.kode, [])
        writings: list[Writing] = []
        blank = None
        if may_write[aspek.kode]:
            writings = [_typed_over(writing(aspek, item), refused) for item in there]
            blank = _typed_over(Writing(aspek.kode, aspek.indikator), refused)
        parts.append(Part(aspek, rows, there, writings, blank, before.get(aspek.kode, [])))
    return parts


def _advice(desk: Desk) -> tuple[dict[str, list[Rekomendasi]], dict[str, list[Past]]]:
    """By aspect, the recommendations written now and those of the year before."""
    if Field.REKOMENDASI not in desk.fields:
        return {}, {}
    before: dict[str, list[Past]] = {}
    for item in past_of(desk):
        before.setdefault(item.rekomendasi.aspek, []).append(item)
    return advice.by_aspect(desk.evaluasi), before


def _advice_on(desk: Desk, aspek: Aspek, nomor: int) -> dict[str, Any]:
    """The recommendations about one indicator, and those of last year about it or its aspect."""
    written, before = _advice(desk)
    there = [row for row in written.get(aspek.kode, []) if row.indikator == nomor]
    found: dict[str, Any] = {
        "saran": there,
        "saran_lalu": [
            item
            for item in before.get(aspek.kode, [])
            if item.rekomendasi.indikator is None
            or (item.indikator is not None and item.indikator.nomor == nomor)
        ],
    }
    if may_recommend(desk)[aspek.kode]:
        found["saran_tulisan"] = [writing(aspek, item) for item in there]
        found["saran_baru"] = Writing(aspek.kode, aspek.indikator, indikator=nomor)
    return found


def writing(aspek: Aspek, item: Rekomendasi) -> Writing:
    return Writing(
        aspek.kode,
        aspek.indikator,
        uuid=str(item.uuid),
        versi=item.versi,
        teks=item.teks,
        indikator=item.indikator,
        keadaan=f"tersimpan {clock(item.pada)}",
    )


def _typed_over(shown: Writing, refused: Mapping[str, Any]) -> Writing:
    if (refused.get("aspek"), refused.get("rekomendasi")) != (shown.aspek, shown.uuid):
        return shown
    return replace(
        shown,
        teks=refused["teks"],
        versi=refused["versi"],
        galat=refused["galat"],
        keadaan="belum tersimpan",
    )


def may_recommend(desk: Desk) -> dict[str, bool]:
    """Per aspect: its evaluators and the ketua tim, while the F02 is open."""
    is_open = not scoring_refusal(desk.evaluasi)
    return {
        aspek.kode: is_open and (desk.leads or desk.scores(aspek.indikator[0].nomor))
        for aspek in desk.instrumen.semua_aspek
    }


def indicator(desk: Desk, indikator: Indikator, typed: Typed | None) -> dict[str, Any]:
    """One indicator with everything beside it, and the way to the others."""
    nomor = indikator.nomor
    mine = desk.mine()
    numbers = mine if nomor in mine else [i.nomor for i in desk.instrumen.semua_indikator]
    at = numbers.index(nomor)
    done, all_mine = desk.own_progress()
    row = desk.row(indikator)
    chosen = typed is not None and typed.isi["level"] is not None
    ahead = desk.next_open(nomor)
    return {
        **_common(desk),
        **_advice_on(desk, desk.instrumen.aspek_dari(nomor), nomor),
        "aspek": desk.instrumen.aspek_dari(nomor),
        "indikator": indikator,
        "row": row,
        "foto_lapangan": (
            photos.photos_at(desk.evaluasi, nomor) if Field.CATATAN_INTERNAL in desk.fields else []
        ),
        "usulan": desk.suggestion(nomor) if chosen else row.usulan,
        "usulan_tersembunyi": row.usulan_tersembunyi and not chosen,
        "panels": panels(desk, indikator, typed),
        "rekan_tersembunyi": _hidden_colleagues(desk, nomor),
        "terlambat": late_words(desk.late(nomor)),
        "penilai": _who_scores(desk, indikator),
        "strip": _strip(desk, nomor),
        "terisi": done,
        "jumlah": all_mine,
        "sebelum": numbers[at - 1] if at else None,
        "sesudah": numbers[at + 1] if at + 1 < len(numbers) else None,
        "berikut": ahead,
        # It has a level, and owes a reason or was changed since.
        "berikut_bernilai": ahead is not None and desk.has_scored(ahead),
        **(unit := _f01(desk, indikator)),
        **_help(desk, indikator, unit.get("bukti", ())),
    }


def may_tick(desk: Desk, nomor: int) -> bool:
    """Whether this person notes his own finding about the documents of this indicator now."""
    return desk.scores(nomor) and not refusal(desk, PeranNilai.EVALUATOR)


def documents(
    desk: Desk, indikator: Indikator, ticks: checklist.Ticks, bukti: Iterable[Bukti]
) -> list[checklist.Document]:
    """What is asked for, with the unit's ticks where its answers are shown, and the findings."""
    return checklist.documents(
        desk.user,
        indikator,
        ticks,
        answers=Field.JAWABAN in desk.fields,
        findings=desk.sees_colleagues(indikator.nomor),
        bukti=bukti,
    )


def _help(desk: Desk, indikator: Indikator, bukti: Iterable[Bukti]) -> dict[str, Any]:
    """What is meant, which documents are asked for, and the terms in use."""
    return {
        "dokumen": documents(desk, indikator, checklist.ticks_of(desk.evaluasi), bukti),
        "boleh_tandai": may_tick(desk, indikator.nomor),
        "istilah": terms.used(desk.instrumen, [indikator]),
    }


def _f01(desk: Desk, indikator: Indikator) -> dict[str, Any]:
    """What the unit said and handed in, as far as it is shown in this state."""
    if Field.JAWABAN not in desk.fields:
        return {}
    values = values_of(desk.answers.get(indikator.nomor))
    asked = rules.tampil(indikator, values)
    files = evidence_queries.listed(desk.evaluasi).get(indikator.nomor, [])
    evidence_queries.flag(desk.user, desk.evaluasi, files, desk.viewers)
    return {
        "jawaban": [
            (
                p.teks,
                rules.in_words(p, values.get(p.id)),
                values.get(p.id) is None,
                p.sebut_periode,
            )
            for p in indikator.pertanyaan
            if p.id in asked
        ],
        "pemeriksaan": rules.check(indikator, values),
        "diambil": unconfirmed(desk.evaluasi).get(indikator.nomor),
        "bukti": files,
        "berkas_diminta": [
            row for row in requested.of(desk.evaluasi) if row.indikator == indikator.nomor
        ],
        "boleh_minta": desk.evaluasi.status in requested.ASKABLE
        and requested.may_ask(desk.user, desk.evaluasi, indikator.nomor),
        "utas": thread_queries.tallies(desk.evaluasi).get(indikator.nomor),
    }


def _hidden_colleagues(desk: Desk, nomor: int) -> str:
    """Why colleagues' levels are not shown yet, where there are any."""
    others = desk.scorers[nomor] - {desk.user.pk}
    if not others or not desk.is_evaluator or desk.sees_colleagues(nomor):
        return ""
    if desk.mean:
        return "Nilai rekan terlihat setelah semua evaluator menilai semua indikatornya."
    return "Nilai rekan terlihat setelah Anda memberi nilai."


def _who_scores(desk: Desk, indikator: Indikator) -> list[str]:
    kode = desk.instrumen.aspek_dari(indikator.nomor).kode
    return [name for name, codes in desk.people("score").items() if kode in codes]


def _strip(desk: Desk, nomor: int) -> list[tuple[Aspek, list[Step]]]:
    return [
        (
            aspek,
            [
                Step(i, i.nomor == nomor, desk.is_mine(i.nomor), _level_of(desk, i.nomor))
                for i in aspek.indikator
            ],
        )
        for aspek in desk.instrumen.semua_aspek
    ]


def _level_of(desk: Desk, nomor: int) -> str:
    """My own level where the indicator is mine, else the team's; empty for none."""
    if desk.is_mine(nomor):
        own = desk.own(nomor)
        level: int | Fraction | None = own.level if own else None
    else:
        level = desk.team_level(nomor)
    return "" if level is None else in_words(level)
