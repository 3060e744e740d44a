// A device at the counter. Leaving a page would leave full screen, so its parts are exchanged;
// without this module the same pages work by themselves. Nothing a person typed is kept.

const { mulai } = document.body.dataset;
const [diam, kembali] = [document.body.dataset.diam, document.body.dataset.kembali].map(Number);
const WARN_SECONDS = 15;
let idle;
let back;
let warning;
const WORDS = {
  id: {
    still: "Masih mengisi? Sentuh layar untuk melanjutkan. Sebentar lagi isian dihapus dan layar kembali ke awal.",
    lost: "Jawaban belum terkirim karena jaringan terputus. Tekan sekali lagi.",
    busy: "Jawaban belum terkirim karena terlalu banyak jawaban dalam waktu singkat. Tunggu sebentar, lalu tekan sekali lagi.",
  },
  en: {
    still: "Still answering? Touch the screen to go on. Soon the answers are cleared and the screen returns to the start.",
    lost: "Your answer has not been sent because the network is down. Press once more.",
    busy: "Your answer has not been sent because too many came in a short time. Wait a moment, then press once more.",
  },
};
const words = () => WORDS[document.documentElement.lang] ?? WORDS.id;

function show(text, focus) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const main = next.querySelector("main");
  if (!main) throw new Error("no page");
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  const note = next.querySelector("footer p:last-child");
  if (note) document.querySelector("footer p:last-child").replaceWith(document.adoptNode(note));
  window.scrollTo(0, 0);
  if (focus) {
    const title = document.querySelector("h1");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
  arrived();
}

async function open(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", credentials: "same-origin", ...options });
  // The page of the limit or of a failing server would take the place of what was filled in.
  if (answer.status === 429 || answer.status >= 500) {
    throw new Error(words()[answer.status === 429 ? "busy" : "lost"], { cause: answer.status });
  }
  show(await answer.text(), options.focus ?? true);
}

function start() {
  clearTimeout(idle);
  clearTimeout(back);
  open(mulai, { focus: false }).catch(() => {
    // The network is away: whatever was typed still has to go.
    document.querySelector("form")?.reset();
    back = setTimeout(start, 10_000);
  });
}

function arrived() {
  clearTimeout(back);
  warning?.remove();
  if (!document.querySelector("form[method=post], .pilihan")) back = setTimeout(start, kembali * 1000);
  waiting();
}

function waiting() {
  clearTimeout(idle);
  warning?.remove();
  warning = undefined;
  idle = setTimeout(warn, Math.max(5, diam - WARN_SECONDS) * 1000);
}

function warn() {
  warning = document.createElement("p");
  warning.className = "masih";
  warning.setAttribute("role", "alert");
  warning.textContent = words().still;
  document.body.append(warning);
  idle = setTimeout(start, Math.min(WARN_SECONDS, diam) * 1000);
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  const form = event.target;
  /** @type {HTMLButtonElement} */
  const button = form.querySelector("button:not([type=button])");
  if (button.disabled) return;
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  button.disabled = true;
  open(form.action, { method: "POST", body }).catch((error) => {
    button.disabled = false;
    const told = form.querySelector(".putus") ?? document.createElement("p");
    told.className = "galat putus";
    told.setAttribute("role", "alert");
    told.textContent = error.cause ? error.message : words().lost;
    button.before(told);
  });
});

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement} */
  const link = event.target.closest("main a[href]");
  if (!link || link.origin !== location.origin) return;
  event.preventDefault();
  open(link.href).catch(start);
});

// What a person does. Not "scroll": that also comes late, and from the page itself.
for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  document.addEventListener(name, waiting, { passive: true });
}

const screen = document.getElementById("layar");
function offer() {
  screen.hidden = !document.fullscreenEnabled || Boolean(document.fullscreenElement);
}
screen.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
document.addEventListener("fullscreenchange", offer);
offer();
arrived();
