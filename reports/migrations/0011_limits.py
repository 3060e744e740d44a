import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0011_glyphs'),
    ]

    operations = [
        migrations.AddField(
            model_name='cetakan',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='cetakan',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='dokumen',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='dokumen',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='kelompok',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='kelompok',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='lampiran',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lampiran',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
    ]
