"""A table of assignments in two steps: checked with located problems, then applied as one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from evaluations.assignment import sheet as assignment_sheet
from evaluations.assignment.services import assigning
from evaluations.assignment.services.assigning import LEAD, SCORE, VERIFY, Held
from evaluations.assignment.sheet import ASPEK, ORANG, PERAN, UNIT, AssignmentRow
from evaluations.core import assignments
from evaluations.core.queries import decreed_teams, monitored
from evaluations.core.queries import people as people_queries
from evaluations.core.queries.people import Ties
from evaluations.models import Evaluasi, EvaluasiAspek, Impor, Siklus
from pekppp.accounts.models import User
from pekppp.accounts.queries import find_users
from pekppp.base.errors import Refused
from pekppp.base.importing import told
from pekppp.base.sheet_reading import Problem, split

KIND = "penugasan"
_ROLES = {
    "evaluator": SCORE,
    "penilai": SCORE,
    "ketua": LEAD,
    "ketua tim": LEAD,
    "verifikator": VERIFY,
}
# Of a template: the people named for copying.
MAX_PEOPLE = 1000


def template(*, by: User, siklus: Siklus) -> bytes:
    """The sample file: every unit that this person may assign, with whom it has already."""
    evaluations = list(monitored.assignable_or_appointable(by, siklus))
    labels = unit_labels(evaluations)
    given = _present(evaluations)
    rows = [
        (labels[item.pk], *task)
        for item in evaluations
        for task in given.get(item.pk) or [(assignment_sheet.ALL, "", "")]
    ]
    aspects = (
        EvaluasiAspek.objects.filter(evaluasi__in=evaluations)
        .order_by("urutan", "kode")
        .values_list("kode", "nama")
    )
    candidates = decreed_teams.with_members_first(
        decreed_teams.of_each(evaluations),
        people_queries.candidates(evaluations, limit=MAX_PEOPLE),
    )
    return assignment_sheet.assignment_workbook(
        rows,
        list(dict.fromkeys(aspects)),
        [(user.username, user.nama, place) for user, place in candidates],
    )


def _present(evaluations: list[Evaluasi]) -> dict[int, list[tuple[str, str, str]]]:
    """By evaluation: aspect, username, role, as the table says it."""
    size: dict[int, int] = {}
    held: dict[tuple[int, str, str], list[str]] = {}
    for pk in EvaluasiAspek.objects.filter(evaluasi__in=evaluations).values_list(
        "evaluasi", flat=True
    ):
        size[pk] = size.get(pk, 0) + 1
    for task in assignments.tasks_of(evaluations):
        held.setdefault((task.evaluasi, task.username, task.codename), []).append(task.kode)
    found: dict[int, list[tuple[str, str, str]]] = {}
    leads = {(pk, name) for pk, name, codename in held if codename == LEAD}
    for (pk, name, codename), codes in held.items():
        tasks = found.setdefault(pk, [])
        whole = len(codes) == size[pk]
        if codename == LEAD:
            tasks.append((assignment_sheet.ALL, name, "ketua"))
        elif codename == VERIFY:
            tasks.append((assignment_sheet.ALL, name, "verifikator"))
        elif whole and (pk, name) not in leads:
            tasks.append((assignment_sheet.ALL, name, "evaluator"))
        elif not whole:
            tasks += [(kode, name, "evaluator") for kode in codes]
    return found


def unit_labels(evaluations: Iterable[Evaluasi]) -> dict[int, str]:
    """How a table names each evaluation: the unit, with its instansi and form where needed."""
    found: dict[int, str] = {item.pk: item.nama_unit for item in evaluations}
    for wider in (
        lambda item: f"{item.nama_unit} ({item.nama_instansi})",
        lambda item: f"{item.nama_unit} ({item.nama_instansi}), formulir {item.formulir}",
    ):
        counts: dict[str, int] = {}
        for label in found.values():
            counts[_key(label)] = counts.get(_key(label), 0) + 1
        for item in evaluations:
            if counts[_key(found[item.pk])] > 1:
                found[item.pk] = wider(item)
    return found


def _key(text: str) -> str:
    return " ".join(text.split()).lower()


# Step one: what the file would do -----------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """Everything a row can name, read once."""

    units: dict[str, Evaluasi]
    labels: dict[int, str]
    ambiguous: set[str]
    people: dict[str, User]
    ties: dict[int, Ties]
    codes: dict[int, dict[str, str]]  # evaluation id -> lower code -> code
    held: Held
    present: dict[tuple[int, int, str], set[str]]  # evaluation, person, codename -> codes
    evaluations: dict[int, Evaluasi]
    teams: decreed_teams.Teams

    def has(self, task: dict[str, Any]) -> bool:
        """Whether the task is there already: such a row changes nothing and is no problem."""
        codes = self.present.get((task["evaluasi"], task["orang_id"], task["peran"]), set())
        if task["aspek"] is not None:
            return task["aspek"] in codes
        return bool(codes) and codes == set(self.codes[task["evaluasi"]].values())


@transaction.atomic
def check(*, by: User, siklus: Siklus, file: IO[bytes], name: str) -> Impor:
    """Read and check a table; writes only what it found. Raises Refused if nothing is his."""
    evaluations = list(monitored.assignable_or_appointable(by, siklus))
    if not evaluations:
        raise Refused("Tidak ada unit yang dapat Anda tugaskan pada siklus ini.", status=403)
    rows, said = assignment_sheet.read_assignments(file)
    problems, notes = split(said)
    known = _known(evaluations, rows)
    tasks: list[dict[str, Any]] = []
    leads: dict[int, tuple[str, int]] = {}
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        found, wrong = _check_row(by, row, known)
        if found is not None and not wrong:
            wrong = _only_once(row, found, leads, seen)
        problems += wrong
        if found is not None and not wrong and not known.has(found):
            tasks.append(found)
            notes += _outside_decree(row, found, known)
            pair = (found["evaluasi"], found["orang_id"])
            known.held.setdefault(pair, set()).add(found["peran"])
    if not rows and not problems:
        problems.append(Problem("", 0, "", "Tidak ada baris yang diisi nama pengguna dan peran."))
    return Impor.objects.create(
        instansi=evaluations[0].penilai,
        siklus=siklus,
        jenis=KIND,
        nama_berkas=name[:255],
        baris=tasks,
        **told([*problems, *notes]),
        oleh=by,
    )


def _outside_decree(row: AssignmentRow, task: dict[str, Any], known: _Known) -> list[Problem]:
    """A note, no problem: whom the decree does not name may be assigned."""
    if task["peran"] == VERIFY:
        return []
    user, evaluasi = known.people[row.orang.lower()], known.evaluations[task["evaluasi"]]
    words = decreed_teams.warning([evaluasi], [user], known.teams)
    return [replace(row.at.problem(ORANG, words), note=True)] if words else []


def _only_once(
    row: AssignmentRow,
    task: dict[str, Any],
    leads: dict[int, tuple[str, int]],
    seen: dict[tuple[Any, ...], int],
) -> list[Problem]:
    """What this row says against another one of the file, or once more."""
    number = row.at.number
    key = tuple(task[name] for name in ("evaluasi", "orang_id", "peran", "aspek"))
    earlier = seen.setdefault(key, number)
    if earlier != number:
        words = f"Tugas ini sudah ditulis pada baris {earlier}. Hapus salah satu."
        return [row.at.problem(UNIT, words)]
    if task["peran"] == LEAD:
        name, earlier = leads.setdefault(task["evaluasi"], (task["orang"], number))
        if name != task["orang"]:
            words = f"Unit ini sudah mempunyai ketua pada baris {earlier}."
            return [row.at.problem(PERAN, words)]
    return []


def _known(evaluations: list[Evaluasi], rows: list[AssignmentRow]) -> _Known:
    units: dict[str, Evaluasi] = {}
    ambiguous: set[str] = set()
    labels = unit_labels(evaluations)
    for item in evaluations:
        plain, label = _key(item.nama_unit), _key(labels[item.pk])
        if plain != label:
            ambiguous.add(plain)
        units[label] = item
    logins = {row.orang.lower() for row in rows if row.orang}
    found = find_users(logins)
    codes: dict[int, dict[str, str]] = {}
    for pk, kode in EvaluasiAspek.objects.filter(evaluasi__in=evaluations).values_list(
        "evaluasi", "kode"
    ):
        codes.setdefault(pk, {})[kode.lower()] = kode
    held: Held = {}
    present: dict[tuple[int, int, str], set[str]] = {}
    for task in assignments.tasks_of(evaluations):
        held.setdefault((task.evaluasi, task.user), set()).add(task.codename)
        present.setdefault((task.evaluasi, task.user, task.codename), set()).add(task.kode)
    return _Known(
        units,
        labels,
        ambiguous,
        found,
        people_queries.ties_of(found.values()),
        codes,
        held,
        present,
        {item.pk: item for item in evaluations},
        decreed_teams.of_each(evaluations),
    )


def _check_row(
    by: User, row: AssignmentRow, known: _Known
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What the row means, and every problem it has."""
    wrong: list[Problem] = []
    evaluasi = known.units.get(_key(row.unit))
    if evaluasi is None:
        wrong.append(row.at.problem(UNIT, _unknown_unit(row.unit, known)))
    user = known.people.get(row.orang.lower())
    if user is None:
        words = (
            f"Tidak ada akun dengan nama pengguna atau surel «{row.orang}»."
            if row.orang
            else "Nama pengguna atau surel belum diisi."
        )
        wrong.append(row.at.problem(ORANG, words))
    codename = _ROLES.get(row.peran.lower())
    if codename is None:
        wrong.append(row.at.problem(PERAN, "Tulis evaluator, ketua, atau verifikator."))
    if evaluasi is None:
        return None, wrong
    whole = row.aspek.lower() in assignment_sheet.ALL_ASPECTS
    kode = None if whole else known.codes.get(evaluasi.pk, {}).get(row.aspek.lower())
    if not row.aspek:
        words = "Aspek belum diisi. Tulis kodenya, misalnya IV, atau «semua» untuk seluruh unit."
        wrong.append(row.at.problem(ASPEK, words))
    elif kode is None and not whole:
        words = f"Aspek «{row.aspek}» tidak ada pada instrumen unit ini; atau tulis «semua»."
        wrong.append(row.at.problem(ASPEK, words))
    elif kode and codename == VERIFY:
        wrong.append(row.at.problem(ASPEK, "Verifikator memeriksa seluruh unit; tulis «semua»."))
    if user is None or codename is None or wrong:
        return None, wrong
    task = {
        "baris": row.at.number,
        "evaluasi": evaluasi.pk,
        "unit": known.labels[evaluasi.pk],
        "aspek": kode,
        "orang": user.username,
        "orang_id": user.pk,
        "nama": user.nama,
        "peran": codename,
    }
    if not known.has(task):
        if not by.has_perm(assigning.NEEDS[codename], evaluasi):
            return None, [row.at.problem(PERAN, assigning.not_yours(codename))]
        refusal = assigning.problem(by, evaluasi, user, known.ties[user.pk], codename, known.held)
        if refusal:
            return None, [row.at.problem(ORANG, refusal)]
    return task, []


