"""The door to pyHanko: sealing a rendered PDF, and reading what the signatures of a file are worth.

The seal is PAdES B-B in an invisible field and certifies nothing: a visible default stamp breaks
PDF/A, and a certified file refuses the signatures of the people who come after us. Nothing here
asks the network: whether a certificate was revoked is known where the file itself says so.
"""

import io
import os
import shutil
import tempfile
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import (
    load_certs_from_pemder,
    load_private_key_from_pemder,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pekppp.base import bounded
from pekppp.base.bounded import Bounds, Exhausted
from pekppp.base.errors import Refused

FIELD = "SegelPEKPPP"
READER = "reports/rendering/pades_child.py"
READ_BOUNDS = Bounds(seconds=20, memory=1024**3, clock=40)
_UNREADABLE = "Berkas ini tidak dapat dibaca sebagai PDF yang ditandatangani."


@dataclass(frozen=True, slots=True)
class Signature:
    """What one signature of a file is worth."""

    nama: str
    penerbit: str
    seri: str
    waktu: datetime | None  # as the signer claims it
    utuh: bool  # what it signed is unchanged, and later additions are signatures at most
    dipercaya: bool  # its certificate leads to one of the given roots
    # What the file brings along of revocation says: "berlaku", "dicabut", or "tidak_diperiksa".
    pencabutan: str


@dataclass(frozen=True, slots=True)
class Reading:
    signatures: tuple[Signature, ...]
    seluruhnya: bool  # the last signature covers the file to its last byte

    @property
    def sound(self) -> bool:
        """An appended byte alone leaves every signature valid: only the coverage tells."""
        return bool(self.signatures) and self.seluruhnya and all(s.utuh for s in self.signatures)


def is_trial() -> bool:
    """Whether documents are sealed with a key that this data folder made for itself."""
    return not (settings.SEAL_KEY and settings.SEAL_CERTIFICATE)


def takes_certificates() -> bool:
    """Whether people's own certificates can be checked: without roots nobody's can."""
    return bool(settings.SIGNATURE_ROOTS)


def seal(content: bytes) -> bytes:
    """The file with our signature appended; it starts with what was given."""
    signer, _ = _own()
    return append(content, signer, FIELD)


def append(content: bytes, signer: Any, field: str) -> bytes:
    """An invisible PAdES B-B signature, in an increment of its own."""
    target = io.BytesIO()
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    made = signers.PdfSigner(meta, signer, new_field_spec=fields.SigFieldSpec(field, box=None))
    # pyHanko runs a loop of its own, which a thread that already has one refuses.
    with ThreadPoolExecutor(1) as apart:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        apart.submit(made.sign_pdf, writer, output=target).result()
    return target.getvalue()


def read(content: bytes) -> Reading:
    """Every signature of a file from anywhere. Refused where it is no such file at all.

    Read by a process of its own with limits: the file is a stranger's.
    """
    _, own = _own()
    # Of ours the seal alone: whoever issued it vouches for nobody else here.
    roots = [own[0].dump()]
    if settings.SIGNATURE_ROOTS:
        roots.append(Path(settings.SIGNATURE_ROOTS).read_bytes())
    order = {"akar": [b64encode(root).decode() for root in roots]}
    try:
        answer = bounded.run(READER, order, content, READ_BOUNDS).answer
    except Exhausted:
        answer = None
    if not answer:  # no PDF, or one that crashed the child or came to its limits
        raise Refused(_UNREADABLE, field="berkas")
    found = tuple(
        Signature(**{**one, "waktu": one["waktu"] and datetime.fromisoformat(one["waktu"])})
        for one in answer["tanda"]
    )
    return Reading(found, answer["seluruhnya"])


def _own() -> tuple[Any, list[Any]]:
    """Our signer and its certificates, from the settings or from the data folder."""
    trial = is_trial()
    folder = _trial_folder() if trial else None
    key = folder / "kunci.pem" if folder else Path(settings.SEAL_KEY)
    certificate = folder / "sertifikat.pem" if folder else Path(settings.SEAL_CERTIFICATE)
    password = settings.SEAL_KEY_PASSWORD if not trial else ""
    try:
        certificates = list(load_certs_from_pemder([str(certificate)]))
        private = load_private_key_from_pemder(str(key), password.encode() or None)
    except (OSError, ValueError) as error:
        raise Refused(
            "Kunci atau sertifikat segel tidak dapat dibaca; periksa SEAL_KEY dan "
            "SEAL_CERTIFICATE pada peladen."
        ) from error
    signer = signers.SimpleSigner(
        signing_cert=certificates[0],
        signing_key=private,
        cert_registry=SimpleCertificateStore.from_certs(certificates),
    )
    return signer, certificates


def _trial_folder() -> Path:
    """A key of this data folder alone; whoever comes first makes it for all."""
    folder = Path(settings.VAR_DIR) / "segel-percobaan"
    if not folder.exists():
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="segel-", dir=settings.VAR_DIR))
        _make_trial_key(made)
        try:
            made.rename(folder)
        except OSError:  # another process was faster
            shutil.rmtree(made)
    return folder


def _make_trial_key(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Segel percobaan PEKPPP"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, os.urandom(4).hex()),
        ]
    )
    now = datetime.now(UTC)
    usage = dict.fromkeys(_USAGES, False) | {"digital_signature": True}
    usage["content_commitment"] = True
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "kunci.pem").touch(mode=0o600)
    (folder / "kunci.pem").write_bytes(text)
    (folder / "sertifikat.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
