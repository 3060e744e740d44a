"""What is asked for when people type names: words in any order, short names, and near misses. Pure.

A question is a list of terms, all of which must be met. A term has alternatives (what was typed,
and what means the same); an alternative is met by all of its words. A word is met by a word that it
begins or, where it is short, by that word alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from evaluations.rules.search.short_names import EMPTY, SAME

MOST_WORDS = 8
SHORT = 3  # letters, below which a word is not the beginning of others
MOST_NEAR = 3
CLOSE = 0.72
_MARKS = str.maketrans("", "", "'’`")
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    whole: bool = False


Alternative = tuple[Word, ...]
Term = tuple[Alternative, ...]


def words_of(text: str) -> list[str]:
    """Small letters and digits without accents, as the database keeps the words of names."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _OTHER.sub(" ", plain.translate(_MARKS)).split()


def asked(text: str) -> list[str]:
    """The words of a question that say something, a bounded number of them."""
    return [word for word in words_of(text) if word not in EMPTY][:MOST_WORDS]


def terms(text: str) -> list[Term]:
    """The longest saying at each place is one term; every other word is a term of its own."""
    words, found, at = asked(text), [], 0
    while at < len(words):
        length = next(
            n for n in range(len(words) - at, 0, -1) if n == 1 or _saying(words[at : at + n])
        )
        typed = words[at : at + length]
        alternatives = [tuple(Word(word, whole=len(word) < SHORT) for word in typed)]
        alternatives += [
            tuple(Word(word, whole=True) for word in other.split())
            for other in _saying(typed)
            if other.split() != typed
        ]
        found.append(tuple(alternatives))
        at += length
    return found


@cache
def _sayings() -> Mapping[str, Sequence[str]]:
    """By each name the names that mean the same; the row that begins with it comes first."""
    found: dict[str, Sequence[str]] = {}
    for row in SAME:
        found[row[0]] = row
    for row in SAME:
        for name in row[1:]:
            found.setdefault(name, row)
    return found


def _saying(words: Sequence[str]) -> Sequence[str]:
    return _sayings().get(" ".join(words), ())


def meets(word: Word, known: Iterable[str]) -> bool:
    if word.whole:
        return word.text in known
    return any(other.startswith(word.text) for other in known)


def near(text: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Questions that may have been meant: words that nothing bears, replaced by ones like them.

    `vocabulary`: words that occur, and how often. Nothing where all words are known.
    """
    words = asked(text)
    known = vocabulary.keys() | {word for name in _sayings() for word in name.split()}
    strange = [
        word for word in dict.fromkeys(words) if not meets(Word(word, len(word) < SHORT), known)
    ]
    if not strange:
        return []
    choices = {word: _like(word, known, vocabulary) for word in strange}
    if not all(choices.values()):
        return []
    found = []
    for place in range(MOST_NEAR):
        chosen = {word: like[min(place, len(like) - 1)] for word, like in choices.items()}
        found.append(" ".join(chosen.get(word, word) for word in words))
    return list(dict.fromkeys(found))


def _like(word: str, known: Iterable[str], vocabulary: Mapping[str, int]) -> list[str]:
    """The words most like it, the most like and then the most frequent first."""
    letters = set(word)
    matcher = SequenceMatcher(b=word)
    scored = []
    for other in known:
        # What differs in length or letters as much as this is never close: most are left here.
        if abs(len(other) - len(word)) > 2 or len(letters & set(other)) * 3 < len(letters) * 2:
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= CLOSE and (ratio := matcher.ratio()) >= CLOSE:
            scored.append((-ratio, -vocabulary.get(other, 0), other))
    return [other for *_, other in sorted(scored)[:MOST_NEAR]]
