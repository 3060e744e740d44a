// One indicator: panels whose fields save by themselves, the suggestion, and the keys.
import { PanelForm } from "./form.js";
import { Recommendations } from "./recommendations.js";
import { bothValues, changedElsewhere, differs } from "./rules.js";
import { button } from "./buttons.js";

export class Indicator {
  constructor(element, saver, listeners) {
    this.element = element;
    this.saver = saver;
    this.data = element.dataset;
    this.suggestion = element.querySelector("#usulan");
    this.panels = [...element.querySelectorAll("[data-panel]")].map(
      (form) => new Panel(form, this, saver, listeners),
    );
    this.advice = new Recommendations(element, saver, listeners);
    this.listeners = listeners;
    this.left = new AbortController();
    this.main = this.panels.find((panel) => "utama" in panel.form.dataset);
    this.keys();
  }

  restored() {
    for (const panel of this.panels) panel.restored();
    this.advice.restored();
  }

  // Another indicator takes its place.
  leave() {
    this.left.abort();
    for (const { target } of [...this.panels, ...this.advice.all]) this.listeners.delete(target);
  }

  refill(target, body) {
    const panel = this.panels.find((one) => one.target === target);
    panel?.fill(body.changes);
    panel?.boxes();
    this.advice.refill(target, body);
  }

  versionOf(target) {
    return this.panels.find((one) => one.target === target)?.form.dataset.versi;
  }

  // Every save of this evaluation, of whichever page, moves the strip.
  heard(target, state) {
    const [evaluasi, nomor, peran] = target.split(":");
    if (evaluasi !== this.data.evaluasi || state?.kind !== "tersimpan") return;
    this.begun(state.jawaban ?? {});
    if (peran === "sepakat" || !("level" in (state.jawaban ?? {}))) return;
    this.mark(nomor, state.jawaban.level);
  }

  // The first level of all begins the assessment.
  begun({ status, status_kata: words }) {
    const badge = this.element.querySelector("[data-status]");
    if (!badge || !status) return;
    badge.className = `state state-${status}`;
    badge.textContent = words;
  }

  mark(nomor, level) {
    const step = this.element.querySelector(`[data-langkah="${CSS.escape(nomor)}"]`);
    if (!step) return;
    step.toggleAttribute("data-terisi", level !== null);
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = level === null ? ", belum dinilai" : ", nilai ";
    step.querySelector(".strip-nilai").replaceChildren(hidden, level === null ? "·" : `${level}`);
    const progress = this.element.querySelector("[data-kemajuan]");
    const mine = [...this.element.querySelectorAll("[data-dihitung]")];
    const done = mine.filter((item) => item.hasAttribute("data-terisi")).length;
    if (progress) progress.textContent = `${done} dari ${mine.length} indikator sudah Anda nilai`;
  }

