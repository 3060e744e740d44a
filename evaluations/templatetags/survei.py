"""Words of the public survey pages in the language of the page."""

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from evaluations.survey_words import say

register = template.Library()


@register.simple_tag(takes_context=True)
def kata(context: dict[str, Any], text: str, **parts: Any) -> SafeString:
    """A fixed sentence, with its {parts} filled in and escaped."""
    said = say(str(text), context.get("bahasa") or "id")
    if not parts:
        return conditional_escape(said)
    escaped = {name: conditional_escape(part) for name, part in parts.items()}
    return mark_safe(conditional_escape(said).format(**escaped))  # noqa: S308  escaped above
