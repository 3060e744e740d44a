"""The door to python-docx: headings, lines and long tables of a text document.

Rows are copied as XML: the library's own cells take time that grows with the square of the table.
"""

import copy
import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx  # noqa: TID251  the door itself
from docx.enum.section import WD_ORIENT  # noqa: TID251
from docx.oxml import OxmlElement  # noqa: TID251
from docx.oxml.ns import qn  # noqa: TID251
from docx.shared import Cm, Pt  # noqa: TID251

from pekppp.base.sheets import cell_text

FONT = "Liberation Sans"


class Text:
    """A document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._made = docx.Document()
        self._made.core_properties.title = title
        self._made.core_properties.author = "PEKPPP"
        style = self._made.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(10)
        section = self._made.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)

    def heading(self, text: str, level: int = 1) -> None:
        self._made.add_heading(cell_text(text), level)

    def line(self, text: str) -> None:
        self._made.add_paragraph(cell_text(text))

    def table(
        self, titles: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]
    ) -> None:
        """A table whose head repeats on every page; `widths` are centimetres."""
        table = self._made.add_table(rows=2, cols=len(titles))
        table.style, table.autofit = "Table Grid", False
        for column, width in enumerate(widths):
            for row in table.rows:
                row.cells[column].width = Cm(width)
        for cell, title in zip(table.rows[0].cells, titles, strict=True):
            cell.paragraphs[0].add_run(cell_text(title)).bold = True
        for cell in table.rows[1].cells:
            cell.paragraphs[0].add_run("x")
        _property(table.rows[0]._tr, "w:tblHeader")
        pattern = table.rows[1]._tr
        _property(pattern, "w:cantSplit")
        for row in rows:
            made = copy.deepcopy(pattern)
            for place, text in zip(made.iter(qn("w:t")), row, strict=True):
                place.text = cell_text(text)
            pattern.addprevious(made)
        pattern.getparent().remove(pattern)

    def content(self) -> bytes:
        out = io.BytesIO()
        self._made.save(out)
        return out.getvalue()


def _property(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))
