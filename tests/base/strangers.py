"""Files as other programs write them, made of a few helpers."""

import io
import re
import zipfile
from collections.abc import Callable
from html import escape
from typing import Any

import openpyxl  # noqa: TID251 - files that our own door would never write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(*rows: Any, change: Callable[[Any], object] | None = None) -> bytes:
    """A workbook of one sheet; `change` is given it before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with its parts changed; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def replaced(content: bytes, part: str, pattern: str, by: str) -> bytes:
    """The same archive, a pattern replaced in every part whose name ends so."""
    return repacked(
        content,
        lambda name, old: (
            re.sub(pattern.encode(), by.encode(), old) if name.endswith(part) else old
        ),
    )


def without(content: bytes, part: str) -> bytes:
    return repacked(content, lambda name, old: None if name.endswith(part) else old)


def sheet_of(xml: str) -> bytes:
    """A workbook whose sheet holds these rows of XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{main}"><sheetData>{xml}</sheetData></worksheet>'
    return repacked(xlsx(["x"]), lambda name, old: text.encode() if name == SHEET else old)


def sharing(xml: str, *texts: str) -> bytes:
    """A workbook whose cells name texts by their number, as Excel writes them."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    content = replaced(
        sheet_of(xml),
        "workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="t" Type="{types}" Target="sharedStrings.xml"/></Relationships>',
    )
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", 8) as made:
        made.writestr(
            "xl/sharedStrings.xml",
            f"<sst>{''.join(f'<si><t>{escape(text)}</t></si>' for text in texts)}</sst>",
        )
    return out.getvalue()


def archive(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def ole(*names: str) -> bytes:
    """A container of old Office with such entries in its directory."""
    entries = (name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in names)
    return OLE + b"\0" * 504 + b"".join(entries)


def ods(*rows: str, columns: str = "", manifest: str = "", kind: str = "spreadsheet") -> bytes:
    """A document of LibreOffice; each row is the XML of its cells, or a whole row."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "drawing")
    )
    body = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Lembar">{columns}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def ods_cell(value: Any, more: str = "") -> str:
    """One cell of an ODS."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string" {more}>{lines}</table:table-cell>'
    kind, name = ("boolean", "boolean-value") if isinstance(value, bool) else ("float", "value")
    said = str(value).lower()
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{said}" {more}/>'
