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


def nominating(cast, jumlah=1, days=10, **fields):
    """A national cycle in preparation that takes `jumlah` RSUD of each kabupaten, as nominated."""
    siklus = factories.make_siklus(
        cast.nasional,
        status="disiapkan",
        nominasi_sampai=timezone.now() + timedelta(days=days),
        **fields,
    )
    rule = LokusRule("kabupaten", factories.make_kind(), jumlah, nominasi=True)
    return with_rules(cast.menpan, siklus, rule)
