"""The one door to YAML: a file -> plain data -> `Instrumen`, every problem with its line.

All scalars stay text, so that 4.51 is never a binary float and `no` never a boolean. Aliases are
refused: no instrument needs them, and they are how a small file becomes a large one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from instruments.nouns import Angka
from instruments.spec import Instrumen, Masalah, parse, to_data

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 16
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it
_NULL = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What a file holds: the instrument unless a problem is a "galat"."""

    instrumen: Instrumen | None
    masalah: tuple[Masalah, ...]

    @property
    def galat(self) -> tuple[Masalah, ...]:
        return tuple(m for m in self.masalah if m.berat == "galat")

    @property
    def peringatan(self) -> tuple[Masalah, ...]:
        return tuple(m for m in self.masalah if m.berat != "galat")


class _RefusedError(Exception):
    def __init__(self, pesan: str, line: int | None = None) -> None:
        super().__init__(pesan)
        self.masalah = Masalah("", pesan, "galat", line)


def read(content: bytes | str) -> Bacaan:
    """Read one YAML file; never raises on bad content."""
    lines: dict[str, int] = {}
    try:
        text = _text(content)
        _refuse_bombs(text)
        data = _plain(yaml.compose(text, Loader=_Loader), "", lines)
    except _RefusedError as refused:
        return Bacaan(None, (refused.masalah,))
    except yaml.YAMLError as error:
        return Bacaan(None, (_unreadable(error),))
    spec, problems = parse(data)
    located = [replace(m, baris=_line_of(m.path, lines)) for m in problems]
    located.sort(key=lambda m: (m.berat != "galat", m.baris or 0))
    return Bacaan(spec, tuple(located))


def _text(content: bytes | str) -> str:
    size = len(content) if isinstance(content, bytes) else len(content.encode(errors="replace"))
    if size > MAX_BYTES:
        raise _RefusedError("Berkas terlalu besar (paling banyak 2 MB).")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _RefusedError("Berkas bukan teks UTF-8; simpan ulang sebagai UTF-8.") from None


def _refuse_bombs(text: str) -> None:
    """Walk the events before anything is built: no aliases, no deep nesting, one document."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("Jangkar dan alias YAML (& dan *) tidak diperbolehkan.", line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError("Berkas berisi lebih dari satu dokumen (---).", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _RefusedError("Susunan berkas terlalu dalam.", line)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(node: yaml.Node | None, path: str, lines: dict[str, int]) -> Any:
    if node is None:
        raise _RefusedError("Berkas kosong.")
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        empty = node.style is None and node.value in _NULL
        return None if empty else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{path}[{i}]", lines) for i, item in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _RefusedError("Kunci harus berupa satu kata.", line)
        if key.value in data:
            raise _RefusedError(f"Kunci «{key.value}» tertulis dua kali.", line)
        below = f"{path}.{key.value}".strip(".")
        lines[below] = line
        data[key.value] = _plain(value, below, lines)
    return data


def _line_of(path: str, lines: dict[str, int]) -> int | None:
    """The line of a path, or of the nearest thing around it."""
    while path:
        if path in lines:
            return lines[path]
        path = re.sub(r"(?:\.[^.\[]*|\[\d+\]|^[^.\[]*)$", "", path)
    return None


def _unreadable(error: yaml.YAMLError) -> Masalah:
    mark = getattr(error, "problem_mark", None)
    pesan = (
        "Penulisan YAML tidak dapat dibaca di sekitar sini. Periksa lekukan (spasi di awal "
        "baris, bukan tab), tanda kutip, dan titik dua."
    )
    if isinstance(error, yaml.reader.ReaderError):
        return Masalah("", "Berkas memuat tanda yang tidak dapat dibaca.", "galat")
    return Masalah("", pesan, "galat", mark.line + 1 if mark else None)


class _Dumper(yaml.SafeDumper):
    """Writes numbers without quotes."""


def _plain_number(dumper: yaml.SafeDumper, value: Angka) -> yaml.ScalarNode:
    kind = "float" if "." in value else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(value))


_Dumper.add_representer(Angka, _plain_number)


def dump(spec: Instrumen) -> str:
    """The instrument as YAML that `read` turns into the same instrument again."""
    data = to_data(spec)
    for indikator in [
        *(i for a in data["aspek"] for i in a["indikator"]),
        *data["tambahan"],
    ]:
        for key in ("pertanyaan", "bukti", "pemeriksaan", "level", "aturan"):
            if not indikator[key]:
                del indikator[key]
        for key in ("level", "aturan"):
            if key in indikator:
                indikator[key] = {int(level): text for level, text in indikator[key].items()}
        if "dokumen" in indikator:
            indikator["dokumen"] = {o["kode"]: o["teks"] for o in indikator["dokumen"]}
        for pertanyaan in indikator.get("pertanyaan", []):
            if pertanyaan["wajib"] == (pertanyaan["jenis"] != "teks"):
                del pertanyaan["wajib"]
            options = pertanyaan.pop("pilihan", None)
            if options:
                pertanyaan["pilihan"] = {o["kode"]: o["teks"] for o in options}
    for bahasa in data.get("terjemahan", {}).values():
        bahasa["butir"] = {int(nomor): text for nomor, text in bahasa["butir"].items()}
    if not data["tambahan"]:
        del data["tambahan"]
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
