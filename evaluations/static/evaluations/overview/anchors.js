// The parts of an evaluation were one page once: an address that names what lies elsewhere now
// leads there.

const name = location.hash.slice(1);
/** @type {NodeListOf<HTMLAnchorElement>} */
const parts = document.querySelectorAll("a[data-jangkar]");
if (name && !document.getElementById(name)) {
  const part = [...parts].find((link) => link.dataset.jangkar.split(" ").includes(name));
  if (part) location.replace(`${part.href}#${name}`);
}
