import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='JenisUnit',
            fields=[
                ('kode', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('nama', models.CharField(max_length=100, unique=True)),
                ('sektor', models.CharField(choices=[('pendidikan', 'Pendidikan'), ('kesehatan', 'Kesehatan'), ('bansos', 'Bantuan sosial'), ('kepolisian', 'Kepolisian'), ('adminduk', 'Administrasi kependudukan'), ('keuangan', 'Transaksi keuangan negara'), ('pemerintahan', 'Administrasi pemerintahan'), ('data', 'Pertukaran data'), ('portal', 'Portal layanan publik')], max_length=20)),
            ],
            options={
                'verbose_name': 'jenis unit',
                'ordering': ['nama'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(max_length=150, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9._@+-]+$', 'Nama pengguna hanya memuat huruf kecil, angka, titik, dan tanda . _ @ + -')], verbose_name='nama pengguna')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='surel')),
                ('nama', models.CharField(max_length=200, verbose_name='nama lengkap')),
                ('nip', models.CharField(blank=True, max_length=30, verbose_name='NIP')),
                ('jabatan', models.CharField(blank=True, max_length=200, verbose_name='jabatan')),
                ('zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=40, verbose_name='zona waktu')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('is_demo', models.BooleanField(default=False, verbose_name='akun peragaan')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='bergabung')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'pengguna',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email__isnull', False)), name='user_email_unique'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='user_never_superuser'), models.CheckConstraint(condition=models.Q(('email__isnull', True), models.Q(('email', ''), _negated=True), _connector='OR'), name='user_email_null_not_blank')],
            },
        ),
        migrations.CreateModel(
            name='Instansi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kode', models.CharField(max_length=40, unique=True)),
                ('nama', models.CharField(max_length=200, verbose_name='nama')),
                ('singkatan', models.CharField(blank=True, max_length=60, verbose_name='singkatan')),
                ('jenis', models.CharField(choices=[('nasional', 'KemenPANRB'), ('kl', 'Kementerian/Lembaga'), ('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=12, verbose_name='jenis')),
                ('nama_kantor', models.CharField(blank=True, help_text='Sebutan kantor pelaksana evaluasi, misalnya Bagian Organisasi.', max_length=200, verbose_name='nama kantor pelaksana')),
                ('nama_kepala_daerah', models.CharField(blank=True, max_length=100, verbose_name='sebutan pimpinan')),
                ('zone', models.CharField(default='Asia/Jakarta', max_length=40, verbose_name='zona waktu')),
                ('is_demo', models.BooleanField(default=False)),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup pada')),
                ('induk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bawahan', to='accounts.instansi')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='accounts.instansi')),
            ],
            options={
                'verbose_name': 'instansi',
                'ordering': ['kode'],
                'constraints': [models.UniqueConstraint(models.F('jenis'), condition=models.Q(('jenis', 'nasional')), name='instansi_one_national'), models.CheckConstraint(condition=models.Q(models.Q(('jenis__in', ['nasional', 'kl', 'provinsi']), _negated=True), ('induk__isnull', True), _connector='OR'), name='instansi_top_has_no_parent'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='instansi_successor_needs_closed')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('action', models.CharField(max_length=60)),
                ('siklus_id', models.BigIntegerField(blank=True, null=True)),
                ('object_type', models.CharField(max_length=40)),
                ('object_id', models.CharField(max_length=40)),
                ('object_name', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField(blank=True)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('instansi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.instansi')),
            ],
            options={
                'verbose_name': 'jejak audit',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object'), models.Index(fields=['instansi', '-at'], name='audit_instansi_at')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('admin_nasional', 'Admin KemenPANRB'), ('admin_instansi', 'Admin instansi'), ('evaluator', 'Evaluator'), ('verifikator', 'Verifikator'), ('operator', 'Operator unit'), ('kepala', 'Kepala unit'), ('pimpinan', 'Pimpinan atau auditor')], max_length=20, verbose_name='peran')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.instansi')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'peran',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('url', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mail_state', models.CharField(choices=[('none', 'Hanya di aplikasi'), ('waiting', 'Menunggu dikirim'), ('sent', 'Terkirim'), ('failed', 'Gagal')], default='none', max_length=10)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('dedupe_key', models.CharField(blank=True, max_length=120)),
                ('instansi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.instansi')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pemberitahuan',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['user', 'read_at'], name='notice_user_read'), models.Index(condition=models.Q(('mail_state', 'waiting')), fields=['mail_state'], name='notice_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('email', ''), _negated=True), _connector='OR'), name='notice_has_recipient'), models.UniqueConstraint(condition=models.Q(('dedupe_key', ''), _negated=True), fields=('user', 'kind', 'dedupe_key'), name='notice_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='UnitLokus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('nama', models.CharField(max_length=200, verbose_name='nama unit')),
                ('sektor', models.CharField(choices=[('pendidikan', 'Pendidikan'), ('kesehatan', 'Kesehatan'), ('bansos', 'Bantuan sosial'), ('kepolisian', 'Kepolisian'), ('adminduk', 'Administrasi kependudukan'), ('keuangan', 'Transaksi keuangan negara'), ('pemerintahan', 'Administrasi pemerintahan'), ('data', 'Pertukaran data'), ('portal', 'Portal layanan publik')], max_length=20, verbose_name='sektor layanan')),
                ('formulir', models.CharField(choices=[('A', 'Formulir A (luring)'), ('B', 'Formulir B (daring)')], default='A', max_length=1, verbose_name='formulir bawaan')),
                ('alamat', models.TextField(blank=True, max_length=500, verbose_name='alamat')),
                ('telepon', models.CharField(blank=True, max_length=40, verbose_name='telepon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel unit')),
                ('situs', models.URLField(blank=True, verbose_name='situs web')),
                ('kepala_nama', models.CharField(blank=True, max_length=200, verbose_name='nama kepala unit')),
                ('kepala_nip', models.CharField(blank=True, max_length=30, verbose_name='NIP kepala unit')),
                ('kepala_jabatan', models.CharField(blank=True, max_length=200, verbose_name='jabatan kepala unit')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup pada')),
                ('co_owners', models.ManyToManyField(blank=True, related_name='units_read', to='accounts.instansi', verbose_name='instansi yang ikut membaca')),
                ('induk', models.ForeignKey(blank=True, help_text='Misalnya dinas induk sebuah puskesmas.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bawahan', to='accounts.unitlokus', verbose_name='unit induk')),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.instansi')),
                ('jenis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.jenisunit', verbose_name='jenis unit')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='accounts.unitlokus')),
            ],
            options={
                'verbose_name': 'unit lokus',
                'ordering': ['nama'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('instansi', 'nama'), name='unit_name_unique_in_instansi'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='unit_successor_needs_closed'), models.CheckConstraint(condition=models.Q(('formulir__in', ['A', 'B'])), name='unit_formulir_known')],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('role', models.CharField(choices=[('admin_nasional', 'Admin KemenPANRB'), ('admin_instansi', 'Admin instansi'), ('evaluator', 'Evaluator'), ('verifikator', 'Verifikator'), ('operator', 'Operator unit'), ('kepala', 'Kepala unit'), ('pimpinan', 'Pimpinan atau auditor')], max_length=20, verbose_name='peran')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('instansi', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.instansi')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.unitlokus')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.unitlokus'),
        ),
        migrations.CreateModel(
            name='Lokasi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nama', models.CharField(max_length=120)),
                ('alamat', models.TextField(blank=True, max_length=500)),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.instansi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lokasi', to='accounts.unitlokus')),
            ],
            options={
                'verbose_name': 'lokasi',
                'constraints': [models.UniqueConstraint(fields=('unit', 'nama'), name='lokasi_unique_in_unit')],
            },
        ),
        migrations.CreateModel(
            name='Layanan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nama', models.CharField(max_length=200)),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.instansi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='layanan', to='accounts.unitlokus')),
            ],
            options={
                'verbose_name': 'layanan',
                'constraints': [models.UniqueConstraint(fields=('unit', 'nama'), name='layanan_unique_in_unit')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='surel')),
                ('nama', models.CharField(max_length=200, verbose_name='nama lengkap')),
                ('role', models.CharField(choices=[('admin_nasional', 'Admin KemenPANRB'), ('admin_instansi', 'Admin instansi'), ('evaluator', 'Evaluator'), ('verifikator', 'Verifikator'), ('operator', 'Operator unit'), ('kepala', 'Kepala unit'), ('pimpinan', 'Pimpinan atau auditor')], max_length=20, verbose_name='peran')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('instansi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.instansi')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.unitlokus')),
            ],
            options={
                'verbose_name': 'undangan',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['kepala', 'operator']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['kepala', 'operator']), _negated=True), ('unit__isnull', True)), _connector='OR'), name='invitation_unit_by_role'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='invitation_accepted_or_revoked'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Wilayah',
            fields=[
                ('kode', models.CharField(max_length=13, primary_key=True, serialize=False)),
                ('jenis', models.CharField(choices=[('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=12)),
                ('nama', models.CharField(max_length=100)),
                ('induk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.wilayah')),
            ],
            options={
                'verbose_name': 'wilayah',
                'ordering': ['kode'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('induk__isnull', True), ('jenis', 'provinsi')), models.Q(('induk__isnull', False), ('jenis__in', ['kabupaten', 'kota'])), _connector='OR'), name='wilayah_induk_by_jenis')],
            },
        ),
        migrations.CreateModel(
            name='UnitLokusEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('nama', models.CharField(max_length=200, verbose_name='nama unit')),
                ('sektor', models.CharField(choices=[('pendidikan', 'Pendidikan'), ('kesehatan', 'Kesehatan'), ('bansos', 'Bantuan sosial'), ('kepolisian', 'Kepolisian'), ('adminduk', 'Administrasi kependudukan'), ('keuangan', 'Transaksi keuangan negara'), ('pemerintahan', 'Administrasi pemerintahan'), ('data', 'Pertukaran data'), ('portal', 'Portal layanan publik')], max_length=20, verbose_name='sektor layanan')),
                ('formulir', models.CharField(choices=[('A', 'Formulir A (luring)'), ('B', 'Formulir B (daring)')], default='A', max_length=1, verbose_name='formulir bawaan')),
                ('alamat', models.TextField(blank=True, max_length=500, verbose_name='alamat')),
                ('telepon', models.CharField(blank=True, max_length=40, verbose_name='telepon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel unit')),
                ('situs', models.URLField(blank=True, verbose_name='situs web')),
                ('kepala_nama', models.CharField(blank=True, max_length=200, verbose_name='nama kepala unit')),
                ('kepala_nip', models.CharField(blank=True, max_length=30, verbose_name='NIP kepala unit')),
                ('kepala_jabatan', models.CharField(blank=True, max_length=200, verbose_name='jabatan kepala unit')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup pada')),
                ('induk', models.ForeignKey(blank=True, db_constraint=False, help_text='Misalnya dinas induk sebuah puskesmas.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.unitlokus', verbose_name='unit induk')),
                ('instansi', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.instansi')),
                ('jenis', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.jenisunit', verbose_name='jenis unit')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.unitlokus')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.unitlokus')),
                ('wilayah', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.wilayah', verbose_name='lokasi (wilayah)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='unitlokus',
            name='wilayah',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.wilayah', verbose_name='lokasi (wilayah)'),
        ),
        migrations.CreateModel(
            name='InstansiEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kode', models.CharField(max_length=40)),
                ('nama', models.CharField(max_length=200, verbose_name='nama')),
                ('singkatan', models.CharField(blank=True, max_length=60, verbose_name='singkatan')),
                ('jenis', models.CharField(choices=[('nasional', 'KemenPANRB'), ('kl', 'Kementerian/Lembaga'), ('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=12, verbose_name='jenis')),
                ('nama_kantor', models.CharField(blank=True, help_text='Sebutan kantor pelaksana evaluasi, misalnya Bagian Organisasi.', max_length=200, verbose_name='nama kantor pelaksana')),
                ('nama_kepala_daerah', models.CharField(blank=True, max_length=100, verbose_name='sebutan pimpinan')),
                ('zone', models.CharField(default='Asia/Jakarta', max_length=40, verbose_name='zona waktu')),
                ('is_demo', models.BooleanField(default=False)),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ditutup pada')),
                ('induk', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.instansi')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.instansi')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.instansi')),
                ('wilayah', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.wilayah')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='instansi',
            name='wilayah',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.wilayah'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='audit_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1e86309f38da04ee591cb6be0a1a3bc799a30c83', operation='UPDATE OR DELETE', pgid='pgtrigger_audit_append_only_1c677', table='accounts_auditentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['kepala', 'operator']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['kepala', 'operator']), _negated=True), ('unit__isnull', True)), _connector='OR'), name='membership_unit_by_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'role', 'instansi', 'unit'), name='membership_active_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_membershipevent" ("ended_at", "id", "instansi_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "unit_id", "user_id", "uuid") VALUES (NEW."ended_at", NEW."id", NEW."instansi_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_at", NEW."unit_id", NEW."user_id", NEW."uuid"); RETURN NULL;', hash='6d871de3e30df110c7b549781082ae105525dbe6', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', table='accounts_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_membershipevent" ("ended_at", "id", "instansi_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "unit_id", "user_id", "uuid") VALUES (NEW."ended_at", NEW."id", NEW."instansi_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_at", NEW."unit_id", NEW."user_id", NEW."uuid"); RETURN NULL;', hash='976febba4057baf51660bc2a2f3b46df2cf73610', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', table='accounts_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitlokus',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_unitlokusevent" ("alamat", "closed_on", "email", "formulir", "id", "induk_id", "instansi_id", "jenis_id", "kepala_jabatan", "kepala_nama", "kepala_nip", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sektor", "situs", "successor_id", "telepon", "uuid", "wilayah_id") VALUES (NEW."alamat", NEW."closed_on", NEW."email", NEW."formulir", NEW."id", NEW."induk_id", NEW."instansi_id", NEW."jenis_id", NEW."kepala_jabatan", NEW."kepala_nama", NEW."kepala_nip", NEW."nama", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sektor", NEW."situs", NEW."successor_id", NEW."telepon", NEW."uuid", NEW."wilayah_id"); RETURN NULL;', hash='d1def5c30b2217bbfcbe136e224b24f2d6653ede', operation='INSERT', pgid='pgtrigger_insert_insert_61ffa', table='accounts_unitlokus', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitlokus',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_unitlokusevent" ("alamat", "closed_on", "email", "formulir", "id", "induk_id", "instansi_id", "jenis_id", "kepala_jabatan", "kepala_nama", "kepala_nip", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sektor", "situs", "successor_id", "telepon", "uuid", "wilayah_id") VALUES (NEW."alamat", NEW."closed_on", NEW."email", NEW."formulir", NEW."id", NEW."induk_id", NEW."instansi_id", NEW."jenis_id", NEW."kepala_jabatan", NEW."kepala_nama", NEW."kepala_nip", NEW."nama", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sektor", NEW."situs", NEW."successor_id", NEW."telepon", NEW."uuid", NEW."wilayah_id"); RETURN NULL;', hash='816c89d7af9d3d66015a2b1180147c7f8d6c0eec', operation='UPDATE', pgid='pgtrigger_update_update_a68bf', table='accounts_unitlokus', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instansi',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_instansievent" ("closed_on", "id", "induk_id", "is_demo", "jenis", "kode", "nama", "nama_kantor", "nama_kepala_daerah", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "singkatan", "successor_id", "uuid", "wilayah_id", "zone") VALUES (NEW."closed_on", NEW."id", NEW."induk_id", NEW."is_demo", NEW."jenis", NEW."kode", NEW."nama", NEW."nama_kantor", NEW."nama_kepala_daerah", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."singkatan", NEW."successor_id", NEW."uuid", NEW."wilayah_id", NEW."zone"); RETURN NULL;', hash='da0f13fcf93be0cfcac8b5708e4a26ce5056518f', operation='INSERT', pgid='pgtrigger_insert_insert_930e3', table='accounts_instansi', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instansi',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_instansievent" ("closed_on", "id", "induk_id", "is_demo", "jenis", "kode", "nama", "nama_kantor", "nama_kepala_daerah", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "singkatan", "successor_id", "uuid", "wilayah_id", "zone") VALUES (NEW."closed_on", NEW."id", NEW."induk_id", NEW."is_demo", NEW."jenis", NEW."kode", NEW."nama", NEW."nama_kantor", NEW."nama_kepala_daerah", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."singkatan", NEW."successor_id", NEW."uuid", NEW."wilayah_id", NEW."zone"); RETURN NULL;', hash='5627b54f059491b5bc5e4e82b461202fdc5370c6', operation='UPDATE', pgid='pgtrigger_update_update_95755', table='accounts_instansi', when='AFTER')),
        ),
    ]
