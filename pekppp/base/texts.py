"""Texts that people type, before they are stored: without what cannot be, and of a known length."""

from pekppp.base.errors import Refused

NO_REASON = "Alasan wajib diisi."
SHORT_REASON = 500  # letters, of words about one thing among several
LONG_REASON = 4000  # letters, of the reason of a step


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses in any text."""
    return text.replace("\x00", "")


def clean(text: str) -> str:
    """The text without NUL and without white space around it; may be empty."""
    return storable(text).strip()


def one_line(text: str) -> str:
    """As `clean`, every run of white space within it being one space."""
    return " ".join(storable(text).split())


def at_most(value: str, field: str, most: int) -> str:
    """The clean text, of at most `most` characters; Refused beside `field` where it is longer."""
    text = clean(value)
    if len(text) > most:
        raise Refused(f"Paling panjang {most} huruf; ada {len(text)}.", field=field)
    return text


def required(value: str, field: str, most: int | None, missing: str) -> str:
    """As `at_most`, of any length without `most`; Refused, saying `missing`, where it is empty."""
    text = clean(value)
    if not text:
        raise Refused(missing, field=field)
    return text if most is None else at_most(text, field, most)


def reason(value: str, most: int | None = None) -> str:
    """The reason that a step must have, as `required` in the field `alasan`."""
    return required(value, "alasan", most, NO_REASON)
