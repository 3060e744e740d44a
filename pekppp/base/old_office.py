"""What stands in a container of Office before 2007 (OLE): told by the names in its directory.

A password puts a new Office file into such a container, too.
"""

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD, WORD, EXCEL, POWERPOINT = "sandi", "doc", "xls", "ppt"
_NAMES = (
    ("EncryptedPackage", PASSWORD),
    ("WordDocument", WORD),
    ("PowerPoint Document", POWERPOINT),
    ("Workbook", EXCEL),
    ("Book", EXCEL),
)


def kind_of(content: bytes) -> str:
    """One of the kinds, or "" for a container of another program."""
    for name, kind in _NAMES:
        # An entry of the directory: its name, and zeros up to 64 bytes.
        if name.encode("utf-16-le").ljust(min(64, 2 * len(name) + 8), b"\0") in content:
            return kind
    return ""
