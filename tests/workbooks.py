"""What stands in a workbook that the application made, hidden sheets included, read in process.

The application reads strangers' workbooks in a bounded child, whose start costs more than a page.
"""

import io

import openpyxl  # noqa: TID251  what the application wrote, read by somebody else


def words_of(content: bytes) -> str:
    """Every value of every sheet, as text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return str([[*sheet.iter_rows(values_only=True)] for sheet in book.worksheets])
