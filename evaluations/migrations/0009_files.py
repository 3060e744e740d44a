from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0001_squashed_0008_answers_without_link_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='impor',
            name='catatan',
            field=models.JSONField(default=list),
        ),
    ]
