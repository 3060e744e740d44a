// The cards of the F01: folded and opened, listed with their state, and the way to the next one.

const root = document.getElementById("f01");
const cards = /** @type {HTMLDetailsElement[]} */ ([...root.querySelectorAll("details[data-indikator]")]);
const chip = (own) => root.querySelector(`[data-kartu="${own.dataset.indikator}"]`);

// "tersimpan 14.03", once for all questions of a card.
export function tellCard(own, text) {
  own.querySelector("[data-tersimpan]").textContent = text;
}

// After a save: how many of a card's questions are answered now.
export function showProgress(own, [done, asked]) {
  own.querySelector('[data-kemajuan="indikator"]').textContent = `${done}/${asked}`;
  const link = chip(own);
  let state = done ? "sebagian" : "belum";
  if (done === asked) state = "lengkap";
  if (own.querySelector(".periksa-galat")) state = "galat";
  if ("dikembalikan" in own.dataset) state = "dikembalikan";
  link.dataset.status = state;
  link.querySelector("[data-status-kata]").textContent = state;
}

const isOpen = (own) => chip(own).dataset.status !== "lengkap";

function show(own) {
  own.open = true;
  own.scrollIntoView({ block: "start" });
}

// The first question that is asked and not answered, or the head of the card.
function enter(own) {
  show(own);
  const empty = [...own.querySelectorAll("[data-pertanyaan]:not([hidden])")].find(
    (place) => !place.querySelector("input:checked") &&
      ![...place.querySelectorAll("input[type=text], textarea")].some((box) => box.value.trim()),
  );
  const goal = (empty ?? own).querySelector("input, textarea, summary");
  goal.focus({ preventScroll: Boolean(!empty) });
}

// An address that names a card, a question or its evidence opens what it lies in.
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name === "belum") {
    const first = cards.find(isOpen);
    if (first) enter(first);
    return;
  }
  const goal = name ? document.getElementById(name) : null;
  const own = /** @type {HTMLDetailsElement | undefined} */ (goal?.closest("details[data-indikator]"));
  if (!own || own.open) return;
  own.open = true;
  goal.scrollIntoView({ block: "start" });
}

// From where one was last, or from what is seen: the next one below, else the first above.
let last = -1;

function nextOne() {
  const seen = last >= 0 ? last : cards.findIndex((own) => own.getBoundingClientRect().bottom > 60) - 1;
  const order = [...cards.slice(seen + 1), ...cards.slice(0, seen + 1)];
  return order.find(isOpen);
}

if (cards.length) {
  root.addEventListener("focusin", (event) => {
    last = cards.findIndex((own) => own.contains(/** @type {Node} */ (event.target)));
  });
  follow();
  addEventListener("hashchange", follow);
  // A link to where one is already changes no address.
  root.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("[data-kartu]");
    if (link) show(cards[[...root.querySelectorAll("[data-kartu]")].indexOf(link)]);
  });

  /** @type {HTMLAnchorElement | null} */
  const next = document.querySelector("[data-berikut-belum]");
  next?.addEventListener("click", (event) => {
    const own = nextOne();
    const further = next.dataset.lanjut || document.querySelector("[data-ringkasan]")?.getAttribute("href");
    if (!own && !further) return;
    event.preventDefault();
    if (own) enter(own);
    else location.assign(further);
  });

  /** @type {HTMLButtonElement} */
  const all = root.querySelector("[data-buka-semua]");
  const rename = () => {
    all.textContent = cards.every((own) => own.open) ? "Lipat semua" : "Buka semua";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const open = !cards.every((own) => own.open);
    for (const own of cards) own.open = open;
    rename();
  });
  root.addEventListener("toggle", rename, true);
  rename();
}
