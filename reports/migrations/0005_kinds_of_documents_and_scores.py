
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_words_of_names'),
        ('evaluations', '0008_history_of_cycles_whole'),
        ('reports', '0004_lists_of_awards'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='daftarpenghargaan',
            name='daftar_penghargaan_known_words',
        ),
        migrations.AlterField(
            model_name='daftarpenghargaan',
            name='sumber',
            field=models.CharField(choices=[('ipp', 'IPP'), ('ombudsman', 'Kepatuhan pelayanan publik (Ombudsman RI)'), ('opini', 'Opini pelayanan publik (Ombudsman RI)'), ('kematangan', 'Kematangan organisasi (Kementerian Dalam Negeri)'), ('skm', 'Survei Kepuasan Masyarakat (Survei sendiri)')], default='ipp', max_length=20, verbose_name='menurut'),
        ),
        migrations.AlterField(
            model_name='daftarpenghargaanevent',
            name='sumber',
            field=models.CharField(choices=[('ipp', 'IPP'), ('ombudsman', 'Kepatuhan pelayanan publik (Ombudsman RI)'), ('opini', 'Opini pelayanan publik (Ombudsman RI)'), ('kematangan', 'Kematangan organisasi (Kementerian Dalam Negeri)'), ('skm', 'Survei Kepuasan Masyarakat (Survei sendiri)')], default='ipp', max_length=20, verbose_name='menurut'),
        ),
        migrations.AlterField(
            model_name='dokumen',
            name='jenis',
            field=models.CharField(choices=[('berita_acara', 'Berita acara'), ('lhe', 'Lembar hasil evaluasi (LHE)'), ('perhitungan', 'Lembar perhitungan'), ('surat', 'Surat penyampaian hasil'), ('rekap', 'Rekap hasil instansi'), ('tanda_terima', 'Tanda terima F01'), ('penghargaan', 'Daftar penghargaan')], max_length=20),
        ),
        migrations.AlterField(
            model_name='kelompok',
            name='jenis',
            field=models.CharField(choices=[('berita_acara', 'Berita acara'), ('lhe', 'Lembar hasil evaluasi (LHE)'), ('perhitungan', 'Lembar perhitungan'), ('surat', 'Surat penyampaian hasil'), ('rekap', 'Rekap hasil instansi'), ('tanda_terima', 'Tanda terima F01'), ('penghargaan', 'Daftar penghargaan')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='daftarpenghargaan',
            constraint=models.CheckConstraint(condition=models.Q(('penerima__in', ['unit', 'instansi', 'pembina']), ('sumber__in', ['ipp', 'ombudsman', 'opini', 'kematangan', 'skm']), ('pemisahan__in', ['semua', 'jenis_instansi', 'jenis_unit'])), name='daftar_penghargaan_known_words'),
        ),
    ]
