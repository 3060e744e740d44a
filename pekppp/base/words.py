"""Words of a list put inside a sentence. No Django."""

import re
from collections.abc import Sequence

_SHORT = re.compile(r"\b(?:f0[123]|ba|ipp|lhe|nip|qr|skm|sk|xlsx|zip)\b", re.IGNORECASE)


def in_sentence(text: str) -> str:
    """A label within a sentence: "Lembar hasil (LHE)" -> "lembar hasil (LHE)", "F01" stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Several in a sentence: unit, evaluator, dan penyelenggara."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def action_words(code: str) -> str:
    """The code of an audited action as words: kirim_f01 -> Kirim F01."""
    words = code.replace("_", " ").replace(".", " ").capitalize()
    return _SHORT.sub(lambda found: found.group().upper(), words)
