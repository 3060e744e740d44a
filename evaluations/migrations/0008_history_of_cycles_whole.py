
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0007_means_by_form_and_coverage'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='siklus',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='siklus',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='siklus',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evaluations_siklusevent" ("cakupan_tajuk", "dibuka_pada", "formulir_bersama", "id", "instansi_id", "instrumen_a_id", "instrumen_b_id", "is_demo", "latihan", "maks_pengembalian", "metode_tim", "min_responden", "nama", "nilai_dipakai", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sembunyikan_usulan", "sisa_tahanan", "skema", "status", "tahun", "tanpa_dasar", "target_responden", "uuid", "verifikasi") VALUES (NEW."cakupan_tajuk", NEW."dibuka_pada", NEW."formulir_bersama", NEW."id", NEW."instansi_id", NEW."instrumen_a_id", NEW."instrumen_b_id", NEW."is_demo", NEW."latihan", NEW."maks_pengembalian", NEW."metode_tim", NEW."min_responden", NEW."nama", NEW."nilai_dipakai", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sembunyikan_usulan", NEW."sisa_tahanan", NEW."skema", NEW."status", NEW."tahun", NEW."tanpa_dasar", NEW."target_responden", NEW."uuid", NEW."verifikasi"); RETURN NULL;', hash='924d098195c0cf97dede044279e18512d2dbbce5', operation='INSERT', pgid='pgtrigger_insert_insert_709bd', table='evaluations_siklus', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='siklus',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evaluations_siklusevent" ("cakupan_tajuk", "dibuka_pada", "formulir_bersama", "id", "instansi_id", "instrumen_a_id", "instrumen_b_id", "is_demo", "latihan", "maks_pengembalian", "metode_tim", "min_responden", "nama", "nilai_dipakai", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sembunyikan_usulan", "sisa_tahanan", "skema", "status", "tahun", "tanpa_dasar", "target_responden", "uuid", "verifikasi") VALUES (NEW."cakupan_tajuk", NEW."dibuka_pada", NEW."formulir_bersama", NEW."id", NEW."instansi_id", NEW."instrumen_a_id", NEW."instrumen_b_id", NEW."is_demo", NEW."latihan", NEW."maks_pengembalian", NEW."metode_tim", NEW."min_responden", NEW."nama", NEW."nilai_dipakai", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sembunyikan_usulan", NEW."sisa_tahanan", NEW."skema", NEW."status", NEW."tahun", NEW."tanpa_dasar", NEW."target_responden", NEW."uuid", NEW."verifikasi"); RETURN NULL;', hash='c451f7925e486d149de1dff4895f817e3c6bc886', operation='UPDATE', pgid='pgtrigger_update_update_34326', table='evaluations_siklus', when='AFTER')),
        ),
    ]
