import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='lease_holder',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='waits_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.CreateModel(
            name='LoginSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=64)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('not_before', models.DateTimeField(blank=True, null=True)),
                ('succeeded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'asal masuk',
                'indexes': [models.Index(fields=['since'], name='login_source_since')],
                'constraints': [models.UniqueConstraint(fields=('account', 'source'), name='login_source_once'), models.CheckConstraint(condition=models.Q(models.Q(('account', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='login_source_is_named')],
            },
        ),
    ]
