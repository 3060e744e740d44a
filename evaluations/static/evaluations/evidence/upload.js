// Sending one file in pieces (tus 1.0, https://tus.io/protocols/resumable-upload): what arrived
// stays there, and after a broken line only the rest is sent.
//
//   import { unggah, Gagal } from "./upload.js";
//
//   const answer = await unggah(file, {
//     url,                              // where uploads begin
//     meta: { indikator: "3" },         // also: menggantikan (uuid of what it replaces)
//     sidik: "name size date",          // what the browser knows the file by, to find a broken one
//     signal,                           // an AbortSignal: given up, and deleted there
//     onProgress({ sent, total }) {},   // bytes that the server has, or is being sent
//     onState(kind, text, address) {},  // "mulai", "lanjut", "kirim", "menunggu", "sesi", "diperiksa"
//   });
//   answer                              // { html, terima: [nama], uuid } of the server
//
// Throws Gagal with words for a person. A broken network or an ended session is no failure: it
// waits and goes on by itself.

import { csrfToken } from "../core/saving_post.js";

const FIRST_PIECE = 512 * 1024;
const SMALL_PIECE = 128 * 1024;
const LAST_PIECE = 8 * 1024 * 1024;
const QUICK = 3000; // ms: a piece that took less lets the next one be twice as long
const FIRST_WAIT = 1000;
const LAST_WAIT = 20000;
const SESSION_WAIT = 10000;
const SILENCE = 30000; // ms without any progress: the line is dead, whatever the browser says

export class Gagal extends Error {}

export async function unggah(file, options) {
  return new Unggahan(file, options).run();
}

/**
 * @typedef {object} Options
 * @property {string} url
 * @property {Record<string, string>} [meta]
 * @property {string} [sidik]
 * @property {AbortSignal} [signal]
 * @property {(progress: {sent: number, total: number}) => void} [onProgress]
 * @property {(kind: string, text: string, address?: string) => void} [onState]
 */

class Unggahan {
  /**
   * @param {File} file
   * @param {Options} options
   */
  constructor(file, { url, meta = {}, sidik, signal, onProgress = () => {}, onState = () => {} }) {
    this.file = file;
    this.url = url;
    this.meta = meta;
    this.signal = signal;
    this.onProgress = onProgress;
    this.onState = onState;
    this.sidik = sidik ?? `${file.name} ${file.size} ${file.lastModified}`;
    this.piece = FIRST_PIECE;
    this.lastPiece = LAST_PIECE;
    this.failures = 0;
    this.address = null;
    this.offset = 0;
  }

  async run() {
    this.onState("mulai", "disiapkan");
    this.digest = await digestOf(this.file);
    for (;;) {
      this.stopIfGivenUp();
      if (!this.address) {
        const done = await this.begin();
        if (done) return done;
        continue;
      }
      const done = await this.send();
      if (done) return done;
    }
  }

