"""What the signatures of a stranger's PDF are worth: a program of `pekppp.base.bounded`.

Its order holds {"akar": [base64 of PEM or DER, ...]}; its answer is {"tanda": [...], "seluruhnya":
bool}, or {} where there is nothing to read. `reports.rendering.pades` has it done and says what it
means.
"""

import io
import logging
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


def read(content: bytes, roots: list[bytes]) -> dict[str, Any]:
    """Every signature of a file. Raises whatever pyHanko stumbles over in a stranger's bytes."""
    trusted = [found for pem in roots for found in load_certs_from_pemder_data(pem)]
    reader = PdfFileReader(io.BytesIO(content))
    found = list(reader.embedded_signatures)
    states = [_judged(reader, one, trusted) for one in found]
    last = states[-1][0] if states else None
    return {
        "tanda": [_told(status) | {"pencabutan": revoked} for status, revoked in states],
        "seluruhnya": last is not None and last.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    }


def _judged(reader: PdfFileReader, item: Any, trusted: list[Any]) -> tuple[Any, str]:
    """What a signature is worth, and what the file says of its certificate's revocation."""
    strict = validate_pdf_signature(item, _context(reader, item, trusted, "require"))
    if strict.revoked:
        return strict, "dicabut"
    if strict.trusted:
        return strict, "berlaku"
    # Mostly nothing is said of it: then all the rest decides.
    lenient = validate_pdf_signature(item, _context(reader, item, trusted, "soft-fail"))
    return lenient, "tidak_diperiksa"


def _context(reader: PdfFileReader, item: Any, trusted: list[Any], mode: str) -> ValidationContext:
    """Nothing here asks the network: of revocation it is known what the file brings along."""
    known: dict[str, Any] = {"ocsps": [], "crls": []}
    try:
        brought = find_unique_cms_attribute(
            item.signer_info["signed_attrs"], "adobe_revocation_info_archival"
        )
        known = {"ocsps": list(brought["ocsp"] or ()), "crls": list(brought["crl"] or ())}
    except (NonexistentAttributeError, MultivaluedAttributeError):
        pass
    settings = {"trust_roots": trusted, "allow_fetching": False, "revocation_mode": mode, **known}
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(settings)
    except NoDSSFoundError:
        return ValidationContext(**settings)


def _told(status: Any) -> dict[str, Any]:
    certificate = status.signing_cert
    changes = status.modification_level or ModificationLevel.NONE
    moment = status.signer_reported_dt
    return {
        "nama": _common_name(certificate.subject),
        "penerbit": _common_name(certificate.issuer),
        "seri": format(certificate.serial_number, "x"),
        "waktu": moment.isoformat() if moment else None,
        "utuh": bool(
            status.intact
            and status.valid
            and status.docmdp_ok
            and changes <= ModificationLevel.FORM_FILLING
            and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        ),
        "dipercaya": bool(status.trusted),
    }


def _common_name(name: Any) -> str:
    return str(name.native.get("common_name") or name.human_friendly)[:200]


def work(order: dict[str, Any], content: bytes, send: Callable[[str, bytes], None]) -> Any:
    logging.disable()
    try:
        return read(content, [b64decode(root) for root in order["akar"]])
    except Exception:  # the caller says in words that there was nothing to read
        return {}
