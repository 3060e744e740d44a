// The one door to what this browser keeps of a person's work. No other module opens IndexedDB or
// puts anything that somebody typed into localStorage.
//
//   import { openDevice, usersOnDevice, forget } from "./device.js"
//
//   const device = openDevice("17");            // id of the person who is logged in
//   await device.ready;                         // false: the browser refuses storage (a private
//                                               // window, a full disk at the start); everything
//                                               // works on, in memory, and is gone on reload
//   await device.put("foto", key, value);       // true once it is on the disk, not only accepted;
//                                               // false: only in memory, warn before leaving
//   await device.get("foto", key);              // the value, or null
//   await device.all("kiriman", "jawaban:");    // [[key, value], ...] of keys that start so
//   await device.keys("foto", prefix);          // the same without the values (blobs are heavy)
//   await device.remove("foto", key);
//   await device.update("kiriman", key, (old) => fresh);
//       // read and write as one step, over all tabs: `old` is null where nothing is; a fresh null
//       // removes, undefined changes nothing. `change` must not wait for anything.
//   device.announce({ ...message });            // tell this person's other tabs
//   const stop = device.listen((message) => {});
//
// Each person has a database of his own, `pekppp-<user>`, and may have caches whose names start
// with `pekppp-<user>-` (files of the field mode). What is the same for everybody, an application
// shell say, is kept under another name (`pekppp-umum-...`). The stores:
//
//   kiriman    saves that are not acknowledged; key = "<prefix>:<target>", as in saving.js:
//              {target, url, versi, label, href, hold, at,
//               sending: {kunci, body, versi} | null, waiting: {kunci, body} | null}
//              Logging out counts these, and can send them: it posts {...body, versi, kunci}.
//   lapangan   what was downloaded for the field; may be thrown away, never holds unsent work
//   foto       blobs that wait for being sent; logging out counts these too
//
//   lastUser()           "17", who was logged in last; "" once he was forgotten; noteUser(17)
//   usersOnDevice()      ["17", ...] everybody who has left something here
//   forget("17")         deletes that person's database, caches and entries; his other tabs are told
//                        ({kind: "lupa"}) and keep nothing any more. True once all is gone.
//   waitingOn(device)    {kiriman: [[key, value], ...], foto: [key, ...]} what waits to be sent
//
// It also works in a worker: localStorage is only asked where it exists.

/** @typedef {"kiriman" | "lapangan" | "foto"} Store */
/** @typedef {Record<string, number>} Index last times in ms, by person */
/** @typedef {(message: any) => void} Listener */

/** @type {Store[]} */
const STORES = ["kiriman", "lapangan", "foto"];
const VERSION = 1;
const INDEX = "pekppp.perangkat"; // {user: last time in ms}; databases() is not everywhere
const OPEN_TIMEOUT = 4000;

/** @param {string} user */
const nameOf = (user) => `pekppp-${user}`;

// A small index of people -----------------------------------------------------------------------

/** @returns {Index} */
function readIndex() {
  try {
    return JSON.parse(localStorage.getItem(INDEX) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** @param {(index: Index) => void} change */
function writeIndex(change) {
  try {
    const index = readIndex();
    change(index);
    if (Object.keys(index).length) localStorage.setItem(INDEX, JSON.stringify(index));
    else localStorage.removeItem(INDEX);
  } catch {
    // Refused, or a worker, which has none: then databases() has to tell.
  }
}

// Who was logged in last. Every page of a person notes it (back.js), so that a page that opens
// without network knows whose things it may show.
const PRESENT = "pekppp.pengguna";

export function lastUser() {
  try {
    return localStorage.getItem(PRESENT) ?? "";
  } catch {
    return "";
  }
}

/** @param {string | number} user */
export function noteUser(user) {
  try {
    localStorage.setItem(PRESENT, String(user));
  } catch {
    // Then it is asked of the server each time.
  }
}

/** @param {string} user */
function forgetPresent(user) {
  try {
    if (localStorage.getItem(PRESENT) === user) localStorage.removeItem(PRESENT);
  } catch {
    // Nothing noted.
  }
}

export async function usersOnDevice() {
  const found = new Set(Object.keys(readIndex()));
  try {
    for (const { name } of await indexedDB.databases()) {
      const user = name?.match(/^pekppp-(\d+)$/)?.[1];
      if (user) found.add(user);
    }
  } catch {
    // Not every browser tells; the index does.
  }
  return [...found];
}

// IndexedDB as promises -------------------------------------------------------------------------

/** @param {string} prefix */
const range = (prefix) => (prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : undefined);

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    const timer = setTimeout(() => reject(new Error("no answer")), OPEN_TIMEOUT);
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error);
    };
  });
}

