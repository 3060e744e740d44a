"""What an empty database gets instead of the migrations named here; see `CreateAll`."""

from django.db import migrations

from pekppp.squashing import CreateAll, chain, outside

NAMES = [
    "0001_initial",
    "0002_lembar_perhitungan",
    "0003_pengesahan",
    "0004_lampiran",
    "0005_kelompok",
    "0006_tanda_tangan_kelompok",
    "0007_corrections_compared",
    "0008_recaps_signed_in_batches",
    "0009_numbers_registered",
    "0010_annex_in_parts",
]
CHAIN = chain(__package__, NAMES)

# A unique column that came later has another name for it; the two ways are to end alike.
RENAME = """
ALTER TABLE reports_dokumen RENAME CONSTRAINT reports_dokumen_kode_verifikasi_key
TO reports_dokumen_kode_verifikasi_352ca965_uniq
"""


class Migration(migrations.Migration):
    initial = True

    replaces = [("reports", name) for name in NAMES]

    dependencies = outside("reports", CHAIN)

    operations = [
        CreateAll(CHAIN),
        # Else the chain's SQL and Python fill rows that were there: an empty database has none.
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
    ]
