"""A backup holds everything, restores to the same, and nothing else is taken for one."""

import hashlib
import io
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models
from psycopg import sql

from evaluations.models import Berkas
from pekppp.accounts.models import Instansi
from pekppp.backups import parts, restore, server
from pekppp.backups.folder import BackupError, Folder, Manifest
from pekppp.backups.sealed_stream import PIECE, SealBroken, SealedReader, SealingWriter
from pekppp.running import database_roles
from pekppp.testing import maintenance
from tests import factories

KEY = "a key of more than sixteen characters"
CONTENT = b"bukti " * 1000


@pytest.fixture
def filled(transactional_db, settings, tmp_path):
    """A few rows, one stored file, and the keys of a data folder."""
    settings.VAR_DIR = tmp_path / "var"
    (settings.VAR_DIR / "segel-percobaan").mkdir(parents=True)
    (settings.VAR_DIR / "segel-percobaan" / "kunci.pem").write_text("KUNCI")
    factories.make_instansi("Kabupaten Banjarnegara")
    path = default_storage.save("berkas/satu", ContentFile(CONTENT))
    digest = hashlib.sha256(CONTENT).hexdigest()
    return Berkas.objects.create(sha256=digest, ukuran=len(CONTENT), tipe="text/plain", path=path)


@contextmanager
def empty_database():
    """The default connection works in a database with nothing in it, as on a new server."""
    given = connection.settings_dict["NAME"]
    name = f"{given}_new"
    with maintenance() as made:
        made.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        create = "CREATE DATABASE {} TEMPLATE template0"
        made.execute(sql.SQL(create).format(sql.Identifier(name)))
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = given
        with maintenance() as made:
            made.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(name)))


def run(command: str, *arguments: object, **options: object) -> str:
    said = io.StringIO()
    call_command(command, *map(str, arguments), stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "encrypted"])
def test_a18_what_was_backed_up_is_there_again(filled, settings, tmp_path, key):
    settings.BACKUP_KEY = key
    folder = tmp_path / "backup"
    assert "1 files" in run("backup", folder, no_verify=not key)  # once is enough for the suite
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert (settings.SECRET_KEY.encode() in kept) is not bool(key)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}

    default_storage.delete(filled.path)
    settings.VAR_DIR = tmp_path / "elsewhere"
    with empty_database():
        assert "restored as of" in run("restore", folder)
        assert connection.settings_dict["USER"] == database_roles.application()
        found = Berkas.objects.get()
        assert default_storage.open(found.path).read() == CONTENT
        assert Instansi.objects.get().nama == "Kabupaten Banjarnegara"
        factories.make_instansi("Kabupaten Baru")  # numbers go on where they were
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('accounts_auditentry', 'DELETE')")
            assert cursor.fetchone() == (False,)
        with pytest.raises(CommandError, match="not empty"):
            run("restore", folder)
    assert (settings.VAR_DIR / "segel-percobaan" / "kunci.pem").read_text() == "KUNCI"
    assert settings.SECRET_KEY in (settings.VAR_DIR / "restored" / "settings.env").read_text()


def test_a18_a_file_that_is_lost_or_another_one_makes_no_backup(filled, settings, tmp_path):
    default_storage.delete(filled.path)
    with pytest.raises(CommandError, match="1 files that the database names are not stored"):
        run("backup", tmp_path / "a", no_verify=True)
    default_storage.save(filled.path, ContentFile(CONTENT[:-1]))
    with pytest.raises(CommandError, match="is not what the database says it is"):
        run("backup", tmp_path / "b", no_verify=True)
    assert [*(tmp_path / "a").iterdir(), *(tmp_path / "b").iterdir()] == []
    (tmp_path / "b" / "x").touch()
    with pytest.raises(CommandError, match="is not empty"):
        run("backup", tmp_path / "b")


def test_a18_a_check_drops_what_a_killed_one_left_and_no_database_of_anybody_else(db):
    with database_roles.as_owner():
        with server.scratch_database() as apart:
            name = sql.Identifier(apart.settings_dict["NAME"])
        for mark in (server.SCRATCH_MARK, "mine"):
            with maintenance() as made:
                made.execute(sql.SQL("CREATE DATABASE {}").format(name))
                made.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, mark))
            if mark == server.SCRATCH_MARK:
                with server.scratch_database():
                    pass
        with pytest.raises(BackupError, match="somebody else"), server.scratch_database():
            pass
        with maintenance() as made:
            made.execute(sql.SQL("DROP DATABASE {}").format(name))  # it is still there


