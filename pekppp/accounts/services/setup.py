"""The first administrator of a new installation."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from pekppp.accounts import audit, queries
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services.invitations import new_user
from pekppp.accounts.services.people import give_role, password_path
from pekppp.base.errors import Refused


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """`link` sets the password, once; it is empty when a password was given."""

    user: User
    instansi: Instansi
    link: str


def office(*, national: bool, kode: str = "") -> Instansi:
    """The office to set up: the ministry, or an instansi by its code."""
    found = queries.office_by_kode(None if national else kode.strip())
    if found is None:
        raise Refused(
            "KemenPANRB belum ada dalam data."
            if national
            else f"Tidak ada instansi dengan kode {kode}. Kode daerah seperti 33.04, kode K/L "
            "seperti kemenkes; lihat fixtures/wilayah.csv dan fixtures/instansi.yaml."
        )
    return found


@transaction.atomic
def create_first_admin(
    *,
    instansi: Instansi,
    username: str,
    email: str,
    nama: str,
    password: str | None = None,
    force: bool = False,
) -> FirstAdmin:
    """Make the administrator of an office that has none; `force` adds one beside those there."""
    role = Role.ADMIN_NASIONAL if instansi.is_national else Role.ADMIN_INSTANSI
    # Two of these commands at once must not both find nobody.
    instansi = Instansi.objects.select_for_update().get(pk=instansi.pk)
    there = Membership.objects.filter(
        instansi=instansi, role=role, ended_at__isnull=True, user__is_active=True
    )
    if there.exists() and not force:
        raise Refused(f"{instansi} sudah mempunyai admin. Pakai --force untuk menambah satu lagi.")
    user = new_user(
        username=username, email=email, password=password, nama=nama, zone=instansi.zone
    )
    membership = give_role(user=user, role=role, instansi=instansi, unit=None)
    audit.write(by=None, action="siapkan_admin", thing=membership, orang=user.username)
    link = "" if password is not None else settings.BASE_URL + password_path(user)
    return FirstAdmin(user=user, instansi=instansi, link=link)
