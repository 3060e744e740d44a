"""To which group each kind of instansi belongs: one table for means, annexes and ranks."""

import pytest

from evaluations.rules import kinds
from pekppp.accounts.models import JenisInstansi


def test_every_kind_of_instansi_has_its_row():
    assert set(kinds.TABLE) == set(JenisInstansi.values)


@pytest.mark.parametrize(
    "group, members",
    [
        (kinds.KL, ("nasional", "kl")),
        (kinds.PEMDA, ("provinsi", "kabupaten", "kota")),
        (kinds.BADAN_USAHA, ("bumn", "bumd")),
    ],
)
def test_the_groups_are_apart(group, members):
    assert kinds.kinds_in(group) == members
    assert {kinds.group_of(kind) for kind in members} == {group}


def test_annex_and_ranks_have_their_own_order():
    assert kinds.ANNEX == ("K/L", "Provinsi", "Kabupaten/Kota", "BUMN/BUMD")
    assert kinds.among("nasional") == "kl" and kinds.among("bumd") == "bumd"
