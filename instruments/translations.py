"""The survey of an instrument in other languages: reading it, and what is missing. Pure.

What a language does not say is shown in Indonesian; the import tells where.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from instruments.nodes import PERINGATAN, Node
from instruments.nouns import Instrumen, Terjemahan

ASLI = "id"
BAHASA = {"en": "English"}  # those in which the form itself has its words


def read(root: Node) -> tuple[Terjemahan, ...]:
    node = root.child("terjemahan", "Terjemahan", required=False)
    if node is None:
        return ()
    found = []
    for bahasa in node.data:
        if bahasa not in BAHASA:
            node.get(bahasa, required=False)
            known = ", ".join(BAHASA)
            node.problem(
                str(bahasa), f"bahasa «{str(bahasa)[:40]}» belum dikenal; yang ada: {known}."
            )
            continue
        language = node.child(bahasa, f"Terjemahan {bahasa}")
        if language:
            found.append(_language(bahasa, language))
    node.done()
    return tuple(sorted(found, key=lambda t: t.bahasa))


def _language(bahasa: str, node: Node) -> Terjemahan:
    butir = _texts(node, "butir")
    for key in butir:
        if not (key.isascii() and key.isdigit() and len(key) <= 4):
            node.problem(f"butir.{key}", f"butir «{key[:40]}» harus berupa nomor butir.")
    found = Terjemahan(
        bahasa=bahasa,
        butir=tuple(sorted((int(k), t) for k, t in butir.items() if k.isdecimal())),
        aspek=tuple(sorted(_texts(node, "aspek").items())),
        rendah=node.text("rendah", required=False, longest=60),
        tinggi=node.text("tinggi", required=False, longest=60),
        tidak_tahu=node.text("tidak_tahu", required=False, longest=60),
    )
    node.done()
    return found


def _texts(node: Node, key: str) -> dict[str, str]:
    value: Any = node.get(key, required=False)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        node.problem(key, f"«{key}» harus berupa pasangan kode dan teks.")
        return {}
    # One that is still empty is as good as missing, and told like it.
    filled = {str(code): text for code, text in value.items() if text is not None}
    return {code: node.clean(f"{key}.{code}", text, 500) for code, text in filled.items()}


def check(root: Node, spec: Instrumen) -> None:
    """Every translation against the survey it belongs to."""
    items = {butir.nomor for butir in spec.butir}
    known = {aspek.kode for aspek in spec.aspek_berbobot}
    titles = {butir.aspek for butir in spec.butir} & known
    for one in spec.terjemahan:
        path = f"terjemahan.{one.bahasa}"
        name = f"Terjemahan {one.bahasa}"
        for nomor, _ in one.butir:
            if nomor not in items:
                pesan = f"{name}: butir survei {nomor} tidak ada."
                root.problem(f"{path}.butir.{nomor}", pesan)
        for kode, _ in one.aspek:
            if kode not in known:
                root.problem(f"{path}.aspek.{kode}", f"{name}: aspek «{kode}» tidak ada.")
        lacking = [f"butir {n}" for n in sorted(items - dict(one.butir).keys())]
        lacking += [f"judul aspek {k}" for k in sorted(titles - dict(one.aspek).keys())]
        if lacking:
            root.problem(
                path,
                f"{name}: {', '.join(lacking)} belum diterjemahkan, jadi tampil dalam bahasa "
                "Indonesia.",
                PERINGATAN,
            )
