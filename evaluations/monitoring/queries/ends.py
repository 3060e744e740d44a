"""What ending many evaluations without a result would touch, before anybody ends one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from evaluations.models import Evaluasi, Hasil
from evaluations.rules.workflow import ACTION_LABELS, STATE_LABELS, Action, Ending, State, target_of

# The ends that one letter can give to many. A replacement names a successor for each, and a close
# for want of respondents follows from each survey.
BULK: tuple[Ending, ...] = (Action.TIDAK_MENGISI, Action.TIDAK_DAPAT_DINILAI, Action.BATALKAN)


@dataclass(slots=True)
class Group:
    """Evaluations of one state, what is there of them, and whether each of BULK can end them."""

    state: str
    label: str
    can: list[tuple[str, bool]]
    units: int = 0
    answers: int = 0
    levels: int = 0
    respondents: int = 0


@dataclass(slots=True)
class Outlook:
    groups: list[Group] = field(default_factory=list)
    # Decision in words, and who is too far for it.
    beyond: list[tuple[str, list[Evaluasi]]] = field(default_factory=list)


def possible(evaluasi: Evaluasi, action: Action) -> bool:
    return target_of(evaluasi.status, action, evaluasi.steps) is not None


def endable(evaluasi: Evaluasi) -> bool:
    return any(possible(evaluasi, action) for action in BULK)


def outlook(evaluations: Sequence[Evaluasi]) -> Outlook:
    """Of evaluations that are already loaded and authorised."""
    rows = Hasil.objects.filter(evaluasi__in=[item.pk for item in evaluations])
    numbers = {
        pk: (answers, levels, respondents or 0)
        for pk, answers, levels, respondents in rows.values_list(
            "evaluasi", "f01_terisi", "f02_terisi", "responden"
        )
    }
    groups: dict[str, Group] = {}
    for item in evaluations:
        can = [(ACTION_LABELS[action], possible(item, action)) for action in BULK]
        group = groups.setdefault(item.state, Group(item.state, item.get_state_display(), can))
        answers, levels, respondents = numbers.get(item.pk, (0, 0, 0))
        group.units += 1
        group.answers += answers
        group.levels += levels
        group.respondents += respondents
    beyond = [
        (ACTION_LABELS[action], [item for item in evaluations if not possible(item, action)])
        for action in BULK
    ]
    return Outlook(
        [groups[state] for state in State if state in groups],
        [(words, found) for words, found in beyond if found],
    )


def states_of(evaluations: Iterable[Evaluasi]) -> str:
    """Names with states, for a refusal."""
    return ", ".join(f"{item.nama_unit} ({STATE_LABELS[item.status]})" for item in evaluations)


def uuids(ids: Iterable[int]) -> list[UUID]:
    """Public ids of rows that the filters of monitoring left, by name."""
    return list(Evaluasi.objects.filter(pk__in=list(ids)).values_list("uuid", flat=True))
