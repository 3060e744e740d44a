// Answers and files of the last time, beside the fields that are still empty. Taking one over
// fills the field and says so with an `input` event, as if it was typed: f01.js saves it.

import { csrfToken } from "../core/saving_post.js";

const root = document.getElementById("f01");

const offerOf = (element) => element.querySelector("[data-lalu]");
const card = (element) => element.closest("[data-indikator]");

function isFilled(element) {
  if (element.querySelector("input:checked")) return true;
  const box = element.querySelector("input[type=text], textarea");
  return Boolean(box?.value.trim());
}

// An offer stands only beside what is not answered.
function show(element) {
  const offer = offerOf(element);
  if (offer) offer.hidden = isFilled(element);
}

function showAll(own) {
  const button = own.querySelector("[data-pakai-semua]");
  if (!button) return;
  const left = [...own.querySelectorAll("[data-lalu][data-ikut]")].filter((offer) => !offer.hidden);
  button.closest("p").hidden = left.length < 2;
}

function refresh(own) {
  for (const element of own.querySelectorAll("[data-pertanyaan]")) show(element);
  showAll(own);
}

// The input that then tells what happened, or null where somebody has answered meanwhile.
function fill(element) {
  if (isFilled(element)) return null;
  const value = JSON.parse(offerOf(element).querySelector("[data-pakai]").dataset.pakai);
  if (Array.isArray(value)) {
    if (!value.length) return check(element.querySelector("[data-tidak-ada]"));
    const boxes = [...element.querySelectorAll("input[type=checkbox][value]:not([data-tidak-ada])")];
    return boxes.filter((box) => value.includes(box.value)).map(check).at(-1) ?? null;
  }
  const radios = [...element.querySelectorAll("input[type=radio]")];
  if (radios.length) {
    const code = typeof value === "boolean" ? (value ? "ya" : "tidak") : value;
    const radio = radios.find((one) => one.value === code);
    return radio ? check(radio) : null;
  }
  const box = element.querySelector("input[type=text], textarea");
  box.value = element.dataset.jenis === "persen" ? String(value).replace(".", ",") : String(value);
  return box;
}

function check(input) {
  input.checked = true;
  return input;
}

function take(element) {
  const input = fill(element);
  input?.dispatchEvent(new Event("input", { bubbles: true }));
  return input;
}

// One after another: what a parent's save says about its children is heard before theirs.
async function takeAll(own) {
  for (const element of own.querySelectorAll("[data-pertanyaan]")) {
    if (offerOf(element)?.hasAttribute("data-ikut") && take(element)) await settled(element);
  }
}

// Saved, or kept here until there is a network again: in any case no longer under way.
function settled(element) {
  const line = element.querySelector("[data-keadaan]");
  const moving = () => /keadaan-(antre|menyimpan|kosong)/.test(line.className);
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => moving() || finish());
    const timer = setTimeout(finish, 5000);
    function finish() {
      watch.disconnect();
      clearTimeout(timer);
      resolve();
    }
    watch.observe(line, { attributes: true });
    if (line.className !== "keadaan" && !moving()) finish();
  });
}

root.addEventListener("input", (event) => {
  const element = event.target.closest("[data-pertanyaan]");
  if (element) refresh(card(element));
});

root.addEventListener("click", async (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  if (pressed.matches("[data-pakai]")) {
    const input = take(pressed.closest("[data-pertanyaan]"));
    input?.focus();
  } else if (pressed.matches("[data-pakai-semua]")) {
    pressed.disabled = true;
    const own = card(pressed);
    await takeAll(own);
    pressed.disabled = false;
    own.querySelector("[data-pertanyaan] input:checked, [data-pertanyaan] input[type=text]")?.focus();
  } else if (pressed.matches("[data-kosongkan]")) {
    setTimeout(() => refresh(card(pressed)));
  }
});

root.addEventListener("submit", async (event) => {
  if (!event.target.matches("form[data-pakai-lagi]")) return;
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const place = form.closest("[data-lalu-bukti]");
  const said = place.querySelector("[data-pesan]");
  const button = form.querySelector("button");
  said.hidden = true;
  button.disabled = true;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: new FormData(form),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.pesan ?? "Belum dapat dipakai. Coba lagi.");
    const list = form.closest(".bukti").querySelector("[data-daftar-bukti]");
    list.innerHTML = answer.html;
    form.closest("li").remove();
    if (!place.querySelector("li")) place.remove();
    list.tabIndex = -1;
    list.focus();
  } catch (error) {
    said.textContent = error instanceof TypeError ? "Tidak ada jaringan. Coba lagi nanti." : error.message;
    said.hidden = false;
    button.disabled = false;
  }
});

for (const own of root.querySelectorAll("[data-indikator]")) refresh(own);
