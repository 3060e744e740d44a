"""`manage.py score_sheet FILE.json`: the result of one evaluation, without a database.

For checking a figure by hand; input and output are described in the README.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.rules.scoring import Result, ScoringError, SurveyTotals, format4, score
from instruments import importers
from instruments.spec import METODE_ASPEK, METODE_SURVEI, Instrumen

KEYS = {"instrument", "scores", "responses", "external"}
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class Command(BaseCommand):
    help = "Hitung IPP dari satu berkas JSON, tanpa basis data."
    needs_database = False
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument("--metode-aspek", choices=METODE_ASPEK)
        parser.add_argument("--metode-survei", choices=METODE_SURVEI)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sheet = _sheet(options["file"])
            spec = _instrument(sheet["instrument"], options["file"])
            result = score(
                spec,
                _scores(sheet.get("scores")),
                _responses(spec, sheet.get("responses")),
                _external(sheet.get("external")),
                metode_aspek=options["metode_aspek"],
                metode_survei=options["metode_survei"],
            )
        except ScoringError as error:
            raise CommandError(" ".join(str(error).split()), returncode=2) from None
        self.stdout.write(json.dumps(_output(result), indent=2, ensure_ascii=False))


def _output(result: Result) -> dict[str, Any]:
    return {
        "aspects": {a.kode: None if a.value is None else format4(a.value) for a in result.aspects},
        "components": {
            c.kode: None if c.value is None else format4(c.value) for c in result.components
        },
        "ipp": None if result.ipp is None else format(result.ipp, "f"),
        "category": result.category,
        "status": result.status,
        "missing": list(result.missing),
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ScoringError(f"Berkas {path} tidak ada.") from None
    except (OSError, ValueError):  # a folder, no permission, a name with a null byte
        raise ScoringError(f"Berkas {path} tidak dapat dibaca.") from None


def _sheet(path: Path) -> dict[str, Any]:
    try:
        sheet = json.loads(
            _bytes(path).decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_duplicates,
        )
    except ScoringError:
        raise
    except (ValueError, RecursionError, InvalidOperation) as error:
        where = f" (baris {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ScoringError(f"Berkas {path} bukan JSON yang dapat dibaca{where}.") from None
    if not isinstance(sheet, dict):
        raise ScoringError("Berkas harus berisi satu objek JSON.")
    unknown = sorted(set(sheet) - KEYS)
    if unknown:
        raise ScoringError(f"Kunci tidak dikenal: {', '.join(unknown)}.")
    if not isinstance(sheet.get("instrument"), str) or not sheet["instrument"]:
        raise ScoringError("«instrument» harus berisi nama berkas YAML.")
    return sheet


def _refuse_constant(name: str) -> None:
    raise ScoringError(f"{name} bukan angka.")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ScoringError(f"Kunci «{twice}» tertulis dua kali.")
    return found


def _instrument(name: str, sheet: Path) -> Instrumen:
    """A relative name is looked up where the command runs, then beside the sheet."""
    path = Path(name)
    try:
        if not path.exists() and not path.is_absolute():
            path = sheet.parent / path
    except (OSError, ValueError):
        raise ScoringError("«instrument» bukan nama berkas yang dapat dipakai.") from None
    bacaan = importers.read(_bytes(path))
    if bacaan.instrumen is None:
        raise ScoringError(f"Instrumen {path}: {bacaan.galat[0]}")
    return bacaan.instrumen


def _mapping(value: Any, key: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ScoringError(f"«{key}» harus berupa objek.")
    return value


def _scores(value: Any) -> dict[int, int | None]:
    scores: dict[int, int | None] = {}
    for number, raw in _mapping(value, "scores").items():
        if not _NUMBER.fullmatch(number):
            raise ScoringError(f"«{number}» bukan nomor indikator.")
        scores[int(number)] = _whole(raw, f"Indikator {number}")
    return scores


def _whole(raw: Any, where: str) -> int | None:
    """JSON has one kind of number, so 3.0 is 3; 3.5, true and "3" are not levels."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise ScoringError(f"{where}: nilai harus bilangan bulat.")
    # The bound comes first: 1e999999999 is whole, but no machine writes it out.
    if not -(10**6) <= raw <= 10**6:
        raise ScoringError(f"{where}: nilai di luar skala.")
    if raw != int(raw):
        raise ScoringError(f"{where}: nilai harus bilangan bulat, bukan {raw}.")
    return int(raw)


def _responses(spec: Instrumen, value: Any) -> SurveyTotals:
    if value is None:
        return SurveyTotals()
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise ScoringError("«responses» harus berupa daftar dari daftar nilai.")
    if value and not spec.survei:
        raise ScoringError("Instrumen ini tidak memiliki survei, tetapi «responses» terisi.")
    rows = [
        [_whole(raw, f"Responden ke-{r + 1}, butir {i + 1}") for i, raw in enumerate(row)]
        for r, row in enumerate(value)
    ]
    return SurveyTotals.of(rows, items=len(spec.butir), skala=spec.skala)


def _external(value: Any) -> dict[str, Decimal | None]:
    external: dict[str, Decimal | None] = {}
    for kode, raw in _mapping(value, "external").items():
        if raw is None:
            external[kode] = None
        elif isinstance(raw, bool) or not isinstance(raw, int | Decimal | str):
            raise ScoringError(f"Komponen {kode}: bukan angka.")
        elif not _DECIMAL.fullmatch(str(raw)):
            raise ScoringError(f"Komponen {kode}: bukan angka seperti 4.123.")
        else:
            external[kode] = Decimal(raw)
    return external
