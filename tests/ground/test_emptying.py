"""Tests with real transactions leave the next one an empty database, and its triggers at work."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import factories
from tests.stage import stage


@pytest.mark.django_db(transaction=True)
def test_every_table_is_empty_and_history_goes_on(evaluasi):
    history = apps.get_model("accounts", "InstansiEvent")
    assert history.objects.exists()
    # As a test's end calls it.
    call_command(
        "flush", interactive=False, verbosity=0, reset_sequences=False, inhibit_post_migrate=True
    )
    tables = connection.introspection.django_table_names(only_existing=True)
    assert len(tables) > 100
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{t}' FROM {t} LIMIT 1)" for t in tables))  # noqa: S608  names of the catalogue
        assert cursor.fetchall() == []
    made = factories.make_instansi("Kabupaten Baru")
    assert [row.pgh_obj_id for row in history.objects.all()] == [made.pk]


def test_who_asks_for_real_transactions_alone_finds_no_layer_of_the_stage(transactional_db):
    assert (stage.layers, connection.in_atomic_block) == ([], False)
