import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('evaluations', '0004_decree'),
        ('reports', '0007_corrections_compared'),
    ]

    operations = [
        migrations.AddField(
            model_name='butirkelompok',
            name='untuk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.instansi'),
        ),
        migrations.AlterField(
            model_name='butirkelompok',
            name='evaluasi',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluasi'),
        ),
        migrations.AddConstraint(
            model_name='butirkelompok',
            constraint=models.UniqueConstraint(fields=('kelompok', 'untuk'), name='butir_recap_once'),
        ),
        migrations.AddConstraint(
            model_name='butirkelompok',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evaluasi__isnull', True), ('untuk__isnull', False)), models.Q(('evaluasi__isnull', False), ('untuk__isnull', True)), _connector='OR'), name='butir_of_a_unit_or_recap'),
        ),
        migrations.AddConstraint(
            model_name='dokumen',
            constraint=models.UniqueConstraint(condition=models.Q(('jenis', 'rekap'), ('tahap', 'berlaku')), fields=('siklus', 'instansi', 'giliran'), name='dokumen_one_recap_in_force'),
        ),
    ]
