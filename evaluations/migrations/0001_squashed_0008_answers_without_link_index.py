"""What an empty database gets instead of the migrations named here; see `CreateAll`."""

from importlib import import_module

from django.db import migrations

from pekppp.squashing import CreateAll, chain, outside

NAMES = [
    "0001_initial",
    "0002_survei",
    "0003_tindak_lanjut",
    "0004_decree",
    "0005_decree_withdrawn",
    "0006_recompute_by_worker",
    "0007_superseded_results",
    "0008_answers_without_link_index",
]
CHAIN = chain(__package__, NAMES)
survei = import_module(f"{__package__}.0002_survei")


class Migration(migrations.Migration):
    initial = True

    replaces = [("evaluations", name) for name in NAMES]

    dependencies = outside("evaluations", CHAIN)

    operations = [
        CreateAll(CHAIN),
        # Else the chain's SQL fills rows that were there: an empty database has none.
        migrations.RunSQL(survei.FUNCTION, survei.GONE),
    ]
