// The outbox as a whole, in a page that has no disk, no other tabs and a server of a few lines.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

const page = () => Object.assign(new EventTarget(), { cookie: "csrftoken=t", visibilityState: "visible" });
Object.assign(globalThis, { window: page(), document: page(), BroadcastChannel: undefined });

const { Saver } = await import("../../evaluations/static/evaluations/core/saving.js");
const { mergeChanges } = await import("../../evaluations/static/evaluations/core/saving_rules.js");

const TARGET = "u:3:evaluator";
let asked; // what the server was sent
let answers; // what it says, in turn; a function of what it was sent

const ok = (versi) => ({ kunci }) => [200, { kunci, versi, pada: "14.03" }];
const conflict = (sekarang) => () => [409, { pesan: "sudah diubah", sekarang }];
const offline = () => {
  throw new TypeError("no network");
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
async function quiet() {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

async function saverOf(options = {}) {
  const said = [];
  const saver = new Saver({
    prefix: "f02", user: "17", merge: mergeChanges, onState: (_, state) => said.push(state?.kind), ...options,
  });
  await saver.restore();
  return { saver, said };
}
const put = (saver, changes, how = {}) =>
  saver.put(TARGET, { indikator: 3, changes }, { url: "/nilai/", versi: 4, ...how });

beforeEach(() => {
  asked = [];
  answers = [];
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.fetch = async (_, { body }) => {
    const sent = JSON.parse(body);
    asked.push(sent);
    const [status, data] = (answers.shift() ?? ok(sent.versi + 1))(sent);
    return { status, json: async () => data };
  };
});
afterEach(() => mock.timers.reset());

test("a save goes out with its key and the version it is based on; the next follows the answer", async () => {
  const { saver, said } = await saverOf();
  put(saver, { level: 2 });
  await quiet();
  put(saver, { level: 3 });
  await quiet();
  assert.deepEqual(asked.map(({ versi, changes }) => [versi, changes]), [[4, { level: 2 }], [5, { level: 3 }]]);
  assert.notEqual(asked[0].kunci, asked[1].kunci);
  assert.deepEqual(saver.list(), []);
  assert.deepEqual(said.filter((kind) => kind === "tersimpan"), ["tersimpan", "tersimpan"]);
});

test("typed within the quiet time, it is one save", async () => {
  const { saver } = await saverOf();
  put(saver, { catatan_unit: "ku" }, { delay: 800 });
  put(saver, { level: 2 }, { delay: 800 });
  put(saver, { catatan_unit: "kurang" }, { delay: 800 });
  await quiet();
  assert.deepEqual(asked, []);
  mock.timers.tick(800);
  await quiet();
  assert.deepEqual(asked.map(({ changes }) => changes), [{ level: 2, catatan_unit: "kurang" }]);
});

test("without network it waits, is tried again under the same key, and takes nothing newer along", async () => {
  const { saver } = await saverOf();
  answers = [offline];
  put(saver, { level: 2 });
  await quiet();
  assert.equal(saver.state(TARGET).kind, "menunggu");
  put(saver, { alasan: "beda" }, { delay: 800 });
  saver.retry();
  await quiet();
  mock.timers.tick(800);
  await quiet();
  assert.deepEqual(asked.map(({ kunci }) => kunci === asked[0].kunci), [true, true, false]);
  assert.deepEqual(asked.map(({ versi, changes }) => [versi, changes]), [
    [4, { level: 2 }], [4, { level: 2 }], [5, { alasan: "beda" }],
  ]);
  assert.deepEqual(saver.list(), []);
});

test("it is tried again by itself, later after each failure", async () => {
  const { saver } = await saverOf();
  answers = [offline, offline];
  put(saver, { level: 2 });
  await quiet();
  mock.timers.tick(1999);
  await quiet();
  assert.equal(asked.length, 1);
  mock.timers.tick(1);
  await quiet();
  mock.timers.tick(3999);
  await quiet();
  assert.equal(asked.length, 2);
  mock.timers.tick(1);
  await quiet();
  assert.equal(asked.length, 3);
  assert.deepEqual(saver.list(), []);
});

test("in conflict it waits for a choice; mine goes out over what is there", async () => {
  const { saver } = await saverOf();
  answers = [conflict({ versi: 9, level: 1 })];
  put(saver, { level: 2 });
  await quiet();
  assert.equal(saver.state(TARGET).kind, "bentrok");
  saver.retry();
  await quiet();
  assert.equal(asked.length, 1);
  saver.keepMine(TARGET);
  await quiet();
  assert.deepEqual([asked[1].versi, asked[1].changes], [9, { level: 2 }]);
  assert.deepEqual(saver.list(), []);
});

test("in conflict given up, the next save is based on what is there", async () => {
  const { saver } = await saverOf();
  answers = [conflict({ versi: 9, level: 1 })];
  put(saver, { level: 2 });
  await quiet();
  saver.drop(TARGET);
  assert.equal(saver.unsent(TARGET), null);
  put(saver, { level: 3 });
  await quiet();
  assert.deepEqual([asked[1].versi, asked[1].changes], [9, { level: 3 }]);
});

test("refused, it is kept until it is changed; the change goes out with it", async () => {
  const { saver } = await saverOf();
  answers = [() => [400, { pesan: "alasan wajib", field: "alasan" }]];
  put(saver, { level: 2 });
  await quiet();
  assert.deepEqual([saver.state(TARGET).kind, saver.state(TARGET).field], ["ditolak", "alasan"]);
  put(saver, { alasan: "sebab" });
  await quiet();
  assert.deepEqual(asked[1].changes, { level: 2, alasan: "sebab" });
  assert.deepEqual(saver.list(), []);
});

test("held, it is kept and not sent; complete, all of it goes out", async () => {
  const { saver } = await saverOf();
  put(saver, { level: 2 }, { hold: "tulis alasannya" });
  await quiet();
  assert.deepEqual([asked.length, saver.state(TARGET).kind], [0, "ditahan"]);
  put(saver, { alasan: "sebab" });
  await quiet();
  assert.deepEqual(asked.map(({ changes }) => changes), [{ level: 2, alasan: "sebab" }]);
});

test("after the session is over it is sent once somebody has logged in again", async () => {
  const { saver } = await saverOf();
  answers = [() => [401, {}]];
  put(saver, { level: 2 });
  await quiet();
  assert.equal(saver.state(TARGET).kind, "sesi");
  mock.timers.tick(15000);
  await quiet();
  assert.deepEqual(saver.list(), []);
});

test("only so many requests are in the air, in the order of typing", async () => {
  const { saver } = await saverOf({ atOnce: 1 });
  for (const nomor of [1, 2, 3]) {
    saver.put(`u:${nomor}:evaluator`, { indikator: nomor, changes: {} }, { url: "/nilai/", versi: 0 });
  }
  assert.deepEqual(saver.list().map(({ state }) => state.kind), ["menyimpan", "antre", "antre"]);
  await quiet();
  assert.deepEqual(asked.map(({ indikator }) => indikator), [1, 2, 3]);
});
