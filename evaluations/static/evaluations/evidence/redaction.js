// Boxes over pictures of pages, by mouse, finger and keyboard. A PDF's boxes go to the server, where
// a worker burns them in; a picture is burnt here, so that the original never leaves the device.

import { csrfToken } from "../core/saving_post.js";

const LEAST = 0.006; // of a page's size; less was a slip of the hand
const STEP = 0.01;
const FINE = 0.002;
const CORNER = 16; // pixels at the lower right that change the size
const LONGEST = 4096; // of a burnt picture

const inside = (value, most = 1) => Math.min(Math.max(value, 0), most);
const percent = (part) => `${Math.round(part * 100)} %`;

class Editor {
  constructor(root, boxes, changed) {
    this.root = root;
    this.changed = changed;
    this.boxes = boxes;
    this.past = [];
    this.chosen = null;
    this.sheets = new Map([...root.querySelectorAll(".sensor-lembar")].map((sheet) => [Number(sheet.dataset.halaman), sheet]));
    for (const [page, sheet] of this.sheets) sheet.addEventListener("pointerdown", (event) => this.press(event, page, sheet));
    for (const button of root.querySelectorAll("[data-tambah]")) button.addEventListener("click", () => this.add(Number(button.dataset.tambah)));
    this.tool("[data-urungkan]", () => this.undo());
    this.tool("[data-hapus]", () => this.remove(this.chosen));
    this.tool("[data-jari]", (button) => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      button.classList.toggle("active", on);
      for (const sheet of this.sheets.values()) sheet.classList.toggle("menandai", on);
    });
    root.addEventListener("keydown", (event) => this.key(event));
    this.paint();
  }

  tool(selector, work) {
    const button = this.root.querySelector(selector);
    button.addEventListener("click", () => work(button));
  }

  say(text) {
    this.root.querySelector("[data-jumlah]").textContent = text;
  }

  count() {
    return this.boxes.length ? `${this.boxes.length} kotak.` : "Belum ada kotak.";
  }

  words(box) {
    const number = this.boxes.indexOf(box) + 1;
    return `Kotak ${number}, halaman ${box.halaman}: ${percent(box.x)} dari kiri, ${percent(box.y)} dari atas, lebar ${percent(box.lebar)}, tinggi ${percent(box.tinggi)}`;
  }

  // What follows changes the boxes; `before` is what undo brings back.
  remember() {
    this.past.push(JSON.stringify(this.boxes));
    if (this.past.length > 200) this.past.shift();
  }

  commit(text) {
    this.paint();
    this.say(text);
    this.changed(this.boxes);
  }

  add(page) {
    this.remember();
    const box = { halaman: page, x: 0.35, y: 0.45, lebar: 0.3, tinggi: 0.05 };
    this.boxes.push(box);
    this.chosen = box;
    this.commit(`${this.words(box)}. Geser dengan tombol panah.`);
    box.element.focus();
    box.element.scrollIntoView({ block: "center" });
  }

  remove(box) {
    if (!box || !this.boxes.includes(box)) return;
    this.remember();
    const at = this.boxes.indexOf(box);
    this.boxes.splice(at, 1);
    this.chosen = this.boxes[Math.min(at, this.boxes.length - 1)] ?? null;
    this.commit(`Kotak dihapus. ${this.count()}`);
    if (this.chosen) this.chosen.element.focus();
    else this.root.querySelector(`[data-tambah="${box.halaman}"]`).focus();
  }

  undo() {
    const before = this.past.pop();
    if (before === undefined) return;
    this.boxes.splice(0, this.boxes.length, ...JSON.parse(before));
    this.chosen = this.boxes.at(-1) ?? null;
    this.commit(`Diurungkan. ${this.count()}`);
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return this.undo();
    }
    const box = this.boxes.find((one) => one.element === event.target);
    if (!box) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return this.remove(box);
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.ctrlKey || event.metaKey ? FINE : STEP;
    this.remember();
    if (event.shiftKey) {
      box.lebar = Math.min(Math.max(box.lebar + way[0] * step, LEAST), 1 - box.x);
      box.tinggi = Math.min(Math.max(box.tinggi + way[1] * step, LEAST), 1 - box.y);
    } else {
      box.x = inside(box.x + way[0] * step, 1 - box.lebar);
      box.y = inside(box.y + way[1] * step, 1 - box.tinggi);
    }
    this.commit(this.words(box));
  }

  press(event, page, sheet) {
    if (event.button !== 0) return;
    const box = this.boxes.find((one) => one.element === event.target);
    if (!box && event.pointerType === "touch" && !sheet.classList.contains("menandai")) return;
    event.preventDefault();
    const frame = sheet.getBoundingClientRect();
    /** @type {(moved: PointerEvent) => [number, number]} */
    const at = (moved) => [inside((moved.clientX - frame.left) / frame.width), inside((moved.clientY - frame.top) / frame.height)];
    const [startX, startY] = at(event);
    const before = JSON.stringify(this.boxes);
    let moving = box;
    let work;
    if (box) {
      this.chosen = box;
      const edge = box.element.getBoundingClientRect();
      const sizing = edge.right - event.clientX < CORNER && edge.bottom - event.clientY < CORNER;
      const first = { ...box };
      work = ([x, y]) => {
        if (sizing) {
          box.lebar = Math.min(Math.max(first.lebar + x - startX, LEAST), 1 - box.x);
          box.tinggi = Math.min(Math.max(first.tinggi + y - startY, LEAST), 1 - box.y);
        } else {
          box.x = inside(first.x + x - startX, 1 - box.lebar);
          box.y = inside(first.y + y - startY, 1 - box.tinggi);
        }
      };
    } else {
      moving = { halaman: page, x: startX, y: startY, lebar: 0, tinggi: 0 };
      this.boxes.push(moving);
      work = ([x, y]) => {
        [moving.x, moving.lebar] = [Math.min(x, startX), Math.abs(x - startX)];
        [moving.y, moving.tinggi] = [Math.min(y, startY), Math.abs(y - startY)];
      };
    }
    const move = (moved) => {
      work(at(moved));
      this.paint();
    };
    const stop = (ended) => {
      sheet.removeEventListener("pointermove", move);
      sheet.removeEventListener("pointerup", stop);
      sheet.removeEventListener("pointercancel", stop);
      const slip = moving.lebar < LEAST || moving.tinggi < LEAST;
      if (ended.type === "pointercancel" || slip) this.boxes.splice(0, this.boxes.length, ...JSON.parse(before));
      if (JSON.stringify(this.boxes) === before) return this.paint();
      this.past.push(before);
      this.chosen = moving;
      this.commit(this.words(moving));
      moving.element.focus({ preventScroll: true });
    };
    sheet.setPointerCapture(event.pointerId);
    sheet.addEventListener("pointermove", move);
    sheet.addEventListener("pointerup", stop);
    sheet.addEventListener("pointercancel", stop);
    if (box) box.element.focus({ preventScroll: true });
    this.paint();
  }

  paint() {
    const kept = new Set();
    for (const box of this.boxes) {
      if (!box.element) {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "sensor-kotak";
        made.addEventListener("focus", () => {
          this.chosen = box;
          this.mark();
        });
        // Not part of what is sent or compared.
        Object.defineProperty(box, "element", { value: made, enumerable: false });
        this.sheets.get(box.halaman).append(made);
      }
      kept.add(box.element);
      const { style } = box.element;
      [style.left, style.top] = [`${box.x * 100}%`, `${box.y * 100}%`];
      [style.width, style.height] = [`${box.lebar * 100}%`, `${box.tinggi * 100}%`];
      box.element.setAttribute("aria-label", this.words(box));
    }
    for (const old of this.root.querySelectorAll(".sensor-kotak")) if (!kept.has(old)) old.remove();
    this.mark();
  }

  mark() {
    for (const box of this.boxes) box.element.classList.toggle("terpilih", box === this.chosen);
    this.root.querySelector("[data-urungkan]").disabled = !this.past.length;
    this.root.querySelector("[data-hapus]").disabled = !this.boxes.includes(this.chosen);
  }
}

