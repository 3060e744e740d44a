// The viewer of evidence: page pictures in a <dialog>. Without this script a link leads to a page
// that shows one sheet at a time.

const ASK_EVERY = 5000;
const ASK_TIMES = 36; // then the page has to be loaded again
const ZOOMS = [
  ["", "Seluruh halaman"],
  ["lebar", "Selebar layar"],
  ["besar", "Dua kali"],
];

let viewer = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-pratinjau]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  viewer ??= makeViewer();
  viewer.open(link);
});

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function makeViewer() {
  const title = element("h2", { id: "penampil-judul" });
  const place = element("span", { className: "number" });
  place.setAttribute("role", "status");
  const picture = element("img");
  const stage = element("div", { className: "penampil-letak", tabIndex: 0 }, picture);
  stage.setAttribute("role", "region");
  stage.setAttribute("aria-label", "Gambar halaman");
  const news = element("p", { className: "penampil-kabar" });
  const button = (text, work) => {
    const made = element("button", { type: "button", className: "btn btn-outline-primary", textContent: text });
    made.addEventListener("click", work);
    return made;
  };
  let now = { page: 1, shown: 1, all: 1, name: "", address: "" };
  let zoom = 0;

  const show = (page) => {
    now.page = Math.min(Math.max(page, 1), now.shown);
    news.textContent = "Halaman sedang dimuat.";
    picture.src = now.address.replace(/0\/$/, `${now.page}/`);
    picture.alt = `Gambar halaman ${now.page} dari ${now.name}`;
    place.textContent = `Halaman ${now.page} dari ${now.all}`;
    before.disabled = now.page <= 1;
    after.disabled = now.page >= now.shown;
    stage.scrollTo(0, 0);
  };
  const before = button("Sebelumnya", () => show(now.page - 1));
  const after = button("Berikutnya", () => show(now.page + 1));
  const larger = button("", () => {
    zoom = (zoom + 1) % ZOOMS.length;
    dress();
  });
  const dress = () => {
    stage.className = `penampil-letak ${ZOOMS[zoom][0]}`;
    larger.textContent = ZOOMS[(zoom + 1) % ZOOMS.length][1];
  };
  const close = button("Tutup", () => dialog.close());
  const bar = element("div", { className: "penampil-bilah" }, title, place, before, after, larger, close);
  const dialog = element("dialog", { className: "penampil" }, bar, stage, news);
  dialog.setAttribute("aria-labelledby", title.id);
  const rest = () =>
    now.shown < now.all ? `Yang ditampilkan ${now.shown} halaman pertama; unduh berkasnya untuk membaca selebihnya.` : "";
  picture.addEventListener("load", () => (news.textContent = rest()));
  picture.addEventListener("error", () => (news.textContent = "Gambar halaman ini belum dapat dimuat. Periksa jaringan, lalu coba lagi."));
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the desk has keys of its own: no level is given from in here
    const step = { PageDown: 1, n: 1, PageUp: -1, p: -1 }[event.key];
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step ?? (zoom < 2 && sideways)) show(now.page + (step ?? sideways));
    else if (event.key === "Home") show(1);
    else if (event.key === "End") show(now.shown);
    else if (event.key === "z") larger.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return {
    open(link) {
      const { gambar, halaman, hal, nama, alamat } = link.dataset;
      now = { page: 1, shown: Number(gambar), all: Number(halaman), name: nama, address: alamat };
      title.textContent = nama;
      for (const one of [before, after]) one.hidden = now.all < 2;
      zoom = matchMedia("(max-width: 575px)").matches ? 1 : 0;
      dress();
      dialog.showModal();
      show(Number(hal));
      stage.focus();
    },
  };
}

// A picture that is being made: asked for until it is there.
let asked = 0;
const asking = setInterval(async () => {
  const waiting = [...document.querySelectorAll("[data-pratinjau-menunggu]")];
  if (!waiting.length || document.hidden) return;
  asked += 1;
  if (asked > ASK_TIMES) return clearInterval(asking);
  for (const place of waiting) {
    try {
      const response = await fetch(place.dataset.pratinjauMenunggu, { headers: { "HX-Request": "true" } });
      if (response.ok && place.isConnected) place.outerHTML = await response.text();
    } catch {
      return; // no network: next time
    }
  }
}, ASK_EVERY);
