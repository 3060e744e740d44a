"""What a visitor may have meant who found nothing: only what would find something."""

from evaluations.publication.queries.search import find_published_units, vocabulary
from evaluations.rules.search.terms import near
from reports.core.kept import kept


def suggestions(text: str) -> list[str]:
    """Questions like this one, at most a few, that find published results."""
    known = kept("kosakata", None, vocabulary, dear=False)
    return [asked for asked in near(text, known) if find_published_units(asked).exists()]
