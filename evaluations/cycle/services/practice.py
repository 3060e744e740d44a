"""The end of a practice cycle: everything that it held goes, and it was in no figure before."""

from django.core.files.storage import default_storage
from django.db import connection, transaction

from evaluations.evidence.services import previews
from evaluations.models import Siklus
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused

MOST = 200  # evaluations of one call: a request takes some seconds


@transaction.atomic
def erase(*, by: User, siklus: Siklus) -> int:
    """Delete a practice cycle with all that hangs on it; how many evaluations are left for the
    next call. The audit keeps who deleted what, and what was done in it."""
    locked = (
        Siklus.objects.select_for_update(of=("self",))
        .select_related("instansi__induk")
        .filter(pk=siklus.pk)
        .first()
    )
    if locked is None:
        raise Refused("Siklus ini sudah dihapus.", status=409)
    require(by, Permission.MANAGE_SIKLUS, locked)
    if not locked.latihan:
        raise Refused("Hanya siklus latihan yang dapat dihapus beserta isinya.", status=403)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erased, left_over, files FROM erase_practice(%s, %s)", [locked.pk, MOST]
        )
        erased, left, files = cursor.fetchone()
    audit.write(
        by=by, action="hapus_latihan", thing=locked, siklus=locked, evaluasi=erased, tersisa=left
    )
    transaction.on_commit(lambda: _remove(files), robust=True)
    return int(left)


def _remove(paths: list[str]) -> None:
    """Stored files that nothing names any more, and the pictures that were made of them."""
    for path in paths:
        default_storage.delete(path)
        kind, _, content = path.partition("/")
        if kind == "bukti":
            previews.remove_folder(f"pratinjau/{content}")
