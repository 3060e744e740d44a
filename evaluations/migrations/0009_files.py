from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0009_stuffing'),
    ]

    operations = [
        migrations.AddField(
            model_name='impor',
            name='catatan',
            field=models.JSONField(default=list),
        ),
    ]