def _unknown_unit(text: str, known: _Known) -> str:
    if not text:
        return "Nama unit belum diisi."
    if _key(text) in known.ambiguous:
        return f"Ada beberapa «{text}». Tulis beserta instansinya, seperti pada templat."
    return f"«{text}» tidak ada di antara unit yang dapat Anda tugaskan."


# Step two: as one ---------------------------------------------------------------------------------


@transaction.atomic
def apply(*, by: User, impor: Impor) -> int:
    """Assign what a checked file says; all of it, or nothing. Returns the number of tasks."""
    locked = Impor.objects.select_for_update().get(pk=impor.pk)
    if locked.oleh_id != by.pk:
        raise Refused("Hanya yang mengunggah berkas ini yang dapat menerapkannya.", status=403)
    if locked.status != Impor.Status.DIPERIKSA:
        raise Refused("Berkas ini sudah diterapkan.", status=409)
    if locked.masalah:
        raise Refused("Perbaiki berkasnya dahulu, lalu unggah lagi.", status=409)
    tasks = [row for row in locked.baris if isinstance(row, dict)]
    evaluations = Evaluasi.objects.in_bulk({row["evaluasi"] for row in tasks})
    users = User.objects.in_bulk({row["orang_id"] for row in tasks})
    for (user, codename, codes), chosen in _grouped(tasks).items():
        assigning.assign(
            by=by,
            evaluasi=[evaluations[pk] for pk in chosen if pk in evaluations],
            user=users[user],
            codenames={codename},
            aspek=codes,
        )
    locked.status = Impor.Status.DITERAPKAN
    locked.diterapkan_pada = timezone.now()
    locked.save(update_fields=["status", "diterapkan_pada"])
    impor.refresh_from_db()
    return len(tasks)


def _grouped(
    tasks: list[dict[str, Any]],
) -> dict[tuple[int, str, Collection[str] | None], list[int]]:
    """Tasks of the same kind together, so that a thousand rows take a few statements each."""
    aspects: dict[tuple[int, int, str], set[str] | None] = {}
    for row in tasks:
        key = (row["evaluasi"], row["orang_id"], row["peran"])
        have = aspects.get(key, set())
        aspects[key] = None if row["aspek"] is None or have is None else {*have, row["aspek"]}
    found: dict[tuple[int, str, Collection[str] | None], list[int]] = {}
    for (evaluasi, user, codename), codes in aspects.items():
        if codename == LEAD and codes is None and (evaluasi, user, SCORE) in aspects:
            codes = set()  # what he scores is said in rows of its own
        group = (user, codename, None if codes is None else tuple(sorted(codes)))
        found.setdefault(group, []).append(evaluasi)
    return found
