"""Cycles with rules of lokus, for the tests of what is proposed and of the preview."""

from datetime import date, timedelta

from django.utils import timezone

from evaluations.cycle.services.cycles import LokusRule, set_lokus
from evaluations.cycle.services.proposals import Letter
from tests import factories

LETTER = Letter("B/12/PP.00.02/2026", date(2026, 2, 3))


def with_rules(by, siklus, *rules):
    set_lokus(by=by, siklus=siklus, rules=rules)
    return siklus


def nominating(cast, kind=None):
    """A national cycle in preparation that takes one unit of a kind (RSUD) of each kabupaten, as
    nominated in the next ten days."""
    siklus = factories.make_siklus(
        cast.nasional,
        status="disiapkan",
        nominasi_sampai=timezone.now() + timedelta(days=10),
    )
    rule = LokusRule("kabupaten", kind or factories.make_kind(), 1, nominasi=True)
    return with_rules(cast.menpan, siklus, rule)
