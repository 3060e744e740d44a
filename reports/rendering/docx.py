"""The door to python-docx: a letterhead, headings, lines, long tables and a place to sign.

Every style is ours: what the library's template brings (English names and language, a hundred
styles of tables and lists, its thumbnail) is taken out before anything is written.
Rows are copied as XML: the library's own cells take time that grows with the square of the table.
"""

import copy
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from pekppp.base.sheets import cell_text

# Of the same width as the Liberation Sans of our PDFs, and there where text documents are opened.
FONT = "Arial"
LANGUAGE = "id-ID"
# Of what belongs to the template: previews, effects and lists that nothing here uses.
FOREIGN = ("thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings", "extended")


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: sizes and spaces in points, the indent in centimetres."""

    size: float = 10
    bold: bool = False
    align: str = "left"
    before: int = 0
    after: int = 0
    keep: bool = False  # on the page of what follows
    indent: float = 0
    line: bool = False  # below it
    outline: int | None = None  # the depth of a heading


# By name; the first one is every paragraph's that asks for nothing else.
STYLES = {
    "Teks": Style(after=4),
    "Kop Pemerintah": Style(14, bold=True, align="center"),
    "Kop Kantor": Style(13, bold=True, align="center"),
    "Kop Alamat": Style(9, align="center", before=2),
    "Garis Kop": Style(4, align="center", after=8, line=True),
    "Kepala Lampiran": Style(indent=8.3),
    "Judul Lampiran": Style(
        12, bold=True, align="center", before=14, after=4, keep=True, outline=0
    ),
    "Keterangan": Style(align="center", after=6),
    "Judul Kelompok": Style(11, bold=True, before=12, after=4, keep=True, outline=1),
    "Judul Kolom": Style(9.5, bold=True, before=1, after=1, keep=True),
    "Sel": Style(9.5, before=1, after=1),
    "Tanda Tangan": Style(align="center", keep=True, indent=8.3),
    "Kaki": Style(8, align="right"),
}
GRID, PLAIN = "Tabel Berbingkai", "Tabel Polos"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


class Text:
    """A document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._made = docx.Document()
        _clear(self._made)
        about = self._made.core_properties
        about.title, about.author, about.last_modified_by = title, "PEKPPP", "PEKPPP"
        about.comments, about.language = "", LANGUAGE
        about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
        section = self._made.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        foot = section.footer.paragraphs[0]
        foot.style = "Kaki"
        for word, field in (("Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
            foot.add_run(word)
            foot._p.append(
                parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r>'
                          "</w:fldSimple>")
            )  # fmt: skip

    def letterhead(self, kop: dict[str, str], logo: bytes | None) -> None:
        """The office's lines in the middle, its emblem above them, and the line below."""
        if logo:
            place = self._made.add_paragraph(style="Kop Alamat")
            place.add_run().add_picture(io.BytesIO(logo), height=Cm(2))
            for about in place._p.iter(qn("wp:docPr")):
                about.set("descr", f"Lambang {kop['baris_1']}")
        for style, name in (
            ("Kop Pemerintah", "baris_1"),
            ("Kop Kantor", "baris_2"),
            ("Kop Alamat", "alamat"),
        ):
            if kop[name]:
                self.line(kop[name], style)
        self.line("", "Garis Kop")

    def line(self, text: str, style: str = "Teks") -> None:
        self._made.add_paragraph(cell_text(text), style)

    def table(
        self,
        titles: Sequence[str],
        widths: Sequence[float],
        rows: Iterable[Sequence[str]],
        *,
        kept: bool = False,
    ) -> None:
        """A table whose head repeats on every page; `widths` are centimetres. `kept`: its last row
        goes with what follows."""
        table = self._made.add_table(rows=2, cols=len(titles))
        table.style, table.autofit = GRID, False
        for column, width in enumerate(widths):
            table.columns[column].width = Cm(width)
            for row in table.rows:
                row.cells[column].width = Cm(width)
        for cell, title in zip(table.rows[0].cells, titles, strict=True):
            cell.paragraphs[0].style = "Judul Kolom"
            cell.paragraphs[0].add_run(cell_text(title))
        for cell in table.rows[1].cells:
            cell.paragraphs[0].style = "Sel"
            cell.paragraphs[0].add_run("x")
        _property(table.rows[0]._tr, "w:tblHeader")
        pattern = table.rows[1]._tr
        _property(pattern, "w:cantSplit")
        made = None
        for row in rows:
            made = copy.deepcopy(pattern)
            for place, text in zip(made.iter(qn("w:t")), row, strict=True):
                place.text = cell_text(text)
            pattern.addprevious(made)
        if kept and made is not None:
            for paragraph in made.iter(qn("w:p")):
                paragraph.get_or_add_pPr().append(OxmlElement("w:keepNext"))
        pattern.getparent().remove(pattern)

    def signature(self, office: str, name: str) -> None:
        """Who signs: the office, room, the name; in one with what stands before."""
        for text in ("", f"{office},", "", "", "", name):
            self.line(text, "Tanda Tangan")

    def content(self) -> bytes:
        out = io.BytesIO()
        self._made.save(out)
        return out.getvalue()


def _clear(made: Any) -> None:
    """Our styles and language in the place of the template's; and no part that we do not use."""
    for part in (made.part, made.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2].startswith(FOREIGN):
                del part.rels[key]
    styles = made.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(_styles()):
        styles.append(child)
    settings = made.settings.element
    for name, value in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        for element in settings.iter(qn(name)):
            element.set(qn("w:val"), value)
    for element in settings.iter(qn("w:themeFontLang")):
        element.attrib.clear()
        element.set(qn("w:val"), LANGUAGE)


def _styles() -> str:
    """All styles as XML, with what is every paragraph's and every table's by itself."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="555555"/>' for side in _SIDES)
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="{LANGUAGE}"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + "".join(_paragraph_style(name, style) for name, style in STYLES.items())
        + _table_style(PLAIN, "", default=True)
        + _table_style(GRID, f"<w:tblBorders>{lines}</w:tblBorders>")
        + "</w:styles>"
    )


def _paragraph_style(name: str, style: Style) -> str:
    """In the order of the schema: what is kept, borders, spaces, indents, alignment, outline."""
    first = next(iter(STYLES))
    line = '<w:bottom w:val="double" w:sz="6" w:space="4" w:color="000000"/>'
    look = [
        "<w:keepNext/>" if style.keep else "",
        f"<w:pBdr>{line}</w:pBdr>" if style.line else "",
        f'<w:spacing w:before="{style.before * 20}" w:after="{style.after * 20}"/>',
        f'<w:ind w:left="{style.indent * 567:.0f}"/>' if style.indent else "",
        f'<w:jc w:val="{style.align}"/>',
        "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>',
    ]
    size = f"{style.size * 2:.0f}"
    return (
        f'<w:style w:type="paragraph" w:customStyle="1"{_default(name == first)}'
        f' w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        + ("" if name == first else f'<w:basedOn w:val="{_id(first)}"/>')
        + f"<w:qFormat/><w:pPr>{''.join(look)}</w:pPr><w:rPr>{'<w:b/>' if style.bold else ''}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _table_style(name: str, borders: str, *, default: bool = False) -> str:
    margins = "".join(f'<w:{side} w:w="90" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:style w:type="table" w:customStyle="1"{_default(default)} w:styleId="{_id(name)}">'
        f'<w:name w:val="{name}"/><w:tblPr>{borders}<w:tblCellMar>{margins}</w:tblCellMar>'
        "</w:tblPr></w:style>"
    )


def _default(is_default: bool) -> str:
    return ' w:default="1"' if is_default else ""


def _id(name: str) -> str:
    return name.replace(" ", "")


def _property(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))
