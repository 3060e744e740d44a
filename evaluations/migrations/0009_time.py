"""Ends stored as 23.59.00 include that minute, as the calendar now reads them."""

from django.db import migrations

TABLES = {
    "evaluations_fase": "akhir",
    "evaluations_perpanjangan": "akhir",
    "evaluations_survei": "tutup",
}
FORWARDS = "UPDATE {0} SET {1} = {1} + interval '59.999999 seconds' WHERE date_trunc('minute', {1}) = {1}"
BACKWARDS = "UPDATE {0} SET {1} = date_trunc('minute', {1}) WHERE date_part('second', {1}) > 59.99"


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0008_answers_without_link_index")]
    operations = [
        migrations.RunSQL(FORWARDS.format(table, column), BACKWARDS.format(table, column))
        for table, column in TABLES.items()
    ]
