"""A PDF of plain HTML and CSS of ours: a program of `pekppp.base.bounded`.

For pages whose answer is a small PDF, since a web process loads no WeasyPrint. Its order holds
{"css": str, "kode": str}, its content is the HTML; it sends the file `pdf` and fetches nothing.
"""

from collections.abc import Callable
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


def work(order: dict[str, Any], content: bytes, send: Callable[[str, bytes], None]) -> bool:
    nothing = URLFetcher(allowed_protocols=())
    html = HTML(string=content.decode(), base_url=None, url_fetcher=nothing)
    sheet = CSS(string=order["css"], url_fetcher=nothing)
    pdf = html.write_pdf(stylesheets=[sheet], pdf_tags=True, pdf_identifier=order["kode"].encode())
    send("pdf", pdf)
    return True
