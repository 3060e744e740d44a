"""Every state x action x scheme, with and without a verifier, against a table written by hand.

The expectation below is not derived from `workflow.TRANSITIONS`: it is what the guidelines and the
offices that use them expect, and the two have to say the same.
"""

import pytest

from evaluations.rules import workflow
from evaluations.rules.workflow import Action, Kegiatan, Skema, State
from pekppp.accounts.roles import Permission

# What is possible in every scheme, whether or not anybody verifies: "action>target".
ALWAYS = {
    "draf": "kirim_f01>dikirim mulai_nilai>dinilai tidak_mengisi>tidak_mengisi "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "dikirim": "kembalikan_f01>dikembalikan mulai_nilai>dinilai tarik_kembali>draf "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "dikembalikan": "kirim_f01>dikirim mulai_nilai>dinilai tidak_mengisi>tidak_mengisi "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "dinilai": "kembalikan_f01>dikembalikan selesai_f02>f02_selesai "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "f02_selesai": "buka_f02>dinilai tutup_tanpa_ipp>tanpa_ipp "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "diverifikasi": "buka_f02>dinilai validasi>divalidasi tutup_tanpa_ipp>tanpa_ipp "
    "tidak_dapat_dinilai>tidak_dapat_dinilai ganti>diganti batalkan>dibatalkan",
    "divalidasi": "batal_validasi>dinilai terbitkan>terbit",
    "terbit": "tarik>divalidasi ganti_terbitan>terbit",
    "dilaporkan": "tarik>divalidasi ganti_terbitan>terbit",
    "tidak_mengisi": "pulihkan>draf",
    "tidak_dapat_dinilai": "pulihkan>draf",
    "diganti": "pulihkan>draf",
    "dibatalkan": "pulihkan>draf",
    "tanpa_ipp": "pulihkan>draf",
}
# Somebody verifies, or the validator goes on without.
WITH_VERIFIER = {"f02_selesai": "verifikasi>diverifikasi"}
WITHOUT_VERIFIER = {"f02_selesai": "validasi>divalidasi"}
# Who publishes by a decree of his own reports it upward afterwards.
REPORTS = {"terbit": "laporkan>dilaporkan"}

CASES = [
    (skema, verifier) for skema in ("nasional", "mandiri", "khusus") for verifier in (True, False)
]


def expected(skema: str, verifier: bool) -> dict[tuple[str, str], str | None]:
    table: dict[tuple[str, str], str | None] = {
        (state.value, action.value): None for state in State for action in Action
    }
    parts = [ALWAYS, WITH_VERIFIER if verifier else WITHOUT_VERIFIER]
    if skema != "nasional":
        parts.append(REPORTS)
    for part in parts:
        for state, text in part.items():
            for word in text.split():
                action, target = word.split(">")
                table[state, action] = target
    return table


def steps(skema: str, verifier: bool) -> frozenset[workflow.Step]:
    return workflow.steps_of(Skema(skema), verification=verifier)


@pytest.mark.parametrize(("skema", "verifier"), CASES)
def test_every_state_and_action_leads_where_it_should(skema, verifier):
    found = {
        (state.value, action.value): workflow.target_of(state, action, steps(skema, verifier))
        for state in State
        for action in Action
    }
    assert found == expected(skema, verifier)


@pytest.mark.parametrize(("skema", "verifier"), CASES)
def test_the_possible_actions_of_a_state_are_those_with_a_target(skema, verifier):
    table = expected(skema, verifier)
    for state in State:
        found = workflow.actions_from(state, steps(skema, verifier))
        assert set(found) == {a for a in Action if table[state.value, a.value]}


def reachable(skema: str, verifier: bool) -> set[str]:
    table, found, queue = expected(skema, verifier), {"draf"}, ["draf"]
    while queue:
        state = queue.pop()
        for action in Action:
            target = table[state, action.value]
            if target and target not in found:
                found.add(target)
                queue.append(target)
    return found


@pytest.mark.parametrize(("skema", "verifier"), CASES)
def test_every_state_is_reached_that_the_scheme_knows(skema, verifier):
    unknown = set()
    if not verifier:
        unknown.add("diverifikasi")
    if skema == "nasional":
        unknown.add("dilaporkan")
    assert reachable(skema, verifier) == {state.value for state in State} - unknown


# How far an evaluation has come; a way back is an action to a smaller number.
PROGRESS = ["draf", "dikirim", "dinilai", "f02_selesai", "diverifikasi", "divalidasi", "terbit"]
RANK = {state: number for number, state in enumerate(PROGRESS)} | {
    "dikembalikan": 0,
    "dilaporkan": 7,
}


