import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='VersiInstrumen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kode', models.CharField(max_length=60)),
                ('versi', models.PositiveIntegerField(default=1)),
                ('nama', models.CharField(max_length=200)),
                ('formulir', models.CharField(choices=[('A', 'Formulir A (luring)'), ('B', 'Formulir B (daring)')], max_length=1)),
                ('status', models.CharField(choices=[('draf', 'Draf'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], default='draf', max_length=8)),
                ('spec', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('cloned_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='instruments.versiinstrumen')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'versi instrumen',
                'ordering': ['kode', '-versi'],
                'constraints': [models.UniqueConstraint(fields=('kode', 'versi'), name='versi_instrumen_unique'), models.CheckConstraint(condition=models.Q(('status', 'draf'), ('published_at__isnull', False), _connector='OR'), name='versi_instrumen_published_has_time'), models.CheckConstraint(condition=models.Q(('formulir__in', ['A', 'B'])), name='versi_instrumen_form_known'), models.CheckConstraint(condition=models.Q(('status__in', ['draf', 'terbit', 'ditarik'])), name='versi_instrumen_status_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versiinstrumen',
            trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'draf\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d9b4637e9e7974767c376137f1fe1c462021e16b', operation='DELETE', pgid='pgtrigger_published_stays_d5ed6', table='instruments_versiinstrumen', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versiinstrumen',
            trigger=pgtrigger.compiler.Trigger(name='published_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'draf\') AND (NEW."spec" IS DISTINCT FROM (OLD."spec") OR NEW."digest" IS DISTINCT FROM (OLD."digest") OR NEW."kode" IS DISTINCT FROM (OLD."kode") OR NEW."versi" IS DISTINCT FROM (OLD."versi") OR NEW."nama" IS DISTINCT FROM (OLD."nama") OR NEW."formulir" IS DISTINCT FROM (OLD."formulir") OR NEW."uuid" IS DISTINCT FROM (OLD."uuid") OR NEW."published_at" IS DISTINCT FROM (OLD."published_at") OR NEW."published_by_id" IS DISTINCT FROM (OLD."published_by_id") OR NEW."cloned_from_id" IS DISTINCT FROM (OLD."cloned_from_id") OR NEW."status" = \'draf\' OR (OLD."status" = \'ditarik\' AND NOT (NEW."status" = \'ditarik\'))))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9ef726fd9fc0d17d11ad9cc13d2fa6b9bd4915ac', operation='UPDATE', pgid='pgtrigger_published_frozen_a6c0b', table='instruments_versiinstrumen', when='BEFORE')),
        ),
    ]
