"""What XLSX and ODS have in common: an archive of parts, and parts in XML."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from .grid import MAX_UNPACKED, TOO_MUCH, Refusal


@dataclass(slots=True)
class Archive:
    """The parts of a file, by names as programs meant them, and how much may be unpacked."""

    file: zipfile.ZipFile
    names: dict[str, str]
    left: int = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """A part; empty where there is none. The size that it claims is a claim."""
        if name.lower() not in self.names:
            return b""
        with self.file.open(self.names[name.lower()]) as stream:
            found = stream.read(self.left + 1)
        self.left -= len(found)
        if self.left < 0:
            raise Refusal(TOO_MUCH)
        return found


def walk(
    text: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
    *,
    namespaces: bool = False,
) -> None:
    """Events of a document. A definition of entities refuses the file: it has no use here."""
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.buffer_text = True

    def refuse(*_said: Any) -> None:
        raise Refusal("Berkas memuat definisi entitas dan ditolak.")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if data:
        parser.CharacterDataHandler = data
    parser.Parse(text, True)


@lru_cache(1000)
def local(name: str) -> str:
    """Without its prefix: the transitional and the strict standard differ in namespaces alone."""
    return name.rpartition(":")[2]
