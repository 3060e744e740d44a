// What a panel of F02 asks for, at the desk and in the field alike.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bothValues, differs, inWords, missing } from "../../evaluations/static/evaluations/f02/rules.js";

const filled = (values = {}) => ({ level: 3, alasan: "", ditandai: false, alasanTanda: "", ...values });
const suggestion = { acuan: 2, namaAcuan: "usulan" };

test("another level than the suggested one needs a reason", () => {
  assert.equal(missing(filled(), suggestion), "tulis alasan berbeda dari usulan (2)");
  assert.equal(missing(filled({ alasan: "sebab" }), suggestion), "");
  assert.equal(missing(filled({ level: 2 }), suggestion), "");
});

test("without a level, or with nothing to compare it with, no reason is asked for", () => {
  assert.equal(missing(filled({ level: null }), suggestion), "");
  assert.equal(missing(filled(), { acuan: null, namaAcuan: "usulan" }), "");
  assert.equal(missing(filled(), { acuan: 2, namaAcuan: "" }), "");
});

test("level 0 is a level", () => {
  assert.equal(differs(0, 1), true);
  assert.equal(differs(1, 0), true);
  assert.equal(differs(0, 0), false);
});

test("what cannot be verified needs to say why, after the reason", () => {
  assert.equal(missing(filled({ level: 2, ditandai: true }), suggestion), "tulis mengapa tidak dapat diverifikasi");
  assert.equal(missing(filled({ ditandai: true }), suggestion), "tulis alasan berbeda dari usulan (2)");
  assert.equal(missing(filled({ level: 2, ditandai: true, alasanTanda: "tutup" }), suggestion), "");
});

test("a conflict names both values of what was changed here", () => {
  const now = { versi: 9, level: 0, tidak_terverifikasi: false, teks: "dari kantor" };
  assert.deepEqual(bothValues({ level: null, tidak_terverifikasi: true }, now), [
    "nilai: Anda kosong; tersimpan «0»",
    "tidak dapat diverifikasi: Anda ya; tersimpan tidak",
  ]);
  assert.deepEqual(bothValues({ teks: "" }, now), ["rekomendasi: Anda kosong; tersimpan «dari kantor»"]);
  assert.equal(inWords(undefined), "kosong");
});
