// U10: field mode says what needs the person apart from what goes by itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { tanpaDasar } from "../../evaluations/static/evaluations/f02/rules.js";
import { count, inWords, needs } from "../../evaluations/static/evaluations/field/waiting.js";

const item = (kind, more = {}) => ({ state: kind && { kind, ...more } });
const away = { online: false };
const here = { online: true };

test("test_u10_what_needs_the_person_is_counted_apart_from_what_goes_by_itself", () => {
  const waiting = [item("bentrok"), item("ditahan"), item("menunggu"), item("antre"), item(null)];
  assert.equal(inWords(waiting, away), "2 perlu Anda: 1 bentrok, 1 alasan · 3 menunggu jaringan");
  assert.deepEqual(count(waiting), { perlu: { bentrok: 1, alasan: 1 }, sendiri: 3 });
});

test("test_u10_nothing_is_said_of_what_is_not_there", () => {
  assert.equal(inWords([], away), "");
  assert.equal(inWords([item("menyimpan")], here), "1 menunggu dikirim");
  assert.equal(inWords([item("bentrok"), item("bentrok")], here), "2 perlu Anda: 2 bentrok");
});

test("test_u10_a_refusal_that_asks_for_a_reason_is_a_reason_and_any_other_is_a_refusal", () => {
  assert.equal(needs(item("ditolak", { field: "alasan" })), "alasan");
  assert.equal(needs(item("ditolak", { field: "alasan_tidak_terverifikasi" })), "alasan");
  assert.equal(needs(item("ditolak", { field: "level" })), "ditolak");
  assert.equal(needs(item("ditolak")), "ditolak");
  assert.equal(needs(item("ditabLain")), "");
});

test("test_u10_after_the_session_ended_what_waits_is_sent_after_logging_in_again", () => {
  const line = { online: true, session: false };
  assert.equal(inWords([item("sesi"), item("menunggu")], line), "2 terkirim setelah Anda masuk kembali");
  assert.equal(inWords([item("sesi")], { online: false, session: false }), "1 menunggu jaringan");
});

const levels = [0, 1, 2, 3, 4, 5];
const given = (values = {}) => ({
  level: 4, alasan: "", catatan_unit: "", catatan_internal: " ", diamati: false, tidak_terverifikasi: false, ...values,
});

test("test_u10_a_high_level_needs_evidence_a_photo_a_note_or_the_tick", () => {
  assert.equal(tanpaDasar(given(), levels, false), true);
  assert.equal(tanpaDasar(given(), levels, true), false);
  assert.equal(tanpaDasar(given({ diamati: true }), levels, false), false);
  assert.equal(tanpaDasar(given({ catatan_unit: "Terlihat." }), levels, false), false);
  assert.equal(tanpaDasar(given({ level: 3 }), levels, false), false);
  assert.equal(tanpaDasar(given({ level: null }), levels, false), false);
});

test("test_u10_a_high_level_that_cannot_be_verified_is_on_the_list_whatever_supports_it", () => {
  assert.equal(tanpaDasar(given({ tidak_terverifikasi: true }), levels, true), true);
  assert.equal(tanpaDasar(given({ level: 2, tidak_terverifikasi: true }), levels, true), false);
});
