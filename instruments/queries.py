"""Every read of instruments: each starts from the user who asks."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F, Max, QuerySet
from django.http import Http404

from instruments.models import VersiInstrumen
from pekppp.accounts.access import is_national
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission


def may_manage(user: User) -> bool:
    """Whether the user makes, publishes and withdraws versions."""
    return bool(user.has_perm(Permission.MANAGE_INSTRUMEN, VersiInstrumen()))


def visible_versions(user: User) -> QuerySet[VersiInstrumen]:
    """What was published is for everyone who is logged in; drafts are for the ministry."""
    found = VersiInstrumen.objects.select_related(
        "created_by", "published_by", "cloned_from", "ralat_dari"
    )
    if not getattr(user, "is_authenticated", False):
        return found.none()
    return found if is_national(user) else found.exclude(status=VersiInstrumen.Status.DRAF)


def list_versions(user: User) -> QuerySet[VersiInstrumen]:
    """For lists: without the instruments themselves, which are large."""
    return visible_versions(user).defer("spec", "cloned_from__spec", "ralat_dari__spec")


def published_versions(user: User, formulir: str | None = None) -> QuerySet[VersiInstrumen]:
    """What a new cycle may choose from."""
    found = list_versions(user).filter(status=VersiInstrumen.Status.TERBIT)
    return found.filter(formulir=formulir) if formulir else found


def replacements_of(user: User, versi: VersiInstrumen) -> QuerySet[VersiInstrumen]:
    """Later published versions of the same instrument; an errata is applied by a way of its own."""
    later = published_versions(user, versi.formulir).filter(kode=versi.kode)
    return later.filter(versi__gt=versi.versi, ralat_dari__isnull=True).order_by("-versi")


def mended_by(versi: VersiInstrumen) -> list[int]:
    """The versions (ids) that an errata mends, one after the other; none for any other version."""
    found: list[int] = []
    before = versi.ralat_dari_id
    while before is not None:
        found.append(before)
        before = VersiInstrumen.objects.values_list("ralat_dari", flat=True).get(pk=before)
    return found


def counted_alike(versi: VersiInstrumen) -> list[int]:
    """The versions (ids) under which a figure means the same: it, and its errata both ways."""
    if versi.ralat_dari_id is None and not versi.ralat.exists():
        return [versi.pk]
    root = [versi.pk, *mended_by(versi)][-1]
    rows = VersiInstrumen.objects.filter(kode=versi.kode).defer("spec")
    return [item.pk for item in rows if root in {item.pk, *mended_by(item)}]


def errata_of(user: User, versi: VersiInstrumen) -> list[VersiInstrumen]:
    """Published errata that may be applied where this version is used, the newest first; with the
    version itself where it is one: some evaluations may have stayed on what it mends."""
    rows = published_versions(user, versi.formulir).filter(
        kode=versi.kode, ralat_dari__isnull=False
    )
    return [item for item in rows if versi.pk in {item.pk, *mended_by(item)}]


def get_version(user: User, uuid: UUID, permission: Permission) -> VersiInstrumen:
    """The version, or 404 if the user does not see it, 403 if he may not do this."""
    found = visible_versions(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if permission != Permission.VIEW_INSTRUMEN and not user.has_perm(permission, found):
        raise PermissionDenied
    return found


def previous_version(user: User, versi: VersiInstrumen) -> VersiInstrumen | None:
    """What a version is most naturally compared with: its source, else the published one before."""
    if versi.cloned_from_id:
        return visible_versions(user).filter(pk=versi.cloned_from_id).first()
    return (
        visible_versions(user)
        .filter(kode=versi.kode, versi__lt=versi.versi)
        .exclude(status=VersiInstrumen.Status.DRAF)
        .first()
    )


def same_content(digest: str) -> VersiInstrumen | None:
    """The stored version that says exactly this, a published one first."""
    published_first = F("published_at").asc(nulls_last=True)
    return VersiInstrumen.objects.filter(digest=digest).order_by(published_first, "versi").first()


def next_number(kode: str) -> int:
    last = VersiInstrumen.objects.filter(kode=kode).aggregate(last=Max("versi"))["last"]
    return (last or 0) + 1
