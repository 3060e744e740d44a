from fractions import Fraction

from django import template

from instruments.spec import decimal_text

register = template.Library()


@register.filter
def bobot(value: Fraction | None) -> str:
    """An exact weight or threshold with decimal comma; nothing becomes a dash."""
    return "–" if value is None else decimal_text(value).replace(".", ",")
