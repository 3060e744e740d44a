// Typing sheets of paper: a level goes on to the next box by itself, Backspace goes back.
const form = document.getElementById("kertas");
/** @type {NodeListOf<HTMLInputElement> | undefined} */
const found = form?.querySelectorAll(".kertas-butir input");
const boxes = [...(found ?? [])];

boxes.forEach((box, place) => {
  box.addEventListener("focus", () => box.select());
  box.addEventListener("input", () => {
    box.value = box.value.toLowerCase();
    if (/^[0-9x]$/.test(box.value)) {
      (boxes[place + 1] ?? form.querySelector("button.btn-primary")).focus();
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !box.value && place > 0) {
      event.preventDefault();
      boxes[place - 1].focus();
    }
  });
});
