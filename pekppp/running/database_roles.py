"""Who may do what in the database: the application works with tables that it does not own.

Migrations, backup and restore log in as the owner (DATABASE_OWNER_URL), everything else as the
application (DATABASE_URL). So whoever makes the application run a statement of his own can neither
switch a trigger off nor empty, change or drop what is only ever added to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction
from psycopg import sql

LOGIN = ("USER", "PASSWORD", "HOST", "PORT")

READ = frozenset({"SELECT"})
# Written once, and then it stands: the audit, row history, and what was said or decided.
ADD = READ | {"INSERT"}
# Nearly everything, and what a table gets that nothing is said about.
KEEP = ADD | {"UPDATE"}
# The few whose rows go again.
DELETE = KEEP | {"DELETE"}

# Row history (pghistory's event tables) is ADD without being named here.
TABLES = {
    # Made by migrations.
    "django_migrations": READ,
    "django_content_type": READ,
    "auth_permission": READ,
    # Django and guardian ask them; roles come from memberships alone.
    "auth_group": READ,
    "auth_group_permissions": READ,
    "accounts_user_groups": READ,
    "accounts_user_user_permissions": READ,
    "guardian_groupobjectpermission": READ,
    "guardian_userobjectpermission": READ,
    "accounts_auditentry": ADD,
    "accounts_sisiperubahan": ADD,
    "evaluations_anggotatim": ADD,
    "evaluations_atasnama": ADD,
    "evaluations_calonterbit": ADD,
    "evaluations_pernyataankepala": ADD,
    "evaluations_pesan": ADD,
    "evaluations_sampelvalidasi": ADD,
    "evaluations_sampelverifikasi": ADD,
    "evaluations_serahterima": ADD,
    "evaluations_tidakdievaluasi": ADD,
    "evaluations_timpenilai": ADD,
    "evaluations_versif01": ADD,
    # Logging in, and out again.
    "accounts_loginsource": DELETE,
    "account_emailaddress": DELETE,
    "account_emailconfirmation": DELETE,
    "cache": DELETE,
    "django_session": DELETE,
    "mfa_authenticator": DELETE,
    "usersessions_usersession": DELETE,
    # Parts of something that is saved as a whole.
    "accounts_anggotawilayah": DELETE,
    "accounts_layanan": DELETE,
    "accounts_lokasi": DELETE,
    "accounts_unitlokus_co_owners": DELETE,
    "accounts_wilayahkerja": DELETE,
    "accounts_wilayahkerja_analis": DELETE,
    "evaluations_aturanlokus": DELETE,
    "evaluations_fase": DELETE,
    "evaluations_kesepakatanpembinaan": DELETE,
    "evaluations_pembinaan_unit": DELETE,
    "evaluations_pesertapembinaan": DELETE,
    "reports_penandatangan": DELETE,
    # A draft, a cycle in preparation and what hangs on it, an extension taken back.
    "evaluations_perpanjangan": DELETE,
    "evaluations_siklus": DELETE,
    "evaluations_ketentuanperpanjangan": DELETE,
    "evaluations_permohonanperpanjangan": DELETE,
    "evaluations_usulanlokus": DELETE,
    "instruments_versiinstrumen": DELETE,
    # Long after its deadline it says nothing any more.
    "evaluations_pengingat": DELETE,
    "evaluations_perangkatlapangan": DELETE,
    # An assignment ends with its row; history keeps it.
    "evaluations_evaluasiaspekuserobjectpermission": DELETE,
    "evaluations_penanggungjawab": DELETE,
    # It follows the file that comes with the software.
    "evaluations_angkaterbit": DELETE,
    # Imported by mistake; history keeps it.
    "evaluations_hasilterdahulu": DELETE,
    "evaluations_nilailain": DELETE,
    "evaluations_skmunit": DELETE,
    # On its way: files and workbooks not yet taken over, rows of a recomputation, sums.
    "accounts_imporinduk": DELETE,
    "evaluations_barishitungulang": DELETE,
    "evaluations_impor": DELETE,
    "evaluations_rekapsurvei": DELETE,
    "evaluations_unggahan": DELETE,
    # Yesterday's salt must be gone.
    "evaluations_garamsurvei": DELETE,
}

# pgtrigger's own obeys a setting that every role may give, which is to switch triggers off.
_TRIGGERS_ALWAYS_WORK = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""
# A temporary table of the same name would otherwise take what a trigger writes.
_LOOSE_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
    AND l.lanname = 'plpgsql' AND p.proconfig IS NULL
"""
_GRANTED = """
SELECT c.relname, array_remove(array_agg(a.privilege_type), NULL)
FROM pg_class AS c LEFT JOIN LATERAL aclexplode(c.relacl) AS a ON a.grantee IN (%s::regrole, 0)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.oid
"""
_OWNED = """
SELECT count(*) FROM pg_class WHERE relowner = %s::regrole AND relpersistence <> 't'
"""
_SETTINGS = """
SELECT d.datname FROM pg_db_role_setting AS s LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = %s)
    AND (d.oid IS NULL OR d.datname = current_database())
"""
_TOO_MUCH = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
    OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid)
