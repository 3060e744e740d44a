"""The gap per aspect between what a unit suggests and what was judged, as chart and table."""

from collections.abc import Sequence
from typing import Any

from evaluations.rules.gaps import Gap
from pekppp.base.charts import Chart, Series, radar

NAMES = ("Evaluator", "Usulan dari jawaban unit", "Verifikator", "Yang berlaku")


def shown(gaps: Sequence[Gap], *, maximum: int) -> dict[str, Any]:
    """Context of `evaluations/core/_gaps.html`; empty where no aspect is judged yet."""
    if not any(gap.evaluator.exact is not None for gap in gaps):
        return {}
    return {
        "celah": gaps,
        "celah_verifikasi": any(gap.verifikator is not None for gap in gaps),
        "celah_berlaku": any(gap.berlaku is not None for gap in gaps),
        "celah_bagan": _chart(gaps, maximum),
    }


def _chart(gaps: Sequence[Gap], maximum: int) -> Chart:
    series = [
        Series(NAMES[0], [gap.evaluator.angka for gap in gaps]),
        Series(NAMES[1], [gap.usulan.angka for gap in gaps]),
        Series(NAMES[2], [gap.verifikator.angka if gap.verifikator else None for gap in gaps]),
        Series(NAMES[3], [gap.berlaku.angka if gap.berlaku else None for gap in gaps]),
    ]
    told = [item for item in series if any(value is not None for value in item.values)]
    names = [gap.aspek.nama for gap in gaps]
    return radar("celah", "Rata-rata level per aspek", names, told, maximum=maximum)
