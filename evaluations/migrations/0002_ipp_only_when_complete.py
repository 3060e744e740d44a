import evaluations.rules.workflow
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_release_0_2_0'),
        ('evaluations', '0001_release_0_2_0'),
        ('instruments', '0001_release_0_2_0'),
    ]

    operations = [
        # Every open result is computed again: what is stored holds figures over what was there.
        migrations.RunSQL(
            """
            UPDATE evaluations_hasil SET stale = true, attempts = 0, mark = mark + 1,
                stale_since = coalesce(stale_since, now()), kategori = ''
            WHERE ipp IS NULL;
            UPDATE evaluations_sanggahan SET ipp_semula = '–' WHERE ipp_semula LIKE '~%';
            UPDATE evaluations_sanggahan SET ipp_baru = '–' WHERE ipp_baru LIKE '~%';
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(
            model_name='evaluasi',
            name='evaluasi_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='evaluasi',
            name='evaluasi_end_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='hasil',
            name='hasil_final_has_category',
        ),
        migrations.RemoveField(
            model_name='hasil',
            name='ipp_sementara',
        ),
        migrations.RemoveField(
            model_name='hasil',
            name='kategori_sementara',
        ),
        migrations.AlterField(
            model_name='evaluasi',
            name='state',
            field=models.CharField(choices=[('draf', 'F01 sedang diisi'), ('dikirim', 'F01 dikirim'), ('dikembalikan', 'F01 dikembalikan'), ('dinilai', 'Sedang dinilai'), ('f02_selesai', 'F02 selesai'), ('diverifikasi', 'Diverifikasi'), ('divalidasi', 'Divalidasi'), ('terbit', 'Terbit'), ('dilaporkan', 'Terbit dan dilaporkan'), ('tidak_mengisi', 'Tidak mengisi'), ('tidak_dapat_dinilai', 'Tidak dapat dinilai'), ('diganti', 'Diganti'), ('dibatalkan', 'Dibatalkan'), ('tanpa_ipp', 'Tidak ada IPP: responden kurang')], default=evaluations.rules.workflow.State['DRAF'], max_length=20),
        ),
        migrations.AlterField(
            model_name='evaluasievent',
            name='state',
            field=models.CharField(choices=[('draf', 'F01 sedang diisi'), ('dikirim', 'F01 dikirim'), ('dikembalikan', 'F01 dikembalikan'), ('dinilai', 'Sedang dinilai'), ('f02_selesai', 'F02 selesai'), ('diverifikasi', 'Diverifikasi'), ('divalidasi', 'Divalidasi'), ('terbit', 'Terbit'), ('dilaporkan', 'Terbit dan dilaporkan'), ('tidak_mengisi', 'Tidak mengisi'), ('tidak_dapat_dinilai', 'Tidak dapat dinilai'), ('diganti', 'Diganti'), ('dibatalkan', 'Dibatalkan'), ('tanpa_ipp', 'Tidak ada IPP: responden kurang')], default=evaluations.rules.workflow.State['DRAF'], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='evaluasi',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draf', 'dikirim', 'dikembalikan', 'dinilai', 'f02_selesai', 'diverifikasi', 'divalidasi', 'terbit', 'dilaporkan', 'tidak_mengisi', 'tidak_dapat_dinilai', 'diganti', 'dibatalkan', 'tanpa_ipp'])), name='evaluasi_state_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluasi',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dibatalkan', 'diganti', 'tanpa_ipp', 'tidak_dapat_dinilai', 'tidak_mengisi']), _negated=True), models.Q(('akhir_alasan', ''), _negated=True), _connector='OR'), name='evaluasi_end_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='hasil',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ipp__isnull', True), ('kategori', '')), models.Q(('ipp__isnull', False), models.Q(('kategori', ''), _negated=True)), _connector='OR'), name='hasil_category_with_ipp_alone'),
        ),
    ]