FROM pg_roles AS r WHERE rolname = %s
"""


def application() -> str:
    return str(settings.DATABASE_APPLICATION["USER"])


def is_apart() -> bool:
    """Whether the application is somebody else than the owner."""
    return application() != settings.DATABASE_OWNER["USER"]


def log_in(login: dict[str, Any]) -> None:
    """The default connection, in all threads of this process, is somebody else's from now on."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL alone
    connection.settings_dict.update({key: login.get(key) or "" for key in LOGIN})


@contextmanager
def as_owner() -> Iterator[None]:
    given = {key: connection.settings_dict[key] for key in LOGIN}
    if given["USER"] == settings.DATABASE_OWNER["USER"]:
        yield
        return
    log_in(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        log_in(given)


# What the owner does ------------------------------------------------------------------------------


def ensure_role() -> None:
    """Make the application's role where it cannot log in yet, and have it begin as a new one.

    Raises ImproperlyConfigured with what an administrator has to do.
    """
    if not is_apart():
        return
    known = _may_log_in(settings.DATABASE_APPLICATION)
    with as_owner():
        connection.ensure_connection()
        if not known:
            make_role(connection.connection)
        forget_settings(connection.connection)


def make_role(server: psycopg.Connection) -> None:
    """Make the role, or give it the password of DATABASE_URL."""
    name, password = application(), settings.DATABASE_APPLICATION.get("PASSWORD") or ""
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    # As libpq's own tools do: the server's log never sees the password itself.
    kept = server.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
        sql.SQL("ALTER" if known else "CREATE"),
        sql.Identifier(name),
        sql.Literal(kept.decode() if password else None),
    )
    try:
        server.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise ImproperlyConfigured(
            f"The role {name} of DATABASE_URL cannot log in, and "
            f"{settings.DATABASE_OWNER['USER']} may not make it. As an administrator: "
            f"CREATE ROLE {name} LOGIN PASSWORD '...'"
        ) from error


def forget_settings(server: psycopg.Connection) -> None:
    """Every role may give itself settings that outlive its session, a search_path of its own too.

    An administrator's belong to the database: ALTER DATABASE ... SET.
    """
    name = application()
    for (database,) in server.execute(_SETTINGS, [name]).fetchall():
        place = (
            sql.SQL("IN DATABASE {}").format(sql.Identifier(database)) if database else sql.SQL("")
        )
        reset = sql.SQL("ALTER ROLE {} {} RESET ALL").format(sql.Identifier(name), place)
        try:
            server.execute(reset)
        except psycopg.errors.InsufficientPrivilege as error:
            raise ImproperlyConfigured(
                f"The role {name} of DATABASE_URL has settings of its own, and "
                f"{settings.DATABASE_OWNER['USER']} may not take them away. As an administrator: "
                f"ALTER ROLE {name} RESET ALL; "
                f"ALTER ROLE {name} IN DATABASE {settings.DATABASE_OWNER['NAME']} RESET ALL"
            ) from error


def _may_log_in(login: dict[str, Any]) -> bool:
    apart = connection.copy()
    apart.settings_dict.update({key: login.get(key) or "" for key in LOGIN})
    try:
        apart.ensure_connection()
    except OperationalError:
        return False
    finally:
        apart.close()
    return True


@transaction.atomic
def grant() -> None:
    """Give the application's role exactly what TABLES says; asked of the owner, and repeatable."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS_ALWAYS_WORK)
        cursor.execute(_LOOSE_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SET search_path = public, pg_temp")
        if not is_apart():
            return
        refuse_powers(cursor)
        role = sql.Identifier(application())
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        cursor.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {} ON TABLES TO {}").format(
                _words(KEEP), role
            )
        )
        cursor.execute(_GRANTED, [application()])
        for table, granted in cursor.fetchall():
            if set(granted) != (given := wanted(table)):
                name = sql.Identifier(table)
                cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}, PUBLIC").format(name, role))
                cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(_words(given), name, role))


def wanted(table: str) -> frozenset[str]:
    return TABLES.get(table) or (ADD if table in _histories() else KEEP)


def _histories() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if hasattr(model, "pgh_tracked_model")
    }


def _words(privileges: frozenset[str]) -> sql.SQL:
    return sql.SQL(", ".join(sorted(privileges)))


def refuse_powers(cursor: Any) -> None:
    """A role that was made by somebody else may be more than an application's."""
    cursor.execute(_TOO_MUCH, [application()])
    if cursor.fetchone() == (True,):
        raise ImproperlyConfigured(
            f"The role {application()} of DATABASE_URL has powers of an administrator or is a "
            "member of another role. Give the application a role of its own."
        )
    cursor.execute(_OWNED, [application()])
    if cursor.fetchone() != (0,):
        raise ImproperlyConfigured(
            f"The role {application()} of DATABASE_URL owns tables. Give them to the role of "
            f"DATABASE_OWNER_URL: REASSIGN OWNED BY {application()} TO "
            f"{settings.DATABASE_OWNER['USER']}"
        )
