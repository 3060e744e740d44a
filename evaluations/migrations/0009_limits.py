import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0009_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='berkas',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='berkas',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='hitungulang',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='hitungulang',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='publikasi',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='publikasi',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='sensor',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='sensor',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
    ]
