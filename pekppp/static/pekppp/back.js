// Coming back to a page of a person: by Back, or in a tab that a telephone had thrown away. What the
// browser then shows may be old, and its person may have logged out since. Not a module, and before
// everything else: nothing may be drawn that has to be hidden again.
//
//   <script src="back.js" data-pengguna="17">
//     data-get       the page was asked for and can be again: reloading what answered a form would
//                    send the form once more
//     data-luring    the page is kept for being without network (F01, F02): Back may show an old copy
//
// Who is here stands in this browser's storage, where a page that opens without network looks it up
// (evaluations/core/device.js); logging out removes it.
(() => {
  const { pengguna, get, luring } = document.currentScript.dataset;
  const HERE = "pekppp.pengguna";
  const PATIENCE = 5000; // ms: a line that is slower than this counts as none
  const root = document.documentElement;

  function isHere() {
    try {
      return localStorage.getItem(HERE) === pengguna;
    } catch {
      return false; // storage is switched off: then only the server knows
    }
  }

  function leave() {
    root.classList.add("tertutup");
    // To the login page, or to this page anew.
    if (get === undefined) location.replace(location.pathname + location.search);
    else location.reload();
  }

  // Anew where there is a network; without one the old page, and what is typed on it, is what there is.
  async function renew() {
    if (get === undefined) return;
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    } catch {
      return;
    }
    const event = new CustomEvent("pekppp:anew", { cancelable: true });
    if (document.dispatchEvent(event)) location.reload();
  }

  const arrival = () => performance.getEntriesByType("navigation")[0];
  const isBack = () => arrival()?.type === "back_forward";

  if (isBack() && !isHere()) {
    leave();
    return;
  }
  try {
    localStorage.setItem(HERE, pengguna);
  } catch {
    // Nothing is kept for anybody then.
  }
  // Nothing came over the line: it lay in the browser's files.
  document.addEventListener("DOMContentLoaded", () => {
    if (isBack() && luring !== undefined && !arrival().transferSize) renew();
  });

  // Covered while it is put away, so that it is not seen before it is looked at again.
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) root.classList.add("tertutup");
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (!isHere()) {
      leave();
      return;
    }
    root.classList.remove("tertutup");
    renew();
  });
  // Logged out in another tab.
  window.addEventListener("storage", (event) => {
    if (event.key === HERE && event.newValue === null) leave();
  });
})();
