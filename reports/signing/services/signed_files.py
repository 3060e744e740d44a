"""Files that people signed: a scan of paper, or our PDF with a certificate's signature appended."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from pekppp.accounts import audit
from pekppp.accounts.access import require_may_sign
from pekppp.accounts.models import User
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from reports.core import signatures as signature_queries
from reports.documents.services import documents
from reports.models import Dokumen, TandaTangan
from reports.rendering import pades
from reports.signing.services import signatures

Tahap, Cara, Status = Dokumen.Tahap, TandaTangan.Cara, TandaTangan.Status
MAX_BYTES = 20 * 1024 * 1024
SCANS = (filetypes.PDF, filetypes.JPEG, filetypes.PNG)


@transaction.atomic
def hand_in(*, by: User, row: TandaTangan, file: "File[Any]") -> Dokumen:
    """Take the file of the row whose turn it is, as its way wants it."""
    dokumen, turn = signatures.turn_of(row, Tahap.DISEGEL)
    if turn.cara == Cara.APLIKASI or not signature_queries.may_hand_in(by, turn):
        raise PermissionDenied("no file is awaited from this person")
    require_may_sign(by)
    # One byte more than allowed is enough to see that it is too large.
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused("Berkas paling besar 20 MB.", field="berkas")
    if turn.cara == Cara.BASAH:
        given = _scan(by, turn, file, content)
    else:
        given = [(turn, _certificate(dokumen, turn, content))]
    for item, fields in given:
        signatures.give(item, by, **fields)
        audit.write(
            by=by,
            action="unggah_tanda_tangan",
            thing=dokumen,
            tempat=item.tempat,
            cara=item.cara,
            sha256=fields["sha256"],
        )
    return signatures.go_on(dokumen, by)


def _scan(
    by: User, turn: TandaTangan, file: "File[Any]", content: bytes
) -> list[tuple[TandaTangan, dict[str, Any]]]:
    """One sheet bears the pen of several people; for whom it answers depends on who brings it."""
    file.seek(0)
    try:
        kind = filetypes.detect(file)
    except filetypes.Unsuitable as error:
        raise Refused(str(error), field="berkas") from error
    if kind not in SCANS:
        raise Refused("Unggah pindaian sebagai PDF, JPEG, atau PNG.", field="berkas")
    path, sha256 = documents.store(content, kind.suffix)
    fields = {"path": path, "sha256": sha256, "ukuran": len(content)}
    return [(item, fields) for item in signature_queries.answered_by_scan(by, turn)]


def _certificate(dokumen: Dokumen, turn: TandaTangan, content: bytes) -> dict[str, Any]:
    """Our bytes, then a signature that is whole, trusted and the last word of the file."""
    register = signature_queries.current_file(dokumen)
    with default_storage.open(register.path) as stored:
        ours = stored.read()
    if not content.startswith(ours) or len(content) == len(ours):
        raise Refused(
            "Isi berkas ini tidak sama dengan berkas yang disegel. Unduh berkas dari halaman ini, "
            "tanda tangani tanpa mengubahnya, lalu unggah hasilnya.",
            field="berkas",
        )
    before, after = pades.read(ours), pades.read(content)
    if len(after.signatures) <= len(before.signatures) or not after.sound:
        raise Refused(
            "Tanda tangan pada berkas ini tidak sah: berkas berubah sesudah ditandatangani, atau "
            "tanda tangan terakhir tidak mencakup seluruh berkas.",
            field="berkas",
        )
    new = after.signatures[len(before.signatures) :]
    revoked = next((item for item in new if item.pencabutan == "dicabut"), None)
    if revoked is not None:
        raise Refused(f"Sertifikat {revoked.nama} sudah dicabut oleh penerbitnya.", field="berkas")
    if not all(item.dipercaya for item in new):
        raise Refused(
            f"Sertifikat {new[-1].nama} tidak diterbitkan oleh penerbit yang dipercaya di sini.",
            field="berkas",
        )
    last = new[-1]
    if turn.nama and not _same_person(turn.nama, last.nama):
        raise Refused(
            f"Sertifikat ini milik {last.nama}, sedangkan yang ditunggu tanda tangan {turn.nama}.",
            field="berkas",
        )
    path, sha256 = documents.store(content)
    return {
        "path": path,
        "sha256": sha256,
        "ukuran": len(content),
        "sertifikat": {
            "nama": last.nama,
            "penerbit": last.penerbit,
            "seri": last.seri,
            "waktu": last.waktu.isoformat() if last.waktu else None,
            "pencabutan": last.pencabutan,
        },
    }


def _same_person(nama: str, holder: str) -> bool:
    """Whether a certificate's holder can be who is named: titles and abbreviations differ.

    Two words in common, or every word of the shorter name.
    """
    one, other = (set(re.findall(r"\w{2,}", text.casefold())) for text in (nama, holder))
    return len(one & other) >= min(2, len(one), len(other)) > 0