class Device {
  /** @param {string} user */
  constructor(user) {
    this.user = String(user);
    this.name = nameOf(this.user);
    /** @type {Record<Store, Map<string, any>>} */
    this.memory = { kiriman: new Map(), lapangan: new Map(), foto: new Map() }; // what the disk did not take
    /** @type {Promise<IDBDatabase | null> | null} */
    this.database = null;
    this.forgotten = false;
    /** @type {Set<Listener>} */
    this.listeners = new Set();
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(this.name);
    this.channel?.addEventListener("message", ({ data }) => this.hear(data));
    this.ready = this.open().then(Boolean);
  }

  /**
   * The database, or null where there is none. Opened again after another tab made it close.
   * @returns {Promise<IDBDatabase | null>}
   */
  open() {
    if (this.forgotten) return Promise.resolve(null);
    this.database ??= openDatabase(this.name)
      .then((database) => {
        const gone = () => {
          database.close();
          this.database = null;
        };
        database.onversionchange = gone; // a newer release, or being forgotten
        database.onclose = gone;
        writeIndex((index) => {
          index[this.user] = Date.now();
        });
        return database;
      })
      .catch(() => null);
    return this.database;
  }

  /**
   * `work` starts its requests at once; strict: on the disk before it counts.
   * @template T
   * @param {Store} store
   * @param {IDBTransactionMode} mode
   * @param {(place: IDBObjectStore, transaction: IDBTransaction) => Promise<T>} work
   * @returns {Promise<{result: T} | undefined>} undefined: there is no database
   */
  async run(store, mode, work) {
    for (let attempt = 0; ; attempt += 1) {
      const database = await this.open();
      if (!database) return undefined;
      let transaction;
      try {
        transaction = database.transaction(store, mode, { durability: "strict" });
      } catch (error) {
        this.database = null; // closed under us; once more on a new one
        if (attempt) throw error;
        continue;
      }
      const done = finished(transaction);
      const [result] = await Promise.all([work(transaction.objectStore(store), transaction), done]);
      return { result };
    }
  }

  /**
   * @param {Store} store
   * @param {string} key
   * @returns {Promise<any>}
   */
  async get(store, key) {
    if (this.memory[store].has(key)) return this.memory[store].get(key);
    const found = await this.run(store, "readonly", (place) => asked(place.get(key))).catch(() => null);
    return found?.result ?? null;
  }

  /**
   * @param {Store} store
   * @param {string} [prefix]
   * @returns {Promise<[string, any][]>}
   */
  async all(store, prefix = "") {
    /** @param {IDBObjectStore} place */
    const read = (place) =>
      Promise.all([asked(place.getAllKeys(range(prefix))), asked(place.getAll(range(prefix)))]);
    const found = await this.run(store, "readonly", read).catch(() => null);
    const [keys, values] = found?.result ?? [[], []];
    const rows = new Map(keys.map((key, index) => [String(key), values[index]]));
    for (const [key, value] of this.memory[store]) if (key.startsWith(prefix)) rows.set(key, value);
    return [...rows];
  }

  /**
   * @param {Store} store
   * @param {string} [prefix]
   * @returns {Promise<string[]>}
   */
  async keys(store, prefix = "") {
    const found = await this.run(store, "readonly", (place) => asked(place.getAllKeys(range(prefix))))
      .catch(() => null);
    const here = [...this.memory[store].keys()].filter((key) => key.startsWith(prefix));
    return [...new Set([...(found?.result ?? []).map(String), ...here])];
  }

  /**
   * @param {Store} store
   * @param {string} key
   * @param {any} value
   */
  async put(store, key, value) {
    return this.update(store, key, () => value);
  }