// A PDF in the pending area ------------------------------------------------------------------------

const pending = document.querySelector("#sensor");
if (pending) {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("#sensor-bakar");
  const field = /** @type {HTMLInputElement | null} */ (form?.elements.namedItem("kotak"));
  const note = pending.querySelector("[data-simpanan]");
  let timer;
  let latest;
  const keep = async (boxes, again = 0) => {
    try {
      const response = await fetch(pending.dataset.urlKotak, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ kotak: boxes }),
      });
      if (boxes !== latest) return; // what was drawn since is not kept yet
      if (response.status === 401) note.textContent = "Sesi berakhir: masuk kembali di tab lain.";
      else note.textContent = response.ok ? "Tersimpan." : (await response.json()).pesan;
    } catch {
      note.textContent = "Menunggu jaringan; kotak tetap di halaman ini.";
      timer = setTimeout(() => keep(boxes, again + 1), Math.min(2000 * 2 ** again, 30000));
    }
  };
  const editor = new Editor(pending, JSON.parse(field?.value || "[]"), (boxes) => {
    if (!field) return;
    field.value = JSON.stringify(boxes);
    latest = boxes;
    note.textContent = "Menyimpan.";
    clearTimeout(timer);
    timer = setTimeout(() => keep(boxes), 700);
  });
  editor.say(editor.count());
}

