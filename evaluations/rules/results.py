"""What a calculation came to: exact figures, their names, and the only rounding. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class AspectResult:
    kode: str
    nama: str
    weight: Fraction
    value: Fraction | None  # when every indicator has a level
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class ComponentResult:
    kode: str
    sumber: str
    weight: Fraction
    value: Fraction | None  # when it is complete
    mean: Fraction | None  # of a survey: of whoever answered, be they fewer than the minimum
    have: int  # indicators, respondents, or 1 for an external number
    need: int


@dataclass(frozen=True, slots=True)
class SurveyMean:
    """Mean of one item (its number) or of the items of one aspect (its code)."""

    kode: str
    value: Fraction | None
    answers: int


@dataclass(frozen=True, slots=True)
class Result:
    aspects: tuple[AspectResult, ...]
    tambahan: AspectResult | None  # scored and shown, in no figure
    components: tuple[ComponentResult, ...]
    survey_aspects: tuple[SurveyMean, ...]
    survey_items: tuple[SurveyMean, ...]
    ipp: Decimal | None
    category: str | None
    category_label: str | None
    missing: tuple[str, ...]
    method: str

    @property
    def status(self) -> str:
        return "provisional" if self.ipp is None else "final"

    def component(self, kode: str) -> ComponentResult:
        return next(c for c in self.components if c.kode == kode)

    def as_data(self) -> dict[str, Any]:
        """JSON-safe: exact fractions as "1789/500" beside their text to four decimals."""
        extra = self.tambahan
        return {
            "status": self.status,
            "ipp": _text(self.ipp),
            "category": self.category,
            "category_label": self.category_label,
            "aspects": [_aspect_data(a) for a in self.aspects],
            "tambahan": _aspect_data(extra) if extra else None,
            "components": [
                {
                    "kode": c.kode,
                    "sumber": c.sumber,
                    "weight": str(c.weight),
                    "have": c.have,
                    "need": c.need,
                    **_figure("value", c.value),
                    **(_figure("mean", c.mean) if c.sumber == "survei" else {}),
                }
                for c in self.components
            ],
            "survey_aspects": [_mean_data(m) for m in self.survey_aspects],
            "survey_items": [_mean_data(m) for m in self.survey_items],
            "missing": list(self.missing),
            "method": self.method,
        }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _aspect_data(aspect: AspectResult) -> dict[str, Any]:
    return {
        "kode": aspect.kode,
        "nama": aspect.nama,
        "weight": str(aspect.weight),
        "answered": aspect.answered,
        "total": aspect.total,
        **_figure("value", aspect.value),
    }


def _mean_data(mean: SurveyMean) -> dict[str, Any]:
    return {"kode": mean.kode, "answers": mean.answers, **_figure("value", mean.value)}


def _figure(name: str, value: Fraction | None) -> dict[str, str | None]:
    if value is None:
        return {name: None, f"{name}_text": None}
    return {name: str(value), f"{name}_text": format4(value)}


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """The only rounding: exact halves go up. For figures of 0 or more."""
    scaled = value * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)


def format4(value: Fraction) -> str:
    return format(round_half_up(value, 4), "f")
