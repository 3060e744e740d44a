// One panel of F02: a form whose fields save by themselves, at the desk (panel.js) and in the field
// (lapangan/indikator.js). Each of them says what it knows of the panel: `reference`, `versi`, `how`.
//
//   <form data-panel="evaluator">
//     <p data-keadaan>  <div data-bentrok hidden>
//     <input type="radio" name="level" value="3">   value "" is no level
//     <div data-kotak="alasan"><textarea name="alasan">
//     <input type="checkbox" name="diamati">  <input type="checkbox" name="tidak_terverifikasi">
//     <div data-kotak="alasan_tidak_terverifikasi"><textarea name="alasan_tidak_terverifikasi">
//     <textarea name="catatan_unit">  <textarea name="catatan_internal">

import { differs, missing } from "./rules.js";
import { words } from "../core/saving_words.js";

const LEVEL_DELAY = 250; // arrow keys run through the radios: the last one counts
const TEXT_DELAY = 800;

export class PanelForm {
  constructor(form, saver, evaluasi, nomor) {
    this.form = form;
    this.saver = saver;
    this.nomor = Number(nomor);
    this.peran = form.dataset.panel;
    this.target = `${evaluasi}:${nomor}:${this.peran}`;
    this.status = form.querySelector("[data-keadaan]");
    this.conflict = form.querySelector("[data-bentrok]");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) this.save(event.target.name, event.target.value, TEXT_DELAY);
    });
  }

  // Of the place it stands in ------------------------------------------------------------------

  /** @returns {Reference} */
  get reference() {
    return { acuan: null, namaAcuan: "" };
  }

  // The version that the person saw.
  get versi() {
    return 0;
  }

  // Where it is posted, and what it is called in lists: {url, label, href}.
  get how() {
    return {};
  }

  // Whether a reason may be asked for that nobody can know of yet.
  get mayBeAsked() {
    return false;
  }

  // Fields -------------------------------------------------------------------------------------

  field(name) {
    return this.form.querySelector(`[name="${name}"]`);
  }

  box(name) {
    return this.form.querySelector(`[data-kotak="${name}"]`);
  }

  value(name) {
    return this.field(name)?.value.trim() ?? "";
  }

  get level() {
    const chosen = this.form.querySelector('[name="level"]:checked')?.value ?? "";
    return chosen === "" ? null : Number(chosen);
  }

  // `typed`: a field that is left as it is.
  fill(values, typed = null) {
    for (const [name, value] of Object.entries(values)) {
      for (const field of this.form.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "radio") field.checked = field.value === (value === null ? "" : String(value));
        else if (field.type === "checkbox") field.checked = Boolean(value);
        else if (field !== typed) field.value = value ?? "";
      }
    }
  }

  changed(field) {
    if (field.name === "level") this.save("level", this.level, LEVEL_DELAY);
    else if (field.type === "checkbox") this.save(field.name, field.checked, 0);
    else this.saver.flush(); // a text box was left: its quiet time is over
  }

  // What has to be written before the server would take it.
  missing() {
    return missing({
      level: this.level,
      alasan: this.value("alasan"),
      ditandai: Boolean(this.field("tidak_terverifikasi")?.checked),
      alasanTanda: this.value("alasan_tidak_terverifikasi"),
    }, this.reference);
  }

  // Boxes are seen when something has to be written in them, or is.
  boxes() {
    const reason = this.box("alasan");
    if (reason) {
      const different = differs(this.level, this.reference.acuan);
      const asked = this.saver.state(this.target)?.field === "alasan";
      reason.hidden = !different && !asked && !this.mayBeAsked && !this.value("alasan");
      reason.querySelector("textarea").setAttribute("aria-required", String(different || asked));
    }
    const why = this.box("alasan_tidak_terverifikasi");
    if (why) why.hidden = !this.field("tidak_terverifikasi").checked;
  }

  // Saving -------------------------------------------------------------------------------------

  save(name, value, delay) {
    this.boxes();
    this.put({ [name]: value }, delay);
  }

  put(changes, delay) {
    this.saver.put(
      this.target,
      { indikator: this.nomor, peran: this.peran, changes },
      { ...this.how, versi: this.versi, delay, hold: this.missing() },
    );
  }

  // In words; `mirror` says it where one types, far below the status.
  tell(state, mirror) {
    this.status.textContent = words(state);
    this.status.dataset.jenis = state?.kind ?? "";
    mirror.textContent = words(state);
    this.conflict.hidden = state?.kind !== "bentrok";
  }
}
