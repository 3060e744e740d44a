"""A document on its way to being signed: drafts, files and certificates for tests."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: TID251  certificates, in the suite
from pyhanko.sign.signers import SimpleSigner  # noqa: TID251  people's certificates, in the suite
from pyhanko.sign.validation.dss import DocumentSecurityStore  # noqa: TID251  and their revocation

from pekppp.accounts.models import UnitLokus
from reports.core import signatures as signature_queries
from reports.documents.services import documents
from reports.models import Dokumen, Penandatangan
from reports.rendering import pades
from reports.signing.services import signatures

BA, LHE = Dokumen.Jenis.BERITA_ACARA, Dokumen.Jenis.LHE
NUMBER = "B/4/PP.00.02/2026"
ALL_IN_APP = {"evaluator.0": "aplikasi", "mengetahui.0": "aplikasi", "kepala_unit": "aplikasi"}


def name_everyone(cast) -> None:
    """The office's signer is appointed, and the head of the unit has his title."""
    Penandatangan.objects.create(
        instansi=cast.banjarnegara, jabatan="Kepala Bagian Organisasi", orang=cast.bagian
    )
    UnitLokus.objects.filter(pk=cast.rsud.pk).update(kepala_jabatan="Direktur")


def pretend_made(dokumen, content: bytes = b"%PDF-1.7") -> Dokumen:
    """As if a worker had made the file: for what is not about its content."""
    path = default_storage.save("dokumen/x.pdf", ContentFile(content))
    Dokumen.objects.filter(pk=dokumen.pk, status="antre").update(
        status="selesai",
        path=path,
        sha256=f"{dokumen.pk}".zfill(64),
        digest="0" * 64,
        selesai_pada=timezone.now(),
    )
    return fresh(dokumen)


def fresh(dokumen) -> Dokumen:
    return Dokumen.objects.select_related("evaluasi").get(pk=dokumen.pk)


def draft(cast, evaluasi, jenis=BA, nomor=None, **more) -> Dokumen:
    """No two kinds share a number."""
    nomor = (NUMBER if jenis == BA else f"B/4/{jenis}/2026") if nomor is None else nomor
    row = documents.request_document(
        by=cast.evaluator, evaluasi=evaluasi, jenis=jenis, nomor=nomor, **more
    )
    return pretend_made(row)


def turn(dokumen):
    return signature_queries.next_signature(signature_queries.signatures_of(dokumen))


def approve_next(dokumen) -> Dokumen:
    row = turn(dokumen)
    return signatures.approve(by=row.orang, row=row, proof="kata sandi")


def sealed(cast, dokumen, ways=ALL_IN_APP) -> Dokumen:
    """Really rendered and sealed, with every approval in the application given."""
    signatures.start(by=cast.evaluator, dokumen=dokumen, ways=ways)
    while (row := turn(dokumen)) is not None and row.cara == "aplikasi":
        approve_next(dokumen)
    documents.render_next()
    found = fresh(dokumen)
    assert found.status == "selesai", found.error
    return found


def content(row) -> bytes:
    with default_storage.open(row.path) as file:
        return file.read()


def upload(data: bytes, name: str = "berkas.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


class Authority:
    """An issuer of certificates, and the people it vouches for."""

    def __init__(self, folder: Path, name: str = "Penerbit Uji") -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._certificate(self.name, self.key.public_key(), ca=True)
        self.root = folder / f"{name}.pem"
        self.root.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def sign(self, data: bytes, name: str, field: str = "TandaTangan") -> bytes:
        """The file with this person's signature appended."""
        return pades.append(data, self._signer(name), field)

    def _signer(self, name: str) -> SimpleSigner:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._certificate(subject, key.public_key(), ca=False)
        key_file, file = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        signer = SimpleSigner.load(str(key_file), str(file), ca_chain_files=(str(self.root),))
        assert signer is not None
        return signer

    def with_revocations(self, data: bytes, *revoked: str) -> bytes:
        """The signed file with our list of revoked people's certificates appended."""
        now = datetime.now(UTC)
        made = x509.CertificateRevocationListBuilder().issuer_name(self.name)
        made = made.last_update(now).next_update(now + timedelta(days=1))
        for name in revoked:
            held = x509.load_pem_x509_certificate((self.folder / f"{name}.pem").read_bytes())
            entry = x509.RevokedCertificateBuilder().serial_number(held.serial_number)
            made = made.add_revoked_certificate(entry.revocation_date(now).build())
        told = made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        file = io.BytesIO(data)
        found = PdfFileReader(file).embedded_signatures[-1]
        DocumentSecurityStore.add_dss(file, found.pkcs7_content, crls=[CertificateList.load(told)])
        return file.getvalue()

    def _certificate(self, subject, public_key, *, ca: bool):
        now = datetime.now(UTC)
        usage = dict.fromkeys(pades._USAGES, False)
        usage |= {
            "key_cert_sign": ca,
            "crl_sign": ca,
            "digital_signature": not ca,
            "content_commitment": not ca,
        }
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(self.key, hashes.SHA256())
        )


def picture() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(made, "PNG")
    return made.getvalue()