// A picture on this device -------------------------------------------------------------------------

/** @type {HTMLFormElement | null} */
const begin = document.querySelector("#sensor-mulai");
if (begin) {
  const input = /** @type {HTMLInputElement} */ (begin.elements.namedItem("berkas"));
  const news = begin.querySelector("[data-kabar]");
  const bar = begin.querySelector("progress");
  const place = document.querySelector("#sensor-gambar");
  const sheet = place.querySelector("img");
  const boxes = [];
  const editor = new Editor(place, boxes, () => {});
  let chosen = null;

  const send = (body, button) => {
    const request = new XMLHttpRequest();
    request.open("POST", begin.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    button.disabled = true;
    bar.hidden = false;
    news.textContent = "Sedang diunggah.";
    news.classList.remove("field-error");
    const fail = (text) => {
      news.textContent = text;
      news.classList.add("field-error");
      bar.hidden = true;
      button.disabled = false;
      news.scrollIntoView({ block: "center" });
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => ([bar.max, bar.value] = [total || 1, loaded]));
    request.addEventListener("error", () => fail("Jaringan terputus. Coba lagi."));
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not ours: said below.
      }
      if (answer.ke) location.assign(answer.ke);
      else if (request.status === 401) fail("Sesi berakhir. Masuk kembali di tab lain, lalu coba lagi.");
      else fail(answer.pesan?.join?.(" ") || "Server belum dapat menerima berkas ini.");
    });
    request.send(body);
  };

  input.addEventListener("change", async () => {
    const file = input.files[0];
    news.textContent = "";
    chosen?.close();
    chosen = null;
    place.hidden = true;
    if (!file || !/^image\//.test(file.type)) return;
    try {
      chosen = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      news.textContent = "Gambar ini tidak dapat dibuka peramban. Simpan dahulu sebagai JPEG atau PNG.";
      news.classList.add("field-error");
      input.value = "";
      return;
    }
    if (sheet.src) URL.revokeObjectURL(sheet.src);
    sheet.src = URL.createObjectURL(file);
    boxes.length = 0;
    editor.past.length = 0;
    editor.commit(editor.count());
    place.hidden = false;
    place.scrollIntoView();
  });

  begin.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // the shared guard against double sending is for plain forms
    const file = input.files[0];
    if (chosen) return place.scrollIntoView();
    const limit = Number(begin.dataset.maks);
    if (file && limit && file.size > limit) {
      news.textContent = `Berkas ini melebihi ${Math.floor(limit / 1048576)} MB. Perkecil atau pisahkan dahulu.`;
      return;
    }
    send(new FormData(begin), begin.querySelector("button"));
  });

  place.querySelector("[data-batal]").addEventListener("click", () => {
    place.hidden = true;
    input.value = "";
    chosen?.close();
    chosen = null;
    input.focus();
  });

  place.querySelector("[data-simpan-gambar]").addEventListener("click", async (event) => {
    const button = event.target;
    if (!boxes.length) return editor.say("Tandai dahulu bagian yang memuat data pribadi.");
    const blob = await burnt();
    const body = new FormData();
    body.append("terbakar", "on");
    body.append("berkas", blob, `${input.files[0].name.replace(/\.[^.]*$/, "")}.jpg`);
    send(body, button);
  });

  // Drawn afresh: neither the pixels below a box nor anything beside the pixels is in the result.
  const burnt = () => {
    const scale = Math.min(1, LONGEST / Math.max(chosen.width, chosen.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(chosen.width * scale), Math.round(chosen.height * scale)];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(chosen, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    for (const box of boxes) {
      const [left, top] = [Math.floor(box.x * canvas.width) - 1, Math.floor(box.y * canvas.height) - 1];
      const right = Math.ceil((box.x + box.lebar) * canvas.width) + 1;
      const bottom = Math.ceil((box.y + box.tinggi) * canvas.height) + 1;
      pen.fillRect(left, top, right - left, bottom - top);
    }
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  };
}
