SET check_function_bodies = false;
CREATE FUNCTION public._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;


CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$SELECT false$$;


CREATE FUNCTION public.evaluations_jawab(p_survei uuid, p_versi bigint, p_selesai text[], p_token text, p_kanal text, p_lembar bigint, p_kunci uuid, p_butir smallint[], p_usia text, p_jenis_kelamin text, p_pendidikan text, p_pekerjaan text, p_layanan text, p_komentar text, p_bahasa text, p_durasi integer, p_jejak_alamat bytea, p_jejak_perangkat bytea) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    r_kanal text;
BEGIN
    INSERT INTO evaluations_respons (instansi_id, survei_id, tautan_id, lembar_kertas_id, kunci,
        kanal, bahasa, butir, usia, jenis_kelamin, pendidikan, pekerjaan, layanan, komentar, pada,
        durasi, jejak_alamat, jejak_perangkat, dihitung, tanda, perlu_ditinjau, dikecualikan,
        alasan_dikecualikan)
    SELECT survei.instansi_id, survei.id, tautan.id, p_lembar, p_kunci,
        CASE WHEN p_kanal <> '' THEN p_kanal WHEN tautan.kios THEN 'kios' ELSE 'tautan' END,
        p_bahasa, p_butir, p_usia, p_jenis_kelamin, p_pendidikan, p_pekerjaan, p_layanan,
        p_komentar, statement_timestamp(), p_durasi, p_jejak_alamat, p_jejak_perangkat,
        false, '{}', false, false, ''
    FROM evaluations_survei AS survei
    LEFT JOIN evaluations_tautansurvei AS tautan ON tautan.token = p_token
        AND tautan.unit_id = survei.unit_id AND tautan.dicabut_pada IS NULL
    WHERE survei.uuid = p_survei AND survei.versi_id = p_versi
        AND survei.buka <= statement_timestamp() AND survei.tutup > statement_timestamp()
        AND (EXISTS (SELECT FROM evaluations_evaluasi AS e
                     WHERE e.survei_id = survei.id AND NOT e.state = ANY(p_selesai))
             OR NOT EXISTS (SELECT FROM evaluations_evaluasi AS e WHERE e.survei_id = survei.id))
        AND (p_kanal <> '' OR tautan.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM evaluations_survei AS other
            WHERE other.unit_id = survei.unit_id AND other.formulir = survei.formulir
                AND other.id <> survei.id
                AND (survei.latihan, other.buka) > (other.latihan, survei.buka)
                AND other.buka <= statement_timestamp() AND other.tutup > statement_timestamp()
                AND (EXISTS (SELECT FROM evaluations_evaluasi AS e
                             WHERE e.survei_id = other.id AND NOT e.state = ANY(p_selesai))
                     OR NOT EXISTS (SELECT FROM evaluations_evaluasi AS e
                                    WHERE e.survei_id = other.id))))
    ON CONFLICT DO NOTHING
    RETURNING kanal INTO r_kanal;
    RETURN r_kanal;
END
$$;


