"""A mapping being read: values with their type, and every problem in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

GALAT, PERINGATAN = "galat", "peringatan"
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TRUE, _FALSE = ("true", "ya"), ("false", "tidak")


@dataclass(frozen=True, slots=True)
class Masalah:
    """One problem: `path` is for programs ("aspek[0].bobot"), `pesan` for people."""

    path: str
    pesan: str
    berat: str
    baris: int | None = None

    def __str__(self) -> str:
        where = f"Baris {self.baris}: " if self.baris else ""
        return f"{where}{self.pesan}"


@dataclass(slots=True)
class Node:
    """A mapping being read: hands out values, collects problems, knows how to call itself."""

    data: Mapping[str, Any]
    path: str
    name: str
    found: list[Masalah]
    seen: set[str] = field(default_factory=set)

    def problem(self, key: str, pesan: str, berat: str = GALAT) -> None:
        path = f"{self.path}.{key}".strip(".") if key else self.path
        prefix = f"{self.name}: " if self.name else ""
        self.found.append(Masalah(path, prefix + pesan, berat))

    def get(self, key: str, *, required: bool = True) -> Any:
        self.seen.add(key)
        value = self.data.get(key)
        if value is None and required:
            self.problem(key if key in self.data else "", f"«{key}» belum diisi.")
        return value

    def text(self, key: str, *, required: bool = True, longest: int = 1000) -> str:
        value = self.get(key, required=required)
        if value is None:
            return ""
        return self.clean(key, value, longest)

    def clean(self, key: str, value: object, longest: int) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.problem(key, f"«{key}» harus berupa teks.")
            return ""
        text = str(value).strip()
        if not text:
            self.problem(key, f"«{key}» belum diisi.")
        elif len(text) > longest:
            self.problem(key, f"«{key}» terlalu panjang (paling banyak {longest} huruf).")
        elif _CONTROL.search(text):
            self.problem(key, f"«{key}» memuat tanda yang tidak dapat disimpan.")
        return text

    def code(self, key: str, pattern: re.Pattern[str]) -> str:
        before = len(self.found)
        text = self.text(key, longest=60)
        if len(self.found) == before and not pattern.fullmatch(text):
            self.problem(key, f"«{key}» hanya boleh memuat huruf, angka, dan garis: «{text}».")
        return text

    def number(self, key: str, *, required: bool = True) -> Fraction | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value).strip()):
            self.problem(key, f"«{key}» harus berupa angka, misalnya 24 atau 4.51.")
            return None
        return Fraction(str(value).strip())

    def whole(self, key: str, *, required: bool = True) -> int | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not _WHOLE.fullmatch(str(value).strip()):
            self.problem(key, f"«{key}» harus berupa bilangan bulat.")
            return None
        return int(value)

    def flag(self, key: str, default: bool) -> bool:
        said = self.maybe(key)
        return default if said is None else said

    def maybe(self, key: str) -> bool | None:
        """True or false, or None where the file does not say."""
        value = self.get(key, required=False)
        if value is None:
            return None
        word = str(value).strip().lower()
        if word not in (*_TRUE, *_FALSE):
            self.problem(key, f"«{key}» diisi true atau false.")
        return word in _TRUE

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.get(key, required=default is None)
        if value is None:
            return default or ""
        text = str(value).strip()
        if text not in allowed:
            self.problem(key, f"«{key}» harus salah satu dari: {', '.join(allowed)}.")
        return text

    def child(self, key: str, name: str, *, required: bool = True) -> Node | None:
        value = self.get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.problem(key, f"«{key}» harus berupa pasangan kunci dan isi.")
            return None
        return Node(value, f"{self.path}.{key}".strip("."), name, self.found)

    def items(self, key: str, *, required: bool = True) -> list[tuple[str, Any]]:
        """(path, value) of every entry of a list."""
        value = self.get(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(key, f"«{key}» harus berupa daftar.")
            return []
        if required and not value:
            self.problem(key, f"«{key}» masih kosong.")
        base = f"{self.path}.{key}".strip(".")
        return [(f"{base}[{index}]", entry) for index, entry in enumerate(value)]

    def children(
        self,
        key: str,
        name: Callable[[Mapping[str, Any], int], str],
        *,
        required: bool = True,
    ) -> Iterator[Node]:
        for index, (path, entry) in enumerate(self.items(key, required=required)):
            if isinstance(entry, Mapping):
                yield Node(entry, path, name(entry, index), self.found)
            else:
                pesan = f"Isi ke-{index + 1} dari «{key}» harus berupa pasangan kunci dan isi."
                self.found.append(Masalah(path, pesan, GALAT))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(
            self.clean(f"{key}[{index}]", entry, 500)
            for index, (_, entry) in enumerate(self.items(key, required=False))
        )

    def levels(self, key: str) -> tuple[tuple[int, str], ...]:
        """A mapping from level number to text, ascending."""
        value = self.get(key, required=False)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self.problem(key, f"«{key}» harus berupa pasangan level dan isi.")
            return ()
        found: dict[int, str] = {}
        for level, text in value.items():
            if not _WHOLE.fullmatch(str(level)):
                self.problem(f"{key}.{level}", f"Level «{level}» harus berupa bilangan bulat.")
            elif text is None:
                self.problem(f"{key}.{level}", f"Isi «{key}» untuk level {level} masih kosong.")
            elif int(level) in found:
                self.problem(f"{key}.{level}", f"Level {level} tertulis lebih dari sekali.")
            else:
                found[int(level)] = self.clean(f"{key}.{level}", text, 1000)
        return tuple(sorted(found.items()))

    def done(self) -> None:
        for key in self.data:
            if key not in self.seen:
                self.problem(
                    str(key),
                    f"Kunci «{str(key)[:40]}» tidak dikenal dan diabaikan.",
                    PERINGATAN,
                )
