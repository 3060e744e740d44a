"""The signed statement of a unit's head, with which an operator may submit the F01."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from evaluations.core.services.notices import tell_person
from evaluations.evidence.services.files import Content, content_of, name_of, store
from evaluations.models import Evaluasi, PernyataanKepala
from evaluations.rules.notices import Event
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission, Role
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.formats import tanggal


@dataclass(frozen=True, slots=True)
class Statement:
    """The scan of what the unit's head signed, so that an operator may submit."""

    penanda_tangan: str
    ditandatangani: date
    content: Content
    nama: str


def read(*, file: "File[Any]", penanda_tangan: str, ditandatangani: date) -> Statement:
    """A scan as it was uploaded, checked as all files are. Raises Refused."""
    content = content_of(file)
    if content.kind is not filetypes.PDF and content.kind not in filetypes.IMAGES:
        raise Refused("Unggah pindaian berupa PDF atau gambar.", field="berkas")
    return Statement(penanda_tangan, ditandatangani, content, name_of(file.name, content.kind))


def needed(by: User, evaluasi: Evaluasi, statement: Statement | None) -> Statement | None:
    """What an operator needs to submit; a head, and who stands in for him, submits himself."""
    if by.has_perm(Permission.SUBMIT_F01, evaluasi):
        return None
    if statement is None:
        raise Refused(
            "F01 dikirim oleh kepala unit, atau oleh operator dengan pernyataan yang "
            "ditandatangani kepala unit. Nyatakan siap agar kepala mengirimnya, atau unggah "
            "pindaian pernyataannya.",
            field="berkas",
            status=403,
        )
    if statement.ditandatangani > timezone.localdate():
        raise Refused("Tanggal tanda tangan tidak boleh setelah hari ini.", field="ditandatangani")
    return statement


def keep(by: User, evaluasi: Evaluasi, statement: Statement) -> str:
    """Put it beside the submission and tell the head, who may take that back; who signed, when."""
    signer = texts.required(
        texts.one_line(statement.penanda_tangan), "penanda_tangan", 200, "Isi nama penanda tangan."
    )
    PernyataanKepala.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        putaran=evaluasi.putaran,
        penanda_tangan=signer,
        ditandatangani=statement.ditandatangani,
        berkas=store(statement.content),
        nama=statement.nama,
        oleh=by,
    )
    said = f"{signer}, {tanggal(statement.ditandatangani)}"
    tell_person(
        Event.KIRIM_DENGAN_PERNYATAAN,
        accounts.members_of_unit(evaluasi.unit, Role.KEPALA),
        by=by,
        details=f"Pernyataan yang diunggah: {said}.\n\nBila Anda tidak menandatanganinya, tarik "
        "kembali F01 sebelum penilaian dimulai.",
        url=evaluasi.address("f01_take_back"),
        instansi=evaluasi.instansi,
        unit=evaluasi.nama_unit,
        oleh=by,
    )
    return said
