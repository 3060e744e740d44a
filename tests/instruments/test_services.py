"""Versions: numbered, published once, never changed again, not even past the application."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from instruments import queries, services
from instruments.models import VersiInstrumen
from pekppp.accounts.models import AuditEntry
from tests.instruments.examples import A, B, small

SMALL, _ = small()
RENAMED = replace(SMALL, nama="Instrumen kecil yang lain")


@pytest.fixture
def draft(db):
    return services.import_version(by=None, spec=SMALL)[0]


@pytest.fixture
def published(draft):
    return services.publish(by=None, versi=draft)


def test_an_import_is_a_draft_that_parses_to_the_same(draft):
    stored = VersiInstrumen.objects.get()
    assert (stored.versi, stored.status, stored.instrumen) == (1, "draf", SMALL)


def test_the_same_content_is_stored_once(published):
    assert services.import_version(by=None, spec=SMALL) == (published, False)


def test_other_content_of_the_same_code_is_the_next_version(published):
    versi, created = services.import_version(by=None, spec=RENAMED)
    assert (versi.versi, versi.kode, created) == (2, "KECIL", True)


def test_a_clone_is_a_draft_of_the_same_content(published):
    clone = services.clone(by=None, versi=published)
    assert (clone.versi, clone.status, clone.cloned_from) == (2, "draf", published)
    assert clone.instrumen == published.instrumen


def test_a_draft_takes_new_content(published):
    clone = services.clone(by=None, versi=published)
    services.replace_draft(by=None, versi=clone, spec=RENAMED, based_on=clone.digest)
    clone.refresh_from_db()
    assert (clone.nama, clone.instrumen) == (RENAMED.nama, RENAMED)


def test_a_draft_that_gets_another_code_is_numbered_there(draft):
    services.import_version(by=None, spec=A)
    moved = services.replace_draft(by=None, versi=draft, spec=B, based_on=draft.digest)
    assert (moved.kode, moved.versi, moved.formulir) == ("PEKPPP-2023-B", 1, "B")


def test_two_editors_do_not_overwrite_each_other(draft):
    services.replace_draft(by=None, versi=draft, spec=RENAMED, based_on=draft.digest)
    with pytest.raises(services.InstrumentError, match="sudah diubah orang lain"):
        services.replace_draft(by=None, versi=draft, spec=A, based_on=draft.digest)


def test_the_same_content_is_not_published_twice(published):
    clone = services.clone(by=None, versi=published)
    with pytest.raises(services.InstrumentError, match="sama persis dengan versi 1"):
        services.publish(by=None, versi=clone)


def test_publishing_checks_once_more(draft):
    broken = {**draft.spec, "aspek": []}
    VersiInstrumen.objects.filter(pk=draft.pk).update(spec=broken)
    with pytest.raises(services.InstrumentError, match="belum lolos"):
        services.publish(by=None, versi=draft)


@pytest.mark.parametrize(
    "write",
    [
        lambda v: services.replace_draft(by=None, versi=v, spec=A, based_on=v.digest),
        lambda v: services.publish(by=None, versi=v),
        lambda v: services.delete_draft(by=None, versi=v),
    ],
    ids=["replace", "publish", "delete"],
)
def test_what_is_published_is_no_draft_any_more(published, write):
    with pytest.raises(services.InstrumentError, match="sudah terbit"):
        write(published)


@pytest.mark.parametrize(
    "change",
    [
        {"spec": {}},
        {"digest": "x"},
        {"kode": "LAIN"},
        {"versi": 9},
        {"nama": "Lain"},
        {"formulir": "B"},
        {"status": "draf"},
        {"published_at": None, "status": "draf"},
    ],
    ids=lambda change: ", ".join(change),
)
def test_the_database_refuses_to_change_what_is_published(published, change):
    with pytest.raises(ProgrammingError), transaction.atomic():
        VersiInstrumen.objects.filter(pk=published.pk).update(**change)


def test_the_database_refuses_to_delete_what_is_published(published):
    with pytest.raises(ProgrammingError), transaction.atomic():
        published.delete()


def test_withdrawn_is_only_a_mark_and_stays(published):
    withdrawn = services.withdraw(by=None, versi=published, reason="Ada kekeliruan bobot.")
    assert (withdrawn.status, withdrawn.instrumen) == ("ditarik", SMALL)
    with pytest.raises(ProgrammingError), transaction.atomic():
        VersiInstrumen.objects.update(status="terbit")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_withdrawal_needs_a_reason(published, reason):
    with pytest.raises(services.InstrumentError, match="alasan"):
        services.withdraw(by=None, versi=published, reason=reason)


def test_a_draft_cannot_be_withdrawn_but_deleted(draft):
    with pytest.raises(services.InstrumentError):
        services.withdraw(by=None, versi=draft, reason="Keliru")
    services.delete_draft(by=None, versi=draft)
    assert not VersiInstrumen.objects.exists()


def test_a_draft_that_was_copied_stays(draft):
    services.clone(by=None, versi=draft)
    with pytest.raises(services.InstrumentError, match="dipakai"):
        services.delete_draft(by=None, versi=draft)


@pytest.mark.parametrize("person", ["biro", "bagian", "evaluator", "operator", "siapapun"])
def test_only_the_ministry_writes(cast, draft, person):
    someone = getattr(cast, person)
    for write in (
        lambda: services.import_version(by=someone, spec=A),
        lambda: services.clone(by=someone, versi=draft),
        lambda: services.replace_draft(by=someone, versi=draft, spec=A, based_on=draft.digest),
        lambda: services.publish(by=someone, versi=draft),
        lambda: services.delete_draft(by=someone, versi=draft),
        lambda: services.withdraw(by=someone, versi=draft, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_every_write_is_in_the_audit(cast):
    by = cast.menpan
    versi, _ = services.import_version(by=by, spec=SMALL)
    clone = services.clone(by=by, versi=services.publish(by=by, versi=versi))
    services.replace_draft(by=by, versi=clone, spec=RENAMED, based_on=clone.digest)
    services.delete_draft(by=by, versi=clone)
    services.withdraw(by=by, versi=versi, reason="Diganti")
    trail = AuditEntry.objects.filter(object_type="versiinstrumen").order_by("pk")
    assert [(entry.action, entry.by) for entry in trail] == [
        (f"instrumen.{action}", by)
        for action in ("impor", "terbit", "salin", "ubah", "hapus", "tarik")
    ]


def test_drafts_are_seen_by_the_ministry_alone(cast, draft):
    assert list(queries.visible_versions(cast.menpan)) == [draft]
    assert not queries.visible_versions(cast.bagian).exists()
    services.publish(by=None, versi=draft)
    assert list(queries.visible_versions(cast.bagian)) == [draft]


def test_a_new_cycle_chooses_from_what_is_published_and_not_withdrawn(cast, published):
    services.publish(by=None, versi=services.import_version(by=None, spec=B)[0])
    assert [v.kode for v in queries.published_versions(cast.menpan, "A")] == ["KECIL"]
    services.withdraw(by=None, versi=published, reason="Diganti")
    assert [v.kode for v in queries.published_versions(cast.menpan)] == ["PEKPPP-2023-B"]
