import django.db.models.deletion
from django.db import migrations, models

# Of documents that share a number already, the one that went farthest has it.
FILL = """
    INSERT INTO reports_nomorsurat (instansi_id, tahun, nomor, pemilik)
    SELECT COALESCE(e.penilai_id, d.giliran_id), EXTRACT(YEAR FROM d.tanggal)::int, d.nomor,
        CASE WHEN d.evaluasi_id IS NULL
            THEN d.jenis || ':' || d.siklus_id || ':' || d.instansi_id || ':' || d.giliran_id
            ELSE d.jenis || ':' || d.evaluasi_id END
    FROM reports_dokumen AS d LEFT JOIN evaluations_evaluasi AS e ON e.id = d.evaluasi_id
    WHERE d.nomor <> ''
    ORDER BY d.tahap IN ('konsep', 'ditolak'), d.id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('reports', '0008_recaps_signed_in_batches'),
    ]

    operations = [
        migrations.CreateModel(
            name='NomorSurat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tahun', models.PositiveSmallIntegerField()),
                ('nomor', models.CharField(max_length=120, verbose_name='nomor')),
                ('pemilik', models.CharField(max_length=60)),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.instansi')),
            ],
            options={
                'verbose_name': 'nomor surat',
            },
        ),
        migrations.AddConstraint(
            model_name='nomorsurat',
            constraint=models.UniqueConstraint(fields=('instansi', 'tahun', 'nomor'), name='nomor_surat_of_one_document'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
