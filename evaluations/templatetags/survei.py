"""Words of the public survey pages in the language of the page."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from evaluations.rules.survey.words import ASLI, say

register = template.Library()


@register.simple_tag(takes_context=True)
def kata(context: dict[str, Any], text: str, **parts: Any) -> SafeString:
    """A fixed sentence, with its {parts} filled in and escaped."""
    said = say(str(text), context.get("bahasa") or "id")
    escaped = conditional_escape(said)
    return format_html(escaped, **parts) if parts else escaped


@register.simple_tag(takes_context=True)
def dua(context: dict[str, Any], text: str) -> SafeString:
    """A fixed sentence with English beside it where nobody has chosen a language yet."""
    bahasa = context.get("bahasa") or ASLI
    if bahasa != ASLI:
        return conditional_escape(say(text, bahasa))
    return format_html('{} <span class="dua" lang="en">{}</span>', text, say(text, "en"))
