"""What may be said of the answers of a few people. One rule, for every page and file. Pure.

    A table of numbers of people is shown whole if no group in it that has anybody has fewer than
    `smallest`. Otherwise nothing of it is shown, and only the number of all and their mean are.

No table is ever shown in part, so nothing in it can be had by subtraction. Of several tables:

- What adds up to another table is a part of it. The sum says nothing beside parts that are shown,
  and gives a part away that is not, so it is shown only beside all of its parts.
- Means are shown like the table of how many answered what they are of.
- Two tables of different moments differ by those who came between. What is published of a survey
  once more stands beside what was, so each number in its tables is the same as it was, or at least
  `smallest` more or fewer; else only numbers and means are. A table that one of them does not show
  has nothing to be subtracted from. While answers still come, the profile alone is shown in steps
  of `smallest` people, and a step may have fewer of a group; channels and means follow each answer.

A file of rows, for those who may see the breakdown, says of nobody who he is, when or in which
order he came; it is no table of groups.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any


def may_show(counts: Sequence[int], smallest: int) -> bool:
    return not any(0 < count < smallest for count in counts)


def shown(counts: Sequence[int], smallest: int) -> list[int] | None:
    """The table, or None."""
    return list(counts) if may_show(counts, smallest) else None


def hidden_means(
    counts: Sequence[int], aspects: Sequence[str], smallest: int
) -> tuple[frozenset[int], frozenset[str]]:
    """Items and aspects whose means are not shown; `counts` are the answers to each item, and
    `aspects` names the one that it belongs to. So many as its best known item are an aspect's."""
    people = dict.fromkeys(aspects, 0)
    for kind, count in zip(aspects, counts, strict=True):
        people[kind] = max(people[kind], count)
    items = may_show(counts, smallest)
    kinds = may_show(list(people.values()), smallest)
    return (
        frozenset(n for n, count in enumerate(counts) if count and not (items and kinds)),
        frozenset(kind for kind, count in people.items() if count and not kinds),
    )


def judged(survei: Mapping[str, Any]) -> dict[str, Any]:
    """The survey of a result as it may be shown, by the present rule, whatever it was frozen by.

    What an older rule hid in part is not known any more, so all of its table goes.
    """
    smallest = survei["batas_samaran"]
    items, aspects = survei["butir"], survei["aspek"]
    known = not any(row["disamarkan"] for row in items)
    hidden, kinds = hidden_means(
        [row["jawaban"] or 0 for row in items], [row["aspek"] for row in items], smallest
    )
    if not known:
        hidden = frozenset(range(len(items)))
    if any(row["disamarkan"] for row in aspects):
        hidden = frozenset(range(len(items)))
        kinds = frozenset(row["kode"] for row in aspects)
    butir = [_mean(row, number in hidden, smallest) for number, row in enumerate(items)]
    aspek = []
    for row in aspects:
        own = [item["sebaran"] for item in butir if item["aspek"] == row["kode"]]
        found = _mean(row, row["kode"] in kinds, smallest)
        whole = row.get("sebaran") is not None and row["kode"] not in kinds and None not in own
        aspek.append(
            found | {"sebaran": [sum(level) for level in zip(*own, strict=True)] if whole else None}
        )
    found = dict(survei) | {"butir": butir, "aspek": aspek}
    for name, rows in (("kanal", survei.get("kanal")), ("profil", survei.get("profil"))):
        if rows is not None:
            found[name] = channels(rows, smallest) if name == "kanal" else profile(rows, smallest)
    return found


def channels(rows: Sequence[Mapping[str, Any]], smallest: int) -> list[dict[str, Any]]:
    """How many came by each, or that they came."""
    whole = _shown(rows, smallest)
    return [dict(row) | {"jumlah": row["jumlah"] if whole else None} for row in rows]


def profile(fields: Sequence[Mapping[str, Any]], smallest: int) -> list[dict[str, Any]]:
    """Each field with its groups, or None for them. The fields share nothing but their sum."""
    return [
        dict(field)
        | {"kelompok": field["kelompok"] if _shown(field["kelompok"] or [], smallest) else None}
        for field in fields
    ]


def may_stand_beside(now: Mapping[str, Any], before: Mapping[str, Any], smallest: int) -> bool:
    """Whether the tables of two results of one survey tell nothing by their difference."""
    old, new = _tables(before), _tables(now)
    return all(
        may_show([abs(one.get(cell, 0) - two.get(cell, 0)) for cell in one | two], smallest)
        for one, two in ((old[name], new[name]) for name in old.keys() & new.keys())
    )


def without_tables(survei: Mapping[str, Any]) -> dict[str, Any]:
    """Only numbers and means."""
    bare = {
        name: [dict(row) | {"sebaran": None} for row in survei[name]] for name in ("butir", "aspek")
    }
    kanal = [dict(row) | {"jumlah": None} for row in survei["kanal"]]
    return dict(survei) | bare | {"kanal": kanal, "profil": []}


def _tables(survei: Mapping[str, Any]) -> dict[Hashable, dict[Hashable, int]]:
    """What is shown, by the name of the table and of the group."""
    found: dict[Hashable, dict[Hashable, int]] = {
        ("butir", number): dict(enumerate(row["sebaran"]))
        for number, row in enumerate(survei["butir"])
        if row.get("sebaran") is not None
    }
    channels = {row["kode"]: row["jumlah"] for row in survei.get("kanal") or []}
    if None not in channels.values():
        found["kanal"] = channels
    for field in survei.get("profil") or []:
        if field["kelompok"] is not None:
            groups = {group["nama"]: group["jumlah"] for group in field["kelompok"]}
            found["profil", field["kode"]] = groups
    return found


def _shown(rows: Sequence[Mapping[str, Any]], smallest: int) -> bool:
    counts = [row["jumlah"] for row in rows]
    return None not in counts and may_show(counts, smallest)


def _mean(row: Mapping[str, Any], hidden: bool, smallest: int) -> dict[str, Any]:
    if hidden:
        anybody = bool(row["jawaban"]) or row["disamarkan"]
        return dict(row) | {
            "nilai": None,
            "jawaban": None,
            "disamarkan": anybody,
            "sebaran": None,
        }
    counts = row.get("sebaran")
    whole = counts if counts is not None and None not in counts else None
    return dict(row) | {"sebaran": None if whole is None else shown(whole, smallest)}
