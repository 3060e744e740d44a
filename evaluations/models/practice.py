"""What only a practice cycle lets go of: its rows, all of them, by one function of the database.

The application has no right to delete what was said, signed or drawn. The function belongs to the
owner of the tables, and looks at nothing but practice cycles; whether a cycle is one is settled
before it has evaluations.
"""

import pgtrigger

_STAYS = """
IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM evaluations_siklus WHERE id = OLD.siklus_id AND latihan
) THEN
    RETURN OLD;
END IF;
RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
"""
_SETTLED = """
IF EXISTS (SELECT FROM evaluations_evaluasi WHERE siklus_id = OLD.id) THEN
    RAISE EXCEPTION 'whether a cycle with evaluations is practice does not change';
END IF;
RETURN NEW;
"""


def stays(name: str, condition: pgtrigger.Condition | None = None) -> pgtrigger.Trigger:
    """Rows with a `siklus_id` that neither change nor go, but for those of a practice cycle."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=condition,
        func=_STAYS,
    )


_OTHERWISE = pgtrigger.Q(old__latihan__df=pgtrigger.F("new__latihan"))


def settled(name: str) -> pgtrigger.Trigger:
    """A cycle with evaluations stays practice, or none."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("latihan"),
        condition=_OTHERWISE,
        func=_SETTLED,
    )


def born(name: str) -> pgtrigger.Trigger:
    """A survey is of practice, or not, from its beginning."""
    return pgtrigger.Protect(
        name=name, operation=pgtrigger.UpdateOf("latihan"), condition=_OTHERWISE
    )
