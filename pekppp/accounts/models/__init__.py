from pekppp.accounts.models.audit import AuditEntry
from pekppp.accounts.models.identity import IdentityProposal
from pekppp.accounts.models.instansi import Instansi, JenisInstansi, Wilayah
from pekppp.accounts.models.membership import Invitation, Membership
from pekppp.accounts.models.notice import Notice
from pekppp.accounts.models.unit import JenisUnit, Layanan, Lokasi, Sektor, UnitLokus
from pekppp.accounts.models.user import User

__all__ = [
    "AuditEntry",
    "IdentityProposal",
    "Instansi",
    "Invitation",
    "JenisInstansi",
    "JenisUnit",
    "Layanan",
    "Lokasi",
    "Membership",
    "Notice",
    "Sektor",
    "UnitLokus",
    "User",
    "Wilayah",
]
