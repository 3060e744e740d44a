// A small button, for the choices in a conflict.
export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary btn-sm me-2";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