  // The cycle hides the suggestion until a first level was saved: then it is fetched.
  async reveal() {
    if (!this.suggestion?.hasAttribute("data-tersembunyi")) return;
    let text;
    try {
      const response = await fetch(this.data.urlUsulan, { headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      text = await response.text();
    } catch {
      return; // without network it stays hidden; the next save asks again
    }
    const part = document.createElement("div");
    part.innerHTML = text;
    if (part.querySelector(".usulan-tersembunyi")) return;
    this.suggestion.replaceChildren(...part.children);
    this.suggestion.removeAttribute("data-tersembunyi");
    const shown = this.suggestion.querySelector("[data-level]")?.dataset.level ?? "";
    const beside = this.element.querySelector("[data-banding-usulan]");
    if (beside) beside.textContent = shown || "–";
    for (const panel of this.panels) panel.suggested(shown);
  }

  keys() {
    const box = this.element.querySelector("[data-pintasan]");
    try {
      box.checked = localStorage.getItem("pekppp.pintasan") !== "mati";
      box.addEventListener("change", () => {
        localStorage.setItem("pekppp.pintasan", box.checked ? "hidup" : "mati");
      });
    } catch {
      // Without storage the choice holds for this page.
    }
    document.addEventListener("keydown", (event) => {
      if (!box.checked || event.defaultPrevented || event.isComposing) return;
      if (this.done(event)) return event.preventDefault();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.repeat || event.getModifierState("AltGraph")) return;
      if (this.press(event.key, event.target)) event.preventDefault();
    }, { signal: this.left.signal });
  }

  // What is written is done: Esc goes back to the levels, Ctrl+Enter on to what has no level yet.
  done({ key, ctrlKey, metaKey, altKey, repeat, target }) {
    if (repeat || altKey || !target.matches?.("textarea")) return false;
    const panel = this.panels.find(({ form }) => form.contains(target));
    if (!panel) return false;
    const plain = !ctrlKey && !metaKey;
    if (key === "Escape" && plain) return panel.toLevels();
    if (key !== "Enter" || plain) return false;
    this.saver.flush();
    if (panel.missing()) return panel.toReason();
    this.element.querySelector("[data-berikut]").click();
    return true;
  }

  press(key, target) {
    const radio = target.matches?.('input[type="radio"]');
    const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";
    if (!radio && target.closest?.(typing)) return false;
    if (document.querySelector("dialog[open]")) return false;
    if (/^[0-9]$/.test(key)) return Boolean(this.main?.choose(key));
    const acuan = this.main?.form.dataset.acuan; // "" where nothing is suggested
    if (key === "d") return Boolean(this.main?.proposed());
    if (key === "s") return Boolean(acuan) && this.main.choose(acuan);
    if (radio && key.startsWith("Arrow")) return false; // they move through the rubric
    const name = { n: "sesudah", ArrowRight: "sesudah", p: "sebelum", ArrowLeft: "sebelum", u: "berikut" }[key];
    const link = name && this.element.querySelector(`[data-${name}]`);
    link?.click();
    return Boolean(link);
  }
}

class Panel extends PanelForm {
  constructor(form, page, saver, listeners) {
    super(form, saver, page.data.evaluasi, page.data.nomor);
    this.page = page;
    for (const button of form.querySelectorAll("[data-tanpa-js]")) button.hidden = true;
    for (const button of form.querySelectorAll("[data-pakai-level]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.choose(button.dataset.pakaiLevel));
    }
    listeners.set(this.target, (state) => this.heard(state));
    this.boxes();
  }

  get reference() {
    const { acuan, namaAcuan } = this.form.dataset;
    return { acuan: acuan === "" ? null : Number(acuan), namaAcuan };
  }

  get versi() {
    return Number(this.form.dataset.versi);
  }

  get how() {
    const { evaluasi, nomor, nama, urlNilai } = this.page.data;
    return { url: urlNilai, label: `Indikator ${nomor}, ${nama}`, href: `/evaluasi/${evaluasi}/f02/${nomor}/` };
  }

  // What an earlier page could not send goes back into the fields.
  restored() {
    const unsent = this.saver.unsent(this.target);
    if (unsent) this.fill(unsent.changes);
    this.boxes();
  }

  // The level that another evaluation of the unit has here.
  proposed() {
    const level = this.form.querySelector("[data-pakai-level]")?.dataset.pakaiLevel;
    return level !== undefined && this.choose(level);
  }

  choose(key) {
    const radio = this.form.querySelector(`[name="level"][value="${key}"]`);
    if (!radio || radio.matches(":disabled")) return false;
    radio.checked = true;
    radio.closest("label").scrollIntoView({ block: "nearest" });
    this.changed(radio);
    if (this.missing()) this.toReason();
    return true;
  }

  // To where the first thing is to be written that the server would ask for.
  toReason() {
    const empty = [...this.form.querySelectorAll('[aria-required="true"], [name="alasan_tidak_terverifikasi"]')];
    const text = empty.find((box) => !box.value.trim() && box.checkVisibility());
    text?.focus();
    return Boolean(text);
  }

  toLevels() {
    const radio = this.form.querySelector('[name="level"]:checked');
    if (!radio || radio.matches(":disabled")) return false;
    radio.focus();
    return true;
  }

  suggested(level) {
    if (this.peran !== "evaluator") return;
    this.form.dataset.acuan = level;
    this.boxes();
    if (!this.missing()) return;
    if (this.saver.unsent(this.target)) this.put({}, 0);
    else this.status.textContent += `; ${this.missing()}`;
  }

  boxes() {
    super.boxes();
    const { acuan, namaAcuan } = this.reference;
    const help = this.form.querySelector("[data-bantuan-alasan]");
    if (!help || !differs(this.level, acuan)) return;
    help.textContent = `Wajib, karena nilai ${this.level} tidak sama dengan ${namaAcuan} (${acuan}).`;
  }

  heard(state) {
    this.tell(state, this.page.element.querySelector("[data-cermin]"));
    if (state?.kind === "bentrok") this.showConflict(state.sekarang);
    if (state?.kind === "tersimpan") {
      this.form.dataset.versi = state.jawaban.versi;
      if (state.jawaban.level != null) {
        this.page.reveal();
        this.page.element.querySelector(`[data-kedudukan="${this.peran}"]`)?.remove();
      }
      const own = this.page.element.querySelector("[data-banding-saya]");
      if (own && this.peran !== "sepakat") own.textContent = state.jawaban.level ?? "–";
    }
    this.boxes();
  }

  showConflict(now) {
    const list = document.createElement("ul");
    for (const words of bothValues(this.saver.unsent(this.target)?.changes ?? {}, now)) {
      const line = document.createElement("li");
      line.textContent = words;
      list.append(line);
    }
    const text = document.createElement("p");
    text.textContent = changedElsewhere(now);
    this.conflict.replaceChildren(
      text, list,
      button("Pakai isian saya", () => this.saver.keepMine(this.target)),
      button("Pakai yang tersimpan", () => {
        this.form.dataset.versi = now.versi;
        this.saver.drop(this.target);
        this.fill(now);
        this.boxes();
        this.status.textContent = `tersimpan ${now.pada}`;
      }),
    );
  }
}
