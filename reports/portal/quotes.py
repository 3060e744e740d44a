"""Sentences to quote: a figure never travels without its scheme, evaluator, method and source."""

from typing import Any

from evaluations.models import Siklus
from reports.portal.published import Mean, frozen_form_words


def quote_unit(isi: dict[str, Any], address: str) -> str:
    """Of a frozen content, complete in itself."""
    form = frozen_form_words(isi)
    return (
        f"IPP {isi['unit']['nama']} ({isi['instansi']['nama']}) tahun {isi['siklus']['tahun']} "
        f"adalah {isi['ipp'].replace('.', ',')}, kategori {isi['kategori']} ({isi['sebutan']}); "
        f"skema {isi['siklus']['skema']}, dinilai oleh {isi['penilai']}, nilai aspek menurut "
        f"{isi['metode']['aspek']}{f' ({form})' if form else ''}, "
        f"ditetapkan dengan keputusan {isi['keputusan']['nomor']}. "
        f"Sumber: PEKPPP, {address}"
    )


def quote_cycle(siklus: Siklus, address: str, mean: Mean | None = None) -> str:
    head = f"Hasil {siklus.nama}"
    if mean is not None:
        figure = "–" if mean.nilai is None else str(mean.nilai).replace(".", ",")
        head = f"Rata-rata {mean.nama} pada {siklus.nama} adalah {figure} ({mean.metode})"
    return (
        f"{head}; skema {siklus.get_skema_display()}, penyelenggara {siklus.instansi.nama}, tahun "
        f"{siklus.tahun}. Sumber: PEKPPP, {address}"
    )
