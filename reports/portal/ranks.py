"""The place of every published result of a cycle within its group; see `evaluations.rules.ranks`.

Of all that is published, whatever a page shows of it; made once for the same results. Units stand
among units of their kind at instansi of their kind, instansi among their kind; forms apart, unless
the cycle lets them share a ranking.
"""

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import QuerySet

from evaluations.models import HasilTerbit, Siklus
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.kinds import among
from evaluations.rules.means import pool_of
from evaluations.rules.ranks import Rank, ranks_within
from reports.core.kept import kept
from reports.portal.facts import exact_figures
from reports.portal.published import instansi_means


def unit_ranks(siklus: Siklus, shown: Iterable[HasilTerbit] | None = None) -> dict[int, Rank]:
    """By the row of the published result: of those shown, or of all. What was published a moment
    ago may have none yet."""
    # Kept as plain tuples: of a nation every page reads tens of thousands of them.
    every = kept("peringkat-unit", siklus.uuid, lambda: _units(siklus))
    wanted = every if shown is None else [row.pk for row in shown if row.pk in every]
    return {pk: Rank(*every[pk]) for pk in wanted}


def _units(siklus: Siklus) -> dict[int, tuple[int, bool, int]]:
    rows: QuerySet[HasilTerbit] = publication_queries.published_in(siklus)
    exact = exact_figures(rows)
    groups = rows.order_by().values_list(
        "pk",
        "evaluasi__jenis_unit",
        "evaluasi__jenis_instansi",
        "evaluasi__formulir",
    )
    together = siklus.formulir_bersama
    found = ranks_within(
        {
            pk: ((kind, among(of), pool_of(form, together=together)), exact[pk])
            for pk, kind, of, form in groups
            if pk in exact  # else it was published between the two looks
        }
    )
    return {pk: (rank.peringkat, rank.bersama, rank.dari) for pk, rank in found.items()}


def instansi_ranks(siklus: Siklus) -> dict[tuple[int, str], Rank]:
    """By instansi and form (or both forms); by the exact mean of all its published units."""
    return kept("peringkat-instansi", siklus.uuid, lambda: _instansi(siklus))


def _instansi(siklus: Siklus) -> dict[tuple[int, str], Rank]:
    means = instansi_means(siklus, publication_queries.published_in(siklus))
    exact = {
        (mean.pk, mean.formulir): (among(mean.jenis), mean.formulir, mean.exact) for mean in means
    }
    return ranks_within(
        {key: ((kind, form), value or Fraction(0)) for key, (kind, form, value) in exact.items()}
    )
