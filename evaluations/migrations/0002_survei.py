from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, GONE)]
