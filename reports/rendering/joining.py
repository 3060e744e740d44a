"""Several PDFs of our own as one. A stranger's file goes to `evaluations.evidence.pictures`
alone."""

import io
from collections.abc import Iterable

import pypdfium2


def joined(parts: Iterable[bytes]) -> bytes:
    """All pages in their order. Tags for readers' programs do not survive it."""
    whole = pypdfium2.PdfDocument.new()
    try:
        for content in parts:
            one = pypdfium2.PdfDocument(content)
            whole.import_pages(one)
            one.close()
        out = io.BytesIO()
        whole.save(out)
        return out.getvalue()
    finally:
        whole.close()
