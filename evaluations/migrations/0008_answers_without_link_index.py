import django.db.models.deletion
from django.db import migrations, models


# Nobody reads the answers of a link but within their survey, and every respondent paid for it.
class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0007_superseded_results'),
    ]

    operations = [
        migrations.AlterField(
            model_name='respons',
            name='tautan',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='evaluations.tautansurvei'),
        ),
    ]
