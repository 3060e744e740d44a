// Evidence: several files at once by picker, drag or camera, one after another, each with its
// progress and its own outcome. Without this script the same form posts plainly.

import { kecilkan } from "./photo.js";
import { Gagal, buang, percent, unggah } from "./upload.js";

const megabytes = (bytes) => `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
let sending = 0;

for (const form of document.querySelectorAll("form.unggah")) {
  const box = form.closest(".bukti");
  for (const part of form.querySelectorAll("[data-hanya-skrip], [data-batal]")) part.hidden = false;
  form.querySelector("[data-tanpa-skrip]").hidden = true; // what is chosen is sent
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // the shared guard against double sending is for plain forms
  });
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => take(form, input));
  }
  for (const line of form.querySelectorAll("[data-terputus]")) {
    /** @type {HTMLButtonElement} */
    const cancel = line.querySelector("[data-batal]");
    cancel.addEventListener("click", async () => {
      cancel.disabled = true;
      if (await buang(line.dataset.terputus)) line.remove();
      else cancel.disabled = false;
    });
  }
  for (const kind of /** @type {const} */ (["dragenter", "dragover"])) {
    box.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      box.classList.add("seret");
    });
  }
  box.addEventListener("dragleave", (event) => {
    if (!box.contains(/** @type {Node} */ (event.relatedTarget))) box.classList.remove("seret");
  });
  box.addEventListener("drop", (event) => {
    box.classList.remove("seret");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    enqueue(form, [...event.dataTransfer.files]);
  });
}

window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});

function take(form, input) {
  const chosen = [...input.files];
  input.value = "";
  enqueue(form, chosen);
}

// One after another: a poor line carries one file better than three.
function enqueue(form, files) {
  const queue = form.querySelector(".unggah-antre");
  queue.querySelectorAll("[data-selesai]").forEach((line) => line.remove());
  for (const own of files.map((file) => row(queue, file))) {
    sending += 1;
    form.berkasAntre = (form.berkasAntre ?? Promise.resolve()).then(async () => {
      await send(form, own);
      sending -= 1;
    });
  }
}

function row(queue, file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const cancel = document.createElement("button");
  name.textContent = `${file.name}: menunggu giliran`;
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Unggah ${file.name}`);
  const giveUp = new AbortController();
  cancel.type = "button";
  cancel.className = "btn btn-sm btn-outline-primary";
  cancel.textContent = "Batalkan";
  cancel.setAttribute("aria-label", `Batalkan ${file.name}`);
  cancel.addEventListener("click", () => giveUp.abort());
  line.append(name, " ", bar, " ", cancel);
  queue.append(line);
  return { line, name, bar, cancel, file, giveUp };
}

function done({ line, name, bar, cancel }, text, failed = false) {
  bar.remove();
  cancel.remove();
  name.textContent = text;
  line.closest("form").querySelector("[data-kabar]").textContent = text; // read aloud, once
  line.dataset.selesai = "";
  line.classList.toggle("field-error", failed);
}

async function send(form, own) {
  const { file, name, bar, giveUp } = own;
  const limit = Number(form.dataset.maks);
  try {
    if (giveUp.signal.aborted) throw new Gagal("dibatalkan.");
    if (!file.size) throw new Gagal("berkas kosong. Pilih berkas lain.");
    const smaller = await kecilkan(file, Number(form.dataset.sisi));
    if (limit && smaller.size > limit) {
      throw new Gagal(`berukuran ${megabytes(smaller.size)}; paling besar ${megabytes(limit)}.`);
    }
    const answer = await unggah(smaller, {
      url: form.dataset.unggahan,
      meta: { indikator: form.elements.indikator.value },
      sidik: `${file.name} ${file.size} ${file.lastModified}`,
      signal: giveUp.signal,
      onProgress({ sent, total }) {
        [bar.max, bar.value] = [total, sent];
        own.part = `${percent(sent, total)} dari ${megabytes(total)}`;
        if (sent < total) name.textContent = `${file.name}: ${own.part}`;
      },
      onState(kind, text, address) {
        if (kind === "lanjut") forgetBroken(form, address);
        if (text) name.textContent = `${file.name}: ${text}`;
      },
    });
    form.closest(".bukti").querySelector("[data-daftar-bukti]").innerHTML = answer.html;
    done(own, `${answer.terima.join(", ")} tersimpan.`);
  } catch (error) {
    if (!(error instanceof Gagal)) {
      done(own, `${file.name}: tidak dapat diunggah. Muat ulang halaman, lalu coba lagi.`, true);
      reportError(error); // and the next file has its turn
      return;
    }
    // The server's words name the file already.
    done(own, error.message.includes(file.name.slice(0, 40)) ? error.message : `${file.name}: ${error.message}`, true);
  }
}

// What an earlier page left half way goes on in this line.
function forgetBroken(form, address) {
  form.querySelector(`[data-terputus="${CSS.escape(address)}"]`)?.remove();
}
