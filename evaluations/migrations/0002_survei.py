import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# The way of an answer to its survey, and its row, in one statement whose plan the server keeps:
# planning it anew takes longer than running it, and drivers prepare nothing behind a pooler.
# Everything is looked at in the moment of the insert, so a link that was revoked and a survey that
# was closed just now take nothing. NULL means that nothing was kept: not open, not the one survey
# of its form, or this key has answered.
FUNCTION = """
CREATE FUNCTION evaluations_jawab(
    p_token text, p_survei uuid, p_versi bigint, p_selesai text[], p_kunci uuid, p_bahasa text,
    p_butir smallint[], p_usia text, p_jenis_kelamin text, p_pendidikan text, p_pekerjaan text,
    p_layanan text, p_komentar text, p_durasi integer, p_jejak_alamat bytea,
    p_jejak_perangkat bytea
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    p_kanal text;
BEGIN
    INSERT INTO evaluations_respons (instansi_id, survei_id, tautan_id, kunci, kanal, bahasa, butir,
        usia, jenis_kelamin, pendidikan, pekerjaan, layanan, komentar, pada, durasi, jejak_alamat,
        jejak_perangkat, dihitung, tanda, perlu_ditinjau, dikecualikan, alasan_dikecualikan)
    SELECT survei.instansi_id, survei.id, tautan.id, p_kunci,
        CASE WHEN tautan.kios THEN 'kios' ELSE 'tautan' END, p_bahasa, p_butir,
        p_usia, p_jenis_kelamin, p_pendidikan, p_pekerjaan, p_layanan, p_komentar,
        statement_timestamp(), p_durasi, p_jejak_alamat, p_jejak_perangkat,
        false, '{}', false, false, ''
    FROM evaluations_tautansurvei AS tautan
    JOIN evaluations_survei AS survei ON survei.unit_id = tautan.unit_id
    WHERE tautan.token = p_token AND tautan.dicabut_pada IS NULL
        AND survei.uuid = p_survei AND survei.versi_id = p_versi
        AND NOT survei.latihan AND survei.buka <= statement_timestamp()
        AND survei.tutup > statement_timestamp()
        AND (EXISTS (SELECT FROM evaluations_evaluasi AS e
                     WHERE e.survei_id = survei.id AND NOT e.state = ANY(p_selesai))
             OR NOT EXISTS (SELECT FROM evaluations_evaluasi AS e WHERE e.survei_id = survei.id))
        AND NOT EXISTS (SELECT FROM evaluations_survei AS newer
                        WHERE newer.unit_id = survei.unit_id AND newer.formulir = survei.formulir
                            AND newer.id <> survei.id AND NOT newer.latihan
                            AND newer.buka <= statement_timestamp()
                            AND newer.tutup > statement_timestamp())
    ON CONFLICT DO NOTHING
    RETURNING kanal INTO p_kanal;
    RETURN p_kanal;
END
$$
"""
GONE = """
DROP FUNCTION evaluations_jawab(text, uuid, bigint, text[], uuid, text, smallint[], text, text,
    text, text, text, text, integer, bytea, bytea)
"""

# Only after this migration was taken back and applied again: the reason went with its column.
FILL = """
UPDATE evaluations_lembarkertas SET alasan_dibatalkan = 'Alasan tidak tercatat'
WHERE dibatalkan_pada IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, GONE),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lembarkertas',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lembarkertas',
            name='update_update',
        ),
        migrations.AddField(
            model_name='lembarkertas',
            name='alasan_dibatalkan',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='lembarkertasevent',
            name='alasan_dibatalkan',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='lembarkertas',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evaluations_lembarkertasevent" ("alasan_dibatalkan", "berkas_id", "dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "nama_berkas", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."alasan_dibatalkan", NEW."berkas_id", NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."nama_berkas", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;', hash='62b7d19785bfc38f23027d6051aae0703750e936', operation='INSERT', pgid='pgtrigger_insert_insert_aa87a', table='evaluations_lembarkertas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lembarkertas',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evaluations_lembarkertasevent" ("alasan_dibatalkan", "berkas_id", "dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "nama_berkas", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."alasan_dibatalkan", NEW."berkas_id", NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."nama_berkas", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;', hash='8bc0a469592fec498f04fa63e7deaeb04388b0f2', operation='UPDATE', pgid='pgtrigger_update_update_d37dc', table='evaluations_lembarkertas', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='lembarkertas',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alasan_dibatalkan', ''), ('dibatalkan_pada__isnull', True)), models.Q(('dibatalkan_pada__isnull', False), models.Q(('alasan_dibatalkan', ''), _negated=True)), _connector='OR'), name='lembar_kertas_void_has_reason'),
        ),
    ]
