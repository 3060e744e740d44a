"""What a strict Content-Security-Policy blocks without a word: script and style inside a page."""

import re

_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
_WRONG = re.compile(
    r"""
    <script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*["']?application/(?:ld\+)?json)
    | <style\b
    | (?<=[\s"'%}/]) (?: style | on[a-z]+ | hx-on(?:[:\w.-]*) ) \s*=
    | \b(?:java|vb)script\s*:
    | \bsrcdoc\s*=
    """,
    re.IGNORECASE | re.VERBOSE,
)


def inline_code(template: str) -> list[str]:
    """Each place of a template, as "line 7: onclick="."""
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), template)
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for match in _WRONG.finditer(text)
    ]
