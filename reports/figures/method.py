"""How the figures of a LHE came about, in sentences: the method is stored with the figure."""

from evaluations.core.queries import samples
from evaluations.models import Evaluasi, Hasil
from evaluations.models.siklus import MetodeTim, NilaiDipakai
from instruments.spec import METODE_ASPEK, METODE_SURVEI, SUMBER, decimal_text

BASIS = (
    "Evaluasi dilaksanakan berdasarkan Peraturan Menteri PANRB Nomor 29 Tahun 2022 tentang "
    "Pemantauan dan Evaluasi Kinerja Penyelenggaraan Pelayanan Publik sebagaimana telah diubah "
    "dengan Peraturan Menteri PANRB Nomor 4 Tahun 2023 (PermenPANRB 29/2022 jo. 4/2023), serta "
    "Pedoman Menteri PANRB Nomor 5 Tahun 2023 (Pedoman 5/2023)."
)


def notes(evaluasi: Evaluasi, hasil: Hasil) -> list[str]:
    spec = evaluasi.versi.instrumen
    siklus = evaluasi.siklus
    found = [
        BASIS,
        f"Instrumen: {evaluasi.versi.sebutan} (sidik {evaluasi.versi.digest[:12]}).",
        "Nilai aspek: " + METODE_ASPEK[spec.metode_aspek] + f" (metode «{spec.metode_aspek}»).",
    ]
    if spec.survei:
        minimum = next(
            (c["need"] for c in hasil.rincian.get("components", []) if c["sumber"] == "survei"),
            spec.survei.minimum,
        )
        found.append(
            f"Survei pengguna layanan: {METODE_SURVEI[spec.survei.metode]} (metode "
            f"«{spec.survei.metode}»), responden minimum {minimum}."
        )
    parts = " + ".join(
        f"{_comma(decimal_text(k.bobot))}% {k.kode} ({SUMBER[k.sumber]})" for k in spec.komponen
    )
    found.append(
        f"IPP = {parts}, dibulatkan setengah ke atas menjadi {spec.desimal} desimal, lalu "
        "ditentukan kategorinya."
    )
    found.append(
        "Nilai yang masuk IPP: "
        f"{NilaiDipakai(siklus.nilai_dipakai).label[0].lower()}"
        f"{NilaiDipakai(siklus.nilai_dipakai).label[1:]}. Bila evaluator lebih dari satu: "
        f"{MetodeTim(siklus.metode_tim).label[0].lower()}{MetodeTim(siklus.metode_tim).label[1:]}."
    )
    if sampled := samples.said_of(evaluasi):
        found.append(f"Unit ini {sampled}.")
    bands = [
        f"{k.huruf} ≥ {_comma(decimal_text(k.minimum))} {k.sebutan}" for k in spec.kategori[:-1]
    ]
    last = spec.kategori[-1]
    found.append(
        "Kategori: " + "; ".join([*bands, f"selain itu {last.huruf} {last.sebutan}"]) + "."
    )
    return found


def _comma(text: str) -> str:
    return text.replace(".", ",")
