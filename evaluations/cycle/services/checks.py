"""What a cycle cannot be, and what may not be changed while its evaluations run."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from evaluations.models import Evaluasi, Nilai, PeranNilai, Siklus
from evaluations.rules.evaluators.interests import MOST_MONTHS
from evaluations.rules.workflow import F02_OPEN, Skema
from instruments.models import VersiInstrumen
from pekppp.base.errors import Refused


def check_siklus(siklus: Siklus, changed: Iterable[str]) -> None:
    """Everything that makes a cycle impossible, each refused beside its field.

    `changed` names the fields that are new: an instrument that was withdrawn since, or numbers of
    respondents that an older rule let through, keep nobody from changing something else.
    """
    names = set(changed)
    if not siklus.nama:
        raise Refused("Nama siklus wajib diisi.", field="nama")
    if siklus.periode_akhir < siklus.periode_mulai:
        raise Refused("Akhir periode mendahului awalnya.", field="periode_akhir")
    if siklus.skema not in {item.value for item in Skema}:
        raise Refused("Skema tidak dikenal.", field="skema")
    if siklus.skema == Skema.NASIONAL and not siklus.instansi.is_national:
        raise Refused(
            "Siklus Nasional hanya diselenggarakan KemenPANRB. Pilih Mandiri atau Khusus.",
            field="skema",
        )
    for name, form in (("instrumen_a", "A"), ("instrumen_b", "B")):
        if name in names:
            _check_instrument(getattr(siklus, name), name, form)
    if siklus.instrumen_a is None and siklus.instrumen_b is None:
        raise Refused("Pilih sedikitnya satu instrumen.", field="instrumen_a")
    if siklus.min_responden is not None and siklus.min_responden < 1:
        raise Refused("Responden minimum sedikitnya 1.", field="min_responden")
    if siklus.target_responden is not None and siklus.target_responden < 1:
        raise Refused("Target sedikitnya 1 responden.", field="target_responden")
    if siklus.jeda_benturan > MOST_MONTHS:
        raise Refused(f"Paling lama {MOST_MONTHS} bulan.", field="jeda_benturan")
    if not 1 <= siklus.cakupan_tajuk <= 100:
        raise Refused("Cakupan antara 1 dan 100 persen.", field="cakupan_tajuk")
    if names & {"min_responden", "target_responden", "instrumen_a", "instrumen_b"}:
        for versi in (siklus.instrumen_a, siklus.instrumen_b):
            _check_respondents(siklus, versi)


def _check_respondents(siklus: Siklus, versi: VersiInstrumen | None) -> None:
    """What the cycle leaves open is the instrument's, so the two are compared as they will hold."""
    asked = versi.instrumen.survei if versi is not None else None
    minimum, target = siklus.min_responden, siklus.target_responden
    if asked is not None:
        minimum, target = minimum or asked.minimum, target or asked.target
    if minimum is None or target is None or target >= minimum:
        return
    form = f" formulir {versi.formulir}" if versi is not None else ""
    if siklus.target_responden is None:
        raise Refused(
            f"Responden minimum ({minimum}) melebihi target instrumen{form} ({target}). Tulis "
            "juga target siklus ini, atau kecilkan minimumnya.",
            field="min_responden",
        )
    whose = f"menurut instrumen{form}" if siklus.min_responden is None else "siklus ini"
    raise Refused(
        f"Target lebih kecil daripada responden minimum {whose} ({minimum}).",
        field="target_responden",
    )


def _check_instrument(versi: VersiInstrumen | None, name: str, form: str) -> None:
    if versi is None:
        return
    if versi.formulir != form:
        raise Refused(f"Instrumen ini bukan untuk formulir {form}.", field=name)
    if versi.status != VersiInstrumen.Status.TERBIT:
        raise Refused("Hanya instrumen yang sudah terbit yang dapat dipakai.", field=name)


def require_nothing_judged_blind(siklus: Siklus) -> None:
    """Levels given without seeing the suggestion owe their reasons until the F02 is finished; where
    the suggestion is shown nobody asks for them any more."""
    judged = Nilai.objects.filter(
        evaluasi=OuterRef("pk"), peran=PeranNilai.EVALUATOR, level__isnull=False
    )
    found = Evaluasi.objects.filter(Exists(judged), siklus=siklus, state__in=F02_OPEN)
    if number := found.count():
        raise Refused(
            f"{number} evaluasi sedang dinilai tanpa melihat usulan, dan alasan nilai yang berbeda "
            "diminta sebelum F02-nya selesai. Usulan dapat ditampilkan lagi setelah semua F02 itu "
            "selesai.",
            field="sembunyikan_usulan",
        )
