"""Words of the public survey pages in the language of the page."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from evaluations.survey_words import say

register = template.Library()


@register.simple_tag(takes_context=True)
def kata(context: dict[str, Any], text: str, **parts: Any) -> SafeString:
    """A fixed sentence, with its {parts} filled in and escaped."""
    said = say(str(text), context.get("bahasa") or "id")
    escaped = conditional_escape(said)
    return format_html(escaped, **parts) if parts else escaped