  /**
   * @param {Store} store
   * @param {string} key
   */
  async remove(store, key) {
    return this.update(store, key, () => null);
  }

  /**
   * @param {Store} store
   * @param {string} key
   * @param {(old: any) => any} change
   * @returns {Promise<boolean>} true once it is on the disk
   */
  async update(store, key, change) {
    const memory = this.memory[store];
    let fresh;
    /** @type {(place: IDBObjectStore, transaction: IDBTransaction) => Promise<void>} */
    const work = (place, transaction) =>
      new Promise((resolve, reject) => {
        const request = place.get(key);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          fresh = change(memory.get(key) ?? request.result ?? null);
          if (fresh === null) place.delete(key);
          else if (fresh !== undefined) place.put(fresh, key);
          transaction.commit?.(); // not waiting for the page, which may be about to close
          resolve();
        };
      });
    try {
      if (await this.run(store, "readwrite", work)) {
        memory.delete(key);
        return true;
      }
    } catch {
      // No room, or refused: memory has to do.
    }
    if (this.forgotten) return false;
    fresh = change(memory.get(key) ?? null);
    if (fresh === null) memory.delete(key);
    else if (fresh !== undefined) memory.set(key, fresh);
    return false;
  }

  /** @param {any} message */
  announce(message) {
    try {
      this.channel?.postMessage(message);
    } catch {
      // Other tabs find out when they are looked at.
    }
  }

  /** @param {Listener} listener */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param {any} message */
  hear(message) {
    if (message?.kind === "lupa") this.close();
    for (const listener of this.listeners) listener(message);
  }

  // Nothing is kept, nor written again.
  close() {
    this.forgotten = true;
    this.database?.then((database) => database?.close());
    this.database = null;
    for (const store of Object.values(this.memory)) store.clear();
  }
}

/** @type {Map<string, Device>} */
const opened = new Map();

/**
 * One per person and page: everything here shares its connection.
 * @param {string | number} user
 */
export function openDevice(user) {
  const name = String(user);
  const device = opened.get(name) ?? new Device(name);
  opened.set(name, device);
  return device;
}

/** @param {Device} device */
export async function waitingOn(device) {
  const [kiriman, foto] = await Promise.all([device.all("kiriman"), device.keys("foto")]);
  return { kiriman, foto };
}

// Forgetting ------------------------------------------------------------------------------------

/**
 * @param {string} name
 * @returns {Promise<boolean>} whether it is gone
 */
function deleteDatabase(name) {
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @param {boolean} gone */
    const end = (gone) => {
      clearTimeout(timer);
      resolve(gone);
    };
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => end(true);
      request.onerror = () => end(false);
      // Blocked by a tab that is asleep: it is deleted as soon as that one wakes or closes.
      request.onblocked = () => {
        timer = setTimeout(() => end(false), OPEN_TIMEOUT);
      };
    } catch {
      end(true); // no storage, nothing kept
    }
  });
}

/** @param {(name: string) => boolean} mine */
async function deleteCaches(mine) {
  try {
    const names = (await caches.keys()).filter(mine);
    await Promise.all(names.map((name) => caches.delete(name)));
  } catch {
    // Caches exist only over https.
  }
}

/**
 * Entries of releases that kept unsent saves here: pekppp.<kind>.<user>.<target>
 * @param {string} user
 */
function deleteEntries(user) {
  try {
    sessionStorage.removeItem("pekppp.isian"); // of this tab (pekppp/typed.js); others see to theirs
    for (const key of Object.keys(localStorage)) {
      const [ours, , owner, ...target] = key.split(".");
      if (ours === "pekppp" && target.length && owner === user) localStorage.removeItem(key);
    }
  } catch {
    // None there.
  }
}

/** @param {string | number} user */
export async function forget(user) {
  const name = String(user);
  const device = openDevice(name);
  forgetPresent(name); // first: the other tabs start again at once
  device.announce({ kind: "lupa" });
  device.close();
  opened.delete(name);
  deleteEntries(name);
  await deleteCaches((cache) => cache === nameOf(name) || cache.startsWith(`${nameOf(name)}-`));
  const gone = await deleteDatabase(nameOf(name));
  if (gone) {
    writeIndex((index) => {
      delete index[name];
    });
  }
  return gone;
}