CREATE FUNCTION public.pgtrigger_audit_append_only_1c677() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_calon_terbit_frozen_33d52() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_dokumen_file_frozen_6bb2f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_dokumen_input_frozen_7bd95() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_hasil_terbit_frozen_26146() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_hasil_terbit_stays_b03d3() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_167d6() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_surveievent" ("buka", "formulir", "id", "instansi_id", "isian_dihapus_pada", "jam_mulai", "jam_selesai", "jejak_dihapus_pada", "latihan", "minimum", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tahan_mulai", "target", "tutup", "unit_id", "uuid", "versi_id") VALUES (NEW."buka", NEW."formulir", NEW."id", NEW."instansi_id", NEW."isian_dihapus_pada", NEW."jam_mulai", NEW."jam_selesai", NEW."jejak_dihapus_pada", NEW."latihan", NEW."minimum", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."tahan_mulai", NEW."target", NEW."tutup", NEW."unit_id", NEW."uuid", NEW."versi_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_180d0() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_evaluasievent" ("akhir_alasan", "akhir_dari", "akhir_surat", "dikirim_pada", "formulir", "id", "instansi_id", "jenis_instansi", "jenis_unit", "kode_wilayah", "nama_induk", "nama_instansi", "nama_unit", "pengganti_id", "penilai_id", "pernyataan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putaran", "sektor", "siklus_id", "state", "state_since", "survei_id", "tahapan", "unit_id", "uuid", "versi_id") VALUES (NEW."akhir_alasan", NEW."akhir_dari", NEW."akhir_surat", NEW."dikirim_pada", NEW."formulir", NEW."id", NEW."instansi_id", NEW."jenis_instansi", NEW."jenis_unit", NEW."kode_wilayah", NEW."nama_induk", NEW."nama_instansi", NEW."nama_unit", NEW."pengganti_id", NEW."penilai_id", NEW."pernyataan", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."putaran", NEW."sektor", NEW."siklus_id", NEW."state", NEW."state_since", NEW."survei_id", NEW."tahapan", NEW."unit_id", NEW."uuid", NEW."versi_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_2837e() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_skmunitevent" ("id", "instansi_id", "nilai", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responden", "sumber", "tahun", "tanggal", "unit_id", "uuid") VALUES (NEW."id", NEW."instansi_id", NEW."nilai", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."responden", NEW."sumber", NEW."tahun", NEW."tanggal", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_31297() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_pembinaanevent" ("catatan", "id", "instansi_id", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pokok", "tanggal", "tempat", "uuid", "versi") VALUES (NEW."catatan", NEW."id", NEW."instansi_id", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."pokok", NEW."tanggal", NEW."tempat", NEW."uuid", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_4daba() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_dokumenumumevent" ("berkas_id", "dihapus_pada", "id", "instansi_id", "keterangan", "nama", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tanggal_dokumen", "uuid") VALUES (NEW."berkas_id", NEW."dihapus_pada", NEW."id", NEW."instansi_id", NEW."keterangan", NEW."nama", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."tanggal_dokumen", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_51ae8() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilaievent" ("alasan", "alasan_tidak_terverifikasi", "catatan_internal", "catatan_unit", "evaluasi_id", "id", "indikator", "instansi_id", "level", "oleh_id", "pada", "peran", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putaran", "siklus_id", "tidak_terverifikasi", "versi") VALUES (NEW."alasan", NEW."alasan_tidak_terverifikasi", NEW."catatan_internal", NEW."catatan_unit", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."level", NEW."oleh_id", NEW."pada", NEW."peran", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."putaran", NEW."siklus_id", NEW."tidak_terverifikasi", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_61ffa() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_unitlokusevent" ("alamat", "closed_on", "email", "formulir", "id", "induk_id", "instansi_id", "jenis_id", "kepala_jabatan", "kepala_nama", "kepala_nip", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sektor", "situs", "successor_id", "telepon", "uuid", "wilayah_id") VALUES (NEW."alamat", NEW."closed_on", NEW."email", NEW."formulir", NEW."id", NEW."induk_id", NEW."instansi_id", NEW."jenis_id", NEW."kepala_jabatan", NEW."kepala_nama", NEW."kepala_nip", NEW."nama", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."sektor", NEW."situs", NEW."successor_id", NEW."telepon", NEW."uuid", NEW."wilayah_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_709bd() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_siklusevent" ("dibuka_pada", "id", "instansi_id", "instrumen_a_id", "instrumen_b_id", "is_demo", "latihan", "maks_pengembalian", "metode_tim", "min_responden", "nama", "nilai_dipakai", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sembunyikan_usulan", "sisa_tahanan", "skema", "status", "tahun", "target_responden", "uuid", "verifikasi") VALUES (NEW."dibuka_pada", NEW."id", NEW."instansi_id", NEW."instrumen_a_id", NEW."instrumen_b_id", NEW."is_demo", NEW."latihan", NEW."maks_pengembalian", NEW."metode_tim", NEW."min_responden", NEW."nama", NEW."nilai_dipakai", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."sembunyikan_usulan", NEW."sisa_tahanan", NEW."skema", NEW."status", NEW."tahun", NEW."target_responden", NEW."uuid", NEW."verifikasi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_71a9d() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "reports_kopsuratevent" ("alamat", "angka_berita_acara", "baris_1", "baris_2", "format_nomor", "id", "instansi_id", "isi_surat", "klausul_pembuka", "klausul_penutup", "logo", "nomor_otomatis", "pembina", "pembina_alamat", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "surat_kepada", "tempat") VALUES (NEW."alamat", NEW."angka_berita_acara", NEW."baris_1", NEW."baris_2", NEW."format_nomor", NEW."id", NEW."instansi_id", NEW."isi_surat", NEW."klausul_pembuka", NEW."klausul_penutup", NEW."logo", NEW."nomor_otomatis", NEW."pembina", NEW."pembina_alamat", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."surat_kepada", NEW."tempat"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_7b2b9() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_faseevent" ("akhir", "id", "instansi_id", "membuka", "mulai", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "urutan") VALUES (NEW."akhir", NEW."id", NEW."instansi_id", NEW."membuka", NEW."mulai", NEW."nama", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."urutan"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_7befd() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_buktitindaklanjutevent" ("berkas_id", "dihapus_pada", "id", "instansi_id", "nama", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "tindak_lanjut_id", "uuid") VALUES (NEW."berkas_id", NEW."dihapus_pada", NEW."id", NEW."instansi_id", NEW."nama", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."tindak_lanjut_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_84c83() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilailainevent" ("id", "impor_id", "instansi_id", "jenis", "nilai", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sebutan", "sumber", "tahun", "unit_id", "uuid") VALUES (NEW."id", NEW."impor_id", NEW."instansi_id", NEW."jenis", NEW."nilai", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."sebutan", NEW."sumber", NEW."tahun", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_930e3() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_instansievent" ("closed_on", "id", "induk_id", "is_demo", "jenis", "kode", "nama", "nama_kantor", "nama_kepala_daerah", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "singkatan", "successor_id", "uuid", "wilayah_id", "zone") VALUES (NEW."closed_on", NEW."id", NEW."induk_id", NEW."is_demo", NEW."jenis", NEW."kode", NEW."nama", NEW."nama_kantor", NEW."nama_kepala_daerah", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."singkatan", NEW."successor_id", NEW."uuid", NEW."wilayah_id", NEW."zone"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_aa87a() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_lembarkertasevent" ("alasan_dibatalkan", "berkas_id", "dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "nama_berkas", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."alasan_dibatalkan", NEW."berkas_id", NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."nama_berkas", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_ab190() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilailuarevent" ("angka", "evaluasi_id", "id", "instansi_id", "komponen", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "sumber") VALUES (NEW."angka", NEW."evaluasi_id", NEW."id", NEW."instansi_id", NEW."komponen", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."sumber"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_b43d8() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_buktievent" ("asal_id", "berkas_id", "dihapus_pada", "disensor", "dokumen_umum_id", "evaluasi_id", "halaman", "id", "indikator", "instansi_id", "keterangan", "menggantikan_id", "nama", "oleh_id", "pada", "penjelasan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sanggahan_id", "siklus_id", "tanggal_dokumen", "tautan", "tautan_dilihat", "uuid") VALUES (NEW."asal_id", NEW."berkas_id", NEW."dihapus_pada", NEW."disensor", NEW."dokumen_umum_id", NEW."evaluasi_id", NEW."halaman", NEW."id", NEW."indikator", NEW."instansi_id", NEW."keterangan", NEW."menggantikan_id", NEW."nama", NEW."oleh_id", NEW."pada", NEW."penjelasan", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."sanggahan_id", NEW."siklus_id", NEW."tanggal_dokumen", NEW."tautan", NEW."tautan_dilihat", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_bbb73() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_hasilterdahuluevent" ("aspek", "desimal", "id", "impor_id", "instansi_id", "instrumen", "ipp", "kategori", "kelompok", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sumber", "tahun", "unit_id", "uuid") VALUES (NEW."aspek", NEW."desimal", NEW."id", NEW."impor_id", NEW."instansi_id", NEW."instrumen", NEW."ipp", NEW."kategori", NEW."kelompok", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."sumber", NEW."tahun", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_bfb93() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_fotolapanganevent" ("berkas_id", "diambil_pada", "dihapus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "keterangan", "kunci", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "uuid") VALUES (NEW."berkas_id", NEW."diambil_pada", NEW."dihapus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."keterangan", NEW."kunci", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_d4639() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_sanggahanevent" ("alasan", "diputus_oleh_id", "diputus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "ipp_baru", "ipp_semula", "kunci", "nilai_baru", "nilai_diminta", "nilai_semula", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putusan", "siklus_id", "status", "uuid") VALUES (NEW."alasan", NEW."diputus_oleh_id", NEW."diputus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."ipp_baru", NEW."ipp_semula", NEW."kunci", NEW."nilai_baru", NEW."nilai_diminta", NEW."nilai_semula", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."putusan", NEW."siklus_id", NEW."status", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_d6cd2() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_tindaklanjutevent" ("anggaran", "diverifikasi_dalam_id", "evaluasi_id", "id", "instansi_id", "laporan", "oleh_id", "pada", "pemeriksaan", "penanggung_jawab", "pengingat", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rekomendasi_id", "siklus_id", "status", "status_sejak", "tenggat", "tindakan", "uuid", "verifikasi", "versi") VALUES (NEW."anggaran", NEW."diverifikasi_dalam_id", NEW."evaluasi_id", NEW."id", NEW."instansi_id", NEW."laporan", NEW."oleh_id", NEW."pada", NEW."pemeriksaan", NEW."penanggung_jawab", NEW."pengingat", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."rekomendasi_id", NEW."siklus_id", NEW."status", NEW."status_sejak", NEW."tenggat", NEW."tindakan", NEW."uuid", NEW."verifikasi", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_dd69f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_rekomendasievent" ("aspek", "dihapus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "teks", "uuid", "versi") VALUES (NEW."aspek", NEW."dihapus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."teks", NEW."uuid", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_e057f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_jawabanevent" ("evaluasi_id", "id", "indikator", "instansi_id", "nilai", "oleh_id", "pada", "pertanyaan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "versi") VALUES (NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."nilai", NEW."oleh_id", NEW."pada", NEW."pertanyaan", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."siklus_id", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_f76b7() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_lembarkodeevent" ("dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_insert_insert_fc05a() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_membershipevent" ("ended_at", "id", "instansi_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "unit_id", "user_id", "uuid") VALUES (NEW."ended_at", NEW."id", NEW."instansi_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."role", NEW."started_at", NEW."unit_id", NEW."user_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_penandatangan_only_ended_64340() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_pesan_never_changes_27b5c() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_published_frozen_a6c0b() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_published_stays_d5ed6() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_sampel_validasi_stays_4240f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_ttd_given_is_final_fe543() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_1bc48() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_fotolapanganevent" ("berkas_id", "diambil_pada", "dihapus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "keterangan", "kunci", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "uuid") VALUES (NEW."berkas_id", NEW."diambil_pada", NEW."dihapus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."keterangan", NEW."kunci", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_20ab5() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_membershipevent" ("ended_at", "id", "instansi_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "unit_id", "user_id", "uuid") VALUES (NEW."ended_at", NEW."id", NEW."instansi_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."role", NEW."started_at", NEW."unit_id", NEW."user_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_2be48() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_tindaklanjutevent" ("anggaran", "diverifikasi_dalam_id", "evaluasi_id", "id", "instansi_id", "laporan", "oleh_id", "pada", "pemeriksaan", "penanggung_jawab", "pengingat", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rekomendasi_id", "siklus_id", "status", "status_sejak", "tenggat", "tindakan", "uuid", "verifikasi", "versi") VALUES (NEW."anggaran", NEW."diverifikasi_dalam_id", NEW."evaluasi_id", NEW."id", NEW."instansi_id", NEW."laporan", NEW."oleh_id", NEW."pada", NEW."pemeriksaan", NEW."penanggung_jawab", NEW."pengingat", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."rekomendasi_id", NEW."siklus_id", NEW."status", NEW."status_sejak", NEW."tenggat", NEW."tindakan", NEW."uuid", NEW."verifikasi", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_2c07f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_pembinaanevent" ("catatan", "id", "instansi_id", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pokok", "tanggal", "tempat", "uuid", "versi") VALUES (NEW."catatan", NEW."id", NEW."instansi_id", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."pokok", NEW."tanggal", NEW."tempat", NEW."uuid", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_34326() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_siklusevent" ("dibuka_pada", "id", "instansi_id", "instrumen_a_id", "instrumen_b_id", "is_demo", "latihan", "maks_pengembalian", "metode_tim", "min_responden", "nama", "nilai_dipakai", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sembunyikan_usulan", "sisa_tahanan", "skema", "status", "tahun", "target_responden", "uuid", "verifikasi") VALUES (NEW."dibuka_pada", NEW."id", NEW."instansi_id", NEW."instrumen_a_id", NEW."instrumen_b_id", NEW."is_demo", NEW."latihan", NEW."maks_pengembalian", NEW."metode_tim", NEW."min_responden", NEW."nama", NEW."nilai_dipakai", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sembunyikan_usulan", NEW."sisa_tahanan", NEW."skema", NEW."status", NEW."tahun", NEW."target_responden", NEW."uuid", NEW."verifikasi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_420ba() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_surveievent" ("buka", "formulir", "id", "instansi_id", "isian_dihapus_pada", "jam_mulai", "jam_selesai", "jejak_dihapus_pada", "latihan", "minimum", "periode_akhir", "periode_mulai", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tahan_mulai", "target", "tutup", "unit_id", "uuid", "versi_id") VALUES (NEW."buka", NEW."formulir", NEW."id", NEW."instansi_id", NEW."isian_dihapus_pada", NEW."jam_mulai", NEW."jam_selesai", NEW."jejak_dihapus_pada", NEW."latihan", NEW."minimum", NEW."periode_akhir", NEW."periode_mulai", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."tahan_mulai", NEW."target", NEW."tutup", NEW."unit_id", NEW."uuid", NEW."versi_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_48473() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilailainevent" ("id", "impor_id", "instansi_id", "jenis", "nilai", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sebutan", "sumber", "tahun", "unit_id", "uuid") VALUES (NEW."id", NEW."impor_id", NEW."instansi_id", NEW."jenis", NEW."nilai", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sebutan", NEW."sumber", NEW."tahun", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_5a277() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_buktitindaklanjutevent" ("berkas_id", "dihapus_pada", "id", "instansi_id", "nama", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "tindak_lanjut_id", "uuid") VALUES (NEW."berkas_id", NEW."dihapus_pada", NEW."id", NEW."instansi_id", NEW."nama", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."tindak_lanjut_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_68835() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_evaluasievent" ("akhir_alasan", "akhir_dari", "akhir_surat", "dikirim_pada", "formulir", "id", "instansi_id", "jenis_instansi", "jenis_unit", "kode_wilayah", "nama_induk", "nama_instansi", "nama_unit", "pengganti_id", "penilai_id", "pernyataan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putaran", "sektor", "siklus_id", "state", "state_since", "survei_id", "tahapan", "unit_id", "uuid", "versi_id") VALUES (NEW."akhir_alasan", NEW."akhir_dari", NEW."akhir_surat", NEW."dikirim_pada", NEW."formulir", NEW."id", NEW."instansi_id", NEW."jenis_instansi", NEW."jenis_unit", NEW."kode_wilayah", NEW."nama_induk", NEW."nama_instansi", NEW."nama_unit", NEW."pengganti_id", NEW."penilai_id", NEW."pernyataan", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."putaran", NEW."sektor", NEW."siklus_id", NEW."state", NEW."state_since", NEW."survei_id", NEW."tahapan", NEW."unit_id", NEW."uuid", NEW."versi_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_70bbb() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilailuarevent" ("angka", "evaluasi_id", "id", "instansi_id", "komponen", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "sumber") VALUES (NEW."angka", NEW."evaluasi_id", NEW."id", NEW."instansi_id", NEW."komponen", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."sumber"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_82e9f() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_jawabanevent" ("evaluasi_id", "id", "indikator", "instansi_id", "nilai", "oleh_id", "pada", "pertanyaan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "versi") VALUES (NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."nilai", NEW."oleh_id", NEW."pada", NEW."pertanyaan", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_8376c() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_sanggahanevent" ("alasan", "diputus_oleh_id", "diputus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "ipp_baru", "ipp_semula", "kunci", "nilai_baru", "nilai_diminta", "nilai_semula", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putusan", "siklus_id", "status", "uuid") VALUES (NEW."alasan", NEW."diputus_oleh_id", NEW."diputus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."ipp_baru", NEW."ipp_semula", NEW."kunci", NEW."nilai_baru", NEW."nilai_diminta", NEW."nilai_semula", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."putusan", NEW."siklus_id", NEW."status", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_95755() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_instansievent" ("closed_on", "id", "induk_id", "is_demo", "jenis", "kode", "nama", "nama_kantor", "nama_kepala_daerah", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "singkatan", "successor_id", "uuid", "wilayah_id", "zone") VALUES (NEW."closed_on", NEW."id", NEW."induk_id", NEW."is_demo", NEW."jenis", NEW."kode", NEW."nama", NEW."nama_kantor", NEW."nama_kepala_daerah", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."singkatan", NEW."successor_id", NEW."uuid", NEW."wilayah_id", NEW."zone"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_95e78() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_nilaievent" ("alasan", "alasan_tidak_terverifikasi", "catatan_internal", "catatan_unit", "evaluasi_id", "id", "indikator", "instansi_id", "level", "oleh_id", "pada", "peran", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "putaran", "siklus_id", "tidak_terverifikasi", "versi") VALUES (NEW."alasan", NEW."alasan_tidak_terverifikasi", NEW."catatan_internal", NEW."catatan_unit", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."level", NEW."oleh_id", NEW."pada", NEW."peran", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."putaran", NEW."siklus_id", NEW."tidak_terverifikasi", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_a1303() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_lembarkodeevent" ("dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_a68bf() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "accounts_unitlokusevent" ("alamat", "closed_on", "email", "formulir", "id", "induk_id", "instansi_id", "jenis_id", "kepala_jabatan", "kepala_nama", "kepala_nip", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sektor", "situs", "successor_id", "telepon", "uuid", "wilayah_id") VALUES (NEW."alamat", NEW."closed_on", NEW."email", NEW."formulir", NEW."id", NEW."induk_id", NEW."instansi_id", NEW."jenis_id", NEW."kepala_jabatan", NEW."kepala_nama", NEW."kepala_nip", NEW."nama", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sektor", NEW."situs", NEW."successor_id", NEW."telepon", NEW."uuid", NEW."wilayah_id"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_ac5f2() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_faseevent" ("akhir", "id", "instansi_id", "membuka", "mulai", "nama", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "urutan") VALUES (NEW."akhir", NEW."id", NEW."instansi_id", NEW."membuka", NEW."mulai", NEW."nama", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."urutan"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_cc2e6() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_dokumenumumevent" ("berkas_id", "dihapus_pada", "id", "instansi_id", "keterangan", "nama", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tanggal_dokumen", "uuid") VALUES (NEW."berkas_id", NEW."dihapus_pada", NEW."id", NEW."instansi_id", NEW."keterangan", NEW."nama", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."tanggal_dokumen", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_ccb72() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_buktievent" ("asal_id", "berkas_id", "dihapus_pada", "disensor", "dokumen_umum_id", "evaluasi_id", "halaman", "id", "indikator", "instansi_id", "keterangan", "menggantikan_id", "nama", "oleh_id", "pada", "penjelasan", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sanggahan_id", "siklus_id", "tanggal_dokumen", "tautan", "tautan_dilihat", "uuid") VALUES (NEW."asal_id", NEW."berkas_id", NEW."dihapus_pada", NEW."disensor", NEW."dokumen_umum_id", NEW."evaluasi_id", NEW."halaman", NEW."id", NEW."indikator", NEW."instansi_id", NEW."keterangan", NEW."menggantikan_id", NEW."nama", NEW."oleh_id", NEW."pada", NEW."penjelasan", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sanggahan_id", NEW."siklus_id", NEW."tanggal_dokumen", NEW."tautan", NEW."tautan_dilihat", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d2362() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_skmunitevent" ("id", "instansi_id", "nilai", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responden", "sumber", "tahun", "tanggal", "unit_id", "uuid") VALUES (NEW."id", NEW."instansi_id", NEW."nilai", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."responden", NEW."sumber", NEW."tahun", NEW."tanggal", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d37dc() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_lembarkertasevent" ("alasan_dibatalkan", "berkas_id", "dibatalkan_pada", "id", "instansi_id", "jumlah", "label", "nama_berkas", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "survei_id", "uuid") VALUES (NEW."alasan_dibatalkan", NEW."berkas_id", NEW."dibatalkan_pada", NEW."id", NEW."instansi_id", NEW."jumlah", NEW."label", NEW."nama_berkas", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."survei_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d5cc6() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_rekomendasievent" ("aspek", "dihapus_pada", "evaluasi_id", "id", "indikator", "instansi_id", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siklus_id", "teks", "uuid", "versi") VALUES (NEW."aspek", NEW."dihapus_pada", NEW."evaluasi_id", NEW."id", NEW."indikator", NEW."instansi_id", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."siklus_id", NEW."teks", NEW."uuid", NEW."versi"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d973d() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "reports_kopsuratevent" ("alamat", "angka_berita_acara", "baris_1", "baris_2", "format_nomor", "id", "instansi_id", "isi_surat", "klausul_pembuka", "klausul_penutup", "logo", "nomor_otomatis", "pembina", "pembina_alamat", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "surat_kepada", "tempat") VALUES (NEW."alamat", NEW."angka_berita_acara", NEW."baris_1", NEW."baris_2", NEW."format_nomor", NEW."id", NEW."instansi_id", NEW."isi_surat", NEW."klausul_pembuka", NEW."klausul_penutup", NEW."logo", NEW."nomor_otomatis", NEW."pembina", NEW."pembina_alamat", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."surat_kepada", NEW."tempat"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_ddba3() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "evaluations_hasilterdahuluevent" ("aspek", "desimal", "id", "impor_id", "instansi_id", "instrumen", "ipp", "kategori", "kelompok", "oleh_id", "pada", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sumber", "tahun", "unit_id", "uuid") VALUES (NEW."aspek", NEW."desimal", NEW."id", NEW."impor_id", NEW."instansi_id", NEW."instrumen", NEW."ipp", NEW."kategori", NEW."kelompok", NEW."oleh_id", NEW."pada", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sumber", NEW."tahun", NEW."unit_id", NEW."uuid"); RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_versi_f01_never_changes_e9f8a() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_auditentry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    action character varying(60) NOT NULL,
    siklus_id bigint,
    object_type character varying(40) NOT NULL,
    object_id character varying(40) NOT NULL,
    object_name character varying(300) NOT NULL,
    reason text NOT NULL,
    data jsonb NOT NULL,
    by_id bigint,
    instansi_id bigint
);


ALTER TABLE public.accounts_auditentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_auditentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_identityproposal (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(200) NOT NULL,
    nip character varying(30) NOT NULL,
    jabatan character varying(200) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    accepted boolean NOT NULL,
    decided_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT identity_proposal_decided_by_someone CHECK ((((NOT accepted) AND (decided_at IS NULL) AND (decided_by_id IS NULL)) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT identity_proposal_has_name CHECK ((NOT ((nama)::text = ''::text)))
);


ALTER TABLE public.accounts_identityproposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_identityproposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_instansi (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    kode character varying(40) NOT NULL,
    nama character varying(200) NOT NULL,
    singkatan character varying(60) NOT NULL,
    jenis character varying(12) NOT NULL,
    nama_kantor character varying(200) NOT NULL,
    nama_kepala_daerah character varying(100) NOT NULL,
    zone character varying(40) NOT NULL,
    is_demo boolean NOT NULL,
    closed_on date,
    induk_id bigint,
    successor_id bigint,
    wilayah_id character varying(13),
    CONSTRAINT instansi_successor_needs_closed CHECK (((successor_id IS NULL) OR (closed_on IS NOT NULL))),
    CONSTRAINT instansi_top_has_no_parent CHECK (((NOT ((jenis)::text = ANY ((ARRAY['nasional'::character varying, 'kl'::character varying, 'provinsi'::character varying])::text[]))) OR (induk_id IS NULL)))
);


ALTER TABLE public.accounts_instansi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_instansi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_instansievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    kode character varying(40) NOT NULL,
    nama character varying(200) NOT NULL,
    singkatan character varying(60) NOT NULL,
    jenis character varying(12) NOT NULL,
    nama_kantor character varying(200) NOT NULL,
    nama_kepala_daerah character varying(100) NOT NULL,
    zone character varying(40) NOT NULL,
    is_demo boolean NOT NULL,
    closed_on date,
    induk_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    successor_id bigint,
    wilayah_id character varying(13)
);


ALTER TABLE public.accounts_instansievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_instansievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_invitation (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    email character varying(254) NOT NULL,
    by_mail boolean NOT NULL,
    nama character varying(200) NOT NULL,
    role character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    accepted_by_id bigint,
    account_id bigint,
    instansi_id bigint NOT NULL,
    invited_by_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT invitation_accepted_by_someone CHECK ((((accepted_at IS NULL) AND (accepted_by_id IS NULL)) OR ((accepted_at IS NOT NULL) AND (accepted_by_id IS NOT NULL)))),
    CONSTRAINT invitation_accepted_or_revoked CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitation_mailed_to_an_address CHECK (((NOT by_mail) OR ((account_id IS NULL) AND (NOT ((email)::text = ''::text))))),
    CONSTRAINT invitation_unit_by_role CHECK (((((role)::text = ANY ((ARRAY['kepala'::character varying, 'operator'::character varying])::text[])) AND (unit_id IS NOT NULL)) OR ((NOT ((role)::text = ANY ((ARRAY['kepala'::character varying, 'operator'::character varying])::text[]))) AND (unit_id IS NULL))))
);


ALTER TABLE public.accounts_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_jenisunit (
    kode character varying(40) NOT NULL,
    nama character varying(100) NOT NULL,
    sektor character varying(20) NOT NULL
);


CREATE TABLE public.accounts_layanan (
    id bigint NOT NULL,
    nama character varying(200) NOT NULL,
    instansi_id bigint NOT NULL,
    unit_id bigint NOT NULL
);


ALTER TABLE public.accounts_layanan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_layanan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_loginsource (
    id bigint NOT NULL,
    account character varying(64) NOT NULL,
    source character varying(64) NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    not_before timestamp with time zone,
    succeeded_at timestamp with time zone,
    CONSTRAINT accounts_loginsource_failures_check CHECK ((failures >= 0)),
    CONSTRAINT login_source_is_named CHECK (((NOT ((account)::text = ''::text)) AND (NOT ((source)::text = ''::text))))
);


ALTER TABLE public.accounts_loginsource ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_loginsource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_lokasi (
    id bigint NOT NULL,
    nama character varying(120) NOT NULL,
    alamat text NOT NULL,
    instansi_id bigint NOT NULL,
    unit_id bigint NOT NULL
);


ALTER TABLE public.accounts_lokasi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_lokasi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_membership (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    role character varying(20) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    instansi_id bigint NOT NULL,
    user_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT membership_unit_by_role CHECK (((((role)::text = ANY ((ARRAY['kepala'::character varying, 'operator'::character varying])::text[])) AND (unit_id IS NOT NULL)) OR ((NOT ((role)::text = ANY ((ARRAY['kepala'::character varying, 'operator'::character varying])::text[]))) AND (unit_id IS NULL))))
);


ALTER TABLE public.accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_membershipevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    role character varying(20) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    instansi_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint NOT NULL,
    unit_id bigint
);


ALTER TABLE public.accounts_membershipevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membershipevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_notice (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    email character varying(254) NOT NULL,
    kind character varying(40) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    url character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    mail_state character varying(10) NOT NULL,
    error character varying(300) NOT NULL,
    dedupe_key character varying(120) NOT NULL,
    instansi_id bigint,
    user_id bigint,
    CONSTRAINT accounts_notice_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT notice_has_recipient CHECK (((user_id IS NOT NULL) OR (NOT ((email)::text = ''::text))))
);


ALTER TABLE public.accounts_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_pendingrole (
    id bigint NOT NULL,
    batch uuid NOT NULL,
    role character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    effective_at timestamp with time zone,
    decided_at timestamp with time zone,
    granted boolean,
    appointed_by_id bigint NOT NULL,
    decided_by_id bigint,
    instansi_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT pending_role_decided CHECK ((((decided_at IS NULL) AND (decided_by_id IS NULL) AND (granted IS NULL)) OR ((decided_at IS NOT NULL) AND (granted IS NOT NULL)))),
    CONSTRAINT pending_role_of_an_office CHECK ((NOT ((role)::text = ANY ((ARRAY['kepala'::character varying, 'operator'::character varying])::text[]))))
);


ALTER TABLE public.accounts_pendingrole ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_pendingrole_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_unitlokus (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(200) NOT NULL,
    sektor character varying(20) NOT NULL,
    formulir character varying(1) NOT NULL,
    alamat text NOT NULL,
    telepon character varying(40) NOT NULL,
    email character varying(254) NOT NULL,
    situs character varying(200) NOT NULL,
    kepala_nama character varying(200) NOT NULL,
    kepala_nip character varying(30) NOT NULL,
    kepala_jabatan character varying(200) NOT NULL,
    closed_on date,
    induk_id bigint,
    instansi_id bigint NOT NULL,
    jenis_id character varying(40) NOT NULL,
    successor_id bigint,
    wilayah_id character varying(13),
    CONSTRAINT unit_formulir_known CHECK (((formulir)::text = ANY ((ARRAY['A'::character varying, 'B'::character varying])::text[]))),
    CONSTRAINT unit_successor_needs_closed CHECK (((successor_id IS NULL) OR (closed_on IS NOT NULL)))
);


CREATE TABLE public.accounts_unitlokus_co_owners (
    id bigint NOT NULL,
    unitlokus_id bigint NOT NULL,
    instansi_id bigint NOT NULL
);


ALTER TABLE public.accounts_unitlokus_co_owners ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_unitlokus_co_owners_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.accounts_unitlokus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_unitlokus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_unitlokusevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(200) NOT NULL,
    sektor character varying(20) NOT NULL,
    formulir character varying(1) NOT NULL,
    alamat text NOT NULL,
    telepon character varying(40) NOT NULL,
    email character varying(254) NOT NULL,
    situs character varying(200) NOT NULL,
    kepala_nama character varying(200) NOT NULL,
    kepala_nip character varying(30) NOT NULL,
    kepala_jabatan character varying(200) NOT NULL,
    closed_on date,
    induk_id bigint,
    instansi_id bigint NOT NULL,
    jenis_id character varying(40) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    successor_id bigint,
    wilayah_id character varying(13)
);


ALTER TABLE public.accounts_unitlokusevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_unitlokusevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    email character varying(254),
    email_claimed character varying(254) NOT NULL,
    nama character varying(200) NOT NULL,
    nip character varying(30) NOT NULL,
    jabatan character varying(200) NOT NULL,
    zone character varying(40) NOT NULL,
    is_active boolean NOT NULL,
    password_set_at timestamp with time zone,
    password_temporary boolean NOT NULL,
    is_demo boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    password_set_by_id bigint,
    CONSTRAINT user_email_null_not_blank CHECK (((email IS NULL) OR (NOT (((email)::text = ''::text) AND (email IS NOT NULL))))),
    CONSTRAINT user_never_superuser CHECK ((NOT is_superuser)),
    CONSTRAINT user_password_set_by_someone CHECK ((((password_set_at IS NULL) AND (password_set_by_id IS NULL)) OR ((password_set_at IS NOT NULL) AND (password_set_by_id IS NOT NULL)))),
    CONSTRAINT user_password_temporary_is_set CHECK (((NOT password_temporary) OR (password_set_at IS NOT NULL)))
);


CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);


ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_wilayah (
    kode character varying(13) NOT NULL,
    jenis character varying(12) NOT NULL,
    nama character varying(100) NOT NULL,
    induk_id character varying(13),
    CONSTRAINT wilayah_induk_by_jenis CHECK ((((induk_id IS NULL) AND ((jenis)::text = 'provinsi'::text)) OR ((induk_id IS NOT NULL) AND ((jenis)::text = ANY ((ARRAY['kabupaten'::character varying, 'kota'::character varying])::text[])))))
);


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


CREATE TABLE public.evaluations_aturanlokus (
    id bigint NOT NULL,
    jenis_instansi character varying(12) NOT NULL,
    jumlah smallint,
    instansi_id bigint NOT NULL,
    jenis_unit_id character varying(40) NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT aturan_lokus_at_least_one CHECK (((jumlah IS NULL) OR (jumlah >= 1))),
    CONSTRAINT evaluations_aturanlokus_jumlah_check CHECK ((jumlah >= 0))
);


ALTER TABLE public.evaluations_aturanlokus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_aturanlokus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_barishitungulang (
    id bigint NOT NULL,
    urutan integer NOT NULL,
    status character varying(12) NOT NULL,
    lama character varying(10) NOT NULL,
    lama_kategori character varying(4) NOT NULL,
    lama_masukan character varying(64) NOT NULL,
    baru character varying(10) NOT NULL,
    baru_kategori character varying(4) NOT NULL,
    baru_masukan character varying(64) NOT NULL,
    berubah boolean NOT NULL,
    kata character varying(300) NOT NULL,
    instansi_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    hitung_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT baris_hitung_ulang_says_why CHECK (((NOT ((status)::text = ANY ((ARRAY['ditolak'::character varying, 'masalah'::character varying])::text[]))) OR (NOT ((kata)::text = ''::text)))),
    CONSTRAINT evaluations_barishitungulang_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.evaluations_barishitungulang ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_barishitungulang_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_berkas (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    sha256 character varying(64) NOT NULL,
    ukuran bigint NOT NULL,
    tipe character varying(100) NOT NULL,
    path character varying(200) NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    pratinjau character varying(10) NOT NULL,
    halaman integer,
    gambar smallint NOT NULL,
    error character varying(300) NOT NULL,
    CONSTRAINT berkas_not_empty CHECK ((ukuran > 0)),
    CONSTRAINT berkas_preview_has_pages CHECK (((NOT ((pratinjau)::text = 'siap'::text)) OR (halaman >= 1))),
    CONSTRAINT berkas_preview_has_pictures CHECK (((NOT ((pratinjau)::text = 'siap'::text)) OR ((gambar >= 1) AND (gambar <= halaman)))),
    CONSTRAINT evaluations_berkas_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT evaluations_berkas_gambar_check CHECK ((gambar >= 0)),
    CONSTRAINT evaluations_berkas_halaman_check CHECK ((halaman >= 0)),
    CONSTRAINT evaluations_berkas_ukuran_check CHECK ((ukuran >= 0))
);


ALTER TABLE public.evaluations_berkas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_berkas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_bukti (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    tautan character varying(500) NOT NULL,
    tautan_dilihat date,
    nama character varying(255) NOT NULL,
    keterangan character varying(500) NOT NULL,
    halaman character varying(60) NOT NULL,
    tanggal_dokumen date,
    penjelasan character varying(500) NOT NULL,
    disensor boolean NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    asal_id bigint,
    berkas_id bigint,
    instansi_id bigint NOT NULL,
    menggantikan_id bigint,
    oleh_id bigint NOT NULL,
    dokumen_umum_id bigint,
    evaluasi_id bigint NOT NULL,
    sanggahan_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT bukti_file_or_dated_link CHECK ((((berkas_id IS NOT NULL) AND ((tautan)::text = ''::text)) OR ((berkas_id IS NULL) AND (tautan_dilihat IS NOT NULL) AND (NOT ((tautan)::text = ''::text))))),
    CONSTRAINT bukti_replaces_another CHECK (((menggantikan_id IS NULL) OR (NOT ((menggantikan_id = id) AND (menggantikan_id IS NOT NULL))))),
    CONSTRAINT evaluations_bukti_indikator_check CHECK ((indikator >= 0))
);


ALTER TABLE public.evaluations_bukti ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_bukti_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_buktievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    tautan character varying(500) NOT NULL,
    tautan_dilihat date,
    nama character varying(255) NOT NULL,
    keterangan character varying(500) NOT NULL,
    halaman character varying(60) NOT NULL,
    tanggal_dokumen date,
    penjelasan character varying(500) NOT NULL,
    disensor boolean NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    asal_id bigint,
    berkas_id bigint,
    instansi_id bigint NOT NULL,
    menggantikan_id bigint,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    dokumen_umum_id bigint,
    evaluasi_id bigint NOT NULL,
    sanggahan_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_buktievent_indikator_check CHECK ((indikator >= 0))
);


ALTER TABLE public.evaluations_buktievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_buktievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_buktitindaklanjut (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(255) NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    tindak_lanjut_id bigint NOT NULL
);


ALTER TABLE public.evaluations_buktitindaklanjut ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_buktitindaklanjut_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_buktitindaklanjutevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(255) NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    tindak_lanjut_id bigint NOT NULL
);


ALTER TABLE public.evaluations_buktitindaklanjutevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_buktitindaklanjutevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_calonterbit (
    id bigint NOT NULL,
    urutan integer NOT NULL,
    baris jsonb NOT NULL,
    instansi_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    publikasi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_calonterbit_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.evaluations_calonterbit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_calonterbit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_dokumenumum (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(255) NOT NULL,
    keterangan character varying(500) NOT NULL,
    tanggal_dokumen date,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL
);


ALTER TABLE public.evaluations_dokumenumum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_dokumenumum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_dokumenumumevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(255) NOT NULL,
    keterangan character varying(500) NOT NULL,
    tanggal_dokumen date,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.evaluations_dokumenumumevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_dokumenumumevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_evaluasi (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    formulir character varying(1) NOT NULL,
    state character varying(20) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    tahapan character varying(12)[] NOT NULL,
    putaran smallint NOT NULL,
    dikirim_pada timestamp with time zone,
    pernyataan text NOT NULL,
    akhir_alasan text NOT NULL,
    akhir_surat character varying(100) NOT NULL,
    akhir_dari character varying(20) NOT NULL,
    nama_unit character varying(200) NOT NULL,
    nama_instansi character varying(200) NOT NULL,
    nama_induk character varying(200) NOT NULL,
    jenis_instansi character varying(12) NOT NULL,
    jenis_unit character varying(100) NOT NULL,
    sektor character varying(20) NOT NULL,
    kode_wilayah character varying(13) NOT NULL,
    instansi_id bigint NOT NULL,
    pengganti_id bigint,
    penilai_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    versi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    survei_id bigint,
    CONSTRAINT evaluasi_end_has_reason CHECK (((NOT ((state)::text = ANY ((ARRAY['dibatalkan'::character varying, 'diganti'::character varying, 'tidak_dapat_dinilai'::character varying, 'tidak_mengisi'::character varying])::text[]))) OR (NOT (akhir_alasan = ''::text)))),
    CONSTRAINT evaluasi_state_known CHECK (((state)::text = ANY ((ARRAY['draf'::character varying, 'dikirim'::character varying, 'dikembalikan'::character varying, 'dinilai'::character varying, 'f02_selesai'::character varying, 'diverifikasi'::character varying, 'divalidasi'::character varying, 'terbit'::character varying, 'dilaporkan'::character varying, 'tidak_mengisi'::character varying, 'tidak_dapat_dinilai'::character varying, 'diganti'::character varying, 'dibatalkan'::character varying])::text[]))),
    CONSTRAINT evaluasi_steps_known CHECK (((tahapan <@ ARRAY['nilai'::character varying(12), 'verifikasi'::character varying(12), 'validasi'::character varying(12), 'terbit'::character varying(12), 'lapor'::character varying(12)]) AND (tahapan @> ARRAY['nilai'::character varying(12), 'validasi'::character varying(12), 'terbit'::character varying(12)]))),
    CONSTRAINT evaluations_evaluasi_putaran_check CHECK ((putaran >= 0))
);


ALTER TABLE public.evaluations_evaluasi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_evaluasi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_evaluasiaspek (
    id bigint NOT NULL,
    kode character varying(20) NOT NULL,
    nama character varying(200) NOT NULL,
    urutan smallint NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_evaluasiaspek_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.evaluations_evaluasiaspek ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_evaluasiaspek_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_evaluasiaspekuserobjectpermission (
    id bigint NOT NULL,
    content_object_id bigint CONSTRAINT evaluations_evaluasiaspekuserobjectp_content_object_id_not_null NOT NULL,
    permission_id integer CONSTRAINT evaluations_evaluasiaspekuserobjectpermi_permission_id_not_null NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.evaluations_evaluasiaspekuserobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_evaluasiaspekuserobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_evaluasievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    formulir character varying(1) NOT NULL,
    state character varying(20) NOT NULL,
    state_since timestamp with time zone NOT NULL,
    tahapan character varying(12)[] NOT NULL,
    putaran smallint NOT NULL,
    dikirim_pada timestamp with time zone,
    pernyataan text NOT NULL,
    akhir_alasan text NOT NULL,
    akhir_surat character varying(100) NOT NULL,
    akhir_dari character varying(20) NOT NULL,
    nama_unit character varying(200) NOT NULL,
    nama_instansi character varying(200) NOT NULL,
    nama_induk character varying(200) NOT NULL,
    jenis_instansi character varying(12) NOT NULL,
    jenis_unit character varying(100) NOT NULL,
    sektor character varying(20) NOT NULL,
    kode_wilayah character varying(13) NOT NULL,
    instansi_id bigint NOT NULL,
    pengganti_id bigint,
    penilai_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    versi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    survei_id bigint,
    CONSTRAINT evaluations_evaluasievent_putaran_check CHECK ((putaran >= 0))
);


ALTER TABLE public.evaluations_evaluasievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_evaluasievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_fase (
    id bigint NOT NULL,
    urutan smallint NOT NULL,
    nama character varying(100) NOT NULL,
    mulai timestamp with time zone NOT NULL,
    akhir timestamp with time zone NOT NULL,
    membuka character varying(20)[] NOT NULL,
    instansi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_fase_urutan_check CHECK ((urutan >= 0)),
    CONSTRAINT fase_ordered CHECK ((akhir > mulai))
);


ALTER TABLE public.evaluations_fase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_fase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_faseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    urutan smallint NOT NULL,
    nama character varying(100) NOT NULL,
    mulai timestamp with time zone NOT NULL,
    akhir timestamp with time zone NOT NULL,
    membuka character varying(20)[] NOT NULL,
    instansi_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_faseevent_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.evaluations_faseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_faseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_fotolapangan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    keterangan character varying(500) NOT NULL,
    diambil_pada timestamp with time zone NOT NULL,
    kunci uuid NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_fotolapangan_indikator_check CHECK ((indikator >= 0))
);


ALTER TABLE public.evaluations_fotolapangan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_fotolapangan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_fotolapanganevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    keterangan character varying(500) NOT NULL,
    diambil_pada timestamp with time zone NOT NULL,
    kunci uuid NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    berkas_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_fotolapanganevent_indikator_check CHECK ((indikator >= 0))
);


ALTER TABLE public.evaluations_fotolapanganevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_fotolapanganevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_garamsurvei (
    id bigint NOT NULL,
    tanggal date NOT NULL,
    garam bytea NOT NULL
);


ALTER TABLE public.evaluations_garamsurvei ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_garamsurvei_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_hasil (
    id bigint NOT NULL,
    stale boolean NOT NULL,
    stale_since timestamp with time zone,
    lease_until timestamp with time zone,
    attempts smallint NOT NULL,
    error character varying(300) NOT NULL,
    mark bigint NOT NULL,
    ipp numeric(6,3),
    kategori character varying(4) NOT NULL,
    ipp_sementara numeric(6,3),
    kategori_sementara character varying(4) NOT NULL,
    f02_terisi smallint NOT NULL,
    f02_jumlah smallint NOT NULL,
    f01_terisi smallint NOT NULL,
    f01_jumlah smallint NOT NULL,
    responden integer NOT NULL,
    rincian jsonb NOT NULL,
    metode character varying(200) NOT NULL,
    versi_digest character varying(64) NOT NULL,
    masukan_digest character varying(64) NOT NULL,
    dihitung_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_hasil_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT evaluations_hasil_f01_jumlah_check CHECK ((f01_jumlah >= 0)),
    CONSTRAINT evaluations_hasil_f01_terisi_check CHECK ((f01_terisi >= 0)),
    CONSTRAINT evaluations_hasil_f02_jumlah_check CHECK ((f02_jumlah >= 0)),
    CONSTRAINT evaluations_hasil_f02_terisi_check CHECK ((f02_terisi >= 0)),
    CONSTRAINT evaluations_hasil_mark_check CHECK ((mark >= 0)),
    CONSTRAINT evaluations_hasil_responden_check CHECK ((responden >= 0)),
    CONSTRAINT hasil_final_has_category CHECK (((ipp IS NULL) OR (NOT ((kategori)::text = ''::text)))),
    CONSTRAINT hasil_ipp_not_negative CHECK (((ipp IS NULL) OR (ipp >= (0)::numeric)))
);


ALTER TABLE public.evaluations_hasil ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_hasil_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_hasilterbit (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    ipp numeric(6,3) NOT NULL,
    desimal smallint NOT NULL,
    kategori character varying(4) NOT NULL,
    sebutan character varying(60) NOT NULL,
    isi jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    terbit_pada timestamp with time zone NOT NULL,
    ditarik_pada timestamp with time zone,
    alasan_ditarik text NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    digantikan_oleh_id bigint,
    publikasi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_hasilterbit_desimal_check CHECK ((desimal >= 0)),
    CONSTRAINT hasil_terbit_superseded_is_over CHECK (((digantikan_oleh_id IS NULL) OR (ditarik_pada IS NOT NULL))),
    CONSTRAINT hasil_terbit_withdrawn_has_reason CHECK (((ditarik_pada IS NULL) OR (NOT (alasan_ditarik = ''::text))))
);


ALTER TABLE public.evaluations_hasilterbit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_hasilterbit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_hasilterdahulu (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    kelompok character varying(10) NOT NULL,
    tahun smallint NOT NULL,
    ipp numeric(6,3) NOT NULL,
    desimal smallint NOT NULL,
    kategori character varying(60) NOT NULL,
    instrumen character varying(100) NOT NULL,
    aspek jsonb NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    unit_id bigint,
    impor_id bigint,
    CONSTRAINT evaluations_hasilterdahulu_desimal_check CHECK ((desimal >= 0)),
    CONSTRAINT evaluations_hasilterdahulu_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT hasil_terdahulu_group_known CHECK (((kelompok)::text = ANY ((ARRAY[''::character varying, 'nasional'::character varying, 'kl'::character varying, 'pemda'::character varying])::text[]))),
    CONSTRAINT hasil_terdahulu_in_range CHECK (((ipp >= (0)::numeric) AND (ipp <= (5)::numeric) AND (desimal <= 3))),
    CONSTRAINT hasil_terdahulu_unit_or_group CHECK (((unit_id IS NULL) OR ((kelompok)::text = ''::text))),
    CONSTRAINT hasil_terdahulu_year_and_source CHECK (((tahun >= 2000) AND (tahun <= 2100) AND (NOT ((sumber)::text = ''::text))))
);


ALTER TABLE public.evaluations_hasilterdahulu ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_hasilterdahulu_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_hasilterdahuluevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    kelompok character varying(10) NOT NULL,
    tahun smallint NOT NULL,
    ipp numeric(6,3) NOT NULL,
    desimal smallint NOT NULL,
    kategori character varying(60) NOT NULL,
    instrumen character varying(100) NOT NULL,
    aspek jsonb NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    impor_id bigint,
    CONSTRAINT evaluations_hasilterdahuluevent_desimal_check CHECK ((desimal >= 0)),
    CONSTRAINT evaluations_hasilterdahuluevent_tahun_check CHECK ((tahun >= 0))
);


ALTER TABLE public.evaluations_hasilterdahuluevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_hasilterdahuluevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_hitungulang (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    status character varying(12) NOT NULL,
    jumlah integer,
    dalam_kerja integer NOT NULL,
    alasan text NOT NULL,
    error character varying(300) NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    diperiksa_pada timestamp with time zone,
    selesai_pada timestamp with time zone,
    diterapkan_oleh_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    versi_a_id bigint,
    versi_b_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_hitungulang_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT evaluations_hitungulang_dalam_kerja_check CHECK ((dalam_kerja >= 0)),
    CONSTRAINT evaluations_hitungulang_jumlah_check CHECK ((jumlah >= 0)),
    CONSTRAINT hitung_ulang_applied_with_reason CHECK (((NOT ((status)::text = ANY ((ARRAY['diterapkan'::character varying, 'selesai'::character varying])::text[]))) OR ((NOT (alasan = ''::text)) AND (diterapkan_oleh_id IS NOT NULL)))),
    CONSTRAINT hitung_ulang_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT hitung_ulang_ready_is_counted CHECK ((((status)::text = ANY ((ARRAY['dihitung'::character varying, 'gagal'::character varying, 'batal'::character varying])::text[])) OR (jumlah IS NOT NULL)))
);


ALTER TABLE public.evaluations_hitungulang ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_hitungulang_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_impor (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(30) NOT NULL,
    nama_berkas character varying(255) NOT NULL,
    baris jsonb NOT NULL,
    masalah jsonb NOT NULL,
    catatan jsonb NOT NULL,
    status character varying(12) NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    diterapkan_pada timestamp with time zone,
    evaluasi_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint,
    CONSTRAINT impor_applied_has_time CHECK (((NOT ((status)::text = 'diterapkan'::text)) OR (diterapkan_pada IS NOT NULL)))
);


ALTER TABLE public.evaluations_impor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_impor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_jawaban (
    id bigint NOT NULL,
    indikator smallint NOT NULL,
    pertanyaan character varying(60) NOT NULL,
    nilai jsonb,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_jawaban_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_jawaban_versi_check CHECK ((versi >= 0)),
    CONSTRAINT jawaban_version_counts CHECK ((versi >= 1))
);


ALTER TABLE public.evaluations_jawaban ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_jawaban_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_jawabanevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    indikator smallint NOT NULL,
    pertanyaan character varying(60) NOT NULL,
    nilai jsonb,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_jawabanevent_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_jawabanevent_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_jawabanevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_jawabanevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_kesepakatanpembinaan (
    id bigint NOT NULL,
    teks text NOT NULL,
    instansi_id bigint NOT NULL,
    pembinaan_id bigint NOT NULL,
    tindak_lanjut_id bigint,
    CONSTRAINT kesepakatan_says_something CHECK ((NOT (teks = ''::text)))
);


ALTER TABLE public.evaluations_kesepakatanpembinaan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_kesepakatanpembinaan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_kodesurvei (
    id bigint NOT NULL,
    kode character varying(20) NOT NULL,
    dipakai_pada date,
    instansi_id bigint NOT NULL,
    lembar_id bigint NOT NULL
);


ALTER TABLE public.evaluations_kodesurvei ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_kodesurvei_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_lembarkertas (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    label character varying(200) NOT NULL,
    jumlah integer NOT NULL,
    nama_berkas character varying(255) NOT NULL,
    pada timestamp with time zone NOT NULL,
    dibatalkan_pada timestamp with time zone,
    alasan_dibatalkan character varying(500) NOT NULL,
    berkas_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    survei_id bigint NOT NULL,
    CONSTRAINT evaluations_lembarkertas_jumlah_check CHECK ((jumlah >= 0)),
    CONSTRAINT lembar_kertas_void_has_reason CHECK (((((alasan_dibatalkan)::text = ''::text) AND (dibatalkan_pada IS NULL)) OR ((dibatalkan_pada IS NOT NULL) AND (NOT ((alasan_dibatalkan)::text = ''::text)))))
);


ALTER TABLE public.evaluations_lembarkertas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_lembarkertas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_lembarkertasevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    label character varying(200) NOT NULL,
    jumlah integer NOT NULL,
    nama_berkas character varying(255) NOT NULL,
    pada timestamp with time zone NOT NULL,
    dibatalkan_pada timestamp with time zone,
    alasan_dibatalkan character varying(500) NOT NULL,
    berkas_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    survei_id bigint NOT NULL,
    CONSTRAINT evaluations_lembarkertasevent_jumlah_check CHECK ((jumlah >= 0))
);


ALTER TABLE public.evaluations_lembarkertasevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_lembarkertasevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_lembarkode (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    label character varying(100) NOT NULL,
    jumlah integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    dibatalkan_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    survei_id bigint NOT NULL,
    CONSTRAINT evaluations_lembarkode_jumlah_check CHECK ((jumlah >= 0)),
    CONSTRAINT lembar_kode_size CHECK (((jumlah >= 1) AND (jumlah <= 5000)))
);


ALTER TABLE public.evaluations_lembarkode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_lembarkode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_lembarkodeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    label character varying(100) NOT NULL,
    jumlah integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    dibatalkan_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    survei_id bigint NOT NULL,
    CONSTRAINT evaluations_lembarkodeevent_jumlah_check CHECK ((jumlah >= 0))
);


ALTER TABLE public.evaluations_lembarkodeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_lembarkodeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilai (
    id bigint NOT NULL,
    indikator smallint NOT NULL,
    peran character varying(12) NOT NULL,
    level smallint,
    alasan text NOT NULL,
    tidak_terverifikasi boolean NOT NULL,
    alasan_tidak_terverifikasi text NOT NULL,
    catatan_unit text NOT NULL,
    catatan_internal text NOT NULL,
    putaran smallint NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_nilai_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_nilai_level_check CHECK ((level >= 0)),
    CONSTRAINT evaluations_nilai_putaran_check CHECK ((putaran >= 0)),
    CONSTRAINT evaluations_nilai_versi_check CHECK ((versi >= 0)),
    CONSTRAINT nilai_unverified_has_reason CHECK (((NOT tidak_terverifikasi) OR (NOT (alasan_tidak_terverifikasi = ''::text))))
);


ALTER TABLE public.evaluations_nilai ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilai_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilaievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    indikator smallint NOT NULL,
    peran character varying(12) NOT NULL,
    level smallint,
    alasan text NOT NULL,
    tidak_terverifikasi boolean NOT NULL,
    alasan_tidak_terverifikasi text NOT NULL,
    catatan_unit text NOT NULL,
    catatan_internal text NOT NULL,
    putaran smallint NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_nilaievent_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_nilaievent_level_check CHECK ((level >= 0)),
    CONSTRAINT evaluations_nilaievent_putaran_check CHECK ((putaran >= 0)),
    CONSTRAINT evaluations_nilaievent_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_nilaievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilaievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilailain (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(20) NOT NULL,
    tahun smallint NOT NULL,
    nilai numeric(6,2),
    sebutan character varying(100) NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    impor_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT evaluations_nilailain_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT nilai_lain_says_something CHECK (((nilai IS NOT NULL) OR (NOT ((sebutan)::text = ''::text)))),
    CONSTRAINT nilai_lain_skm_of_a_unit_is_its_own CHECK (((NOT ((jenis)::text = 'skm'::text)) OR (unit_id IS NULL))),
    CONSTRAINT nilai_lain_year_and_source CHECK (((tahun >= 2000) AND (tahun <= 2100) AND (NOT ((sumber)::text = ''::text))))
);


ALTER TABLE public.evaluations_nilailain ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilailain_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilailainevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(20) NOT NULL,
    tahun smallint NOT NULL,
    nilai numeric(6,2),
    sebutan character varying(100) NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    impor_id bigint,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint,
    CONSTRAINT evaluations_nilailainevent_tahun_check CHECK ((tahun >= 0))
);


ALTER TABLE public.evaluations_nilailainevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilailainevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilailuar (
    id bigint NOT NULL,
    komponen character varying(20) NOT NULL,
    angka numeric(10,4) NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT nilai_luar_not_negative CHECK ((angka >= (0)::numeric))
);


ALTER TABLE public.evaluations_nilailuar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilailuar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_nilailuarevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    komponen character varying(20) NOT NULL,
    angka numeric(10,4) NOT NULL,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL
);


ALTER TABLE public.evaluations_nilailuarevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_nilailuarevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pembinaan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    pokok character varying(200) NOT NULL,
    tanggal date NOT NULL,
    tempat character varying(200) NOT NULL,
    catatan text NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    CONSTRAINT evaluations_pembinaan_versi_check CHECK ((versi >= 0)),
    CONSTRAINT pembinaan_says_what_and_where CHECK (((NOT ((pokok)::text = ''::text)) AND (NOT ((tempat)::text = ''::text))))
);


ALTER TABLE public.evaluations_pembinaan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pembinaan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pembinaan_unit (
    id bigint NOT NULL,
    pembinaan_id bigint NOT NULL,
    unitlokus_id bigint NOT NULL
);


ALTER TABLE public.evaluations_pembinaan_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pembinaan_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pembinaanevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    pokok character varying(200) NOT NULL,
    tanggal date NOT NULL,
    tempat character varying(200) NOT NULL,
    catatan text NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT evaluations_pembinaanevent_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_pembinaanevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pembinaanevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pengembalian (
    id bigint NOT NULL,
    putaran smallint NOT NULL,
    indikator smallint[] NOT NULL,
    alasan text NOT NULL,
    tenggat timestamp with time zone NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    selesai_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_pengembalian_putaran_check CHECK ((putaran >= 0)),
    CONSTRAINT pengembalian_names_indicators CHECK ((
CASE
    WHEN (indikator IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(indikator, 1), 0)
END >= 1))
);


ALTER TABLE public.evaluations_pengembalian ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pengembalian_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_perpanjangan (
    id bigint NOT NULL,
    termasuk_bawahan boolean NOT NULL,
    kegiatan character varying(20) NOT NULL,
    mulai timestamp with time zone,
    akhir timestamp with time zone NOT NULL,
    nomor_surat character varying(100) NOT NULL,
    alasan text NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    instansi_id bigint,
    unit_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT perpanjangan_ordered CHECK (((mulai IS NULL) OR (akhir > mulai))),
    CONSTRAINT perpanjangan_unit_has_instansi CHECK (((unit_id IS NULL) OR (instansi_id IS NOT NULL)))
);


ALTER TABLE public.evaluations_perpanjangan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_perpanjangan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pesan (
    id bigint NOT NULL,
    isi text NOT NULL,
    sebagai character varying(30) NOT NULL,
    kunci uuid NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    utas_id bigint NOT NULL,
    CONSTRAINT pesan_says_something CHECK ((NOT (isi = ''::text)))
);


ALTER TABLE public.evaluations_pesan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pesan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_pesertapembinaan (
    id bigint NOT NULL,
    nama character varying(200) NOT NULL,
    jabatan character varying(200) NOT NULL,
    instansi_id bigint NOT NULL,
    pembinaan_id bigint NOT NULL,
    CONSTRAINT peserta_has_name CHECK ((NOT ((nama)::text = ''::text)))
);


ALTER TABLE public.evaluations_pesertapembinaan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_pesertapembinaan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_publikasi (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    status character varying(12) NOT NULL,
    himpunan character varying(64) NOT NULL,
    jumlah integer NOT NULL,
    selesai integer NOT NULL,
    nomor character varying(120) NOT NULL,
    tanggal date,
    embargo_sampai timestamp with time zone,
    catatan text NOT NULL,
    alasan_batal text NOT NULL,
    alasan_ditarik text NOT NULL,
    ditarik_pada timestamp with time zone,
    error character varying(300) NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    terbit_pada timestamp with time zone,
    berkas_id bigint,
    diputus_oleh_id bigint,
    ditarik_oleh_id bigint,
    instansi_id bigint NOT NULL,
    mengubah_id bigint,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_publikasi_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT evaluations_publikasi_jumlah_check CHECK ((jumlah >= 0)),
    CONSTRAINT evaluations_publikasi_selesai_check CHECK ((selesai >= 0)),
    CONSTRAINT publikasi_cancelled_has_reason CHECK (((NOT ((status)::text = 'batal'::text)) OR (NOT (alasan_batal = ''::text)))),
    CONSTRAINT publikasi_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT publikasi_has_number CHECK ((((status)::text = ANY ((ARRAY['batal'::character varying, 'calon'::character varying])::text[])) OR ((NOT ((nomor)::text = ''::text)) AND (tanggal IS NOT NULL)))),
    CONSTRAINT publikasi_published_has_time CHECK (((NOT ((status)::text = 'terbit'::text)) OR (terbit_pada IS NOT NULL))),
    CONSTRAINT publikasi_withdrawn_has_reason CHECK (((NOT ((status)::text = ANY ((ARRAY['ditarik'::character varying, 'menarik'::character varying])::text[]))) OR ((NOT (alasan_ditarik = ''::text)) AND (ditarik_oleh_id IS NOT NULL) AND (ditarik_pada IS NOT NULL))))
);


ALTER TABLE public.evaluations_publikasi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_publikasi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_rekapsurvei (
    id bigint NOT NULL,
    jumlah integer NOT NULL,
    dari_tautan integer NOT NULL,
    dari_kios integer NOT NULL,
    dari_kode integer NOT NULL,
    dari_kertas integer NOT NULL,
    dikecualikan integer NOT NULL,
    ditinjau integer NOT NULL,
    ditahan integer NOT NULL,
    sebaran integer[] NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    survei_id bigint NOT NULL,
    CONSTRAINT evaluations_rekapsurvei_dari_kertas_check CHECK ((dari_kertas >= 0)),
    CONSTRAINT evaluations_rekapsurvei_dari_kios_check CHECK ((dari_kios >= 0)),
    CONSTRAINT evaluations_rekapsurvei_dari_kode_check CHECK ((dari_kode >= 0)),
    CONSTRAINT evaluations_rekapsurvei_dari_tautan_check CHECK ((dari_tautan >= 0)),
    CONSTRAINT evaluations_rekapsurvei_dikecualikan_check CHECK ((dikecualikan >= 0)),
    CONSTRAINT evaluations_rekapsurvei_ditahan_check CHECK ((ditahan >= 0)),
    CONSTRAINT evaluations_rekapsurvei_ditinjau_check CHECK ((ditinjau >= 0)),
    CONSTRAINT evaluations_rekapsurvei_jumlah_check CHECK ((jumlah >= 0)),
    CONSTRAINT rekap_channels_add_up CHECK ((jumlah = (((dari_tautan + dari_kios) + dari_kode) + dari_kertas)))
);


ALTER TABLE public.evaluations_rekapsurvei ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_rekapsurvei_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_rekomendasi (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    aspek character varying(20) NOT NULL,
    indikator smallint,
    teks text NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_rekomendasi_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_rekomendasi_versi_check CHECK ((versi >= 0)),
    CONSTRAINT rekomendasi_says_something CHECK ((NOT (teks = ''::text)))
);


ALTER TABLE public.evaluations_rekomendasi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_rekomendasi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_rekomendasievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    aspek character varying(20) NOT NULL,
    indikator smallint,
    teks text NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    dihapus_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_rekomendasievent_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_rekomendasievent_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_rekomendasievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_rekomendasievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_respons (
    id bigint NOT NULL,
    kunci uuid NOT NULL,
    kanal character varying(10) NOT NULL,
    bahasa character varying(5) NOT NULL,
    butir smallint[] NOT NULL,
    usia character varying(20) NOT NULL,
    jenis_kelamin character varying(20) NOT NULL,
    pendidikan character varying(20) NOT NULL,
    pekerjaan character varying(20) NOT NULL,
    layanan character varying(200) NOT NULL,
    komentar text NOT NULL,
    pada timestamp with time zone NOT NULL,
    durasi integer,
    jejak_alamat bytea,
    jejak_perangkat bytea,
    dihitung boolean NOT NULL,
    tanda character varying(20)[] NOT NULL,
    perlu_ditinjau boolean NOT NULL,
    ditahan boolean DEFAULT false NOT NULL,
    ditinjau_pada timestamp with time zone,
    dikecualikan boolean NOT NULL,
    alasan_dikecualikan character varying(500) NOT NULL,
    ditinjau_oleh_id bigint,
    instansi_id bigint NOT NULL,
    lembar_kertas_id bigint,
    survei_id bigint NOT NULL,
    tautan_id bigint,
    CONSTRAINT evaluations_respons_durasi_check CHECK ((durasi >= 0)),
    CONSTRAINT respons_excluded_has_moment CHECK (((NOT dikecualikan) OR (ditinjau_pada IS NOT NULL))),
    CONSTRAINT respons_excluded_has_reason CHECK (((NOT dikecualikan) OR (NOT ((alasan_dikecualikan)::text = ''::text)))),
    CONSTRAINT respons_has_items CHECK ((
CASE
    WHEN (butir IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(butir, 1), 0)
END >= 1)),
    CONSTRAINT respons_held_is_to_review CHECK (((NOT ditahan) OR ((NOT dikecualikan) AND perlu_ditinjau))),
    CONSTRAINT respons_of_sheet_is_paper CHECK (((lembar_kertas_id IS NULL) OR ((kanal)::text = 'kertas'::text)))
);


ALTER TABLE public.evaluations_respons ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_respons_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_sampelvalidasi (
    id bigint NOT NULL,
    benih character varying(60) NOT NULL,
    ukuran integer NOT NULL,
    populasi integer NOT NULL,
    terpilih uuid[] NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_sampelvalidasi_populasi_check CHECK ((populasi >= 0)),
    CONSTRAINT evaluations_sampelvalidasi_ukuran_check CHECK ((ukuran >= 0)),
    CONSTRAINT sampel_validasi_fits_population CHECK (((ukuran >= 1) AND (ukuran <= populasi))),
    CONSTRAINT sampel_validasi_has_seed CHECK ((NOT ((benih)::text = ''::text)))
);


ALTER TABLE public.evaluations_sampelvalidasi ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_sampelvalidasi_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_sanggahan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    nilai_semula character varying(20) NOT NULL,
    nilai_diminta smallint,
    alasan text NOT NULL,
    status character varying(10) NOT NULL,
    nilai_baru smallint,
    putusan text NOT NULL,
    ipp_semula character varying(10) NOT NULL,
    ipp_baru character varying(10) NOT NULL,
    kunci uuid NOT NULL,
    pada timestamp with time zone NOT NULL,
    diputus_pada timestamp with time zone,
    diputus_oleh_id bigint,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_sanggahan_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_sanggahan_nilai_baru_check CHECK ((nilai_baru >= 0)),
    CONSTRAINT evaluations_sanggahan_nilai_diminta_check CHECK ((nilai_diminta >= 0)),
    CONSTRAINT sanggahan_accepted_has_level CHECK (((NOT ((status)::text = 'diterima'::text)) OR (nilai_baru IS NOT NULL))),
    CONSTRAINT sanggahan_decided_with_reason CHECK (((NOT ((status)::text = ANY ((ARRAY['diterima'::character varying, 'ditolak'::character varying])::text[]))) OR ((diputus_oleh_id IS NOT NULL) AND (diputus_pada IS NOT NULL) AND (NOT (putusan = ''::text))))),
    CONSTRAINT sanggahan_has_reason CHECK ((NOT (alasan = ''::text)))
);


ALTER TABLE public.evaluations_sanggahan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_sanggahan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_sanggahanevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    nilai_semula character varying(20) NOT NULL,
    nilai_diminta smallint,
    alasan text NOT NULL,
    status character varying(10) NOT NULL,
    nilai_baru smallint,
    putusan text NOT NULL,
    ipp_semula character varying(10) NOT NULL,
    ipp_baru character varying(10) NOT NULL,
    kunci uuid NOT NULL,
    pada timestamp with time zone NOT NULL,
    diputus_pada timestamp with time zone,
    diputus_oleh_id bigint,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_sanggahanevent_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_sanggahanevent_nilai_baru_check CHECK ((nilai_baru >= 0)),
    CONSTRAINT evaluations_sanggahanevent_nilai_diminta_check CHECK ((nilai_diminta >= 0))
);


ALTER TABLE public.evaluations_sanggahanevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_sanggahanevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_sensor (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    nama character varying(255) NOT NULL,
    halaman integer,
    kotak jsonb NOT NULL,
    keterangan jsonb NOT NULL,
    status character varying(10) NOT NULL,
    error character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    selesai_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    hasil_id bigint,
    instansi_id bigint NOT NULL,
    menggantikan_id bigint,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_sensor_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT evaluations_sensor_halaman_check CHECK ((halaman >= 0)),
    CONSTRAINT evaluations_sensor_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT sensor_done_has_evidence CHECK (((NOT ((status)::text = 'selesai'::text)) OR (hasil_id IS NOT NULL)))
);


ALTER TABLE public.evaluations_sensor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_sensor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_siklus (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(200) NOT NULL,
    tahun smallint NOT NULL,
    periode_mulai date NOT NULL,
    periode_akhir date NOT NULL,
    skema character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    min_responden integer,
    target_responden integer,
    nilai_dipakai character varying(12) NOT NULL,
    metode_tim character varying(8) NOT NULL,
    sembunyikan_usulan boolean NOT NULL,
    verifikasi boolean NOT NULL,
    sisa_tahanan character varying(10) NOT NULL,
    maks_pengembalian smallint NOT NULL,
    latihan boolean NOT NULL,
    is_demo boolean NOT NULL,
    dibuka_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    instrumen_a_id bigint,
    instrumen_b_id bigint,
    CONSTRAINT evaluations_siklus_maks_pengembalian_check CHECK ((maks_pengembalian >= 0)),
    CONSTRAINT evaluations_siklus_min_responden_check CHECK ((min_responden >= 0)),
    CONSTRAINT evaluations_siklus_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT evaluations_siklus_target_responden_check CHECK ((target_responden >= 0)),
    CONSTRAINT siklus_has_instrument CHECK (((instrumen_a_id IS NOT NULL) OR (instrumen_b_id IS NOT NULL))),
    CONSTRAINT siklus_period_ordered CHECK ((periode_akhir >= periode_mulai)),
    CONSTRAINT siklus_scheme_known CHECK (((skema)::text = ANY ((ARRAY['nasional'::character varying, 'mandiri'::character varying, 'khusus'::character varying])::text[])))
);


ALTER TABLE public.evaluations_siklus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_siklus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_siklusevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    nama character varying(200) NOT NULL,
    tahun smallint NOT NULL,
    periode_mulai date NOT NULL,
    periode_akhir date NOT NULL,
    skema character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    min_responden integer,
    target_responden integer,
    nilai_dipakai character varying(12) NOT NULL,
    metode_tim character varying(8) NOT NULL,
    sembunyikan_usulan boolean NOT NULL,
    verifikasi boolean NOT NULL,
    sisa_tahanan character varying(10) NOT NULL,
    maks_pengembalian smallint NOT NULL,
    latihan boolean NOT NULL,
    is_demo boolean NOT NULL,
    dibuka_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    instrumen_a_id bigint,
    instrumen_b_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT evaluations_siklusevent_maks_pengembalian_check CHECK ((maks_pengembalian >= 0)),
    CONSTRAINT evaluations_siklusevent_min_responden_check CHECK ((min_responden >= 0)),
    CONSTRAINT evaluations_siklusevent_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT evaluations_siklusevent_target_responden_check CHECK ((target_responden >= 0))
);


ALTER TABLE public.evaluations_siklusevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_siklusevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_simpanan (
    id bigint NOT NULL,
    kunci uuid NOT NULL,
    sasaran character varying(80) NOT NULL,
    isi_digest character varying(64) NOT NULL,
    versi integer NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_simpanan_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_simpanan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_simpanan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_skmunit (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    tahun smallint NOT NULL,
    nilai numeric(5,2) NOT NULL,
    tanggal date NOT NULL,
    responden integer,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT evaluations_skmunit_responden_check CHECK ((responden >= 0)),
    CONSTRAINT evaluations_skmunit_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT skm_in_range CHECK (((nilai >= (25)::numeric) AND (nilai <= (100)::numeric))),
    CONSTRAINT skm_year_plausible CHECK (((tahun >= 2000) AND (tahun <= 2100)))
);


ALTER TABLE public.evaluations_skmunit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_skmunit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_skmunitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    tahun smallint NOT NULL,
    nilai numeric(5,2) NOT NULL,
    tanggal date NOT NULL,
    responden integer,
    sumber character varying(300) NOT NULL,
    pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT evaluations_skmunitevent_responden_check CHECK ((responden >= 0)),
    CONSTRAINT evaluations_skmunitevent_tahun_check CHECK ((tahun >= 0))
);


ALTER TABLE public.evaluations_skmunitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_skmunitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_survei (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    formulir character varying(1) NOT NULL,
    periode_mulai date NOT NULL,
    periode_akhir date NOT NULL,
    buka timestamp with time zone NOT NULL,
    tutup timestamp with time zone NOT NULL,
    minimum integer NOT NULL,
    target integer,
    latihan boolean NOT NULL,
    jam_mulai smallint NOT NULL,
    jam_selesai smallint NOT NULL,
    tahan_mulai integer,
    jejak_dihapus_pada timestamp with time zone,
    isian_dihapus_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    versi_id bigint NOT NULL,
    CONSTRAINT evaluations_survei_jam_mulai_check CHECK ((jam_mulai >= 0)),
    CONSTRAINT evaluations_survei_jam_selesai_check CHECK ((jam_selesai >= 0)),
    CONSTRAINT evaluations_survei_minimum_check CHECK ((minimum >= 0)),
    CONSTRAINT evaluations_survei_tahan_mulai_check CHECK ((tahan_mulai >= 0)),
    CONSTRAINT evaluations_survei_target_check CHECK ((target >= 0)),
    CONSTRAINT survei_hours_ordered CHECK (((jam_selesai > jam_mulai) AND (jam_selesai <= 24))),
    CONSTRAINT survei_ordered CHECK ((tutup > buka))
);


ALTER TABLE public.evaluations_survei ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_survei_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_surveievent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    formulir character varying(1) NOT NULL,
    periode_mulai date NOT NULL,
    periode_akhir date NOT NULL,
    buka timestamp with time zone NOT NULL,
    tutup timestamp with time zone NOT NULL,
    minimum integer NOT NULL,
    target integer,
    latihan boolean NOT NULL,
    jam_mulai smallint NOT NULL,
    jam_selesai smallint NOT NULL,
    tahan_mulai integer,
    jejak_dihapus_pada timestamp with time zone,
    isian_dihapus_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    versi_id bigint NOT NULL,
    CONSTRAINT evaluations_surveievent_jam_mulai_check CHECK ((jam_mulai >= 0)),
    CONSTRAINT evaluations_surveievent_jam_selesai_check CHECK ((jam_selesai >= 0)),
    CONSTRAINT evaluations_surveievent_minimum_check CHECK ((minimum >= 0)),
    CONSTRAINT evaluations_surveievent_tahan_mulai_check CHECK ((tahan_mulai >= 0)),
    CONSTRAINT evaluations_surveievent_target_check CHECK ((target >= 0))
);


ALTER TABLE public.evaluations_surveievent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_surveievent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_tautansurvei (
    id bigint NOT NULL,
    token character varying(40) NOT NULL,
    label character varying(100) NOT NULL,
    kios boolean NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    dicabut_pada timestamp with time zone,
    instansi_id bigint NOT NULL,
    unit_id bigint NOT NULL
);


ALTER TABLE public.evaluations_tautansurvei ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_tautansurvei_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_tindaklanjut (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    status character varying(16) NOT NULL,
    status_sejak timestamp with time zone NOT NULL,
    versi integer NOT NULL,
    tindakan text NOT NULL,
    penanggung_jawab character varying(200) NOT NULL,
    tenggat date,
    anggaran numeric(15,0),
    laporan text NOT NULL,
    pemeriksaan text NOT NULL,
    verifikasi text NOT NULL,
    pengingat smallint NOT NULL,
    pada timestamp with time zone NOT NULL,
    diverifikasi_dalam_id bigint,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    rekomendasi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_tindaklanjut_pengingat_check CHECK ((pengingat >= 0)),
    CONSTRAINT evaluations_tindaklanjut_versi_check CHECK ((versi >= 0)),
    CONSTRAINT tindak_lanjut_budget_not_negative CHECK (((anggaran IS NULL) OR (anggaran >= (0)::numeric))),
    CONSTRAINT tindak_lanjut_commitment_whole CHECK (((NOT ((status)::text = ANY ((ARRAY['direncanakan'::character varying, 'dilaporkan'::character varying, 'dikembalikan'::character varying, 'diterima'::character varying])::text[]))) OR ((tenggat IS NOT NULL) AND (NOT (tindakan = ''::text)) AND (NOT ((penanggung_jawab)::text = ''::text))))),
    CONSTRAINT tindak_lanjut_status_known CHECK (((status)::text = ANY ((ARRAY['belum'::character varying, 'direncanakan'::character varying, 'dilaporkan'::character varying, 'dikembalikan'::character varying, 'diterima'::character varying, 'terverifikasi'::character varying, 'belum_terbukti'::character varying])::text[]))),
    CONSTRAINT tindak_lanjut_verified_in_a_cycle CHECK (((NOT ((status)::text = ANY ((ARRAY['terverifikasi'::character varying, 'belum_terbukti'::character varying])::text[]))) OR ((diverifikasi_dalam_id IS NOT NULL) AND (NOT (verifikasi = ''::text)))))
);


ALTER TABLE public.evaluations_tindaklanjut ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_tindaklanjut_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_tindaklanjutevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    status character varying(16) NOT NULL,
    status_sejak timestamp with time zone NOT NULL,
    versi integer NOT NULL,
    tindakan text NOT NULL,
    penanggung_jawab character varying(200) NOT NULL,
    tenggat date,
    anggaran numeric(15,0),
    laporan text NOT NULL,
    pemeriksaan text NOT NULL,
    verifikasi text NOT NULL,
    pengingat smallint NOT NULL,
    pada timestamp with time zone NOT NULL,
    diverifikasi_dalam_id bigint,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    rekomendasi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_tindaklanjutevent_pengingat_check CHECK ((pengingat >= 0)),
    CONSTRAINT evaluations_tindaklanjutevent_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.evaluations_tindaklanjutevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_tindaklanjutevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_unggahan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    indikator smallint NOT NULL,
    nama character varying(255) NOT NULL,
    ukuran bigint NOT NULL,
    "offset" bigint NOT NULL,
    keterangan jsonb NOT NULL,
    pada timestamp with time zone NOT NULL,
    terakhir_pada timestamp with time zone NOT NULL,
    selesai_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    hasil_id bigint,
    instansi_id bigint NOT NULL,
    menggantikan_id bigint,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_unggahan_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT evaluations_unggahan_offset_check CHECK (("offset" >= 0)),
    CONSTRAINT evaluations_unggahan_ukuran_check CHECK ((ukuran >= 0)),
    CONSTRAINT unggahan_not_empty CHECK ((ukuran > 0)),
    CONSTRAINT unggahan_within_its_size CHECK (("offset" <= ukuran))
);


ALTER TABLE public.evaluations_unggahan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_unggahan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_utas (
    id bigint NOT NULL,
    indikator smallint NOT NULL,
    selesai_pada timestamp with time zone,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    selesai_oleh_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_utas_indikator_check CHECK ((indikator >= 0)),
    CONSTRAINT utas_resolved_by_somebody CHECK (((selesai_pada IS NULL) OR (selesai_oleh_id IS NOT NULL)))
);


ALTER TABLE public.evaluations_utas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_utas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.evaluations_versif01 (
    id bigint NOT NULL,
    putaran smallint NOT NULL,
    isi jsonb NOT NULL,
    berubah jsonb NOT NULL,
    pada timestamp with time zone NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT evaluations_versif01_putaran_check CHECK ((putaran >= 0)),
    CONSTRAINT versi_f01_counts CHECK ((putaran >= 1))
);


ALTER TABLE public.evaluations_versif01 ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluations_versif01_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.guardian_groupobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.guardian_groupobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_groupobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.guardian_userobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.guardian_userobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_userobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.instruments_versiinstrumen (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    kode character varying(60) NOT NULL,
    versi integer NOT NULL,
    nama character varying(200) NOT NULL,
    formulir character varying(1) NOT NULL,
    status character varying(8) NOT NULL,
    spec jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    cloned_from_id bigint,
    created_by_id bigint,
    published_by_id bigint,
    CONSTRAINT instruments_versiinstrumen_versi_check CHECK ((versi >= 0)),
    CONSTRAINT versi_instrumen_form_known CHECK (((formulir)::text = ANY ((ARRAY['A'::character varying, 'B'::character varying])::text[]))),
    CONSTRAINT versi_instrumen_published_has_time CHECK ((((status)::text = 'draf'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT versi_instrumen_status_known CHECK (((status)::text = ANY ((ARRAY['draf'::character varying, 'terbit'::character varying, 'ditarik'::character varying])::text[])))
);


ALTER TABLE public.instruments_versiinstrumen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.instruments_versiinstrumen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);


CREATE TABLE public.reports_butirkelompok (
    id bigint NOT NULL,
    urutan integer NOT NULL,
    error character varying(300) NOT NULL,
    ttd_error character varying(300) NOT NULL,
    evaluasi_id bigint,
    instansi_id bigint NOT NULL,
    untuk_id bigint,
    dokumen_id bigint,
    kelompok_id bigint NOT NULL,
    CONSTRAINT butir_made_or_refused CHECK (((dokumen_id IS NULL) OR ((error)::text = ''::text))),
    CONSTRAINT butir_of_a_unit_or_recap CHECK ((((evaluasi_id IS NULL) AND (untuk_id IS NOT NULL)) OR ((evaluasi_id IS NOT NULL) AND (untuk_id IS NULL)))),
    CONSTRAINT butir_unsigned_has_document CHECK ((((ttd_error)::text = ''::text) OR (dokumen_id IS NOT NULL))),
    CONSTRAINT reports_butirkelompok_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.reports_butirkelompok ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_butirkelompok_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_cetakan (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(10) NOT NULL,
    judul character varying(200) NOT NULL,
    masukan jsonb NOT NULL,
    masukan_digest character varying(64) NOT NULL,
    status character varying(12) NOT NULL,
    error character varying(300) NOT NULL,
    path character varying(200) NOT NULL,
    ukuran integer NOT NULL,
    diminta_pada timestamp with time zone NOT NULL,
    selesai_pada timestamp with time zone,
    diminta_oleh_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    lembar_kode_id bigint,
    CONSTRAINT cetakan_done_has_file CHECK (((NOT ((status)::text = 'selesai'::text)) OR (NOT ((path)::text = ''::text)))),
    CONSTRAINT cetakan_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT cetakan_of_codes_has_batch CHECK (((((jenis)::text = 'kode'::text) AND (lembar_kode_id IS NOT NULL)) OR ((NOT ((jenis)::text = 'kode'::text)) AND (lembar_kode_id IS NULL)))),
    CONSTRAINT reports_cetakan_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT reports_cetakan_ukuran_check CHECK ((ukuran >= 0))
);


ALTER TABLE public.reports_cetakan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_cetakan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_dokumen (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(20) NOT NULL,
    versi smallint NOT NULL,
    nomor character varying(120) NOT NULL,
    tanggal date NOT NULL,
    sementara boolean NOT NULL,
    keadaan character varying(20) NOT NULL,
    memuat character varying(20)[] NOT NULL,
    masukan jsonb NOT NULL,
    masukan_digest character varying(64) NOT NULL,
    perubahan character varying(1000) NOT NULL,
    rincian_perubahan jsonb,
    tahap character varying(10) NOT NULL,
    pengesahan jsonb,
    alasan character varying(500) NOT NULL,
    diputus_pada timestamp with time zone,
    kode_verifikasi character varying(12) NOT NULL,
    status character varying(12) NOT NULL,
    error character varying(300) NOT NULL,
    path character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    ukuran integer NOT NULL,
    huruf_hilang character varying(60) NOT NULL,
    diminta_pada timestamp with time zone NOT NULL,
    dimulai_pada timestamp with time zone,
    selesai_pada timestamp with time zone,
    diminta_oleh_id bigint NOT NULL,
    evaluasi_id bigint,
    giliran_id bigint,
    instansi_id bigint NOT NULL,
    menggantikan_id bigint,
    pengganti_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT dokumen_correction_says_what_changed CHECK (((menggantikan_id IS NULL) OR (NOT ((perubahan)::text = ''::text)))),
    CONSTRAINT dokumen_done_has_file CHECK (((NOT ((status)::text = 'selesai'::text)) OR ((NOT ((path)::text = ''::text)) AND (NOT ((sha256)::text = ''::text))))),
    CONSTRAINT dokumen_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT dokumen_in_force_is_sealed_and_numbered CHECK ((((tahap)::text = ANY ((ARRAY['konsep'::character varying, 'proses'::character varying, 'ditolak'::character varying, 'diganti'::character varying])::text[])) OR ((pengesahan IS NOT NULL) AND ((tahap)::text = ANY ((ARRAY['disegel'::character varying, 'berlaku'::character varying, 'dicabut'::character varying])::text[])) AND (NOT ((nomor)::text = ''::text))))),
    CONSTRAINT dokumen_of_a_unit_or_recap CHECK ((((evaluasi_id IS NULL) AND (giliran_id IS NOT NULL) AND ((jenis)::text = 'rekap'::text)) OR ((NOT ((jenis)::text = 'rekap'::text)) AND (evaluasi_id IS NOT NULL)))),
    CONSTRAINT dokumen_provisional_is_not_signed CHECK (((NOT sementara) OR ((tahap)::text = 'konsep'::text))),
    CONSTRAINT dokumen_refused_or_revoked_says_why CHECK (((NOT ((tahap)::text = ANY ((ARRAY['ditolak'::character varying, 'dicabut'::character varying])::text[]))) OR (NOT ((alasan)::text = ''::text)))),
    CONSTRAINT dokumen_says_what_it_shows CHECK ((
CASE
    WHEN (memuat IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(memuat, 1), 0)
END >= 1)),
    CONSTRAINT dokumen_status_known CHECK (((status)::text = ANY ((ARRAY['antre'::character varying, 'dikerjakan'::character varying, 'selesai'::character varying, 'gagal'::character varying])::text[]))),
    CONSTRAINT dokumen_superseded_names_successor CHECK ((((pengganti_id IS NOT NULL) AND ((tahap)::text = 'diganti'::text)) OR ((NOT ((tahap)::text = 'diganti'::text)) AND (pengganti_id IS NULL)))),
    CONSTRAINT reports_dokumen_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT reports_dokumen_ukuran_check CHECK ((ukuran >= 0)),
    CONSTRAINT reports_dokumen_versi_check CHECK ((versi >= 0))
);


ALTER TABLE public.reports_dokumen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_dokumen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_kelompok (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    jenis character varying(20) NOT NULL,
    tanggal date NOT NULL,
    status character varying(12) NOT NULL,
    error character varying(300) NOT NULL,
    path character varying(200) NOT NULL,
    ukuran bigint NOT NULL,
    diminta_pada timestamp with time zone NOT NULL,
    cara character varying(8) NOT NULL,
    selesai_pada timestamp with time zone,
    diminta_oleh_id bigint NOT NULL,
    ditandatangani_oleh_id bigint,
    instansi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT kelompok_done_has_file CHECK (((NOT ((status)::text = 'selesai'::text)) OR ((NOT ((path)::text = ''::text)) AND (selesai_pada IS NOT NULL)))),
    CONSTRAINT kelompok_expired_has_no_file CHECK (((NOT ((status)::text = 'kedaluwarsa'::text)) OR ((path)::text = ''::text))),
    CONSTRAINT kelompok_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT kelompok_signed_as_someone_asked CHECK (((((cara)::text = ''::text) AND (ditandatangani_oleh_id IS NULL)) OR (((cara)::text = ANY ((ARRAY['aplikasi'::character varying, 'basah'::character varying])::text[])) AND (ditandatangani_oleh_id IS NOT NULL)))),
    CONSTRAINT kelompok_status_known CHECK (((status)::text = ANY ((ARRAY['berjalan'::character varying, 'mengemas'::character varying, 'selesai'::character varying, 'gagal'::character varying, 'dibatalkan'::character varying, 'kedaluwarsa'::character varying])::text[]))),
    CONSTRAINT reports_kelompok_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT reports_kelompok_ukuran_check CHECK ((ukuran >= 0))
);


ALTER TABLE public.reports_kelompok ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_kelompok_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_kopsurat (
    id bigint NOT NULL,
    baris_1 character varying(200) NOT NULL,
    baris_2 character varying(200) NOT NULL,
    alamat character varying(300) NOT NULL,
    tempat character varying(100) NOT NULL,
    logo character varying(200) NOT NULL,
    format_nomor character varying(100) NOT NULL,
    nomor_otomatis boolean NOT NULL,
    klausul_pembuka text NOT NULL,
    klausul_penutup text NOT NULL,
    isi_surat text NOT NULL,
    angka_berita_acara boolean NOT NULL,
    pembina character varying(200) NOT NULL,
    pembina_alamat character varying(300) NOT NULL,
    surat_kepada character varying(10) NOT NULL,
    instansi_id bigint NOT NULL,
    CONSTRAINT kop_automatic_number_counts CHECK (((NOT nomor_otomatis) OR ((format_nomor)::text ~~ '%{nomor}%'::text) OR ((format_nomor)::text ~~ '%{urut}%'::text))),
    CONSTRAINT kop_letter_goes_to CHECK (((surat_kepada)::text = ANY ((ARRAY['kepala'::character varying, 'pembina'::character varying])::text[]))),
    CONSTRAINT kop_logo_in_its_folder CHECK ((((logo)::text = ''::text) OR ((logo)::text ~~ 'kop/%'::text)))
);


ALTER TABLE public.reports_kopsurat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_kopsurat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_kopsuratevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    baris_1 character varying(200) NOT NULL,
    baris_2 character varying(200) NOT NULL,
    alamat character varying(300) NOT NULL,
    tempat character varying(100) NOT NULL,
    logo character varying(200) NOT NULL,
    format_nomor character varying(100) NOT NULL,
    nomor_otomatis boolean NOT NULL,
    klausul_pembuka text NOT NULL,
    klausul_penutup text NOT NULL,
    isi_surat text NOT NULL,
    angka_berita_acara boolean NOT NULL,
    pembina character varying(200) NOT NULL,
    pembina_alamat character varying(300) NOT NULL,
    surat_kepada character varying(10) NOT NULL,
    instansi_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.reports_kopsuratevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_kopsuratevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_lampiran (
    id bigint NOT NULL,
    lease_until timestamp with time zone,
    lease_holder uuid,
    attempts smallint NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    uuid uuid NOT NULL,
    format character varying(4) NOT NULL,
    status character varying(12) NOT NULL,
    error character varying(300) NOT NULL,
    bagian smallint NOT NULL,
    path character varying(200) NOT NULL,
    ukuran integer NOT NULL,
    dibuat_pada timestamp with time zone NOT NULL,
    instansi_id bigint NOT NULL,
    publikasi_id bigint NOT NULL,
    CONSTRAINT lampiran_done_has_file CHECK (((NOT ((status)::text = 'selesai'::text)) OR (NOT ((path)::text = ''::text)))),
    CONSTRAINT lampiran_failed_says_why CHECK (((NOT ((status)::text = 'gagal'::text)) OR (NOT ((error)::text = ''::text)))),
    CONSTRAINT reports_lampiran_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT reports_lampiran_bagian_check CHECK ((bagian >= 0)),
    CONSTRAINT reports_lampiran_ukuran_check CHECK ((ukuran >= 0))
);


ALTER TABLE public.reports_lampiran ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_lampiran_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_nomorsurat (
    id bigint NOT NULL,
    tahun smallint NOT NULL,
    nomor character varying(120) NOT NULL,
    pemilik character varying(60) NOT NULL,
    instansi_id bigint NOT NULL,
    CONSTRAINT reports_nomorsurat_tahun_check CHECK ((tahun >= 0))
);


ALTER TABLE public.reports_nomorsurat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_nomorsurat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_nomorurut (
    id bigint NOT NULL,
    tahun smallint NOT NULL,
    terakhir integer NOT NULL,
    instansi_id bigint NOT NULL,
    CONSTRAINT reports_nomorurut_tahun_check CHECK ((tahun >= 0)),
    CONSTRAINT reports_nomorurut_terakhir_check CHECK ((terakhir >= 0))
);


ALTER TABLE public.reports_nomorurut ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_nomorurut_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_pemeriksaandokumen (
    id bigint NOT NULL,
    hasil character varying(10) NOT NULL,
    jejak bytea,
    pada timestamp with time zone NOT NULL,
    dokumen_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    CONSTRAINT pemeriksaan_outcome_known CHECK (((hasil)::text = ANY ((ARRAY['lihat'::character varying, 'asli'::character varying, 'versi_lama'::character varying, 'berubah'::character varying])::text[])))
);


ALTER TABLE public.reports_pemeriksaandokumen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_pemeriksaandokumen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_penandatangan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    dokumen character varying(20)[] NOT NULL,
    urutan smallint NOT NULL,
    nama character varying(200) NOT NULL,
    nip character varying(30) NOT NULL,
    jabatan character varying(200) NOT NULL,
    sebagai character varying(3) NOT NULL,
    atas_nama character varying(200) NOT NULL,
    untuk_beliau character varying(200) NOT NULL,
    mulai date NOT NULL,
    sampai date,
    diangkat_pada timestamp with time zone NOT NULL,
    diangkat_oleh_id bigint,
    instansi_id bigint NOT NULL,
    orang_id bigint,
    CONSTRAINT penandatangan_account_or_name CHECK (((((nama)::text = ''::text) AND ((nip)::text = ''::text) AND (orang_id IS NOT NULL)) OR ((orang_id IS NULL) AND (NOT ((nama)::text = ''::text))))),
    CONSTRAINT penandatangan_ends_after_beginning CHECK (((sampai IS NULL) OR (sampai >= mulai))),
    CONSTRAINT penandatangan_has_jabatan CHECK ((NOT ((jabatan)::text = ''::text))),
    CONSTRAINT penandatangan_sebagai_known CHECK (((sebagai)::text = ANY ((ARRAY[''::character varying, 'plt'::character varying, 'plh'::character varying])::text[]))),
    CONSTRAINT penandatangan_signs_something CHECK (((
CASE
    WHEN (dokumen IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(dokumen, 1), 0)
END >= 1) AND (dokumen <@ ARRAY['berita_acara'::character varying(20), 'lhe'::character varying(20), 'surat'::character varying(20), 'rekap'::character varying(20)]))),
    CONSTRAINT penandatangan_ub_under_an CHECK ((((untuk_beliau)::text = ''::text) OR (NOT ((atas_nama)::text = ''::text)))),
    CONSTRAINT reports_penandatangan_urutan_check CHECK ((urutan >= 0))
);


ALTER TABLE public.reports_penandatangan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_penandatangan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_penyampaian (
    id bigint NOT NULL,
    dikirim_pada date NOT NULL,
    cara character varying(10) NOT NULL,
    diterima_pada date,
    diterima_oleh character varying(200) NOT NULL,
    dicatat_oleh_id bigint,
    dikirim_oleh_id bigint NOT NULL,
    dokumen_id bigint NOT NULL,
    evaluasi_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    siklus_id bigint NOT NULL,
    CONSTRAINT penyampaian_receipt_is_whole CHECK ((((dicatat_oleh_id IS NULL) AND ((diterima_oleh)::text = ''::text) AND (diterima_pada IS NULL)) OR ((dicatat_oleh_id IS NOT NULL) AND (diterima_pada IS NOT NULL) AND (NOT ((diterima_oleh)::text = ''::text))))),
    CONSTRAINT penyampaian_sent_before_received CHECK (((diterima_pada IS NULL) OR (diterima_pada >= dikirim_pada))),
    CONSTRAINT penyampaian_way_known CHECK (((cara)::text = ANY ((ARRAY['srikandi'::character varying, 'surel'::character varying, 'pos'::character varying, 'langsung'::character varying])::text[])))
);


ALTER TABLE public.reports_penyampaian ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_penyampaian_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.reports_tandatangan (
    id bigint NOT NULL,
    uuid uuid NOT NULL,
    urutan smallint NOT NULL,
    tempat character varying(30) NOT NULL,
    jabatan character varying(300) NOT NULL,
    nama character varying(200) NOT NULL,
    nip character varying(30) NOT NULL,
    cara character varying(12) NOT NULL,
    status character varying(10) NOT NULL,
    pada timestamp with time zone,
    alasan character varying(500) NOT NULL,
    path character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    ukuran integer NOT NULL,
    sertifikat jsonb,
    dokumen_id bigint NOT NULL,
    instansi_id bigint NOT NULL,
    oleh_id bigint,
    orang_id bigint,
    siklus_id bigint NOT NULL,
    CONSTRAINT reports_tandatangan_ukuran_check CHECK ((ukuran >= 0)),
    CONSTRAINT reports_tandatangan_urutan_check CHECK ((urutan >= 0)),
    CONSTRAINT ttd_approver_known CHECK (((NOT ((cara)::text = 'aplikasi'::text)) OR (orang_id IS NOT NULL))),
    CONSTRAINT ttd_certificate_known CHECK (((NOT (((cara)::text = 'sertifikat'::text) AND ((status)::text = 'diberikan'::text))) OR (sertifikat IS NOT NULL))),
    CONSTRAINT ttd_given_by_someone CHECK ((((oleh_id IS NULL) AND (pada IS NULL) AND ((status)::text = 'menunggu'::text)) OR ((NOT ((status)::text = 'menunggu'::text)) AND (oleh_id IS NOT NULL) AND (pada IS NOT NULL)))),
    CONSTRAINT ttd_on_file_has_file CHECK (((NOT ((status)::text = 'diberikan'::text)) OR ((cara)::text = 'aplikasi'::text) OR (NOT ((sha256)::text = ''::text)))),
    CONSTRAINT ttd_refused_says_why CHECK (((NOT ((status)::text = 'ditolak'::text)) OR (NOT ((alasan)::text = ''::text))))
);


ALTER TABLE public.reports_tandatangan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reports_tandatangan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_auditentry
    ADD CONSTRAINT accounts_auditentry_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_identityproposal
    ADD CONSTRAINT accounts_identityproposal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_identityproposal
    ADD CONSTRAINT accounts_identityproposal_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_kode_key UNIQUE (kode);


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_instansievent
    ADD CONSTRAINT accounts_instansievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_jenisunit
    ADD CONSTRAINT accounts_jenisunit_nama_key UNIQUE (nama);


ALTER TABLE ONLY public.accounts_jenisunit
    ADD CONSTRAINT accounts_jenisunit_pkey PRIMARY KEY (kode);


ALTER TABLE ONLY public.accounts_layanan
    ADD CONSTRAINT accounts_layanan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_loginsource
    ADD CONSTRAINT accounts_loginsource_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_lokasi
    ADD CONSTRAINT accounts_lokasi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_membershipevent
    ADD CONSTRAINT accounts_membershipevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.accounts_notice
    ADD CONSTRAINT accounts_notice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_notice
    ADD CONSTRAINT accounts_notice_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_pendingrole
    ADD CONSTRAINT accounts_pendingrole_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_unitlokus_co_owners
    ADD CONSTRAINT accounts_unitlokus_co_ow_unitlokus_id_instansi_id_62a34b4d_uniq UNIQUE (unitlokus_id, instansi_id);


ALTER TABLE ONLY public.accounts_unitlokus_co_owners
    ADD CONSTRAINT accounts_unitlokus_co_owners_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.accounts_unitlokusevent
    ADD CONSTRAINT accounts_unitlokusevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);


ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);


ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);


ALTER TABLE ONLY public.accounts_wilayah
    ADD CONSTRAINT accounts_wilayah_pkey PRIMARY KEY (kode);


ALTER TABLE ONLY public.evaluations_aturanlokus
    ADD CONSTRAINT aturan_lokus_once UNIQUE (siklus_id, jenis_instansi, jenis_unit_id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT baris_hitung_ulang_once UNIQUE (hitung_id, evaluasi_id);


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT butir_once UNIQUE (kelompok_id, evaluasi_id);


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT butir_order_once UNIQUE (kelompok_id, urutan);


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT butir_recap_once UNIQUE (kelompok_id, untuk_id);


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT calon_terbit_once UNIQUE (publikasi_id, evaluasi_id);


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT calon_terbit_ordered UNIQUE (publikasi_id, urutan);


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT cetakan_once UNIQUE (evaluasi_id, jenis, masukan_digest);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT dokumen_version_once UNIQUE (evaluasi_id, jenis, versi);


ALTER TABLE ONLY public.evaluations_evaluasiaspek
    ADD CONSTRAINT evaluasi_aspek_once UNIQUE (evaluasi_id, kode);


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluasi_once_per_form UNIQUE (siklus_id, unit_id, formulir);


ALTER TABLE ONLY public.evaluations_aturanlokus
    ADD CONSTRAINT evaluations_aturanlokus_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT evaluations_barishitungulang_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_berkas
    ADD CONSTRAINT evaluations_berkas_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_berkas
    ADD CONSTRAINT evaluations_berkas_sha256_key UNIQUE (sha256);


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_buktievent
    ADD CONSTRAINT evaluations_buktievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitindaklanjut_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitindaklanjut_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_buktitindaklanjutevent
    ADD CONSTRAINT evaluations_buktitindaklanjutevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT evaluations_calonterbit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_dokumenumum
    ADD CONSTRAINT evaluations_dokumenumum_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_dokumenumum
    ADD CONSTRAINT evaluations_dokumenumum_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_dokumenumumevent
    ADD CONSTRAINT evaluations_dokumenumumevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_evaluasiaspekuserobjectpermission
    ADD CONSTRAINT evaluations_evaluasiaspe_user_id_permission_id_co_d35b136d_uniq UNIQUE (user_id, permission_id, content_object_id);


ALTER TABLE ONLY public.evaluations_evaluasiaspek
    ADD CONSTRAINT evaluations_evaluasiaspek_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_evaluasiaspekuserobjectpermission
    ADD CONSTRAINT evaluations_evaluasiaspekuserobjectpermission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_evaluasievent
    ADD CONSTRAINT evaluations_evaluasievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_fase
    ADD CONSTRAINT evaluations_fase_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_faseevent
    ADD CONSTRAINT evaluations_faseevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapangan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapangan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_fotolapanganevent
    ADD CONSTRAINT evaluations_fotolapanganevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_garamsurvei
    ADD CONSTRAINT evaluations_garamsurvei_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_garamsurvei
    ADD CONSTRAINT evaluations_garamsurvei_tanggal_key UNIQUE (tanggal);


ALTER TABLE ONLY public.evaluations_hasil
    ADD CONSTRAINT evaluations_hasil_evaluasi_id_key UNIQUE (evaluasi_id);


ALTER TABLE ONLY public.evaluations_hasil
    ADD CONSTRAINT evaluations_hasil_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilterbit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilterbit_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilterdahulu_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilterdahulu_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_hasilterdahuluevent
    ADD CONSTRAINT evaluations_hasilterdahuluevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungulang_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungulang_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT evaluations_jawaban_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_jawabanevent
    ADD CONSTRAINT evaluations_jawabanevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_kesepakatanpembinaan
    ADD CONSTRAINT evaluations_kesepakatanpembinaan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_kodesurvei
    ADD CONSTRAINT evaluations_kodesurvei_kode_key UNIQUE (kode);


ALTER TABLE ONLY public.evaluations_kodesurvei
    ADD CONSTRAINT evaluations_kodesurvei_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarkertas_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarkertas_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_lembarkertasevent
    ADD CONSTRAINT evaluations_lembarkertasevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_lembarkode
    ADD CONSTRAINT evaluations_lembarkode_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_lembarkode
    ADD CONSTRAINT evaluations_lembarkode_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_lembarkodeevent
    ADD CONSTRAINT evaluations_lembarkodeevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_nilai
    ADD CONSTRAINT evaluations_nilai_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_nilaievent
    ADD CONSTRAINT evaluations_nilaievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailain_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailain_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_nilailainevent
    ADD CONSTRAINT evaluations_nilailainevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT evaluations_nilailuar_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_nilailuarevent
    ADD CONSTRAINT evaluations_nilailuarevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_pembinaan
    ADD CONSTRAINT evaluations_pembinaan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_pembinaan_unit
    ADD CONSTRAINT evaluations_pembinaan_un_pembinaan_id_unitlokus_i_1e630927_uniq UNIQUE (pembinaan_id, unitlokus_id);


ALTER TABLE ONLY public.evaluations_pembinaan_unit
    ADD CONSTRAINT evaluations_pembinaan_unit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_pembinaan
    ADD CONSTRAINT evaluations_pembinaan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_pembinaanevent
    ADD CONSTRAINT evaluations_pembinaanevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT evaluations_pengembalian_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_perpanjangan
    ADD CONSTRAINT evaluations_perpanjangan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT evaluations_pesan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_pesertapembinaan
    ADD CONSTRAINT evaluations_pesertapembinaan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikasi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikasi_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_rekapsurvei
    ADD CONSTRAINT evaluations_rekapsurvei_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_rekapsurvei
    ADD CONSTRAINT evaluations_rekapsurvei_survei_id_key UNIQUE (survei_id);


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomendasi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomendasi_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_rekomendasievent
    ADD CONSTRAINT evaluations_rekomendasievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_sampelvalidasi
    ADD CONSTRAINT evaluations_sampelvalidasi_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggahan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggahan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_sanggahanevent
    ADD CONSTRAINT evaluations_sanggahanevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT evaluations_siklus_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT evaluations_siklus_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_siklusevent
    ADD CONSTRAINT evaluations_siklusevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT evaluations_simpanan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT evaluations_skmunit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT evaluations_skmunit_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_skmunitevent
    ADD CONSTRAINT evaluations_skmunitevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT evaluations_survei_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT evaluations_survei_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_surveievent
    ADD CONSTRAINT evaluations_surveievent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_tautansurvei
    ADD CONSTRAINT evaluations_tautansurvei_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_tautansurvei
    ADD CONSTRAINT evaluations_tautansurvei_token_key UNIQUE (token);


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindaklanjut_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindaklanjut_rekomendasi_id_key UNIQUE (rekomendasi_id);


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindaklanjut_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_tindaklanjutevent
    ADD CONSTRAINT evaluations_tindaklanjutevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT evaluations_utas_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT evaluations_versif01_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_fase
    ADD CONSTRAINT fase_name_unique UNIQUE (siklus_id, nama);


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT foto_lapangan_key_once UNIQUE (oleh_id, kunci);


ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq UNIQUE (group_id, permission_id, object_pk);


ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectpermission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq UNIQUE (user_id, permission_id, object_pk);


ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT hasil_terdahulu_once_per_year UNIQUE NULLS NOT DISTINCT (instansi_id, unit_id, kelompok, tahun);


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT instruments_versiinstrumen_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT instruments_versiinstrumen_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT jawaban_once UNIQUE (evaluasi_id, indikator, pertanyaan);


ALTER TABLE ONLY public.reports_lampiran
    ADD CONSTRAINT lampiran_once UNIQUE (publikasi_id, format);


ALTER TABLE ONLY public.accounts_layanan
    ADD CONSTRAINT layanan_unique_in_unit UNIQUE (unit_id, nama);


ALTER TABLE ONLY public.accounts_loginsource
    ADD CONSTRAINT login_source_once UNIQUE (account, source);


ALTER TABLE ONLY public.accounts_lokasi
    ADD CONSTRAINT lokasi_unique_in_unit UNIQUE (unit_id, nama);


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT nilai_lain_once_per_year UNIQUE NULLS NOT DISTINCT (instansi_id, unit_id, jenis, tahun);


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT nilai_luar_once UNIQUE (evaluasi_id, komponen);


ALTER TABLE ONLY public.reports_nomorsurat
    ADD CONSTRAINT nomor_surat_of_one_document UNIQUE (instansi_id, tahun, nomor);


ALTER TABLE ONLY public.reports_nomorurut
    ADD CONSTRAINT nomor_urut_once UNIQUE (instansi_id, tahun);


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT pengembalian_once UNIQUE (evaluasi_id, putaran);


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT pesan_key_once UNIQUE (oleh_id, kunci);


ALTER TABLE ONLY public.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompok_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_kode_verifikasi_key UNIQUE (kode_verifikasi);


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.reports_kopsurat
    ADD CONSTRAINT reports_kopsurat_instansi_id_key UNIQUE (instansi_id);


ALTER TABLE ONLY public.reports_kopsurat
    ADD CONSTRAINT reports_kopsurat_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_kopsuratevent
    ADD CONSTRAINT reports_kopsuratevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.reports_lampiran
    ADD CONSTRAINT reports_lampiran_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_lampiran
    ADD CONSTRAINT reports_lampiran_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.reports_nomorsurat
    ADD CONSTRAINT reports_nomorsurat_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_nomorurut
    ADD CONSTRAINT reports_nomorurut_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_pemeriksaandokumen
    ADD CONSTRAINT reports_pemeriksaandokumen_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_penandatangan
    ADD CONSTRAINT reports_penandatangan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_penandatangan
    ADD CONSTRAINT reports_penandatangan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_dokumen_id_key UNIQUE (dokumen_id);


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_uuid_key UNIQUE (uuid);


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT respons_key_once UNIQUE (survei_id, kunci);


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT sanggahan_key_once UNIQUE (oleh_id, kunci);


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT siklus_name_unique_in_year UNIQUE (instansi_id, tahun, nama);


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT simpanan_key_once UNIQUE (kunci, oleh_id);


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT skm_once_per_year UNIQUE (unit_id, tahun);


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT survei_once_per_period UNIQUE (unit_id, formulir, versi_id, periode_mulai, periode_akhir, latihan);


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT ttd_order_once UNIQUE (dokumen_id, urutan);


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT ttd_place_once UNIQUE (dokumen_id, tempat);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT utas_once UNIQUE (evaluasi_id, indikator);


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT versi_f01_once UNIQUE (evaluasi_id, putaran);


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT versi_instrumen_unique UNIQUE (kode, versi);


CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


CREATE INDEX accounts_auditentry_by_id_f4ae05f5 ON public.accounts_auditentry USING btree (by_id);


CREATE INDEX accounts_auditentry_instansi_id_8cefd61d ON public.accounts_auditentry USING btree (instansi_id);


CREATE INDEX accounts_identityproposal_decided_by_id_a7280f2e ON public.accounts_identityproposal USING btree (decided_by_id);


CREATE INDEX accounts_identityproposal_user_id_8c619b45 ON public.accounts_identityproposal USING btree (user_id);


CREATE INDEX accounts_instansi_induk_id_740ae9d8 ON public.accounts_instansi USING btree (induk_id);


CREATE INDEX accounts_instansi_kode_a002239d_like ON public.accounts_instansi USING btree (kode varchar_pattern_ops);


CREATE INDEX accounts_instansi_successor_id_51d9891b ON public.accounts_instansi USING btree (successor_id);


CREATE INDEX accounts_instansi_wilayah_id_299473d0 ON public.accounts_instansi USING btree (wilayah_id);


CREATE INDEX accounts_instansi_wilayah_id_299473d0_like ON public.accounts_instansi USING btree (wilayah_id varchar_pattern_ops);


CREATE INDEX accounts_instansievent_induk_id_ef814394 ON public.accounts_instansievent USING btree (induk_id);


CREATE INDEX accounts_instansievent_pgh_context_id_48b837d9 ON public.accounts_instansievent USING btree (pgh_context_id);


CREATE INDEX accounts_instansievent_pgh_obj_id_3a0bc9e5 ON public.accounts_instansievent USING btree (pgh_obj_id);


CREATE INDEX accounts_instansievent_successor_id_774cbb56 ON public.accounts_instansievent USING btree (successor_id);


CREATE INDEX accounts_instansievent_wilayah_id_45765656 ON public.accounts_instansievent USING btree (wilayah_id);


CREATE INDEX accounts_instansievent_wilayah_id_45765656_like ON public.accounts_instansievent USING btree (wilayah_id varchar_pattern_ops);


CREATE INDEX accounts_invitation_accepted_by_id_ba632539 ON public.accounts_invitation USING btree (accepted_by_id);


CREATE INDEX accounts_invitation_account_id_8e9dd036 ON public.accounts_invitation USING btree (account_id);


CREATE INDEX accounts_invitation_instansi_id_b21190bc ON public.accounts_invitation USING btree (instansi_id);


CREATE INDEX accounts_invitation_invited_by_id_94a21efc ON public.accounts_invitation USING btree (invited_by_id);


CREATE INDEX accounts_invitation_unit_id_88c1c203 ON public.accounts_invitation USING btree (unit_id);


CREATE INDEX accounts_jenisunit_kode_cfbfdbb4_like ON public.accounts_jenisunit USING btree (kode varchar_pattern_ops);


CREATE INDEX accounts_jenisunit_nama_ebe99b14_like ON public.accounts_jenisunit USING btree (nama varchar_pattern_ops);


CREATE INDEX accounts_layanan_instansi_id_be3cf5d3 ON public.accounts_layanan USING btree (instansi_id);


CREATE INDEX accounts_layanan_unit_id_5f961241 ON public.accounts_layanan USING btree (unit_id);


CREATE INDEX accounts_lokasi_instansi_id_e3f96c19 ON public.accounts_lokasi USING btree (instansi_id);


CREATE INDEX accounts_lokasi_unit_id_b29d4c6a ON public.accounts_lokasi USING btree (unit_id);


CREATE INDEX accounts_membership_instansi_id_4219ab2b ON public.accounts_membership USING btree (instansi_id);


CREATE INDEX accounts_membership_unit_id_7180f6e8 ON public.accounts_membership USING btree (unit_id);


CREATE INDEX accounts_membership_user_id_487fb39e ON public.accounts_membership USING btree (user_id);


CREATE INDEX accounts_membershipevent_instansi_id_15736c7a ON public.accounts_membershipevent USING btree (instansi_id);


CREATE INDEX accounts_membershipevent_pgh_context_id_31df8159 ON public.accounts_membershipevent USING btree (pgh_context_id);


CREATE INDEX accounts_membershipevent_pgh_obj_id_8231a68b ON public.accounts_membershipevent USING btree (pgh_obj_id);


CREATE INDEX accounts_membershipevent_unit_id_71eb2e53 ON public.accounts_membershipevent USING btree (unit_id);


CREATE INDEX accounts_membershipevent_user_id_165d49f9 ON public.accounts_membershipevent USING btree (user_id);


CREATE INDEX accounts_notice_instansi_id_73f8b4c6 ON public.accounts_notice USING btree (instansi_id);


CREATE INDEX accounts_notice_user_id_5ad526c6 ON public.accounts_notice USING btree (user_id);


CREATE INDEX accounts_pendingrole_appointed_by_id_c3558a09 ON public.accounts_pendingrole USING btree (appointed_by_id);


CREATE INDEX accounts_pendingrole_batch_68e35d81 ON public.accounts_pendingrole USING btree (batch);


CREATE INDEX accounts_pendingrole_decided_by_id_7620d4e4 ON public.accounts_pendingrole USING btree (decided_by_id);


CREATE INDEX accounts_pendingrole_instansi_id_e2b8cdc6 ON public.accounts_pendingrole USING btree (instansi_id);


CREATE INDEX accounts_pendingrole_user_id_8d112459 ON public.accounts_pendingrole USING btree (user_id);


CREATE INDEX accounts_unitlokus_co_owners_instansi_id_02c57995 ON public.accounts_unitlokus_co_owners USING btree (instansi_id);


CREATE INDEX accounts_unitlokus_co_owners_unitlokus_id_f3eaf766 ON public.accounts_unitlokus_co_owners USING btree (unitlokus_id);


CREATE INDEX accounts_unitlokus_induk_id_08c0673d ON public.accounts_unitlokus USING btree (induk_id);


CREATE INDEX accounts_unitlokus_instansi_id_4d0f57d2 ON public.accounts_unitlokus USING btree (instansi_id);


CREATE INDEX accounts_unitlokus_jenis_id_83956868 ON public.accounts_unitlokus USING btree (jenis_id);


CREATE INDEX accounts_unitlokus_jenis_id_83956868_like ON public.accounts_unitlokus USING btree (jenis_id varchar_pattern_ops);


CREATE INDEX accounts_unitlokus_successor_id_d8a58cbe ON public.accounts_unitlokus USING btree (successor_id);


CREATE INDEX accounts_unitlokus_wilayah_id_9c911006 ON public.accounts_unitlokus USING btree (wilayah_id);


CREATE INDEX accounts_unitlokus_wilayah_id_9c911006_like ON public.accounts_unitlokus USING btree (wilayah_id varchar_pattern_ops);


CREATE INDEX accounts_unitlokusevent_induk_id_60be550e ON public.accounts_unitlokusevent USING btree (induk_id);


CREATE INDEX accounts_unitlokusevent_instansi_id_fd73704c ON public.accounts_unitlokusevent USING btree (instansi_id);


CREATE INDEX accounts_unitlokusevent_jenis_id_bd20c8f1 ON public.accounts_unitlokusevent USING btree (jenis_id);


CREATE INDEX accounts_unitlokusevent_jenis_id_bd20c8f1_like ON public.accounts_unitlokusevent USING btree (jenis_id varchar_pattern_ops);


CREATE INDEX accounts_unitlokusevent_pgh_context_id_2f2ccf96 ON public.accounts_unitlokusevent USING btree (pgh_context_id);


CREATE INDEX accounts_unitlokusevent_pgh_obj_id_79b3a79c ON public.accounts_unitlokusevent USING btree (pgh_obj_id);


CREATE INDEX accounts_unitlokusevent_successor_id_5fdcbf34 ON public.accounts_unitlokusevent USING btree (successor_id);


CREATE INDEX accounts_unitlokusevent_wilayah_id_f57b402f ON public.accounts_unitlokusevent USING btree (wilayah_id);


CREATE INDEX accounts_unitlokusevent_wilayah_id_f57b402f_like ON public.accounts_unitlokusevent USING btree (wilayah_id varchar_pattern_ops);


CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);


CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);


CREATE INDEX accounts_user_password_set_by_id_a3464426 ON public.accounts_user USING btree (password_set_by_id);


CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);


CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);


CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);


CREATE INDEX accounts_wilayah_induk_id_be9b5274 ON public.accounts_wilayah USING btree (induk_id);


CREATE INDEX accounts_wilayah_induk_id_be9b5274_like ON public.accounts_wilayah USING btree (induk_id varchar_pattern_ops);


CREATE INDEX accounts_wilayah_kode_9748d6b7_like ON public.accounts_wilayah USING btree (kode varchar_pattern_ops);


CREATE INDEX audit_instansi_at ON public.accounts_auditentry USING btree (instansi_id, at DESC);


CREATE INDEX audit_object ON public.accounts_auditentry USING btree (object_type, object_id);


CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


CREATE INDEX baris_hitung_ulang_next ON public.evaluations_barishitungulang USING btree (hitung_id, status, urutan);


CREATE INDEX berkas_without_preview ON public.evaluations_berkas USING btree (id) WHERE ((pratinjau)::text = 'menunggu'::text);


CREATE INDEX bukti_indikator ON public.evaluations_bukti USING btree (evaluasi_id, indikator);


CREATE UNIQUE INDEX bukti_tindak_lanjut_once ON public.evaluations_buktitindaklanjut USING btree (tindak_lanjut_id, berkas_id) WHERE (dihapus_pada IS NULL);


CREATE INDEX butir_not_begun ON public.reports_butirkelompok USING btree (kelompok_id, urutan) WHERE ((dokumen_id IS NULL) AND ((error)::text = ''::text));


CREATE INDEX cetakan_queue ON public.reports_cetakan USING btree (diminta_pada) WHERE ((status)::text = ANY ((ARRAY['antre'::character varying, 'dikerjakan'::character varying])::text[]));


CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


CREATE UNIQUE INDEX dokumen_one_in_force ON public.reports_dokumen USING btree (evaluasi_id, jenis) WHERE ((tahap)::text = 'berlaku'::text);


CREATE UNIQUE INDEX dokumen_one_recap_in_force ON public.reports_dokumen USING btree (siklus_id, instansi_id, giliran_id) WHERE (((jenis)::text = 'rekap'::text) AND ((tahap)::text = 'berlaku'::text));


CREATE INDEX dokumen_queue ON public.reports_dokumen USING btree (instansi_id, diminta_pada) WHERE ((status)::text = ANY ((ARRAY['antre'::character varying, 'dikerjakan'::character varying])::text[]));


CREATE UNIQUE INDEX dokumen_recap_version_once ON public.reports_dokumen USING btree (siklus_id, instansi_id, giliran_id, versi) WHERE ((jenis)::text = 'rekap'::text);


CREATE INDEX dokumen_served_turn ON public.reports_dokumen USING btree (COALESCE(giliran_id, instansi_id), dimulai_pada);


CREATE UNIQUE INDEX dokumen_umum_once ON public.evaluations_dokumenumum USING btree (instansi_id, berkas_id) WHERE (dihapus_pada IS NULL);


CREATE INDEX evaluasi_instansi_siklus ON public.evaluations_evaluasi USING btree (instansi_id, siklus_id);


CREATE INDEX evaluasi_siklus_state ON public.evaluations_evaluasi USING btree (siklus_id, state);


CREATE INDEX evaluations_aturanlokus_instansi_id_88b42722 ON public.evaluations_aturanlokus USING btree (instansi_id);


CREATE INDEX evaluations_aturanlokus_jenis_unit_id_aac9b785 ON public.evaluations_aturanlokus USING btree (jenis_unit_id);


CREATE INDEX evaluations_aturanlokus_jenis_unit_id_aac9b785_like ON public.evaluations_aturanlokus USING btree (jenis_unit_id varchar_pattern_ops);


CREATE INDEX evaluations_aturanlokus_siklus_id_a401a99f ON public.evaluations_aturanlokus USING btree (siklus_id);


CREATE INDEX evaluations_barishitungulang_evaluasi_id_6186390a ON public.evaluations_barishitungulang USING btree (evaluasi_id);


CREATE INDEX evaluations_barishitungulang_hitung_id_eb23d051 ON public.evaluations_barishitungulang USING btree (hitung_id);


CREATE INDEX evaluations_barishitungulang_instansi_id_b865a174 ON public.evaluations_barishitungulang USING btree (instansi_id);


CREATE INDEX evaluations_barishitungulang_siklus_id_c86a1579 ON public.evaluations_barishitungulang USING btree (siklus_id);


CREATE INDEX evaluations_berkas_sha256_49005b0d_like ON public.evaluations_berkas USING btree (sha256 varchar_pattern_ops);


CREATE INDEX evaluations_bukti_asal_id_f232607a ON public.evaluations_bukti USING btree (asal_id);


CREATE INDEX evaluations_bukti_berkas_id_087b6c23 ON public.evaluations_bukti USING btree (berkas_id);


CREATE INDEX evaluations_bukti_dokumen_umum_id_bdf66f5e ON public.evaluations_bukti USING btree (dokumen_umum_id);


CREATE INDEX evaluations_bukti_evaluasi_id_170f5b33 ON public.evaluations_bukti USING btree (evaluasi_id);


CREATE INDEX evaluations_bukti_instansi_id_4a928dba ON public.evaluations_bukti USING btree (instansi_id);


CREATE INDEX evaluations_bukti_menggantikan_id_1ecc9bdd ON public.evaluations_bukti USING btree (menggantikan_id);


CREATE INDEX evaluations_bukti_oleh_id_72ca2312 ON public.evaluations_bukti USING btree (oleh_id);


CREATE INDEX evaluations_bukti_sanggahan_id_d5999dfd ON public.evaluations_bukti USING btree (sanggahan_id);


CREATE INDEX evaluations_bukti_siklus_id_9c04b739 ON public.evaluations_bukti USING btree (siklus_id);


CREATE INDEX evaluations_buktievent_asal_id_e484d192 ON public.evaluations_buktievent USING btree (asal_id);


CREATE INDEX evaluations_buktievent_berkas_id_28a276a0 ON public.evaluations_buktievent USING btree (berkas_id);


CREATE INDEX evaluations_buktievent_dokumen_umum_id_3625cd90 ON public.evaluations_buktievent USING btree (dokumen_umum_id);


CREATE INDEX evaluations_buktievent_evaluasi_id_b0f03ae6 ON public.evaluations_buktievent USING btree (evaluasi_id);


CREATE INDEX evaluations_buktievent_instansi_id_919ef8d4 ON public.evaluations_buktievent USING btree (instansi_id);


CREATE INDEX evaluations_buktievent_menggantikan_id_49d2f6d5 ON public.evaluations_buktievent USING btree (menggantikan_id);


CREATE INDEX evaluations_buktievent_oleh_id_6f403d8f ON public.evaluations_buktievent USING btree (oleh_id);


CREATE INDEX evaluations_buktievent_pgh_context_id_00c08a06 ON public.evaluations_buktievent USING btree (pgh_context_id);


CREATE INDEX evaluations_buktievent_pgh_obj_id_68573413 ON public.evaluations_buktievent USING btree (pgh_obj_id);


CREATE INDEX evaluations_buktievent_sanggahan_id_73b248cf ON public.evaluations_buktievent USING btree (sanggahan_id);


CREATE INDEX evaluations_buktievent_siklus_id_be05c7a0 ON public.evaluations_buktievent USING btree (siklus_id);


CREATE INDEX evaluations_buktitindaklanjut_berkas_id_1502b542 ON public.evaluations_buktitindaklanjut USING btree (berkas_id);


CREATE INDEX evaluations_buktitindaklanjut_instansi_id_a8209eae ON public.evaluations_buktitindaklanjut USING btree (instansi_id);


CREATE INDEX evaluations_buktitindaklanjut_oleh_id_68e7f539 ON public.evaluations_buktitindaklanjut USING btree (oleh_id);


CREATE INDEX evaluations_buktitindaklanjut_siklus_id_b822d16a ON public.evaluations_buktitindaklanjut USING btree (siklus_id);


CREATE INDEX evaluations_buktitindaklanjut_tindak_lanjut_id_a8b3bcc1 ON public.evaluations_buktitindaklanjut USING btree (tindak_lanjut_id);


CREATE INDEX evaluations_buktitindaklanjutevent_berkas_id_b2c50759 ON public.evaluations_buktitindaklanjutevent USING btree (berkas_id);


CREATE INDEX evaluations_buktitindaklanjutevent_instansi_id_3d05f5cf ON public.evaluations_buktitindaklanjutevent USING btree (instansi_id);


CREATE INDEX evaluations_buktitindaklanjutevent_oleh_id_2a01212d ON public.evaluations_buktitindaklanjutevent USING btree (oleh_id);


CREATE INDEX evaluations_buktitindaklanjutevent_pgh_context_id_da2599e2 ON public.evaluations_buktitindaklanjutevent USING btree (pgh_context_id);


CREATE INDEX evaluations_buktitindaklanjutevent_pgh_obj_id_d47d6333 ON public.evaluations_buktitindaklanjutevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_buktitindaklanjutevent_siklus_id_2a45c97d ON public.evaluations_buktitindaklanjutevent USING btree (siklus_id);


CREATE INDEX evaluations_buktitindaklanjutevent_tindak_lanjut_id_d3f38b6d ON public.evaluations_buktitindaklanjutevent USING btree (tindak_lanjut_id);


CREATE INDEX evaluations_calonterbit_evaluasi_id_c2dcf407 ON public.evaluations_calonterbit USING btree (evaluasi_id);


CREATE INDEX evaluations_calonterbit_instansi_id_39e31f7a ON public.evaluations_calonterbit USING btree (instansi_id);


CREATE INDEX evaluations_calonterbit_publikasi_id_fc2b2c86 ON public.evaluations_calonterbit USING btree (publikasi_id);


CREATE INDEX evaluations_calonterbit_siklus_id_9139a76e ON public.evaluations_calonterbit USING btree (siklus_id);


CREATE INDEX evaluations_dokumenumum_berkas_id_73ba882c ON public.evaluations_dokumenumum USING btree (berkas_id);


CREATE INDEX evaluations_dokumenumum_instansi_id_3907968a ON public.evaluations_dokumenumum USING btree (instansi_id);


CREATE INDEX evaluations_dokumenumum_oleh_id_6e7cebfd ON public.evaluations_dokumenumum USING btree (oleh_id);


CREATE INDEX evaluations_dokumenumumevent_berkas_id_3a8fbce2 ON public.evaluations_dokumenumumevent USING btree (berkas_id);


CREATE INDEX evaluations_dokumenumumevent_instansi_id_43d53025 ON public.evaluations_dokumenumumevent USING btree (instansi_id);


CREATE INDEX evaluations_dokumenumumevent_oleh_id_779f1ebd ON public.evaluations_dokumenumumevent USING btree (oleh_id);


CREATE INDEX evaluations_dokumenumumevent_pgh_context_id_67bbff1f ON public.evaluations_dokumenumumevent USING btree (pgh_context_id);


CREATE INDEX evaluations_dokumenumumevent_pgh_obj_id_8c5a26d3 ON public.evaluations_dokumenumumevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_evaluasi_instansi_id_9b5fc4f2 ON public.evaluations_evaluasi USING btree (instansi_id);


CREATE INDEX evaluations_evaluasi_pengganti_id_32598568 ON public.evaluations_evaluasi USING btree (pengganti_id);


CREATE INDEX evaluations_evaluasi_penilai_id_4890a59a ON public.evaluations_evaluasi USING btree (penilai_id);


CREATE INDEX evaluations_evaluasi_siklus_id_aca5fc4e ON public.evaluations_evaluasi USING btree (siklus_id);


CREATE INDEX evaluations_evaluasi_survei_id_97d2f60c ON public.evaluations_evaluasi USING btree (survei_id);


CREATE INDEX evaluations_evaluasi_unit_id_889b6771 ON public.evaluations_evaluasi USING btree (unit_id);


CREATE INDEX evaluations_evaluasi_versi_id_c0e38caf ON public.evaluations_evaluasi USING btree (versi_id);


CREATE INDEX evaluations_evaluasiaspek_evaluasi_id_bafd99e2 ON public.evaluations_evaluasiaspek USING btree (evaluasi_id);


CREATE INDEX evaluations_evaluasiaspek_instansi_id_402dee17 ON public.evaluations_evaluasiaspek USING btree (instansi_id);


CREATE INDEX evaluations_evaluasiaspek_siklus_id_034960c5 ON public.evaluations_evaluasiaspek USING btree (siklus_id);


CREATE INDEX evaluations_evaluasiaspeku_content_object_id_6ff2aa6c ON public.evaluations_evaluasiaspekuserobjectpermission USING btree (content_object_id);


CREATE INDEX evaluations_evaluasiaspeku_permission_id_882f0e72 ON public.evaluations_evaluasiaspekuserobjectpermission USING btree (permission_id);


CREATE INDEX evaluations_evaluasiaspekuserobjectpermission_user_id_3d4434ca ON public.evaluations_evaluasiaspekuserobjectpermission USING btree (user_id);


CREATE INDEX evaluations_evaluasievent_instansi_id_751a1e48 ON public.evaluations_evaluasievent USING btree (instansi_id);


CREATE INDEX evaluations_evaluasievent_pengganti_id_1fbc11ea ON public.evaluations_evaluasievent USING btree (pengganti_id);


CREATE INDEX evaluations_evaluasievent_penilai_id_1208ca40 ON public.evaluations_evaluasievent USING btree (penilai_id);


CREATE INDEX evaluations_evaluasievent_pgh_context_id_e24ba68e ON public.evaluations_evaluasievent USING btree (pgh_context_id);


CREATE INDEX evaluations_evaluasievent_pgh_obj_id_1aa9f26f ON public.evaluations_evaluasievent USING btree (pgh_obj_id);


CREATE INDEX evaluations_evaluasievent_siklus_id_835d7ec0 ON public.evaluations_evaluasievent USING btree (siklus_id);


CREATE INDEX evaluations_evaluasievent_survei_id_1c37423c ON public.evaluations_evaluasievent USING btree (survei_id);


CREATE INDEX evaluations_evaluasievent_unit_id_f146a5ce ON public.evaluations_evaluasievent USING btree (unit_id);


CREATE INDEX evaluations_evaluasievent_versi_id_28e392db ON public.evaluations_evaluasievent USING btree (versi_id);


CREATE INDEX evaluations_fase_instansi_id_71b4ed37 ON public.evaluations_fase USING btree (instansi_id);


CREATE INDEX evaluations_fase_siklus_id_f82ac395 ON public.evaluations_fase USING btree (siklus_id);


CREATE INDEX evaluations_faseevent_instansi_id_adcaadb4 ON public.evaluations_faseevent USING btree (instansi_id);


CREATE INDEX evaluations_faseevent_pgh_context_id_99e5aac4 ON public.evaluations_faseevent USING btree (pgh_context_id);


CREATE INDEX evaluations_faseevent_pgh_obj_id_e0c0be58 ON public.evaluations_faseevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_faseevent_siklus_id_d986a0c4 ON public.evaluations_faseevent USING btree (siklus_id);


CREATE INDEX evaluations_fotolapangan_berkas_id_5324bf42 ON public.evaluations_fotolapangan USING btree (berkas_id);


CREATE INDEX evaluations_fotolapangan_evaluasi_id_f3dda3d4 ON public.evaluations_fotolapangan USING btree (evaluasi_id);


CREATE INDEX evaluations_fotolapangan_instansi_id_5d8b4c8e ON public.evaluations_fotolapangan USING btree (instansi_id);


CREATE INDEX evaluations_fotolapangan_oleh_id_1e04b904 ON public.evaluations_fotolapangan USING btree (oleh_id);


CREATE INDEX evaluations_fotolapangan_siklus_id_6310f020 ON public.evaluations_fotolapangan USING btree (siklus_id);


CREATE INDEX evaluations_fotolapanganevent_berkas_id_3352c4bb ON public.evaluations_fotolapanganevent USING btree (berkas_id);


CREATE INDEX evaluations_fotolapanganevent_evaluasi_id_45c8c514 ON public.evaluations_fotolapanganevent USING btree (evaluasi_id);


CREATE INDEX evaluations_fotolapanganevent_instansi_id_7940c0cf ON public.evaluations_fotolapanganevent USING btree (instansi_id);


CREATE INDEX evaluations_fotolapanganevent_oleh_id_f7393105 ON public.evaluations_fotolapanganevent USING btree (oleh_id);


CREATE INDEX evaluations_fotolapanganevent_pgh_context_id_1f599066 ON public.evaluations_fotolapanganevent USING btree (pgh_context_id);


CREATE INDEX evaluations_fotolapanganevent_pgh_obj_id_5ec27350 ON public.evaluations_fotolapanganevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_fotolapanganevent_siklus_id_d38b113a ON public.evaluations_fotolapanganevent USING btree (siklus_id);


CREATE INDEX evaluations_hasil_instansi_id_d6000c3d ON public.evaluations_hasil USING btree (instansi_id);


CREATE INDEX evaluations_hasil_siklus_id_f8b71f71 ON public.evaluations_hasil USING btree (siklus_id);


CREATE INDEX evaluations_hasilterbit_digantikan_oleh_id_699b7ba5 ON public.evaluations_hasilterbit USING btree (digantikan_oleh_id);


CREATE INDEX evaluations_hasilterbit_evaluasi_id_0c17992c ON public.evaluations_hasilterbit USING btree (evaluasi_id);


CREATE INDEX evaluations_hasilterbit_instansi_id_0e068bb0 ON public.evaluations_hasilterbit USING btree (instansi_id);


CREATE INDEX evaluations_hasilterbit_publikasi_id_9752298d ON public.evaluations_hasilterbit USING btree (publikasi_id);


CREATE INDEX evaluations_hasilterbit_siklus_id_5e00a7bc ON public.evaluations_hasilterbit USING btree (siklus_id);


CREATE INDEX evaluations_hasilterdahulu_impor_id_da4eac39 ON public.evaluations_hasilterdahulu USING btree (impor_id);


CREATE INDEX evaluations_hasilterdahulu_instansi_id_312e38f1 ON public.evaluations_hasilterdahulu USING btree (instansi_id);


CREATE INDEX evaluations_hasilterdahulu_oleh_id_4e3d8acf ON public.evaluations_hasilterdahulu USING btree (oleh_id);


CREATE INDEX evaluations_hasilterdahulu_unit_id_7052f1b9 ON public.evaluations_hasilterdahulu USING btree (unit_id);


CREATE INDEX evaluations_hasilterdahuluevent_impor_id_47f420c9 ON public.evaluations_hasilterdahuluevent USING btree (impor_id);


CREATE INDEX evaluations_hasilterdahuluevent_instansi_id_44fbe07a ON public.evaluations_hasilterdahuluevent USING btree (instansi_id);


CREATE INDEX evaluations_hasilterdahuluevent_oleh_id_2ebd001d ON public.evaluations_hasilterdahuluevent USING btree (oleh_id);


CREATE INDEX evaluations_hasilterdahuluevent_pgh_context_id_5db27add ON public.evaluations_hasilterdahuluevent USING btree (pgh_context_id);


CREATE INDEX evaluations_hasilterdahuluevent_pgh_obj_id_a9702ca3 ON public.evaluations_hasilterdahuluevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_hasilterdahuluevent_unit_id_47e15c62 ON public.evaluations_hasilterdahuluevent USING btree (unit_id);


CREATE INDEX evaluations_hitungulang_diterapkan_oleh_id_87fd5230 ON public.evaluations_hitungulang USING btree (diterapkan_oleh_id);


CREATE INDEX evaluations_hitungulang_instansi_id_06206cac ON public.evaluations_hitungulang USING btree (instansi_id);


CREATE INDEX evaluations_hitungulang_oleh_id_e75e079d ON public.evaluations_hitungulang USING btree (oleh_id);


CREATE INDEX evaluations_hitungulang_siklus_id_6ebc6714 ON public.evaluations_hitungulang USING btree (siklus_id);


CREATE INDEX evaluations_hitungulang_versi_a_id_41a9eab3 ON public.evaluations_hitungulang USING btree (versi_a_id);


CREATE INDEX evaluations_hitungulang_versi_b_id_6f4c667b ON public.evaluations_hitungulang USING btree (versi_b_id);


CREATE INDEX evaluations_impor_evaluasi_id_7e5743d2 ON public.evaluations_impor USING btree (evaluasi_id);


CREATE INDEX evaluations_impor_instansi_id_dbb0c9ba ON public.evaluations_impor USING btree (instansi_id);


CREATE INDEX evaluations_impor_oleh_id_ead698bf ON public.evaluations_impor USING btree (oleh_id);


CREATE INDEX evaluations_impor_siklus_id_e7fb0848 ON public.evaluations_impor USING btree (siklus_id);


CREATE INDEX evaluations_jawaban_evaluasi_id_a3e90803 ON public.evaluations_jawaban USING btree (evaluasi_id);


CREATE INDEX evaluations_jawaban_instansi_id_e8eb7699 ON public.evaluations_jawaban USING btree (instansi_id);


CREATE INDEX evaluations_jawaban_oleh_id_1b8a2b68 ON public.evaluations_jawaban USING btree (oleh_id);


CREATE INDEX evaluations_jawaban_siklus_id_e2d61876 ON public.evaluations_jawaban USING btree (siklus_id);


CREATE INDEX evaluations_jawabanevent_evaluasi_id_984ae74d ON public.evaluations_jawabanevent USING btree (evaluasi_id);


CREATE INDEX evaluations_jawabanevent_instansi_id_0d7626f4 ON public.evaluations_jawabanevent USING btree (instansi_id);


CREATE INDEX evaluations_jawabanevent_oleh_id_dea2142f ON public.evaluations_jawabanevent USING btree (oleh_id);


CREATE INDEX evaluations_jawabanevent_pgh_context_id_ded08533 ON public.evaluations_jawabanevent USING btree (pgh_context_id);


CREATE INDEX evaluations_jawabanevent_pgh_obj_id_c59c824b ON public.evaluations_jawabanevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_jawabanevent_siklus_id_c65eb9b4 ON public.evaluations_jawabanevent USING btree (siklus_id);


CREATE INDEX evaluations_kesepakatanpembinaan_instansi_id_d6a53a0c ON public.evaluations_kesepakatanpembinaan USING btree (instansi_id);


CREATE INDEX evaluations_kesepakatanpembinaan_pembinaan_id_d3fd4412 ON public.evaluations_kesepakatanpembinaan USING btree (pembinaan_id);


CREATE INDEX evaluations_kesepakatanpembinaan_tindak_lanjut_id_0045f688 ON public.evaluations_kesepakatanpembinaan USING btree (tindak_lanjut_id);


CREATE INDEX evaluations_kodesurvei_kode_f32c6d8c_like ON public.evaluations_kodesurvei USING btree (kode varchar_pattern_ops);


CREATE INDEX evaluations_kodesurvei_lembar_id_96da009e ON public.evaluations_kodesurvei USING btree (lembar_id);


CREATE INDEX evaluations_lembarkertas_berkas_id_1d03ddf5 ON public.evaluations_lembarkertas USING btree (berkas_id);


CREATE INDEX evaluations_lembarkertas_instansi_id_a5f5fe43 ON public.evaluations_lembarkertas USING btree (instansi_id);


CREATE INDEX evaluations_lembarkertas_oleh_id_ed19e792 ON public.evaluations_lembarkertas USING btree (oleh_id);


CREATE INDEX evaluations_lembarkertas_survei_id_d6e291b1 ON public.evaluations_lembarkertas USING btree (survei_id);


CREATE INDEX evaluations_lembarkertasevent_berkas_id_21b0b0ed ON public.evaluations_lembarkertasevent USING btree (berkas_id);


CREATE INDEX evaluations_lembarkertasevent_instansi_id_55e02af6 ON public.evaluations_lembarkertasevent USING btree (instansi_id);


CREATE INDEX evaluations_lembarkertasevent_oleh_id_9b712958 ON public.evaluations_lembarkertasevent USING btree (oleh_id);


CREATE INDEX evaluations_lembarkertasevent_pgh_context_id_25aa645a ON public.evaluations_lembarkertasevent USING btree (pgh_context_id);


CREATE INDEX evaluations_lembarkertasevent_pgh_obj_id_a1ca4335 ON public.evaluations_lembarkertasevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_lembarkertasevent_survei_id_c6b113cb ON public.evaluations_lembarkertasevent USING btree (survei_id);


CREATE INDEX evaluations_lembarkode_instansi_id_c99b82ca ON public.evaluations_lembarkode USING btree (instansi_id);


CREATE INDEX evaluations_lembarkode_oleh_id_ff98f75d ON public.evaluations_lembarkode USING btree (oleh_id);


CREATE INDEX evaluations_lembarkode_survei_id_e9fbaec0 ON public.evaluations_lembarkode USING btree (survei_id);


CREATE INDEX evaluations_lembarkodeevent_instansi_id_674e3cf9 ON public.evaluations_lembarkodeevent USING btree (instansi_id);


CREATE INDEX evaluations_lembarkodeevent_oleh_id_59b39158 ON public.evaluations_lembarkodeevent USING btree (oleh_id);


CREATE INDEX evaluations_lembarkodeevent_pgh_context_id_0162d51e ON public.evaluations_lembarkodeevent USING btree (pgh_context_id);


CREATE INDEX evaluations_lembarkodeevent_pgh_obj_id_e9763c83 ON public.evaluations_lembarkodeevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_lembarkodeevent_survei_id_ce40ec10 ON public.evaluations_lembarkodeevent USING btree (survei_id);


CREATE INDEX evaluations_nilai_evaluasi_id_eb6614b2 ON public.evaluations_nilai USING btree (evaluasi_id);


CREATE INDEX evaluations_nilai_instansi_id_b2ec530d ON public.evaluations_nilai USING btree (instansi_id);


CREATE INDEX evaluations_nilai_oleh_id_9a1e040b ON public.evaluations_nilai USING btree (oleh_id);


CREATE INDEX evaluations_nilai_siklus_id_365e9bf5 ON public.evaluations_nilai USING btree (siklus_id);


CREATE INDEX evaluations_nilaievent_evaluasi_id_d2ecfef3 ON public.evaluations_nilaievent USING btree (evaluasi_id);


CREATE INDEX evaluations_nilaievent_instansi_id_012d1046 ON public.evaluations_nilaievent USING btree (instansi_id);


CREATE INDEX evaluations_nilaievent_oleh_id_c898998e ON public.evaluations_nilaievent USING btree (oleh_id);


CREATE INDEX evaluations_nilaievent_pgh_context_id_0faa2b8f ON public.evaluations_nilaievent USING btree (pgh_context_id);


CREATE INDEX evaluations_nilaievent_pgh_obj_id_2d5ab318 ON public.evaluations_nilaievent USING btree (pgh_obj_id);


CREATE INDEX evaluations_nilaievent_siklus_id_7fb2df74 ON public.evaluations_nilaievent USING btree (siklus_id);


CREATE INDEX evaluations_nilailain_impor_id_7b01e009 ON public.evaluations_nilailain USING btree (impor_id);


CREATE INDEX evaluations_nilailain_instansi_id_7c94379c ON public.evaluations_nilailain USING btree (instansi_id);


CREATE INDEX evaluations_nilailain_oleh_id_0778d8a8 ON public.evaluations_nilailain USING btree (oleh_id);


CREATE INDEX evaluations_nilailain_unit_id_e2a7245f ON public.evaluations_nilailain USING btree (unit_id);


CREATE INDEX evaluations_nilailainevent_impor_id_fa4199c8 ON public.evaluations_nilailainevent USING btree (impor_id);


CREATE INDEX evaluations_nilailainevent_instansi_id_7e785ed2 ON public.evaluations_nilailainevent USING btree (instansi_id);


CREATE INDEX evaluations_nilailainevent_oleh_id_99811db7 ON public.evaluations_nilailainevent USING btree (oleh_id);


CREATE INDEX evaluations_nilailainevent_pgh_context_id_ba2d3d9a ON public.evaluations_nilailainevent USING btree (pgh_context_id);


CREATE INDEX evaluations_nilailainevent_pgh_obj_id_2714464c ON public.evaluations_nilailainevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_nilailainevent_unit_id_2c1a8f65 ON public.evaluations_nilailainevent USING btree (unit_id);


CREATE INDEX evaluations_nilailuar_evaluasi_id_f464b9cb ON public.evaluations_nilailuar USING btree (evaluasi_id);


CREATE INDEX evaluations_nilailuar_instansi_id_da543aef ON public.evaluations_nilailuar USING btree (instansi_id);


CREATE INDEX evaluations_nilailuar_oleh_id_1130105c ON public.evaluations_nilailuar USING btree (oleh_id);


CREATE INDEX evaluations_nilailuar_siklus_id_da01856f ON public.evaluations_nilailuar USING btree (siklus_id);


CREATE INDEX evaluations_nilailuarevent_evaluasi_id_342d77ef ON public.evaluations_nilailuarevent USING btree (evaluasi_id);


CREATE INDEX evaluations_nilailuarevent_instansi_id_17e51187 ON public.evaluations_nilailuarevent USING btree (instansi_id);


CREATE INDEX evaluations_nilailuarevent_oleh_id_25f03e5b ON public.evaluations_nilailuarevent USING btree (oleh_id);


CREATE INDEX evaluations_nilailuarevent_pgh_context_id_e80bb074 ON public.evaluations_nilailuarevent USING btree (pgh_context_id);


CREATE INDEX evaluations_nilailuarevent_pgh_obj_id_12402018 ON public.evaluations_nilailuarevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_nilailuarevent_siklus_id_75db99e1 ON public.evaluations_nilailuarevent USING btree (siklus_id);


CREATE INDEX evaluations_pembinaan_instansi_id_fc601508 ON public.evaluations_pembinaan USING btree (instansi_id);


CREATE INDEX evaluations_pembinaan_oleh_id_27bc7acf ON public.evaluations_pembinaan USING btree (oleh_id);


CREATE INDEX evaluations_pembinaan_unit_pembinaan_id_7bce3edd ON public.evaluations_pembinaan_unit USING btree (pembinaan_id);


CREATE INDEX evaluations_pembinaan_unit_unitlokus_id_6beb6e53 ON public.evaluations_pembinaan_unit USING btree (unitlokus_id);


CREATE INDEX evaluations_pembinaanevent_instansi_id_ba378005 ON public.evaluations_pembinaanevent USING btree (instansi_id);


CREATE INDEX evaluations_pembinaanevent_oleh_id_d9ea3cf9 ON public.evaluations_pembinaanevent USING btree (oleh_id);


CREATE INDEX evaluations_pembinaanevent_pgh_context_id_1f3cbecc ON public.evaluations_pembinaanevent USING btree (pgh_context_id);


CREATE INDEX evaluations_pembinaanevent_pgh_obj_id_517c497e ON public.evaluations_pembinaanevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_pengembalian_evaluasi_id_dd1f923b ON public.evaluations_pengembalian USING btree (evaluasi_id);


CREATE INDEX evaluations_pengembalian_instansi_id_7d98563e ON public.evaluations_pengembalian USING btree (instansi_id);


CREATE INDEX evaluations_pengembalian_oleh_id_ec4d3a81 ON public.evaluations_pengembalian USING btree (oleh_id);


CREATE INDEX evaluations_pengembalian_siklus_id_c3e5a5bf ON public.evaluations_pengembalian USING btree (siklus_id);


CREATE INDEX evaluations_perpanjangan_instansi_id_71037843 ON public.evaluations_perpanjangan USING btree (instansi_id);


CREATE INDEX evaluations_perpanjangan_siklus_id_606b1a30 ON public.evaluations_perpanjangan USING btree (siklus_id);


CREATE INDEX evaluations_perpanjangan_unit_id_59b1e47a ON public.evaluations_perpanjangan USING btree (unit_id);


CREATE INDEX evaluations_pesan_instansi_id_0de05b77 ON public.evaluations_pesan USING btree (instansi_id);


CREATE INDEX evaluations_pesan_oleh_id_3f2bb48d ON public.evaluations_pesan USING btree (oleh_id);


CREATE INDEX evaluations_pesan_siklus_id_0db4e2d4 ON public.evaluations_pesan USING btree (siklus_id);


CREATE INDEX evaluations_pesan_utas_id_ae2e80b2 ON public.evaluations_pesan USING btree (utas_id);


CREATE INDEX evaluations_pesertapembinaan_instansi_id_bd5dd033 ON public.evaluations_pesertapembinaan USING btree (instansi_id);


CREATE INDEX evaluations_pesertapembinaan_pembinaan_id_f16a621e ON public.evaluations_pesertapembinaan USING btree (pembinaan_id);


CREATE INDEX evaluations_publikasi_berkas_id_7c3891c9 ON public.evaluations_publikasi USING btree (berkas_id);


CREATE INDEX evaluations_publikasi_diputus_oleh_id_f40ab68f ON public.evaluations_publikasi USING btree (diputus_oleh_id);


CREATE INDEX evaluations_publikasi_ditarik_oleh_id_2356f047 ON public.evaluations_publikasi USING btree (ditarik_oleh_id);


CREATE INDEX evaluations_publikasi_instansi_id_ac89dd60 ON public.evaluations_publikasi USING btree (instansi_id);


CREATE INDEX evaluations_publikasi_mengubah_id_c36377a1 ON public.evaluations_publikasi USING btree (mengubah_id);


CREATE INDEX evaluations_publikasi_oleh_id_53f0e5ee ON public.evaluations_publikasi USING btree (oleh_id);


CREATE INDEX evaluations_publikasi_siklus_id_d90a28d3 ON public.evaluations_publikasi USING btree (siklus_id);


CREATE INDEX evaluations_rekomendasi_evaluasi_id_0e21e43a ON public.evaluations_rekomendasi USING btree (evaluasi_id);


CREATE INDEX evaluations_rekomendasi_instansi_id_78224128 ON public.evaluations_rekomendasi USING btree (instansi_id);


CREATE INDEX evaluations_rekomendasi_oleh_id_3b82f44d ON public.evaluations_rekomendasi USING btree (oleh_id);


CREATE INDEX evaluations_rekomendasi_siklus_id_6fe9f129 ON public.evaluations_rekomendasi USING btree (siklus_id);


CREATE INDEX evaluations_rekomendasievent_evaluasi_id_e0721f04 ON public.evaluations_rekomendasievent USING btree (evaluasi_id);


CREATE INDEX evaluations_rekomendasievent_instansi_id_048fce8d ON public.evaluations_rekomendasievent USING btree (instansi_id);


CREATE INDEX evaluations_rekomendasievent_oleh_id_726568cb ON public.evaluations_rekomendasievent USING btree (oleh_id);


CREATE INDEX evaluations_rekomendasievent_pgh_context_id_4d8d37fa ON public.evaluations_rekomendasievent USING btree (pgh_context_id);


CREATE INDEX evaluations_rekomendasievent_pgh_obj_id_56a731d3 ON public.evaluations_rekomendasievent USING btree (pgh_obj_id);


CREATE INDEX evaluations_rekomendasievent_siklus_id_f91d8684 ON public.evaluations_rekomendasievent USING btree (siklus_id);


CREATE INDEX evaluations_sampelvalidasi_instansi_id_c58341b5 ON public.evaluations_sampelvalidasi USING btree (instansi_id);


CREATE INDEX evaluations_sampelvalidasi_oleh_id_5a82ec5b ON public.evaluations_sampelvalidasi USING btree (oleh_id);


CREATE INDEX evaluations_sampelvalidasi_siklus_id_ed614f1a ON public.evaluations_sampelvalidasi USING btree (siklus_id);


CREATE INDEX evaluations_sanggahan_diputus_oleh_id_b1d0b94b ON public.evaluations_sanggahan USING btree (diputus_oleh_id);


CREATE INDEX evaluations_sanggahan_evaluasi_id_c6621924 ON public.evaluations_sanggahan USING btree (evaluasi_id);


CREATE INDEX evaluations_sanggahan_instansi_id_03a136e4 ON public.evaluations_sanggahan USING btree (instansi_id);


CREATE INDEX evaluations_sanggahan_oleh_id_f57bdd08 ON public.evaluations_sanggahan USING btree (oleh_id);


CREATE INDEX evaluations_sanggahan_siklus_id_33ba20d7 ON public.evaluations_sanggahan USING btree (siklus_id);


CREATE INDEX evaluations_sanggahanevent_diputus_oleh_id_d1ae52b6 ON public.evaluations_sanggahanevent USING btree (diputus_oleh_id);


CREATE INDEX evaluations_sanggahanevent_evaluasi_id_7c4e3917 ON public.evaluations_sanggahanevent USING btree (evaluasi_id);


CREATE INDEX evaluations_sanggahanevent_instansi_id_338390f3 ON public.evaluations_sanggahanevent USING btree (instansi_id);


CREATE INDEX evaluations_sanggahanevent_oleh_id_72dbfadc ON public.evaluations_sanggahanevent USING btree (oleh_id);


CREATE INDEX evaluations_sanggahanevent_pgh_context_id_827b4495 ON public.evaluations_sanggahanevent USING btree (pgh_context_id);


CREATE INDEX evaluations_sanggahanevent_pgh_obj_id_a5b11857 ON public.evaluations_sanggahanevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_sanggahanevent_siklus_id_34e6102d ON public.evaluations_sanggahanevent USING btree (siklus_id);


CREATE INDEX evaluations_sensor_evaluasi_id_028f270a ON public.evaluations_sensor USING btree (evaluasi_id);


CREATE INDEX evaluations_sensor_hasil_id_9f00da12 ON public.evaluations_sensor USING btree (hasil_id);


CREATE INDEX evaluations_sensor_instansi_id_aad56a75 ON public.evaluations_sensor USING btree (instansi_id);


CREATE INDEX evaluations_sensor_menggantikan_id_9bb6f997 ON public.evaluations_sensor USING btree (menggantikan_id);


CREATE INDEX evaluations_sensor_oleh_id_f9039d84 ON public.evaluations_sensor USING btree (oleh_id);


CREATE INDEX evaluations_sensor_siklus_id_9a35e06c ON public.evaluations_sensor USING btree (siklus_id);


CREATE INDEX evaluations_siklus_instansi_id_32f261ea ON public.evaluations_siklus USING btree (instansi_id);


CREATE INDEX evaluations_siklus_instrumen_a_id_bfd067fb ON public.evaluations_siklus USING btree (instrumen_a_id);


CREATE INDEX evaluations_siklus_instrumen_b_id_a4c9c10d ON public.evaluations_siklus USING btree (instrumen_b_id);


CREATE INDEX evaluations_siklusevent_instansi_id_4f4a1709 ON public.evaluations_siklusevent USING btree (instansi_id);


CREATE INDEX evaluations_siklusevent_instrumen_a_id_89d7d044 ON public.evaluations_siklusevent USING btree (instrumen_a_id);


CREATE INDEX evaluations_siklusevent_instrumen_b_id_5a0f6a06 ON public.evaluations_siklusevent USING btree (instrumen_b_id);


CREATE INDEX evaluations_siklusevent_pgh_context_id_050f1d6e ON public.evaluations_siklusevent USING btree (pgh_context_id);


CREATE INDEX evaluations_siklusevent_pgh_obj_id_3dba738f ON public.evaluations_siklusevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_simpanan_evaluasi_id_2e89e8a4 ON public.evaluations_simpanan USING btree (evaluasi_id);


CREATE INDEX evaluations_simpanan_instansi_id_0ce4b8c8 ON public.evaluations_simpanan USING btree (instansi_id);


CREATE INDEX evaluations_simpanan_oleh_id_885a4449 ON public.evaluations_simpanan USING btree (oleh_id);


CREATE INDEX evaluations_simpanan_siklus_id_2cd13342 ON public.evaluations_simpanan USING btree (siklus_id);


CREATE INDEX evaluations_skmunit_instansi_id_25422f8f ON public.evaluations_skmunit USING btree (instansi_id);


CREATE INDEX evaluations_skmunit_oleh_id_9660df05 ON public.evaluations_skmunit USING btree (oleh_id);


CREATE INDEX evaluations_skmunit_unit_id_30e80e67 ON public.evaluations_skmunit USING btree (unit_id);


CREATE INDEX evaluations_skmunitevent_instansi_id_531948bc ON public.evaluations_skmunitevent USING btree (instansi_id);


CREATE INDEX evaluations_skmunitevent_oleh_id_ca68bb40 ON public.evaluations_skmunitevent USING btree (oleh_id);


CREATE INDEX evaluations_skmunitevent_pgh_context_id_55297494 ON public.evaluations_skmunitevent USING btree (pgh_context_id);


CREATE INDEX evaluations_skmunitevent_pgh_obj_id_b54d1401 ON public.evaluations_skmunitevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_skmunitevent_unit_id_ac520e7f ON public.evaluations_skmunitevent USING btree (unit_id);


CREATE INDEX evaluations_survei_instansi_id_8f6b2e17 ON public.evaluations_survei USING btree (instansi_id);


CREATE INDEX evaluations_survei_unit_id_70ea01c1 ON public.evaluations_survei USING btree (unit_id);


CREATE INDEX evaluations_survei_versi_id_93d19dd3 ON public.evaluations_survei USING btree (versi_id);


CREATE INDEX evaluations_surveievent_instansi_id_d48f15a6 ON public.evaluations_surveievent USING btree (instansi_id);


CREATE INDEX evaluations_surveievent_pgh_context_id_9391d491 ON public.evaluations_surveievent USING btree (pgh_context_id);


CREATE INDEX evaluations_surveievent_pgh_obj_id_7468458d ON public.evaluations_surveievent USING btree (pgh_obj_id);


CREATE INDEX evaluations_surveievent_unit_id_00a6f512 ON public.evaluations_surveievent USING btree (unit_id);


CREATE INDEX evaluations_surveievent_versi_id_9f5529af ON public.evaluations_surveievent USING btree (versi_id);


CREATE INDEX evaluations_tautansurvei_instansi_id_d857ae1b ON public.evaluations_tautansurvei USING btree (instansi_id);


CREATE INDEX evaluations_tautansurvei_token_ad667e5f_like ON public.evaluations_tautansurvei USING btree (token varchar_pattern_ops);


CREATE INDEX evaluations_tautansurvei_unit_id_a084f971 ON public.evaluations_tautansurvei USING btree (unit_id);


CREATE INDEX evaluations_tindaklanjut_diverifikasi_dalam_id_f6b99fc9 ON public.evaluations_tindaklanjut USING btree (diverifikasi_dalam_id);


CREATE INDEX evaluations_tindaklanjut_evaluasi_id_11ff350e ON public.evaluations_tindaklanjut USING btree (evaluasi_id);


CREATE INDEX evaluations_tindaklanjut_instansi_id_e643cab5 ON public.evaluations_tindaklanjut USING btree (instansi_id);


CREATE INDEX evaluations_tindaklanjut_oleh_id_e6c50aa3 ON public.evaluations_tindaklanjut USING btree (oleh_id);


CREATE INDEX evaluations_tindaklanjut_siklus_id_fc793f01 ON public.evaluations_tindaklanjut USING btree (siklus_id);


CREATE INDEX evaluations_tindaklanjutevent_diverifikasi_dalam_id_e01dea89 ON public.evaluations_tindaklanjutevent USING btree (diverifikasi_dalam_id);


CREATE INDEX evaluations_tindaklanjutevent_evaluasi_id_4b90d611 ON public.evaluations_tindaklanjutevent USING btree (evaluasi_id);


CREATE INDEX evaluations_tindaklanjutevent_instansi_id_ef94cfa0 ON public.evaluations_tindaklanjutevent USING btree (instansi_id);


CREATE INDEX evaluations_tindaklanjutevent_oleh_id_1b53e32d ON public.evaluations_tindaklanjutevent USING btree (oleh_id);


CREATE INDEX evaluations_tindaklanjutevent_pgh_context_id_e2cbdced ON public.evaluations_tindaklanjutevent USING btree (pgh_context_id);


CREATE INDEX evaluations_tindaklanjutevent_pgh_obj_id_68c13dc8 ON public.evaluations_tindaklanjutevent USING btree (pgh_obj_id);


CREATE INDEX evaluations_tindaklanjutevent_rekomendasi_id_923fb327 ON public.evaluations_tindaklanjutevent USING btree (rekomendasi_id);


CREATE INDEX evaluations_tindaklanjutevent_siklus_id_fcfa43f5 ON public.evaluations_tindaklanjutevent USING btree (siklus_id);


CREATE INDEX evaluations_unggahan_evaluasi_id_1bae5a34 ON public.evaluations_unggahan USING btree (evaluasi_id);


CREATE INDEX evaluations_unggahan_hasil_id_f9a9c6ee ON public.evaluations_unggahan USING btree (hasil_id);


CREATE INDEX evaluations_unggahan_instansi_id_f6cfc16e ON public.evaluations_unggahan USING btree (instansi_id);


CREATE INDEX evaluations_unggahan_menggantikan_id_14043820 ON public.evaluations_unggahan USING btree (menggantikan_id);


CREATE INDEX evaluations_unggahan_oleh_id_acfdda07 ON public.evaluations_unggahan USING btree (oleh_id);


CREATE INDEX evaluations_unggahan_siklus_id_990df0de ON public.evaluations_unggahan USING btree (siklus_id);


CREATE INDEX evaluations_utas_evaluasi_id_1c9b3cd2 ON public.evaluations_utas USING btree (evaluasi_id);


CREATE INDEX evaluations_utas_instansi_id_5e4ab089 ON public.evaluations_utas USING btree (instansi_id);


CREATE INDEX evaluations_utas_selesai_oleh_id_380c1296 ON public.evaluations_utas USING btree (selesai_oleh_id);


CREATE INDEX evaluations_utas_siklus_id_ae3c4d7b ON public.evaluations_utas USING btree (siklus_id);


CREATE INDEX evaluations_versif01_evaluasi_id_424f175a ON public.evaluations_versif01 USING btree (evaluasi_id);


CREATE INDEX evaluations_versif01_instansi_id_6c41da0d ON public.evaluations_versif01 USING btree (instansi_id);


CREATE INDEX evaluations_versif01_oleh_id_182dedef ON public.evaluations_versif01 USING btree (oleh_id);


CREATE INDEX evaluations_versif01_siklus_id_f38384ba ON public.evaluations_versif01 USING btree (siklus_id);


CREATE INDEX guardian_gr_group_i_9e7d12_idx ON public.guardian_groupobjectpermission USING btree (group_id, content_type_id, object_pk);


CREATE INDEX guardian_gr_permiss_83545c_idx ON public.guardian_groupobjectpermission USING btree (permission_id, group_id, content_type_id, object_pk);


CREATE INDEX guardian_groupobjectpermission_content_type_id_7ade36b8 ON public.guardian_groupobjectpermission USING btree (content_type_id);


CREATE INDEX guardian_groupobjectpermission_group_id_4bbbfb62 ON public.guardian_groupobjectpermission USING btree (group_id);


CREATE INDEX guardian_groupobjectpermission_permission_id_36572738 ON public.guardian_groupobjectpermission USING btree (permission_id);


CREATE INDEX guardian_us_permiss_e5749c_idx ON public.guardian_userobjectpermission USING btree (permission_id, user_id, content_type_id, object_pk);


CREATE INDEX guardian_us_user_id_8eae14_idx ON public.guardian_userobjectpermission USING btree (user_id, content_type_id, object_pk);


CREATE INDEX guardian_userobjectpermission_content_type_id_2e892405 ON public.guardian_userobjectpermission USING btree (content_type_id);


CREATE INDEX guardian_userobjectpermission_permission_id_71807bfc ON public.guardian_userobjectpermission USING btree (permission_id);


CREATE INDEX guardian_userobjectpermission_user_id_d5c1e964 ON public.guardian_userobjectpermission USING btree (user_id);


CREATE INDEX hasil_stale ON public.evaluations_hasil USING btree (stale_since) WHERE stale;


CREATE UNIQUE INDEX hasil_terbit_one_in_force ON public.evaluations_hasilterbit USING btree (evaluasi_id) WHERE (ditarik_pada IS NULL);


CREATE UNIQUE INDEX hitung_ulang_one_open ON public.evaluations_hitungulang USING btree (siklus_id) WHERE ((status)::text = ANY ((ARRAY['dihitung'::character varying, 'diterapkan'::character varying, 'gagal'::character varying, 'siap'::character varying])::text[]));


CREATE INDEX hitung_ulang_queue ON public.evaluations_hitungulang USING btree (dibuat_pada) WHERE ((status)::text = ANY ((ARRAY['dihitung'::character varying, 'diterapkan'::character varying])::text[]));


CREATE UNIQUE INDEX identity_proposal_one_open ON public.accounts_identityproposal USING btree (user_id) WHERE (decided_at IS NULL);


CREATE UNIQUE INDEX instansi_one_national ON public.accounts_instansi USING btree (jenis) WHERE ((jenis)::text = 'nasional'::text);


CREATE INDEX instruments_versiinstrumen_cloned_from_id_2baf3d38 ON public.instruments_versiinstrumen USING btree (cloned_from_id);


CREATE INDEX instruments_versiinstrumen_created_by_id_e6d9c3e3 ON public.instruments_versiinstrumen USING btree (created_by_id);


CREATE INDEX instruments_versiinstrumen_published_by_id_0c71a96f ON public.instruments_versiinstrumen USING btree (published_by_id);


CREATE INDEX kelompok_list ON public.reports_kelompok USING btree (siklus_id, instansi_id, diminta_pada);


CREATE INDEX kelompok_swept ON public.reports_kelompok USING btree (selesai_pada) WHERE ((status)::text = ANY ((ARRAY['berjalan'::character varying, 'mengemas'::character varying, 'selesai'::character varying])::text[]));


CREATE INDEX lampiran_queue ON public.reports_lampiran USING btree (dibuat_pada) WHERE ((status)::text = ANY ((ARRAY['antre'::character varying, 'dikerjakan'::character varying])::text[]));


CREATE INDEX login_source_since ON public.accounts_loginsource USING btree (since);


CREATE UNIQUE INDEX membership_active_once ON public.accounts_membership USING btree (user_id, role, instansi_id, unit_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);


CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


CREATE UNIQUE INDEX nilai_once_per_person ON public.evaluations_nilai USING btree (evaluasi_id, indikator, peran, oleh_id) WHERE ((peran)::text = ANY ((ARRAY['evaluator'::character varying, 'verifikator'::character varying])::text[]));


CREATE UNIQUE INDEX nilai_one_agreed ON public.evaluations_nilai USING btree (evaluasi_id, indikator) WHERE ((peran)::text = 'sepakat'::text);


CREATE UNIQUE INDEX nilai_one_objection ON public.evaluations_nilai USING btree (evaluasi_id, indikator) WHERE ((peran)::text = 'sanggah'::text);


CREATE UNIQUE INDEX notice_once_per_event ON public.accounts_notice USING btree (user_id, kind, dedupe_key) WHERE (NOT ((dedupe_key)::text = ''::text));


CREATE INDEX notice_user_read ON public.accounts_notice USING btree (user_id, read_at);


CREATE INDEX notice_waiting ON public.accounts_notice USING btree (mail_state) WHERE ((mail_state)::text = 'waiting'::text);


CREATE INDEX penandatangan_of_office ON public.reports_penandatangan USING btree (instansi_id, mulai);


CREATE UNIQUE INDEX pending_role_once ON public.accounts_pendingrole USING btree (user_id, role, instansi_id) WHERE (decided_at IS NULL);


CREATE UNIQUE INDEX publikasi_number_once ON public.evaluations_publikasi USING btree (siklus_id, nomor) WHERE ((NOT ((nomor)::text = ''::text)) AND (NOT ((status)::text = 'batal'::text)));


CREATE UNIQUE INDEX publikasi_one_open_set ON public.evaluations_publikasi USING btree (siklus_id) WHERE ((status)::text = ANY ((ARRAY['antre'::character varying, 'calon'::character varying, 'dikerjakan'::character varying, 'gagal'::character varying])::text[]));


CREATE INDEX publikasi_queue ON public.evaluations_publikasi USING btree (dibuat_pada) WHERE ((status)::text = ANY ((ARRAY['antre'::character varying, 'dikerjakan'::character varying])::text[]));


CREATE INDEX reports_butirkelompok_dokumen_id_ea194b5c ON public.reports_butirkelompok USING btree (dokumen_id);


CREATE INDEX reports_butirkelompok_evaluasi_id_991ec0de ON public.reports_butirkelompok USING btree (evaluasi_id);


CREATE INDEX reports_butirkelompok_instansi_id_e8b6f7d7 ON public.reports_butirkelompok USING btree (instansi_id);


CREATE INDEX reports_butirkelompok_kelompok_id_a1f81931 ON public.reports_butirkelompok USING btree (kelompok_id);


CREATE INDEX reports_butirkelompok_untuk_id_7483e859 ON public.reports_butirkelompok USING btree (untuk_id);


CREATE INDEX reports_cetakan_diminta_oleh_id_c584363f ON public.reports_cetakan USING btree (diminta_oleh_id);


CREATE INDEX reports_cetakan_evaluasi_id_3f68e6f8 ON public.reports_cetakan USING btree (evaluasi_id);


CREATE INDEX reports_cetakan_instansi_id_870721a0 ON public.reports_cetakan USING btree (instansi_id);


CREATE INDEX reports_cetakan_lembar_kode_id_7d738530 ON public.reports_cetakan USING btree (lembar_kode_id);


CREATE INDEX reports_dokumen_diminta_oleh_id_dd75e19f ON public.reports_dokumen USING btree (diminta_oleh_id);


CREATE INDEX reports_dokumen_evaluasi_id_6bb88614 ON public.reports_dokumen USING btree (evaluasi_id);


CREATE INDEX reports_dokumen_giliran_id_2f1ef14c ON public.reports_dokumen USING btree (giliran_id);


CREATE INDEX reports_dokumen_instansi_id_2519a303 ON public.reports_dokumen USING btree (instansi_id);


CREATE INDEX reports_dokumen_kode_verifikasi_352ca965_like ON public.reports_dokumen USING btree (kode_verifikasi varchar_pattern_ops);


CREATE INDEX reports_dokumen_menggantikan_id_d5c0fa5f ON public.reports_dokumen USING btree (menggantikan_id);


CREATE INDEX reports_dokumen_pengganti_id_78f3b840 ON public.reports_dokumen USING btree (pengganti_id);


CREATE INDEX reports_dokumen_siklus_id_41fd88a1 ON public.reports_dokumen USING btree (siklus_id);


CREATE INDEX reports_kelompok_diminta_oleh_id_5d4faf55 ON public.reports_kelompok USING btree (diminta_oleh_id);


CREATE INDEX reports_kelompok_ditandatangani_oleh_id_585fb412 ON public.reports_kelompok USING btree (ditandatangani_oleh_id);


CREATE INDEX reports_kelompok_instansi_id_c063caa5 ON public.reports_kelompok USING btree (instansi_id);


CREATE INDEX reports_kelompok_siklus_id_68680734 ON public.reports_kelompok USING btree (siklus_id);


CREATE INDEX reports_kopsuratevent_instansi_id_6ff682bc ON public.reports_kopsuratevent USING btree (instansi_id);


CREATE INDEX reports_kopsuratevent_pgh_context_id_b02a26bd ON public.reports_kopsuratevent USING btree (pgh_context_id);


CREATE INDEX reports_kopsuratevent_pgh_obj_id_f099e166 ON public.reports_kopsuratevent USING btree (pgh_obj_id);


CREATE INDEX reports_lampiran_instansi_id_11202c58 ON public.reports_lampiran USING btree (instansi_id);


CREATE INDEX reports_lampiran_publikasi_id_0a3171f4 ON public.reports_lampiran USING btree (publikasi_id);


CREATE INDEX reports_nomorsurat_instansi_id_3897a9f7 ON public.reports_nomorsurat USING btree (instansi_id);


CREATE INDEX reports_nomorurut_instansi_id_912a499a ON public.reports_nomorurut USING btree (instansi_id);


CREATE INDEX reports_pemeriksaandokumen_dokumen_id_79d3855e ON public.reports_pemeriksaandokumen USING btree (dokumen_id);


CREATE INDEX reports_pemeriksaandokumen_instansi_id_69e0b803 ON public.reports_pemeriksaandokumen USING btree (instansi_id);


CREATE INDEX reports_penandatangan_diangkat_oleh_id_77328173 ON public.reports_penandatangan USING btree (diangkat_oleh_id);


CREATE INDEX reports_penandatangan_instansi_id_5bf582fb ON public.reports_penandatangan USING btree (instansi_id);


CREATE INDEX reports_penandatangan_orang_id_7c464276 ON public.reports_penandatangan USING btree (orang_id);


CREATE INDEX reports_penyampaian_dicatat_oleh_id_4e0858dc ON public.reports_penyampaian USING btree (dicatat_oleh_id);


CREATE INDEX reports_penyampaian_dikirim_oleh_id_717616ab ON public.reports_penyampaian USING btree (dikirim_oleh_id);


CREATE INDEX reports_penyampaian_evaluasi_id_554b5681 ON public.reports_penyampaian USING btree (evaluasi_id);


CREATE INDEX reports_penyampaian_instansi_id_bb55890a ON public.reports_penyampaian USING btree (instansi_id);


CREATE INDEX reports_penyampaian_siklus_id_993a67cb ON public.reports_penyampaian USING btree (siklus_id);


CREATE INDEX reports_tandatangan_dokumen_id_cacc6eb9 ON public.reports_tandatangan USING btree (dokumen_id);


CREATE INDEX reports_tandatangan_instansi_id_88f517b6 ON public.reports_tandatangan USING btree (instansi_id);


CREATE INDEX reports_tandatangan_oleh_id_e81d0f39 ON public.reports_tandatangan USING btree (oleh_id);


CREATE INDEX reports_tandatangan_orang_id_f0d24b11 ON public.reports_tandatangan USING btree (orang_id);


CREATE INDEX reports_tandatangan_siklus_id_c7a4ab0a ON public.reports_tandatangan USING btree (siklus_id);


CREATE INDEX respons_marked ON public.evaluations_respons USING btree (survei_id) WHERE (perlu_ditinjau OR dikecualikan);


CREATE INDEX respons_of_sheet ON public.evaluations_respons USING btree (lembar_kertas_id) WHERE (lembar_kertas_id IS NOT NULL);


CREATE INDEX respons_survei_pada ON public.evaluations_respons USING btree (survei_id, pada);


CREATE INDEX respons_uncounted ON public.evaluations_respons USING btree (survei_id) WHERE (NOT dihitung);


CREATE UNIQUE INDEX sanggahan_one_open ON public.evaluations_sanggahan USING btree (evaluasi_id, indikator) WHERE ((status)::text = 'diajukan'::text);


CREATE INDEX sensor_waiting ON public.evaluations_sensor USING btree (pada) WHERE ((status)::text = ANY ((ARRAY['disiapkan'::character varying, 'dibakar'::character varying])::text[]));


CREATE UNIQUE INDEX tautan_label_once ON public.evaluations_tautansurvei USING btree (unit_id, label) WHERE (dicabut_pada IS NULL);


CREATE INDEX tindak_lanjut_status ON public.evaluations_tindaklanjut USING btree (instansi_id, status);


CREATE INDEX tindak_lanjut_to_remind ON public.evaluations_tindaklanjut USING btree (tenggat) WHERE ((pengingat < 2) AND ((status)::text = ANY ((ARRAY['belum_terbukti'::character varying, 'dikembalikan'::character varying, 'direncanakan'::character varying])::text[])));


CREATE INDEX ttd_menunggu_orang ON public.reports_tandatangan USING btree (orang_id) WHERE ((status)::text = 'menunggu'::text);


CREATE INDEX ttd_sha256 ON public.reports_tandatangan USING btree (sha256) WHERE (NOT ((sha256)::text = ''::text));


CREATE INDEX unggahan_terakhir ON public.evaluations_unggahan USING btree (terakhir_pada);


CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


CREATE UNIQUE INDEX unit_name_unique_in_instansi ON public.accounts_unitlokus USING btree (instansi_id, nama) WHERE (closed_on IS NULL);


CREATE UNIQUE INDEX user_email_unique ON public.accounts_user USING btree (lower((email)::text)) WHERE (email IS NOT NULL);


CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);


CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);


CREATE TRIGGER pgtrigger_audit_append_only_1c677 BEFORE DELETE OR UPDATE ON public.accounts_auditentry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_audit_append_only_1c677();


COMMENT ON TRIGGER pgtrigger_audit_append_only_1c677 ON public.accounts_auditentry IS '1e86309f38da04ee591cb6be0a1a3bc799a30c83';


CREATE TRIGGER pgtrigger_calon_terbit_frozen_33d52 BEFORE DELETE OR UPDATE ON public.evaluations_calonterbit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_calon_terbit_frozen_33d52();


COMMENT ON TRIGGER pgtrigger_calon_terbit_frozen_33d52 ON public.evaluations_calonterbit IS 'd48cd19b8b384945ea10a872e2ee98b78b23bd70';


CREATE TRIGGER pgtrigger_dokumen_file_frozen_6bb2f BEFORE UPDATE ON public.reports_dokumen FOR EACH ROW WHEN ((((old.status)::text = 'selesai'::text) AND ((old.pengesahan IS NOT NULL) OR (new.pengesahan IS NULL)) AND (((new.sha256)::text IS DISTINCT FROM (old.sha256)::text) OR ((new.path)::text IS DISTINCT FROM (old.path)::text) OR ((new.digest)::text IS DISTINCT FROM (old.digest)::text) OR (NOT ((new.status)::text = 'selesai'::text))))) EXECUTE FUNCTION public.pgtrigger_dokumen_file_frozen_6bb2f();


COMMENT ON TRIGGER pgtrigger_dokumen_file_frozen_6bb2f ON public.reports_dokumen IS 'b750d4b31c518de080e74e272d5ff8c470f48027';


CREATE TRIGGER pgtrigger_dokumen_input_frozen_7bd95 BEFORE UPDATE ON public.reports_dokumen FOR EACH ROW WHEN (((new.masukan IS DISTINCT FROM old.masukan) OR ((new.masukan_digest)::text IS DISTINCT FROM (old.masukan_digest)::text) OR (new.memuat IS DISTINCT FROM old.memuat) OR ((new.keadaan)::text IS DISTINCT FROM (old.keadaan)::text) OR (new.versi IS DISTINCT FROM old.versi) OR ((new.perubahan)::text IS DISTINCT FROM (old.perubahan)::text) OR (new.rincian_perubahan IS DISTINCT FROM old.rincian_perubahan) OR ((new.kode_verifikasi)::text IS DISTINCT FROM (old.kode_verifikasi)::text) OR ((NOT ((old.nomor)::text = ''::text)) AND ((new.nomor)::text IS DISTINCT FROM (old.nomor)::text)) OR ((old.pengesahan IS NOT NULL) AND ((new.pengesahan IS DISTINCT FROM old.pengesahan) OR ((new.nomor)::text IS DISTINCT FROM (old.nomor)::text))))) EXECUTE FUNCTION public.pgtrigger_dokumen_input_frozen_7bd95();


COMMENT ON TRIGGER pgtrigger_dokumen_input_frozen_7bd95 ON public.reports_dokumen IS '4cc4cbd882d74a3aa9f18d365157399f1f7d0225';


CREATE TRIGGER pgtrigger_hasil_terbit_frozen_26146 BEFORE UPDATE ON public.evaluations_hasilterbit FOR EACH ROW WHEN (((new.isi IS DISTINCT FROM old.isi) OR (new.ipp IS DISTINCT FROM old.ipp) OR ((new.kategori)::text IS DISTINCT FROM (old.kategori)::text) OR ((new.digest)::text IS DISTINCT FROM (old.digest)::text))) EXECUTE FUNCTION public.pgtrigger_hasil_terbit_frozen_26146();


COMMENT ON TRIGGER pgtrigger_hasil_terbit_frozen_26146 ON public.evaluations_hasilterbit IS 'a2a8aa5b8c69100ca7332f509620fb7b885e76fa';


CREATE TRIGGER pgtrigger_hasil_terbit_stays_b03d3 BEFORE DELETE ON public.evaluations_hasilterbit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_hasil_terbit_stays_b03d3();


COMMENT ON TRIGGER pgtrigger_hasil_terbit_stays_b03d3 ON public.evaluations_hasilterbit IS 'e06fa3c3b9e8b533afd6a50e294ac485b17532d9';


CREATE TRIGGER pgtrigger_insert_insert_167d6 AFTER INSERT ON public.evaluations_survei FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_167d6();


COMMENT ON TRIGGER pgtrigger_insert_insert_167d6 ON public.evaluations_survei IS 'db265461abd030f80fbbd0e64df08ce26ee9c75c';


CREATE TRIGGER pgtrigger_insert_insert_180d0 AFTER INSERT ON public.evaluations_evaluasi FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_180d0();


COMMENT ON TRIGGER pgtrigger_insert_insert_180d0 ON public.evaluations_evaluasi IS '038d8eca3d6b346837057485697161d3bb69534e';


CREATE TRIGGER pgtrigger_insert_insert_2837e AFTER INSERT ON public.evaluations_skmunit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_2837e();


COMMENT ON TRIGGER pgtrigger_insert_insert_2837e ON public.evaluations_skmunit IS '4a21f180a365e698d0e1198c607bbfe4947dd7f1';


CREATE TRIGGER pgtrigger_insert_insert_31297 AFTER INSERT ON public.evaluations_pembinaan FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_31297();


COMMENT ON TRIGGER pgtrigger_insert_insert_31297 ON public.evaluations_pembinaan IS 'e428d588c82e26b8944f431d201b268df6c8d260';


CREATE TRIGGER pgtrigger_insert_insert_4daba AFTER INSERT ON public.evaluations_dokumenumum FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_4daba();


COMMENT ON TRIGGER pgtrigger_insert_insert_4daba ON public.evaluations_dokumenumum IS 'e3e617ecb52bf856f0f7d812dd0e336620ad0a4d';


CREATE TRIGGER pgtrigger_insert_insert_51ae8 AFTER INSERT ON public.evaluations_nilai FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_51ae8();


COMMENT ON TRIGGER pgtrigger_insert_insert_51ae8 ON public.evaluations_nilai IS '7a5ed8f81655ac358bac0e4e3e693a4539b973c4';


CREATE TRIGGER pgtrigger_insert_insert_61ffa AFTER INSERT ON public.accounts_unitlokus FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_61ffa();


COMMENT ON TRIGGER pgtrigger_insert_insert_61ffa ON public.accounts_unitlokus IS 'd1def5c30b2217bbfcbe136e224b24f2d6653ede';


CREATE TRIGGER pgtrigger_insert_insert_709bd AFTER INSERT ON public.evaluations_siklus FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_709bd();


COMMENT ON TRIGGER pgtrigger_insert_insert_709bd ON public.evaluations_siklus IS 'ead13b3ee334df6cafd63ba953585209a90f6507';


CREATE TRIGGER pgtrigger_insert_insert_71a9d AFTER INSERT ON public.reports_kopsurat FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_71a9d();


COMMENT ON TRIGGER pgtrigger_insert_insert_71a9d ON public.reports_kopsurat IS '8be18c980259696e37e7ea66578b913b6a8ff9fa';


CREATE TRIGGER pgtrigger_insert_insert_7b2b9 AFTER INSERT ON public.evaluations_fase FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_7b2b9();


COMMENT ON TRIGGER pgtrigger_insert_insert_7b2b9 ON public.evaluations_fase IS '5c9cbed2a88e0cda920af83952dee02cbcc37030';


CREATE TRIGGER pgtrigger_insert_insert_7befd AFTER INSERT ON public.evaluations_buktitindaklanjut FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_7befd();


COMMENT ON TRIGGER pgtrigger_insert_insert_7befd ON public.evaluations_buktitindaklanjut IS '2af7042f92cc73f81ec66fa4d0d2ebc973856fae';


CREATE TRIGGER pgtrigger_insert_insert_84c83 AFTER INSERT ON public.evaluations_nilailain FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_84c83();


COMMENT ON TRIGGER pgtrigger_insert_insert_84c83 ON public.evaluations_nilailain IS 'e57286b6075c8a43fa9241dc05896452bb69278f';


CREATE TRIGGER pgtrigger_insert_insert_930e3 AFTER INSERT ON public.accounts_instansi FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_930e3();


COMMENT ON TRIGGER pgtrigger_insert_insert_930e3 ON public.accounts_instansi IS 'da0f13fcf93be0cfcac8b5708e4a26ce5056518f';


CREATE TRIGGER pgtrigger_insert_insert_aa87a AFTER INSERT ON public.evaluations_lembarkertas FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_aa87a();


COMMENT ON TRIGGER pgtrigger_insert_insert_aa87a ON public.evaluations_lembarkertas IS '62b7d19785bfc38f23027d6051aae0703750e936';


CREATE TRIGGER pgtrigger_insert_insert_ab190 AFTER INSERT ON public.evaluations_nilailuar FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_ab190();


COMMENT ON TRIGGER pgtrigger_insert_insert_ab190 ON public.evaluations_nilailuar IS 'c84cdefe1302145787b50eb3f1d85d8dbece9c2f';


CREATE TRIGGER pgtrigger_insert_insert_b43d8 AFTER INSERT ON public.evaluations_bukti FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_b43d8();


COMMENT ON TRIGGER pgtrigger_insert_insert_b43d8 ON public.evaluations_bukti IS '18905911af5a5d3ec7705221f905d2eff44bcb77';


CREATE TRIGGER pgtrigger_insert_insert_bbb73 AFTER INSERT ON public.evaluations_hasilterdahulu FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_bbb73();


COMMENT ON TRIGGER pgtrigger_insert_insert_bbb73 ON public.evaluations_hasilterdahulu IS 'ecff4ff40e94628a257847250251ccd0c3f77783';


CREATE TRIGGER pgtrigger_insert_insert_bfb93 AFTER INSERT ON public.evaluations_fotolapangan FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_bfb93();


COMMENT ON TRIGGER pgtrigger_insert_insert_bfb93 ON public.evaluations_fotolapangan IS '2e2581c3668530793752b43a9221e3aefe3435a6';


CREATE TRIGGER pgtrigger_insert_insert_d4639 AFTER INSERT ON public.evaluations_sanggahan FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d4639();


COMMENT ON TRIGGER pgtrigger_insert_insert_d4639 ON public.evaluations_sanggahan IS '558835a6a303aefab959af40bc006655bef0cd5e';


CREATE TRIGGER pgtrigger_insert_insert_d6cd2 AFTER INSERT ON public.evaluations_tindaklanjut FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_d6cd2();


COMMENT ON TRIGGER pgtrigger_insert_insert_d6cd2 ON public.evaluations_tindaklanjut IS 'e5e6568c94e9d77cf8495fc3bddfe1912be66050';


CREATE TRIGGER pgtrigger_insert_insert_dd69f AFTER INSERT ON public.evaluations_rekomendasi FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_dd69f();


COMMENT ON TRIGGER pgtrigger_insert_insert_dd69f ON public.evaluations_rekomendasi IS '53c22899f6d61408085b83d57813546736550239';


CREATE TRIGGER pgtrigger_insert_insert_e057f AFTER INSERT ON public.evaluations_jawaban FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_e057f();


COMMENT ON TRIGGER pgtrigger_insert_insert_e057f ON public.evaluations_jawaban IS 'eb87309e2d0583234af8df459028e8219f8127a2';


CREATE TRIGGER pgtrigger_insert_insert_f76b7 AFTER INSERT ON public.evaluations_lembarkode FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f76b7();


COMMENT ON TRIGGER pgtrigger_insert_insert_f76b7 ON public.evaluations_lembarkode IS '20ddc17ad7561363fab108b443348d0706eab8a7';


CREATE TRIGGER pgtrigger_insert_insert_fc05a AFTER INSERT ON public.accounts_membership FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_fc05a();


COMMENT ON TRIGGER pgtrigger_insert_insert_fc05a ON public.accounts_membership IS '6d871de3e30df110c7b549781082ae105525dbe6';


CREATE TRIGGER pgtrigger_penandatangan_only_ended_64340 BEFORE UPDATE ON public.reports_penandatangan FOR EACH ROW WHEN ((((old.atas_nama)::text IS DISTINCT FROM (new.atas_nama)::text) OR (old.diangkat_oleh_id IS DISTINCT FROM new.diangkat_oleh_id) OR (old.diangkat_pada IS DISTINCT FROM new.diangkat_pada) OR (old.dokumen IS DISTINCT FROM new.dokumen) OR (old.id IS DISTINCT FROM new.id) OR (old.instansi_id IS DISTINCT FROM new.instansi_id) OR ((old.jabatan)::text IS DISTINCT FROM (new.jabatan)::text) OR (old.mulai IS DISTINCT FROM new.mulai) OR ((old.nama)::text IS DISTINCT FROM (new.nama)::text) OR ((old.nip)::text IS DISTINCT FROM (new.nip)::text) OR (old.orang_id IS DISTINCT FROM new.orang_id) OR ((old.sebagai)::text IS DISTINCT FROM (new.sebagai)::text) OR ((old.untuk_beliau)::text IS DISTINCT FROM (new.untuk_beliau)::text) OR (old.urutan IS DISTINCT FROM new.urutan) OR (old.uuid IS DISTINCT FROM new.uuid))) EXECUTE FUNCTION public.pgtrigger_penandatangan_only_ended_64340();


COMMENT ON TRIGGER pgtrigger_penandatangan_only_ended_64340 ON public.reports_penandatangan IS '22091b0b2066ce5bf3a658752e8008fee5d6c81d';


CREATE TRIGGER pgtrigger_pesan_never_changes_27b5c BEFORE UPDATE ON public.evaluations_pesan FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_pesan_never_changes_27b5c();


COMMENT ON TRIGGER pgtrigger_pesan_never_changes_27b5c ON public.evaluations_pesan IS '1d755805313dcb6f4eb92e34351dba815121d3c8';


CREATE TRIGGER pgtrigger_published_frozen_a6c0b BEFORE UPDATE ON public.instruments_versiinstrumen FOR EACH ROW WHEN (((NOT ((old.status)::text = 'draf'::text)) AND ((new.spec IS DISTINCT FROM old.spec) OR ((new.digest)::text IS DISTINCT FROM (old.digest)::text) OR ((new.kode)::text IS DISTINCT FROM (old.kode)::text) OR (new.versi IS DISTINCT FROM old.versi) OR ((new.nama)::text IS DISTINCT FROM (old.nama)::text) OR ((new.formulir)::text IS DISTINCT FROM (old.formulir)::text) OR (new.uuid IS DISTINCT FROM old.uuid) OR (new.published_at IS DISTINCT FROM old.published_at) OR (new.published_by_id IS DISTINCT FROM old.published_by_id) OR (new.cloned_from_id IS DISTINCT FROM old.cloned_from_id) OR ((new.status)::text = 'draf'::text) OR (((old.status)::text = 'ditarik'::text) AND (NOT ((new.status)::text = 'ditarik'::text)))))) EXECUTE FUNCTION public.pgtrigger_published_frozen_a6c0b();


COMMENT ON TRIGGER pgtrigger_published_frozen_a6c0b ON public.instruments_versiinstrumen IS '9ef726fd9fc0d17d11ad9cc13d2fa6b9bd4915ac';


CREATE TRIGGER pgtrigger_published_stays_d5ed6 BEFORE DELETE ON public.instruments_versiinstrumen FOR EACH ROW WHEN ((NOT ((old.status)::text = 'draf'::text))) EXECUTE FUNCTION public.pgtrigger_published_stays_d5ed6();


COMMENT ON TRIGGER pgtrigger_published_stays_d5ed6 ON public.instruments_versiinstrumen IS 'd9b4637e9e7974767c376137f1fe1c462021e16b';


CREATE TRIGGER pgtrigger_sampel_validasi_stays_4240f BEFORE DELETE OR UPDATE ON public.evaluations_sampelvalidasi FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_sampel_validasi_stays_4240f();


COMMENT ON TRIGGER pgtrigger_sampel_validasi_stays_4240f ON public.evaluations_sampelvalidasi IS '14bc10e88326269e5ef3025ab5d20c913ee3ff63';


CREATE TRIGGER pgtrigger_ttd_given_is_final_fe543 BEFORE DELETE OR UPDATE ON public.reports_tandatangan FOR EACH ROW WHEN ((NOT ((old.status)::text = 'menunggu'::text))) EXECUTE FUNCTION public.pgtrigger_ttd_given_is_final_fe543();


COMMENT ON TRIGGER pgtrigger_ttd_given_is_final_fe543 ON public.reports_tandatangan IS '058bf4e00ea6244f74fd5cf8c0260d76f36fc1c3';


CREATE TRIGGER pgtrigger_update_update_1bc48 AFTER UPDATE ON public.evaluations_fotolapangan FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1bc48();


COMMENT ON TRIGGER pgtrigger_update_update_1bc48 ON public.evaluations_fotolapangan IS '8d907c0d230a0487094e1933cfda2b3eb40c1ba1';


CREATE TRIGGER pgtrigger_update_update_20ab5 AFTER UPDATE ON public.accounts_membership FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_20ab5();


COMMENT ON TRIGGER pgtrigger_update_update_20ab5 ON public.accounts_membership IS '976febba4057baf51660bc2a2f3b46df2cf73610';


CREATE TRIGGER pgtrigger_update_update_2be48 AFTER UPDATE ON public.evaluations_tindaklanjut FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2be48();


COMMENT ON TRIGGER pgtrigger_update_update_2be48 ON public.evaluations_tindaklanjut IS '7cf4152e70ff5e25800e7eabe9c07f5c8d7fac8f';


CREATE TRIGGER pgtrigger_update_update_2c07f AFTER UPDATE ON public.evaluations_pembinaan FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2c07f();


COMMENT ON TRIGGER pgtrigger_update_update_2c07f ON public.evaluations_pembinaan IS '973b72c44ddb5ebb16a4967bad943ef98823181c';


CREATE TRIGGER pgtrigger_update_update_34326 AFTER UPDATE ON public.evaluations_siklus FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_34326();


COMMENT ON TRIGGER pgtrigger_update_update_34326 ON public.evaluations_siklus IS '046a74b13f7998ba2b0eeae2ba1c192eb4777a24';


CREATE TRIGGER pgtrigger_update_update_420ba AFTER UPDATE ON public.evaluations_survei FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_420ba();


COMMENT ON TRIGGER pgtrigger_update_update_420ba ON public.evaluations_survei IS '434c4914bc0185e36867c8626bdbd10711e5355f';


CREATE TRIGGER pgtrigger_update_update_48473 AFTER UPDATE ON public.evaluations_nilailain FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_48473();


COMMENT ON TRIGGER pgtrigger_update_update_48473 ON public.evaluations_nilailain IS 'a29a95f0cb291553d1cbc007eba5db0e4f4f5d45';


CREATE TRIGGER pgtrigger_update_update_5a277 AFTER UPDATE ON public.evaluations_buktitindaklanjut FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5a277();


COMMENT ON TRIGGER pgtrigger_update_update_5a277 ON public.evaluations_buktitindaklanjut IS '64ae5b9cf86d7a356979c4204d75542c34a15769';


CREATE TRIGGER pgtrigger_update_update_68835 AFTER UPDATE ON public.evaluations_evaluasi FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_68835();


COMMENT ON TRIGGER pgtrigger_update_update_68835 ON public.evaluations_evaluasi IS '09298e4339832ee907a2978602e6d920938820e7';


CREATE TRIGGER pgtrigger_update_update_70bbb AFTER UPDATE ON public.evaluations_nilailuar FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_70bbb();


COMMENT ON TRIGGER pgtrigger_update_update_70bbb ON public.evaluations_nilailuar IS '302174b44bd2cb36cbabb22aa2be6831f59bcfe9';


CREATE TRIGGER pgtrigger_update_update_82e9f AFTER UPDATE ON public.evaluations_jawaban FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_82e9f();


COMMENT ON TRIGGER pgtrigger_update_update_82e9f ON public.evaluations_jawaban IS 'be473e044cbce0a0676256f68946a5fedcc93ff1';


CREATE TRIGGER pgtrigger_update_update_8376c AFTER UPDATE ON public.evaluations_sanggahan FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_8376c();


COMMENT ON TRIGGER pgtrigger_update_update_8376c ON public.evaluations_sanggahan IS '9705163b457711a7c2ae96e4b05743b2a94646f5';


CREATE TRIGGER pgtrigger_update_update_95755 AFTER UPDATE ON public.accounts_instansi FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_95755();


COMMENT ON TRIGGER pgtrigger_update_update_95755 ON public.accounts_instansi IS '5627b54f059491b5bc5e4e82b461202fdc5370c6';


CREATE TRIGGER pgtrigger_update_update_95e78 AFTER UPDATE ON public.evaluations_nilai FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_95e78();


COMMENT ON TRIGGER pgtrigger_update_update_95e78 ON public.evaluations_nilai IS '3d7a4aeabde70fbe2bf719d2fa99184c11bf5f5a';


CREATE TRIGGER pgtrigger_update_update_a1303 AFTER UPDATE ON public.evaluations_lembarkode FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a1303();


COMMENT ON TRIGGER pgtrigger_update_update_a1303 ON public.evaluations_lembarkode IS 'd48d134af5852412855617851b73efd72c5a9f99';


CREATE TRIGGER pgtrigger_update_update_a68bf AFTER UPDATE ON public.accounts_unitlokus FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a68bf();


COMMENT ON TRIGGER pgtrigger_update_update_a68bf ON public.accounts_unitlokus IS '816c89d7af9d3d66015a2b1180147c7f8d6c0eec';


CREATE TRIGGER pgtrigger_update_update_ac5f2 AFTER UPDATE ON public.evaluations_fase FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ac5f2();


COMMENT ON TRIGGER pgtrigger_update_update_ac5f2 ON public.evaluations_fase IS '3809699d465682977b5bbb84f0b0e7a09053a24d';


CREATE TRIGGER pgtrigger_update_update_cc2e6 AFTER UPDATE ON public.evaluations_dokumenumum FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_cc2e6();


COMMENT ON TRIGGER pgtrigger_update_update_cc2e6 ON public.evaluations_dokumenumum IS 'e91240afdba4ecda8760cc56fe6c555842092328';


CREATE TRIGGER pgtrigger_update_update_ccb72 AFTER UPDATE ON public.evaluations_bukti FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ccb72();


COMMENT ON TRIGGER pgtrigger_update_update_ccb72 ON public.evaluations_bukti IS 'd46f0af0448da28b48de17e5e2e2f99526456739';


CREATE TRIGGER pgtrigger_update_update_d2362 AFTER UPDATE ON public.evaluations_skmunit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d2362();


COMMENT ON TRIGGER pgtrigger_update_update_d2362 ON public.evaluations_skmunit IS 'cf18e79719bc2b66108f616dbfdfc1ed2893fdd2';


CREATE TRIGGER pgtrigger_update_update_d37dc AFTER UPDATE ON public.evaluations_lembarkertas FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d37dc();


COMMENT ON TRIGGER pgtrigger_update_update_d37dc ON public.evaluations_lembarkertas IS '8bc0a469592fec498f04fa63e7deaeb04388b0f2';


CREATE TRIGGER pgtrigger_update_update_d5cc6 AFTER UPDATE ON public.evaluations_rekomendasi FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d5cc6();


COMMENT ON TRIGGER pgtrigger_update_update_d5cc6 ON public.evaluations_rekomendasi IS '948a31b7e9dbe7020604e72c3cbda857d1a82584';


CREATE TRIGGER pgtrigger_update_update_d973d AFTER UPDATE ON public.reports_kopsurat FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d973d();


COMMENT ON TRIGGER pgtrigger_update_update_d973d ON public.reports_kopsurat IS '9d9d900c1ea17a0f790f80b3e42600ab638f870c';


CREATE TRIGGER pgtrigger_update_update_ddba3 AFTER UPDATE ON public.evaluations_hasilterdahulu FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ddba3();


COMMENT ON TRIGGER pgtrigger_update_update_ddba3 ON public.evaluations_hasilterdahulu IS '986387c3555d388705af6f6bab4c37bbfcba3e4b';


CREATE TRIGGER pgtrigger_versi_f01_never_changes_e9f8a BEFORE UPDATE ON public.evaluations_versif01 FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_versi_f01_never_changes_e9f8a();


COMMENT ON TRIGGER pgtrigger_versi_f01_never_changes_e9f8a ON public.evaluations_versif01 IS '91f8bf2977c8cc98ec870bb06ae5d71554ee75ca';


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_auditentry
    ADD CONSTRAINT accounts_auditentry_by_id_f4ae05f5_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_auditentry
    ADD CONSTRAINT accounts_auditentry_instansi_id_8cefd61d_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_identityproposal
    ADD CONSTRAINT accounts_identitypro_decided_by_id_a7280f2e_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_identityproposal
    ADD CONSTRAINT accounts_identityproposal_user_id_8c619b45_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_induk_id_740ae9d8_fk_accounts_instansi_id FOREIGN KEY (induk_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_successor_id_51d9891b_fk_accounts_instansi_id FOREIGN KEY (successor_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_instansi
    ADD CONSTRAINT accounts_instansi_wilayah_id_299473d0_fk_accounts_wilayah_kode FOREIGN KEY (wilayah_id) REFERENCES public.accounts_wilayah(kode) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_accepted_by_id_ba632539_fk_accounts_user_id FOREIGN KEY (accepted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_account_id_8e9dd036_fk_accounts_user_id FOREIGN KEY (account_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_instansi_id_b21190bc_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_unit_id_88c1c203_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_layanan
    ADD CONSTRAINT accounts_layanan_instansi_id_be3cf5d3_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_layanan
    ADD CONSTRAINT accounts_layanan_unit_id_5f961241_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_lokasi
    ADD CONSTRAINT accounts_lokasi_instansi_id_e3f96c19_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_lokasi
    ADD CONSTRAINT accounts_lokasi_unit_id_b29d4c6a_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_instansi_id_4219ab2b_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_unit_id_7180f6e8_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_user_id_487fb39e_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_notice
    ADD CONSTRAINT accounts_notice_instansi_id_73f8b4c6_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_notice
    ADD CONSTRAINT accounts_notice_user_id_5ad526c6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_pendingrole
    ADD CONSTRAINT accounts_pendingrole_appointed_by_id_c3558a09_fk_accounts_ FOREIGN KEY (appointed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_pendingrole
    ADD CONSTRAINT accounts_pendingrole_decided_by_id_7620d4e4_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_pendingrole
    ADD CONSTRAINT accounts_pendingrole_instansi_id_e2b8cdc6_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_pendingrole
    ADD CONSTRAINT accounts_pendingrole_user_id_8d112459_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus_co_owners
    ADD CONSTRAINT accounts_unitlokus_c_instansi_id_02c57995_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus_co_owners
    ADD CONSTRAINT accounts_unitlokus_c_unitlokus_id_f3eaf766_fk_accounts_ FOREIGN KEY (unitlokus_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_induk_id_08c0673d_fk_accounts_unitlokus_id FOREIGN KEY (induk_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_instansi_id_4d0f57d2_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_jenis_id_83956868_fk_accounts_jenisunit_kode FOREIGN KEY (jenis_id) REFERENCES public.accounts_jenisunit(kode) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_successor_id_d8a58cbe_fk_accounts_ FOREIGN KEY (successor_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_unitlokus
    ADD CONSTRAINT accounts_unitlokus_wilayah_id_9c911006_fk_accounts_wilayah_kode FOREIGN KEY (wilayah_id) REFERENCES public.accounts_wilayah(kode) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_password_set_by_id_a3464426_fk_accounts_user_id FOREIGN KEY (password_set_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_wilayah
    ADD CONSTRAINT accounts_wilayah_induk_id_be9b5274_fk_accounts_wilayah_kode FOREIGN KEY (induk_id) REFERENCES public.accounts_wilayah(kode) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_aturanlokus
    ADD CONSTRAINT evaluations_aturanlo_instansi_id_88b42722_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_aturanlokus
    ADD CONSTRAINT evaluations_aturanlo_jenis_unit_id_aac9b785_fk_accounts_ FOREIGN KEY (jenis_unit_id) REFERENCES public.accounts_jenisunit(kode) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_aturanlokus
    ADD CONSTRAINT evaluations_aturanlo_siklus_id_a401a99f_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT evaluations_barishit_evaluasi_id_6186390a_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT evaluations_barishit_hitung_id_eb23d051_fk_evaluatio FOREIGN KEY (hitung_id) REFERENCES public.evaluations_hitungulang(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT evaluations_barishit_instansi_id_b865a174_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_barishitungulang
    ADD CONSTRAINT evaluations_barishit_siklus_id_c86a1579_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_asal_id_f232607a_fk_evaluations_bukti_id FOREIGN KEY (asal_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_berkas_id_087b6c23_fk_evaluations_berkas_id FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_dokumen_umum_id_bdf66f5e_fk_evaluatio FOREIGN KEY (dokumen_umum_id) REFERENCES public.evaluations_dokumenumum(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_evaluasi_id_170f5b33_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_instansi_id_4a928dba_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_menggantikan_id_1ecc9bdd_fk_evaluatio FOREIGN KEY (menggantikan_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_oleh_id_72ca2312_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_sanggahan_id_d5999dfd_fk_evaluatio FOREIGN KEY (sanggahan_id) REFERENCES public.evaluations_sanggahan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_bukti
    ADD CONSTRAINT evaluations_bukti_siklus_id_9c04b739_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitin_berkas_id_1502b542_fk_evaluatio FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitin_instansi_id_a8209eae_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitin_oleh_id_68e7f539_fk_accounts_ FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitin_siklus_id_b822d16a_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_buktitindaklanjut
    ADD CONSTRAINT evaluations_buktitin_tindak_lanjut_id_a8b3bcc1_fk_evaluatio FOREIGN KEY (tindak_lanjut_id) REFERENCES public.evaluations_tindaklanjut(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT evaluations_calonter_evaluasi_id_c2dcf407_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT evaluations_calonter_instansi_id_39e31f7a_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT evaluations_calonter_publikasi_id_fc2b2c86_fk_evaluatio FOREIGN KEY (publikasi_id) REFERENCES public.evaluations_publikasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_calonterbit
    ADD CONSTRAINT evaluations_calonter_siklus_id_9139a76e_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_dokumenumum
    ADD CONSTRAINT evaluations_dokumenu_berkas_id_73ba882c_fk_evaluatio FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_dokumenumum
    ADD CONSTRAINT evaluations_dokumenu_instansi_id_3907968a_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_dokumenumum
    ADD CONSTRAINT evaluations_dokumenumum_oleh_id_6e7cebfd_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspekuserobjectpermission
    ADD CONSTRAINT evaluations_evaluasi_content_object_id_6ff2aa6c_fk_evaluatio FOREIGN KEY (content_object_id) REFERENCES public.evaluations_evaluasiaspek(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspek
    ADD CONSTRAINT evaluations_evaluasi_evaluasi_id_bafd99e2_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspek
    ADD CONSTRAINT evaluations_evaluasi_instansi_id_402dee17_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_instansi_id_9b5fc4f2_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_pengganti_id_32598568_fk_evaluatio FOREIGN KEY (pengganti_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_penilai_id_4890a59a_fk_accounts_ FOREIGN KEY (penilai_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspekuserobjectpermission
    ADD CONSTRAINT evaluations_evaluasi_permission_id_882f0e72_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspek
    ADD CONSTRAINT evaluations_evaluasi_siklus_id_034960c5_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_siklus_id_aca5fc4e_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_survei_id_97d2f60c_fk_evaluatio FOREIGN KEY (survei_id) REFERENCES public.evaluations_survei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_unit_id_889b6771_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasiaspekuserobjectpermission
    ADD CONSTRAINT evaluations_evaluasi_user_id_3d4434ca_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_evaluasi
    ADD CONSTRAINT evaluations_evaluasi_versi_id_c0e38caf_fk_instrumen FOREIGN KEY (versi_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fase
    ADD CONSTRAINT evaluations_fase_instansi_id_71b4ed37_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fase
    ADD CONSTRAINT evaluations_fase_siklus_id_f82ac395_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapa_berkas_id_5324bf42_fk_evaluatio FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapa_evaluasi_id_f3dda3d4_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapa_instansi_id_5d8b4c8e_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapa_siklus_id_6310f020_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_fotolapangan
    ADD CONSTRAINT evaluations_fotolapangan_oleh_id_1e04b904_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasil
    ADD CONSTRAINT evaluations_hasil_evaluasi_id_1b8f3d6a_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasil
    ADD CONSTRAINT evaluations_hasil_instansi_id_d6000c3d_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasil
    ADD CONSTRAINT evaluations_hasil_siklus_id_f8b71f71_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilter_digantikan_oleh_id_699b7ba5_fk_evaluatio FOREIGN KEY (digantikan_oleh_id) REFERENCES public.evaluations_publikasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilter_evaluasi_id_0c17992c_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilter_impor_id_da4eac39_fk_evaluatio FOREIGN KEY (impor_id) REFERENCES public.evaluations_impor(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilter_instansi_id_0e068bb0_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilter_instansi_id_312e38f1_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilter_publikasi_id_9752298d_fk_evaluatio FOREIGN KEY (publikasi_id) REFERENCES public.evaluations_publikasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterbit
    ADD CONSTRAINT evaluations_hasilter_siklus_id_5e00a7bc_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilter_unit_id_7052f1b9_fk_accounts_ FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hasilterdahulu
    ADD CONSTRAINT evaluations_hasilterdahulu_oleh_id_4e3d8acf_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungul_diterapkan_oleh_id_87fd5230_fk_accounts_ FOREIGN KEY (diterapkan_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungul_instansi_id_06206cac_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungul_siklus_id_6ebc6714_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungul_versi_a_id_41a9eab3_fk_instrumen FOREIGN KEY (versi_a_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungul_versi_b_id_6f4c667b_fk_instrumen FOREIGN KEY (versi_b_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_hitungulang
    ADD CONSTRAINT evaluations_hitungulang_oleh_id_e75e079d_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_evaluasi_id_7e5743d2_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_instansi_id_dbb0c9ba_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_oleh_id_ead698bf_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_impor
    ADD CONSTRAINT evaluations_impor_siklus_id_e7fb0848_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT evaluations_jawaban_evaluasi_id_a3e90803_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT evaluations_jawaban_instansi_id_e8eb7699_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT evaluations_jawaban_oleh_id_1b8a2b68_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_jawaban
    ADD CONSTRAINT evaluations_jawaban_siklus_id_e2d61876_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_kesepakatanpembinaan
    ADD CONSTRAINT evaluations_kesepaka_instansi_id_d6a53a0c_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_kesepakatanpembinaan
    ADD CONSTRAINT evaluations_kesepaka_pembinaan_id_d3fd4412_fk_evaluatio FOREIGN KEY (pembinaan_id) REFERENCES public.evaluations_pembinaan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_kesepakatanpembinaan
    ADD CONSTRAINT evaluations_kesepaka_tindak_lanjut_id_0045f688_fk_evaluatio FOREIGN KEY (tindak_lanjut_id) REFERENCES public.evaluations_tindaklanjut(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_kodesurvei
    ADD CONSTRAINT evaluations_kodesurv_instansi_id_373b670f_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_kodesurvei
    ADD CONSTRAINT evaluations_kodesurv_lembar_id_96da009e_fk_evaluatio FOREIGN KEY (lembar_id) REFERENCES public.evaluations_lembarkode(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarke_berkas_id_1d03ddf5_fk_evaluatio FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarke_instansi_id_a5f5fe43_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarke_survei_id_d6e291b1_fk_evaluatio FOREIGN KEY (survei_id) REFERENCES public.evaluations_survei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkertas
    ADD CONSTRAINT evaluations_lembarkertas_oleh_id_ed19e792_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkode
    ADD CONSTRAINT evaluations_lembarko_instansi_id_c99b82ca_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkode
    ADD CONSTRAINT evaluations_lembarko_survei_id_e9fbaec0_fk_evaluatio FOREIGN KEY (survei_id) REFERENCES public.evaluations_survei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_lembarkode
    ADD CONSTRAINT evaluations_lembarkode_oleh_id_ff98f75d_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilai
    ADD CONSTRAINT evaluations_nilai_evaluasi_id_eb6614b2_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilai
    ADD CONSTRAINT evaluations_nilai_instansi_id_b2ec530d_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilai
    ADD CONSTRAINT evaluations_nilai_oleh_id_9a1e040b_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilai
    ADD CONSTRAINT evaluations_nilai_siklus_id_365e9bf5_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailai_instansi_id_7c94379c_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailain_impor_id_7b01e009_fk_evaluations_impor_id FOREIGN KEY (impor_id) REFERENCES public.evaluations_impor(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailain_oleh_id_0778d8a8_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailain
    ADD CONSTRAINT evaluations_nilailain_unit_id_e2a7245f_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT evaluations_nilailua_evaluasi_id_f464b9cb_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT evaluations_nilailua_instansi_id_da543aef_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT evaluations_nilailua_siklus_id_da01856f_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_nilailuar
    ADD CONSTRAINT evaluations_nilailuar_oleh_id_1130105c_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pembinaan
    ADD CONSTRAINT evaluations_pembinaa_instansi_id_fc601508_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pembinaan_unit
    ADD CONSTRAINT evaluations_pembinaa_pembinaan_id_7bce3edd_fk_evaluatio FOREIGN KEY (pembinaan_id) REFERENCES public.evaluations_pembinaan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pembinaan_unit
    ADD CONSTRAINT evaluations_pembinaa_unitlokus_id_6beb6e53_fk_accounts_ FOREIGN KEY (unitlokus_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pembinaan
    ADD CONSTRAINT evaluations_pembinaan_oleh_id_27bc7acf_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT evaluations_pengemba_evaluasi_id_dd1f923b_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT evaluations_pengemba_instansi_id_7d98563e_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT evaluations_pengemba_siklus_id_c3e5a5bf_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pengembalian
    ADD CONSTRAINT evaluations_pengembalian_oleh_id_ec4d3a81_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_perpanjangan
    ADD CONSTRAINT evaluations_perpanja_instansi_id_71037843_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_perpanjangan
    ADD CONSTRAINT evaluations_perpanja_siklus_id_606b1a30_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_perpanjangan
    ADD CONSTRAINT evaluations_perpanja_unit_id_59b1e47a_fk_accounts_ FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT evaluations_pesan_instansi_id_0de05b77_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT evaluations_pesan_oleh_id_3f2bb48d_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT evaluations_pesan_siklus_id_0db4e2d4_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesan
    ADD CONSTRAINT evaluations_pesan_utas_id_ae2e80b2_fk_evaluations_utas_id FOREIGN KEY (utas_id) REFERENCES public.evaluations_utas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesertapembinaan
    ADD CONSTRAINT evaluations_pesertap_instansi_id_bd5dd033_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_pesertapembinaan
    ADD CONSTRAINT evaluations_pesertap_pembinaan_id_f16a621e_fk_evaluatio FOREIGN KEY (pembinaan_id) REFERENCES public.evaluations_pembinaan(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_berkas_id_7c3891c9_fk_evaluatio FOREIGN KEY (berkas_id) REFERENCES public.evaluations_berkas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_diputus_oleh_id_f40ab68f_fk_accounts_ FOREIGN KEY (diputus_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_ditarik_oleh_id_2356f047_fk_accounts_ FOREIGN KEY (ditarik_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_instansi_id_ac89dd60_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_mengubah_id_c36377a1_fk_evaluatio FOREIGN KEY (mengubah_id) REFERENCES public.evaluations_publikasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikas_siklus_id_d90a28d3_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_publikasi
    ADD CONSTRAINT evaluations_publikasi_oleh_id_53f0e5ee_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekapsurvei
    ADD CONSTRAINT evaluations_rekapsur_instansi_id_d2bfa3ec_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekapsurvei
    ADD CONSTRAINT evaluations_rekapsur_survei_id_f97134bd_fk_evaluatio FOREIGN KEY (survei_id) REFERENCES public.evaluations_survei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomend_evaluasi_id_0e21e43a_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomend_instansi_id_78224128_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomend_siklus_id_6fe9f129_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_rekomendasi
    ADD CONSTRAINT evaluations_rekomendasi_oleh_id_3b82f44d_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_ditinjau_oleh_id_def6917f_fk_accounts_ FOREIGN KEY (ditinjau_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_instansi_id_ad0d707e_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_lembar_kertas_id_ac955626_fk_evaluatio FOREIGN KEY (lembar_kertas_id) REFERENCES public.evaluations_lembarkertas(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_survei_id_a43aa309_fk_evaluations_survei_id FOREIGN KEY (survei_id) REFERENCES public.evaluations_survei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_respons
    ADD CONSTRAINT evaluations_respons_tautan_id_8ca09cad_fk_evaluatio FOREIGN KEY (tautan_id) REFERENCES public.evaluations_tautansurvei(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sampelvalidasi
    ADD CONSTRAINT evaluations_sampelva_instansi_id_c58341b5_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sampelvalidasi
    ADD CONSTRAINT evaluations_sampelva_siklus_id_ed614f1a_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sampelvalidasi
    ADD CONSTRAINT evaluations_sampelvalidasi_oleh_id_5a82ec5b_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggaha_diputus_oleh_id_b1d0b94b_fk_accounts_ FOREIGN KEY (diputus_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggaha_evaluasi_id_c6621924_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggaha_instansi_id_03a136e4_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggaha_siklus_id_33ba20d7_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sanggahan
    ADD CONSTRAINT evaluations_sanggahan_oleh_id_f57bdd08_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_evaluasi_id_028f270a_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_hasil_id_9f00da12_fk_evaluations_bukti_id FOREIGN KEY (hasil_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_instansi_id_aad56a75_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_menggantikan_id_9bb6f997_fk_evaluatio FOREIGN KEY (menggantikan_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_oleh_id_f9039d84_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_sensor
    ADD CONSTRAINT evaluations_sensor_siklus_id_9a35e06c_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT evaluations_siklus_instansi_id_32f261ea_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT evaluations_siklus_instrumen_a_id_bfd067fb_fk_instrumen FOREIGN KEY (instrumen_a_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_siklus
    ADD CONSTRAINT evaluations_siklus_instrumen_b_id_a4c9c10d_fk_instrumen FOREIGN KEY (instrumen_b_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT evaluations_simpanan_evaluasi_id_2e89e8a4_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT evaluations_simpanan_instansi_id_0ce4b8c8_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT evaluations_simpanan_oleh_id_885a4449_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_simpanan
    ADD CONSTRAINT evaluations_simpanan_siklus_id_2cd13342_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT evaluations_skmunit_instansi_id_25422f8f_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT evaluations_skmunit_oleh_id_9660df05_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_skmunit
    ADD CONSTRAINT evaluations_skmunit_unit_id_30e80e67_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT evaluations_survei_instansi_id_8f6b2e17_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT evaluations_survei_unit_id_70ea01c1_fk_accounts_unitlokus_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_survei
    ADD CONSTRAINT evaluations_survei_versi_id_93d19dd3_fk_instrumen FOREIGN KEY (versi_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tautansurvei
    ADD CONSTRAINT evaluations_tautansu_instansi_id_d857ae1b_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tautansurvei
    ADD CONSTRAINT evaluations_tautansu_unit_id_a084f971_fk_accounts_ FOREIGN KEY (unit_id) REFERENCES public.accounts_unitlokus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindakla_diverifikasi_dalam_i_f6b99fc9_fk_evaluatio FOREIGN KEY (diverifikasi_dalam_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindakla_evaluasi_id_11ff350e_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindakla_instansi_id_e643cab5_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindakla_rekomendasi_id_497557ab_fk_evaluatio FOREIGN KEY (rekomendasi_id) REFERENCES public.evaluations_rekomendasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindakla_siklus_id_fc793f01_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_tindaklanjut
    ADD CONSTRAINT evaluations_tindaklanjut_oleh_id_e6c50aa3_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_evaluasi_id_1bae5a34_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_hasil_id_f9a9c6ee_fk_evaluations_bukti_id FOREIGN KEY (hasil_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_instansi_id_f6cfc16e_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_menggantikan_id_14043820_fk_evaluatio FOREIGN KEY (menggantikan_id) REFERENCES public.evaluations_bukti(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_oleh_id_acfdda07_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_unggahan
    ADD CONSTRAINT evaluations_unggahan_siklus_id_990df0de_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT evaluations_utas_evaluasi_id_1c9b3cd2_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT evaluations_utas_instansi_id_5e4ab089_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT evaluations_utas_selesai_oleh_id_380c1296_fk_accounts_user_id FOREIGN KEY (selesai_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_utas
    ADD CONSTRAINT evaluations_utas_siklus_id_ae3c4d7b_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT evaluations_versif01_evaluasi_id_424f175a_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT evaluations_versif01_instansi_id_6c41da0d_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT evaluations_versif01_oleh_id_182dedef_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.evaluations_versif01
    ADD CONSTRAINT evaluations_versif01_siklus_id_f38384ba_fk_evaluatio FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_content_type_id_7ade36b8_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_group_id_4bbbfb62_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_permission_id_36572738_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_content_type_id_2e892405_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_permission_id_71807bfc_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_user_id_d5c1e964_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT instruments_versiins_cloned_from_id_2baf3d38_fk_instrumen FOREIGN KEY (cloned_from_id) REFERENCES public.instruments_versiinstrumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT instruments_versiins_created_by_id_e6d9c3e3_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.instruments_versiinstrumen
    ADD CONSTRAINT instruments_versiins_published_by_id_0c71a96f_fk_accounts_ FOREIGN KEY (published_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompo_evaluasi_id_991ec0de_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompo_instansi_id_e8b6f7d7_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompo_kelompok_id_a1f81931_fk_reports_k FOREIGN KEY (kelompok_id) REFERENCES public.reports_kelompok(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompok_dokumen_id_ea194b5c_fk_reports_dokumen_id FOREIGN KEY (dokumen_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_butirkelompok
    ADD CONSTRAINT reports_butirkelompok_untuk_id_7483e859_fk_accounts_instansi_id FOREIGN KEY (untuk_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_diminta_oleh_id_c584363f_fk_accounts_user_id FOREIGN KEY (diminta_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_evaluasi_id_3f68e6f8_fk_evaluations_evaluasi_id FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_instansi_id_870721a0_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_cetakan
    ADD CONSTRAINT reports_cetakan_lembar_kode_id_7d738530_fk_evaluatio FOREIGN KEY (lembar_kode_id) REFERENCES public.evaluations_lembarkode(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_diminta_oleh_id_dd75e19f_fk_accounts_user_id FOREIGN KEY (diminta_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_evaluasi_id_6bb88614_fk_evaluations_evaluasi_id FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_giliran_id_2f1ef14c_fk_accounts_instansi_id FOREIGN KEY (giliran_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_instansi_id_2519a303_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_menggantikan_id_d5c0fa5f_fk_reports_dokumen_id FOREIGN KEY (menggantikan_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_pengganti_id_78f3b840_fk_reports_dokumen_id FOREIGN KEY (pengganti_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_dokumen
    ADD CONSTRAINT reports_dokumen_siklus_id_41fd88a1_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_diminta_oleh_id_5d4faf55_fk_accounts_user_id FOREIGN KEY (diminta_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_ditandatangani_oleh__585fb412_fk_accounts_ FOREIGN KEY (ditandatangani_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_instansi_id_c063caa5_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_kelompok
    ADD CONSTRAINT reports_kelompok_siklus_id_68680734_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_kopsurat
    ADD CONSTRAINT reports_kopsurat_instansi_id_fc5454f7_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_lampiran
    ADD CONSTRAINT reports_lampiran_instansi_id_11202c58_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_lampiran
    ADD CONSTRAINT reports_lampiran_publikasi_id_0a3171f4_fk_evaluatio FOREIGN KEY (publikasi_id) REFERENCES public.evaluations_publikasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_nomorsurat
    ADD CONSTRAINT reports_nomorsurat_instansi_id_3897a9f7_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_nomorurut
    ADD CONSTRAINT reports_nomorurut_instansi_id_912a499a_fk_accounts_instansi_id FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_pemeriksaandokumen
    ADD CONSTRAINT reports_pemeriksaand_dokumen_id_79d3855e_fk_reports_d FOREIGN KEY (dokumen_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_pemeriksaandokumen
    ADD CONSTRAINT reports_pemeriksaand_instansi_id_69e0b803_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penandatangan
    ADD CONSTRAINT reports_penandatanga_diangkat_oleh_id_77328173_fk_accounts_ FOREIGN KEY (diangkat_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penandatangan
    ADD CONSTRAINT reports_penandatanga_instansi_id_5bf582fb_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penandatangan
    ADD CONSTRAINT reports_penandatangan_orang_id_7c464276_fk_accounts_user_id FOREIGN KEY (orang_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_dicatat_oleh_id_4e0858dc_fk_accounts_ FOREIGN KEY (dicatat_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_dikirim_oleh_id_717616ab_fk_accounts_ FOREIGN KEY (dikirim_oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_dokumen_id_16f0b112_fk_reports_dokumen_id FOREIGN KEY (dokumen_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_evaluasi_id_554b5681_fk_evaluatio FOREIGN KEY (evaluasi_id) REFERENCES public.evaluations_evaluasi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_instansi_id_bb55890a_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_penyampaian
    ADD CONSTRAINT reports_penyampaian_siklus_id_993a67cb_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_dokumen_id_cacc6eb9_fk_reports_dokumen_id FOREIGN KEY (dokumen_id) REFERENCES public.reports_dokumen(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_instansi_id_88f517b6_fk_accounts_ FOREIGN KEY (instansi_id) REFERENCES public.accounts_instansi(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_oleh_id_e81d0f39_fk_accounts_user_id FOREIGN KEY (oleh_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_orang_id_f0d24b11_fk_accounts_user_id FOREIGN KEY (orang_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.reports_tandatangan
    ADD CONSTRAINT reports_tandatangan_siklus_id_c7a4ab0a_fk_evaluations_siklus_id FOREIGN KEY (siklus_id) REFERENCES public.evaluations_siklus(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


INSERT INTO public.django_migrations (app, name, applied) VALUES
('account', '0001_initial', now()),
('account', '0002_email_max_length', now()),
('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
('account', '0004_alter_emailaddress_drop_unique_email', now()),
('account', '0005_emailaddress_idx_upper_email', now()),
('account', '0006_emailaddress_lower', now()),
('account', '0007_emailaddress_idx_email', now()),
('account', '0008_emailaddress_unique_primary_email_fixup', now()),
('account', '0009_emailaddress_unique_primary_email', now()),
('accounts', '0001_release_0_2_0', now()),
('auth', '0001_initial', now()),
('auth', '0002_alter_permission_name_max_length', now()),
('auth', '0003_alter_user_email_max_length', now()),
('auth', '0004_alter_user_username_opts', now()),
('auth', '0005_alter_user_last_login_null', now()),
('auth', '0006_require_contenttypes_0002', now()),
('auth', '0007_alter_validators_add_error_messages', now()),
('auth', '0008_alter_user_username_max_length', now()),
('auth', '0009_alter_user_last_name_max_length', now()),
('auth', '0010_alter_group_name_max_length', now()),
('auth', '0011_update_proxy_permissions', now()),
('auth', '0012_alter_user_first_name_max_length', now()),
('contenttypes', '0001_initial', now()),
('contenttypes', '0002_remove_content_type_name', now()),
('evaluations', '0001_release_0_2_0', now()),
('guardian', '0001_initial', now()),
('guardian', '0002_generic_permissions_index', now()),
('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', now()),
('instruments', '0001_release_0_2_0', now()),
('mfa', '0001_initial', now()),
('mfa', '0002_authenticator_timestamps', now()),
('mfa', '0003_authenticator_type_uniq', now()),
('pghistory', '0001_initial', now()),
('pghistory', '0002_aggregateevent', now()),
('pghistory', '0003_auto_20201023_1636', now()),
('pghistory', '0004_auto_20220906_1625', now()),
('pghistory', '0005_events_middlewareevents', now()),
('pghistory', '0006_delete_aggregateevent', now()),
('pghistory', '0007_auto_20250421_0444', now()),
('reports', '0001_release_0_2_0', now()),
('sessions', '0001_initial', now()),
('usersessions', '0001_initial', now());
