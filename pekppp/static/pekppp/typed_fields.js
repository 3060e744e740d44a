// The fields of a plain form as data, and back; see typed.js.

const TERSEMBUNYI = ["csrfmiddlewaretoken", "kunci", "versi", "next"]; // made anew with every page
const BUKAN = ["hidden", "password", "file", "submit", "button", "reset", "image", "fieldset", "output"];
const RAHASIA = /one-time-code|password|cc-/;
const pilihan = ({ type }) => type === "checkbox" || type === "radio";

function bidang(form) {
  return [...form.elements].filter((one) =>
    one.name && one.type && !BUKAN.includes(one.type) && !RAHASIA.test(one.autocomplete ?? ""));
}

function label(one) {
  return (one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? one.name).trim();
}

export function bidangDari(form) {
  return bidang(form).filter((one) => !one.disabled).flatMap((one) => {
    const base = { nama: one.name, label: label(one) };
    if (pilihan(one)) return [{ ...base, nilai: one.value, dipilih: one.checked }];
    if (one.options) return [...one.selectedOptions].map(({ value }) => ({ ...base, nilai: value }));
    return [{ ...base, nilai: one.value }];
  });
}

function alamat(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return pathname + search;
}

function tandaDari(form) {
  return [...form.elements].filter(({ type, name }) => type === "hidden" && !TERSEMBUNYI.includes(name))
    .map(({ name, value }) => `${name}=${value}`).join("&");
}

// Which form it is, on whatever page it is drawn.
export function kenali(form) {
  const [aksi, tanda] = [alamat(form), tandaDari(form)];
  const sejenis = [...document.forms].filter((one) =>
    one.method === "post" && alamat(one) === aksi && tandaDari(one) === tanda);
  return { aksi, tanda, ke: sejenis.indexOf(form) };
}

export function samakah(one, other) {
  return ["pengguna", "aksi", "tanda", "ke"].every((key) => one[key] === other[key]);
}

// Puts it back; what finds no place any more is answered.
export function isi(form, kept) {
  const left = [...kept];
  const take = (test) => {
    const at = left.findIndex(test);
    return at < 0 ? null : left.splice(at, 1)[0];
  };
  for (const one of bidang(form)) {
    if (pilihan(one)) {
      const found = take(({ nama, nilai }) => nama === one.name && nilai === one.value);
      if (found) one.checked = found.dipilih;
    } else if (one.options) {
      const known = [...one.options].filter((option) =>
        take(({ nama, nilai }) => nama === one.name && nilai === option.value));
      if (known.length) for (const option of one.options) option.selected = known.includes(option);
    } else {
      const found = take(({ nama }) => nama === one.name);
      if (found) one.value = found.nilai;
    }
  }
  return left.filter(({ nilai, dipilih }) => dipilih ?? nilai.trim());
}
