"""What the award lists of a cycle come to now, as plain data: for the preview, the release and the
document alike."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from evaluations.core.services.saving import digest_of
from evaluations.models import Siklus
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.scoring import round_half_up
from pekppp.accounts.models import JenisInstansi
from reports.awards.queries import scores_for
from reports.core.kept import kept
from reports.portal.facts import bands, facts
from reports.portal.published import PEMDA, instrument_of
from reports.rules import awards
from reports.rules.awards import IPP, Body, Group, Rule

KINDS = dict(JenisInstansi.choices)
OTHERS_DECIMALS = 2


def made(siklus: Siklus, rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """JSON-safe: each list with its rule in words, its parts and their places."""
    units = kept("unit-penghargaan", siklus.uuid, lambda: _units(siklus), dear=False)
    tables = {form: bands(instrument_of(siklus, form)) for form in siklus.formulir_tersedia}
    together = siklus.formulir_bersama
    return [
        {
            "nama": rule.nama,
            "aturan": rule.words(KINDS),
            "penerima": rule.penerima,
            "anggota": awards.MEMBERS[rule.penerima],
            "bagian": [
                _part(siklus, rule, group)
                for group in awards.award(rule, units, tables, scores_for(rule), together=together)
                if group.tempat
            ],
        }
        for rule in rules
    ]


def _units(siklus: Siklus) -> list[awards.Unit]:
    return [fact.unit for fact in facts(publication_queries.published_in(siklus))]


def usual(siklus: Siklus) -> list[Rule]:
    """Lists that an organiser may start from."""
    letters = [band.huruf for band in instrument_of(siklus).kategori]
    return awards.usual((JenisInstansi.KL,), PEMDA, letters)


def digest(lists: list[dict[str, Any]]) -> str:
    return digest_of(lists)


def _part(siklus: Siklus, rule: Rule, group: Group) -> dict[str, Any]:
    known = siklus.formulir_tersedia
    form = siklus.kata_formulir(group.formulir) if group.formulir and known != ["A"] else ""
    kind = KINDS.get(group.jenis, group.jenis)
    decimals = instrument_of(siklus, group.formulir).desimal
    return {
        "nama": ", ".join(filter(None, [kind, form])),
        "tempat": [
            {
                "peringkat": rank.peringkat,
                "bersama": rank.bersama,
                "nama": body.nama,
                "instansi": body.instansi,
                "unit": str(body.uuid) if rule.penerima == "unit" else "",
                "nilai": _shown(body.nilai, decimals if rule.sumber == IPP else OTHERS_DECIMALS),
                "kategori": _category(rule, body),
                "anggota": body.anggota,
            }
            for body, rank in group.tempat
        ],
    }


def _category(rule: Rule, body: Body) -> str:
    """Of an IPP or a mean of them; another's score has none of ours."""
    return body.kategori if rule.sumber == IPP else ""


def _shown(value: Fraction, decimals: int) -> str:
    return format(round_half_up(value, decimals), "f")