@pytest.mark.parametrize(("skema", "verifier"), CASES)
def test_every_state_has_a_way_back_with_a_reason(skema, verifier):
    for state in set(State) - {State.DRAF, State.DIKEMBALIKAN}:
        back = [
            transition
            for action in Action
            for transition in workflow.transitions_of(state, action, steps(skema, verifier))
            if state in workflow.ENDED or RANK.get(transition.target, RANK[state]) < RANK[state]
        ]
        assert back, state
        assert all(transition.reason for transition in back), state


def test_an_end_state_has_only_the_way_back():
    for state in ("tidak_mengisi", "tidak_dapat_dinilai", "diganti", "dibatalkan", "tanpa_ipp"):
        found = workflow.actions_from(State(state), steps("mandiri", True))
        assert found == (Action.PULIHKAN,)


def test_a_decided_evaluation_cannot_be_ended():
    for state in ("divalidasi", "terbit", "dilaporkan"):
        found = set(workflow.actions_from(State(state), steps("mandiri", True)))
        assert not found & {
            Action.TIDAK_MENGISI, Action.TIDAK_DAPAT_DINILAI, Action.GANTI, Action.BATALKAN,
            Action.TUTUP_TANPA_IPP,
        }  # fmt: skip


def test_every_step_that_takes_something_away_needs_a_reason():
    needs = {item.action for item in workflow.TRANSITIONS if item.reason}
    assert needs == {
        Action.KEMBALIKAN_F01, Action.BUKA_F02, Action.BATAL_VALIDASI, Action.TARIK,
        Action.TIDAK_MENGISI, Action.TIDAK_DAPAT_DINILAI, Action.GANTI, Action.BATALKAN,
        Action.PULIHKAN, Action.GANTI_TERBITAN, Action.TUTUP_TANPA_IPP, Action.TARIK_KEMBALI,
    }  # fmt: skip
    assert not {item.action for item in workflow.TRANSITIONS if not item.reason} & needs


def test_who_may_do_what():
    found: dict[Action, set[Permission]] = {}
    for item in workflow.TRANSITIONS:
        found.setdefault(item.action, set()).add(item.permission)
    assert found == {
        Action.KIRIM_F01: {Permission.SUBMIT_F01, Permission.FILL_F01},
        Action.TARIK_KEMBALI: {Permission.FILL_F01},
        Action.KEMBALIKAN_F01: {Permission.RETURN},
        Action.MULAI_NILAI: {Permission.SCORE, Permission.LEAD},
        Action.SELESAI_F02: {Permission.LEAD},
        Action.BUKA_F02: {Permission.VERIFY, Permission.RETURN},
        Action.VERIFIKASI: {Permission.VERIFY},
        Action.VALIDASI: {Permission.VALIDATE},
        Action.BATAL_VALIDASI: {Permission.VALIDATE},
        Action.TERBITKAN: {Permission.PUBLISH},
        Action.GANTI_TERBITAN: {Permission.PUBLISH},
        Action.TARIK: {Permission.PUBLISH},
        Action.LAPORKAN: {Permission.PUBLISH},
        Action.TIDAK_MENGISI: {Permission.END},
        Action.TIDAK_DAPAT_DINILAI: {Permission.END},
        Action.GANTI: {Permission.END},
        Action.BATALKAN: {Permission.END},
        Action.TUTUP_TANPA_IPP: {Permission.END},
        Action.PULIHKAN: {Permission.END},
    }


def test_a_verifier_cannot_send_back_what_he_has_verified():
    options = workflow.transitions_of(State.DIVERIFIKASI, Action.BUKA_F02, steps("nasional", True))
    assert {item.permission for item in options} == {Permission.RETURN}


def test_windows_hold_the_unit_and_the_evaluators_and_nobody_who_decides():
    assert {(item.action, item.window) for item in workflow.TRANSITIONS if item.window} == {
        (Action.KIRIM_F01, Kegiatan.ISI_F01),
        (Action.MULAI_NILAI, Kegiatan.NILAI_F02),
        (Action.SELESAI_F02, Kegiatan.NILAI_F02),
    }


def test_every_state_action_and_activity_has_its_words():
    assert set(workflow.STATE_LABELS) == set(State)
    assert set(workflow.ACTION_LABELS) == set(Action)
    assert set(workflow.KEGIATAN_LABELS) == set(Kegiatan)
    assert set(workflow.CHAINS) == set(Skema) == set(workflow.SKEMA_LABELS)


def test_only_verification_is_optional():
    for chain in workflow.CHAINS.values():
        assert [link.step for link in chain if link.optional] == [workflow.Step.VERIFIKASI]
