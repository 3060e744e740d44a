// Elements from plain data. Text is only ever text.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value === "boolean") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function tombol(text, act, look = "outline-primary", more = {}) {
  return el("button", { type: "button", class: `btn btn-${look}`, onclick: act, ...more }, text);
}

// Two presses: what would be gone is gone only on purpose.
export function tombolYakin(text, sure, act, more = {}) {
  const made = tombol(text, () => {
    if (made.dataset.yakin) {
      act();
      return;
    }
    made.dataset.yakin = "1";
    made.textContent = sure;
  }, "outline-danger", more);
  return made;
}

export function ukuran(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

// Minutes before UTC, as a device tells its zone.
const ZONES = new Map([[-420, "WIB"], [-480, "WITA"], [-540, "WIT"]]);

function zona(time) {
  const offset = time.getTimezoneOffset();
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return ZONES.get(offset) ?? `UTC${offset > 0 ? "−" : "+"}${hours}.${minutes}`;
}

// In the zone of this device, which a photo on site may be far from.
export function jam(moment) {
  const time = new Date(moment);
  const two = (number) => String(number).padStart(2, "0");
  const months = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
  ];
  const day = `${time.getDate()} ${months[time.getMonth()]} ${time.getFullYear()}`;
  return `${day} pukul ${two(time.getHours())}.${two(time.getMinutes())} ${zona(time)}`;
}
