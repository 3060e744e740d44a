"""Rows for the bench, made by the database itself: an instansi, units, surveys, responses."""

from django.db import connection
from django.utils import timezone

from tests import factories

_UNITS = """
    INSERT INTO accounts_unitlokus (uuid, nama, sektor, formulir, alamat, telepon, email, situs,
        kepala_nama, kepala_nip, kepala_jabatan, instansi_id, jenis_id)
    SELECT gen_random_uuid(), 'Unit ' || n, 'kesehatan', 'A', '', '', '', '', '', '', '', %s, 'rsud'
    FROM generate_series(1, %s) AS n
"""
_SURVEYS = """
    INSERT INTO evaluations_survei (uuid, formulir, periode_mulai, periode_akhir, buka, tutup,
        minimum, latihan, jam_mulai, jam_selesai, instansi_id, unit_id, versi_id)
    SELECT gen_random_uuid(), 'A', '2026-01-01', '2026-12-31', now() - interval '9 days',
        now() + interval '30 days', 10, false, 5, 21, instansi_id, id, %s
    FROM accounts_unitlokus
"""
_LINKS = """
    INSERT INTO evaluations_tautansurvei (token, label, kios, dibuat_pada, instansi_id, unit_id)
    SELECT substr(md5(id::text || random()::text), 1, 22), '', false, now(), instansi_id, id
    FROM accounts_unitlokus
"""
# Uneven as life is: some units have a handful, some hundreds. One item in twenty is null.
_RESPONSES = """
    INSERT INTO evaluations_respons (kunci, kanal, bahasa, butir, usia, jenis_kelamin, pendidikan,
        pekerjaan, layanan, komentar, pada, dihitung, tanda, perlu_ditinjau, dikecualikan,
        alasan_dikecualikan, ditinjau_pada, instansi_id, survei_id)
    SELECT gen_random_uuid(),
        (ARRAY['tautan', 'tautan', 'kios', 'kode', 'kertas'])[1 + n %% 5], 'id',
        ARRAY[{items}]::smallint[], '', '', '', '', '', '',
        now() - random() * interval '9 days', true, '{{}}', n %% 37 = 0, n %% 91 = 0,
        CASE WHEN n %% 91 = 0 THEN 'Uji' ELSE '' END,
        CASE WHEN n %% 91 = 0 THEN now() END, %s, %s + (power(random(), 2) * %s)::bigint
    FROM generate_series(1, %s) AS n
"""
_ITEM = "nullif((random() * 6.3)::int, 6)"


def seed(units: int, responses: int) -> None:
    """Everything that the bench needs; all surveys are open."""
    instansi = factories.make_instansi("Kabupaten Ukur")
    factories.make_kind()
    versi = factories.make_version("A")
    with connection.cursor() as cursor:
        # A bench must neither measure nor wait for the history of its own rows.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_UNITS, [instansi.pk, units])
        cursor.execute(_SURVEYS, [versi.pk])
        cursor.execute(_LINKS)
        cursor.execute("SELECT min(id), max(id) FROM evaluations_survei")
        first, last = cursor.fetchone()
        if responses:
            items = ", ".join([_ITEM] * len(versi.instrumen.butir))
            cursor.execute(
                _RESPONSES.format(items=items),
                [instansi.pk, first, last - first, responses],
            )


def settle() -> None:
    """What a database that has been in use for a while has: statistics, and clean pages."""
    with connection.cursor() as cursor:
        for table in ("respons", "survei", "tautansurvei", "rekapsurvei", "hasil"):
            cursor.execute(f"VACUUM ANALYZE evaluations_{table}")
    assert timezone.now()
