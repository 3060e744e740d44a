"""Words that pages of several topics say alike."""

from django.utils.formats import date_format

from evaluations.models import Evaluasi


def period_words(evaluasi: Evaluasi) -> str:
    """The year that is judged, which every «tahun lalu» means."""
    start, end = evaluasi.siklus.periode_mulai, evaluasi.siklus.periode_akhir
    return f"{date_format(start, 'j F Y')} sampai {date_format(end, 'j F Y')}"
