from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mail_works() -> bool:
    """Whether mail leaves this server, so that a page does not promise any."""
    return settings.MAIL_WORKS
