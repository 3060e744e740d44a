from pekppp.accounts.models.aktivasi import Aktivasi
from pekppp.accounts.models.audit import AuditEntry
from pekppp.accounts.models.identity import IdentityProposal
from pekppp.accounts.models.impor_induk import ImporInduk
from pekppp.accounts.models.instansi import Instansi, JenisInstansi, Wilayah
from pekppp.accounts.models.login import LoginSource
from pekppp.accounts.models.membership import Invitation, Membership, PendingRole
from pekppp.accounts.models.notice import Notice
from pekppp.accounts.models.pelimpahan import Pelimpahan
from pekppp.accounts.models.perubahan import PerubahanTempat, SisiPerubahan
from pekppp.accounts.models.unit import JenisUnit, Layanan, Lokasi, Sektor, UnitLokus
from pekppp.accounts.models.user import User
from pekppp.accounts.models.wilayah_kerja import AnggotaWilayah, WilayahKerja

__all__ = [
    "Aktivasi",
    "AnggotaWilayah",
    "AuditEntry",
    "IdentityProposal",
    "ImporInduk",
    "Instansi",
    "Invitation",
    "JenisInstansi",
    "JenisUnit",
    "Layanan",
    "LoginSource",
    "Lokasi",
    "Membership",
    "Notice",
    "Pelimpahan",
    "PendingRole",
    "PerubahanTempat",
    "Sektor",
    "SisiPerubahan",
    "UnitLokus",
    "User",
    "Wilayah",
    "WilayahKerja",
]
