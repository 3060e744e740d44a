// The rules of the saving protocol: nothing that was typed is lost, nothing is saved twice.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  add, begin, keysOf, mergeChanges, retryAfter, settle, takeBack, unsentOf, verdict,
} from "../../evaluations/static/evaluations/core/saving_rules.js";

const level = (value) => ({ indikator: 3, changes: { level: value } });
const note = (text) => ({ indikator: 3, changes: { catatan_unit: text } });
const empty = () => ({ target: "u:3:evaluator", versi: 4, waiting: null, sending: null });

test("what waits takes in what is typed after it, field by field, under a new key", () => {
  const entry = empty();
  add(entry, level(2), mergeChanges, "a");
  add(entry, note("kurang"), mergeChanges, "b");
  add(entry, level(3), mergeChanges, "c");
  assert.deepEqual(entry.waiting, {
    kunci: "c", body: { indikator: 3, changes: { level: 3, catatan_unit: "kurang" } },
  });
});

test("a body without fields is replaced, and gets none", () => {
  assert.deepEqual(mergeChanges({ teks: "a", aspek: "I" }, { teks: "b" }), { teks: "b", aspek: "I" });
});

test("what is sent keeps its key and version; what is typed meanwhile waits behind it", () => {
  const entry = empty();
  add(entry, level(2), mergeChanges, "a");
  const sent = begin(entry);
  add(entry, level(3), mergeChanges, "b");
  assert.deepEqual(sent, { kunci: "a", versi: 4, body: level(2) });
  assert.equal(begin(entry), sent);
  assert.deepEqual(keysOf(entry), ["a", "b"]);
  assert.deepEqual(unsentOf(entry, mergeChanges), level(3));
});

test("nothing is sent where nothing waits", () => {
  assert.equal(begin(empty()), null);
  assert.equal(unsentOf(empty(), mergeChanges), null);
  assert.equal(unsentOf(undefined, mergeChanges), null);
});

test("taken back, it goes below what was typed since, as one save under a new key", () => {
  const entry = empty();
  add(entry, { indikator: 3, changes: { level: 2, alasan: "lama" } }, mergeChanges, "a");
  begin(entry);
  add(entry, level(3), mergeChanges, "b");
  takeBack(entry, mergeChanges, "c");
  assert.equal(entry.sending, null);
  assert.deepEqual(entry.waiting, { kunci: "c", body: { indikator: 3, changes: { level: 3, alasan: "lama" } } });
});

test("acknowledged, it goes; what was typed since is based on the new version", () => {
  const entry = empty();
  add(entry, level(2), mergeChanges, "a");
  begin(entry);
  add(entry, level(3), mergeChanges, "b");
  assert.equal(settle(entry, "a", 5), true);
  assert.deepEqual(begin(entry), { kunci: "b", versi: 5, body: level(3) });
  assert.equal(settle(entry, "b", 6), false);
});

test("an acknowledgement of another save takes nothing away", () => {
  const entry = empty();
  add(entry, level(2), mergeChanges, "a");
  assert.equal(settle(entry, "x", 5), true);
  assert.deepEqual(keysOf(entry), ["a"]);
});

const sent = { kunci: "a", versi: 4 };
const now = { versi: 6 };

for (const [said, status, data, known] of [
  ["saved", 200, { kunci: "a" }],
  ["wait", 200, {}], // the login page, or another page that is not ours
  ["wait", 200, { kunci: "b" }],
  ["session", 401, {}],
  ["token", 403, { galat: "csrf" }],
  ["refused", 403, { galat: "ditolak" }],
  ["conflict", 409, { sekarang: now }],
  ["conflict", 409, { sekarang: now }, 5], // saved from here, and by somebody else after that
  ["own", 409, { sekarang: now }, 6],
  ["conflict", 409, { sekarang: { versi: 4 } }, 4], // not newer: it would go round for ever
  ["refused", 409, {}],
  ["refused", 400, {}],
  ["refused", 413, {}],
  ["wait", 408, {}],
  ["wait", 425, {}],
  ["wait", 429, {}],
  ["wait", 500, {}],
  ["wait", 0, {}],
]) {
  test(`${status} ${JSON.stringify(data)}${known ? ` after ${known}` : ""}: ${said}`, () => {
    assert.equal(verdict({ status, data }, sent, known), said);
  });
}

test("each failure doubles the wait, up to half a minute", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 99].map(retryAfter), [2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});