  async begin() {
    const words = { filename: this.file.name, sidik: this.sidik, sha256: this.digest, ...this.meta };
    const answer = await this.ask("POST", this.url, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": Object.entries(words).map(([key, text]) => `${key} ${base64(text)}`).join(","),
    });
    if (answer.status === 200 && answer.data.terima) return answer.data; // there already
    if (answer.status === 201) {
      this.address = answer.header("Location");
      this.offset = Number(answer.header("Upload-Offset") ?? 0);
      if (this.offset) this.goingOn();
      this.recover();
    } else await this.bear(answer);
    return null;
  }

  async send() {
    const end = Math.min(this.offset + this.piece, this.file.size);
    let body;
    try {
      body = await this.file.slice(this.offset, end).arrayBuffer();
    } catch {
      throw new Gagal("berkas ini tidak dapat dibaca lagi. Pilih berkasnya sekali lagi.");
    }
    this.onState("kirim", "");
    const started = performance.now();
    const answer = await this.ask("PATCH", this.address, {
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(this.offset),
    }, body);
    if (answer.status === 200 && answer.data.terima) return answer.data;
    if (answer.status === 204) {
      this.recover();
      this.offset = Number(answer.header("Upload-Offset"));
      const took = performance.now() - started;
      this.piece = took < QUICK ? Math.min(this.piece * 2, this.lastPiece) : Math.max(this.piece / 2, SMALL_PIECE);
      this.onProgress({ sent: this.offset, total: this.file.size });
      return null;
    }
    if (answer.status === 413 && !answer.data.pesan && this.piece > SMALL_PIECE) {
      // A proxy between us takes no piece of this length.
      this.piece = this.lastPiece = Math.max(SMALL_PIECE, this.piece / 2);
      return null;
    }
    if (answer.status === 404) {
      this.address = null; // forgotten there: begin again
      await this.wait();
      return null;
    }
    if (answer.status !== 409) await this.bear(answer);
    else await this.wait(); // two at once, or an answer that never came: ask where we are
    await this.catchUp();
    return null;
  }

  // What the server has is the truth; a piece that was cut half way counts with its half.
  async catchUp() {
    for (;;) {
      this.stopIfGivenUp();
      const answer = await this.ask("HEAD", this.address, {});
      if (answer.status === 200) {
        this.offset = Number(answer.header("Upload-Offset"));
        this.onProgress({ sent: this.offset, total: this.file.size });
        this.goingOn();
        return;
      }
      if (answer.status === 404) {
        this.address = null;
        return;
      }
      await this.bear(answer);
    }
  }

  goingOn() {
    this.onState("lanjut", `dilanjutkan dari ${percent(this.offset, this.file.size)}`, this.address);
  }

  recover() {
    this.failures = 0;
  }

  // What waiting cures is waited for; the rest is said.
  async bear({ status, data }) {
    if (status === 401 && data.galat !== "pengguna_lain") {
      this.onState("sesi", "sesi berakhir: masuk kembali di tab lain, unggahan ini lalu berlanjut");
      await this.sleep(SESSION_WAIT);
    } else if (status === 403 && data.galat === "csrf") {
      this.onState("sesi", "sesi berakhir: masuk kembali di tab lain, unggahan ini lalu berlanjut");
      await this.sleep(FIRST_WAIT * 2);
    } else if (status === 0 || status >= 500 || status === 408 || status === 425) {
      this.onState("menunggu", status ? "server belum dapat menerima; dicoba lagi" : "menunggu jaringan; dilanjutkan sendiri");
      this.piece = Math.min(FIRST_PIECE, this.lastPiece);
      await this.wait();
    } else {
      throw new Gagal(data.pesan ?? `server menolak berkas ini (${status}).`);
    }
  }

  async wait() {
    const time = Math.min(LAST_WAIT, FIRST_WAIT * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 6);
    await this.sleep(time);
  }

  // Until the time is over, or the network is back.
  sleep(time) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        window.removeEventListener("online", wake);
        this.signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, time);
      window.addEventListener("online", wake);
      this.signal?.addEventListener("abort", wake);
    });
  }

  stopIfGivenUp() {
    if (!this.signal?.aborted) return;
    if (this.address) buang(this.address);
    throw new Gagal("dibatalkan.");
  }

  // fetch tells nothing of what is being sent, so the older way.
  ask(method, url, headers, body) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      const sent = { ...common(), ...headers };
      for (const [name, value] of Object.entries(sent)) request.setRequestHeader(name, value);
      let silence = 0;
      const listen = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), SILENCE);
      };
      const stop = () => request.abort();
      request.upload.addEventListener("progress", ({ loaded }) => {
        listen();
        if (!body) return;
        this.onProgress({ sent: this.offset + loaded, total: this.file.size });
        if (loaded === body.byteLength && this.offset + loaded === this.file.size) this.onState("diperiksa", "diperiksa");
      });
      // Checking and cleaning a long file takes the server a while, and is silent.
      request.upload.addEventListener("load", () => clearTimeout(silence));
      request.addEventListener("loadend", () => {
        clearTimeout(silence);
        this.signal?.removeEventListener("abort", stop);
        resolve({
          status: request.status,
          data: parsed(request.responseText),
          header: (name) => request.getResponseHeader(name),
        });
      });
      this.signal?.addEventListener("abort", stop);
      listen();
      request.send(body ?? null);
    });
  }
}

function common() {
  const pengguna = document.querySelector("[data-pengguna]")?.dataset.pengguna;
  return {
    Accept: "application/json",
    "Tus-Resumable": "1.0.0",
    "X-CSRFToken": csrfToken(),
    // Another person may have logged in meanwhile: the server then answers 401.
    ...(pengguna ? { "X-Pengguna": pengguna } : {}),
  };
}

// Give up what is on the server; true if it is gone.
export async function buang(address) {
  try {
    const { status } = await fetch(address, { method: "DELETE", credentials: "same-origin", headers: common() });
    return status === 204 || status === 404;
  } catch {
    return false;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

export function percent(part, whole) {
  return `${Math.floor((part / whole) * 100)} %`;
}

// Of a file that is here already nothing is sent. Over plain http the browser cannot compute it.
async function digestOf(file) {
  if (!crypto.subtle) return "";
  try {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    throw new Gagal("berkas ini tidak dapat dibaca. Folder tidak dapat diunggah; pilih berkasnya.");
  }
}