def test_a18_a_file_that_is_still_being_written_is_left_out(settings, tmp_path):
    storage = {
        "BACKEND": "pekppp.base.files.storages.DiskStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    default_storage.save("berkas/satu", ContentFile(CONTENT))
    (tmp_path / ".sementara" / "half").write_bytes(CONTENT[:100])
    assert list(parts.stored_files()) == ["berkas/satu"]


def test_a18_every_column_that_names_a_file_is_known():
    found = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if (isinstance(field, models.FileField) or field.name in ("path", "logo"))
        and not hasattr(model, "pgh_tracked_model")
    }
    assert found == {(table, column) for table, (column, _) in parts.FILES.items()}


# A folder that is not, or no longer, a backup -----------------------------------------------------


@pytest.fixture(params=["", KEY], ids=["plain", "encrypted"])
def whole(request, tmp_path) -> Folder:
    folder = Folder(tmp_path / "backup", request.param)
    folder.begin()
    for name in ("database.dump", "files.tar", "keys.json"):
        with folder.writing(name) as target:
            target.write(name.encode() * 1000)
    folder.finish(
        Manifest(
            made_at="",
            version="",
            server=16,
            migrations=[],
            triggers=0,
            tables={},
            files=0,
            bytes=0,
        )
    )
    return folder


def test_a18_a_whole_one_is_taken(whole):
    restore.open_backup(whole.path, whole.key)


def test_a18_a_changed_a_missing_and_a_foreign_part_are_found(whole):
    part = whole.stored("files.tar")
    good = part.read_bytes()
    part.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(BackupError, match="not as it was written"):
        restore.open_backup(whole.path, whole.key)
    part.write_bytes(good[:-1])
    with pytest.raises(BackupError, match="not as it was written"):
        restore.open_backup(whole.path, whole.key)
    part.unlink()
    with pytest.raises(BackupError, match=r"files.tar.* is missing"):
        restore.open_backup(whole.path, whole.key)


def test_a18_without_its_manifest_it_was_interrupted(whole):
    whole.stored("manifest.json").rename(whole.path / "manifest.json.part")
    with pytest.raises(BackupError, match="holds no finished backup"):
        restore.open_backup(whole.path, whole.key)


def test_a18_a_changed_manifest_is_found(whole):
    path = whole.stored("manifest.json")
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(BackupError, match="was changed"):
        restore.open_backup(whole.path, whole.key)


def test_a18_another_key_opens_nothing(whole):
    if not whole.key:
        pytest.skip("it is open to everybody")
    with pytest.raises(BackupError, match="another key"):
        restore.open_backup(whole.path, KEY + "x")
    with pytest.raises(BackupError, match="give BACKUP_KEY"):
        restore.open_backup(whole.path, "")


def test_a18_a_plain_one_is_not_taken_for_the_one_that_a_key_was_given_for(whole):
    if not whole.key:
        with pytest.raises(BackupError, match="is not encrypted"):
            restore.open_backup(whole.path, KEY)
    (whole.path / "manifest.json").touch()
    (whole.path / "manifest.json.sealed").touch()
    for key in ("", KEY):
        with pytest.raises(BackupError, match="two manifests"):
            restore.open_backup(whole.path, key)


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a18_sealing_gives_back_what_it_took(size):
    assert opened(sealed(b"x" * size, "name"), "name") == b"x" * size


def test_a18_pieces_cannot_be_left_out_or_moved_to_another_file():
    data = sealed(bytes(2 * PIECE + 5), "name")
    head, piece = 32, PIECE + 16
    cut = data[: head + piece]
    swapped = data[:head] + data[head + piece : head + 2 * piece] + data[head : head + piece]
    for wrong in (cut, swapped + data[head + 2 * piece :], data[:10], b""):
        with pytest.raises(SealBroken):
            opened(wrong, "name")
    with pytest.raises(SealBroken):
        opened(data, "other")


def sealed(data: bytes, name: str) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, KEY, name)
    writer.write(data)
    writer.close()
    return target.getvalue()


def opened(data: bytes, name: str) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(data), KEY, name), PIECE).read()
