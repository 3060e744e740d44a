"""What is said beside a level that somebody gave before he handed his work over. Pure."""

from collections.abc import Collection, Sequence


def words(
    giver: str, day: str, *, agreed: bool = False, aside: bool = False, heir: str = ""
) -> str:
    """The mark beside the level: "dinilai oleh A sebelum serah terima 3 Agustus 2026".

    `agreed`: he recorded it for the team. `aside`: it was set aside to be given anew. `heir`: who
    took the work over and has given a level of his own since.
    """
    done = "disepakati tim melalui" if agreed else "dinilai oleh"
    said = f"{done} {giver} sebelum serah terima {day}"
    if heir:
        return f"{said}; kini nilai {heir}"
    return f"{said}; disisihkan untuk dinilai ulang" if aside else said


def heirs(handed: Sequence[tuple[int, int, Collection[str]]], at: int, kode: str) -> list[int]:
    """Who took an aspect over by the handover at this place (oldest first), and from them since.

    `handed` are (from, to, codes of the aspects), people by id.
    """
    found = [handed[at][1]]
    for giver, successor, codes in handed[at + 1 :]:
        if giver in found and kode in codes:
            found.append(successor)
    return found
