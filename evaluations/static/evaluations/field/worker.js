// The service worker from the page's side: installed, and replaced only when nothing waits to be sent.
import { berubah, menunggu } from "./state.js";

export const pekerja = { keadaan: "memeriksa", baru: false };

let registration = null;
let controlled = false;

export async function pasangPekerja() {
  if (!("serviceWorker" in navigator)) {
    pekerja.keadaan = "tidak ada";
    berubah();
    return;
  }
  controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first one takes over a page that is as new as itself.
    if (controlled) location.reload();
    controlled = true;
    periksa();
  });
  try {
    const { pekerja: address } = document.body.dataset;
    registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  } catch {
    pekerja.keadaan = navigator.serviceWorker.controller ? "siap" : "gagal";
    berubah();
    return;
  }
  registration.addEventListener("updatefound", () => ikuti(registration.installing));
  // One that waits may take over by itself, when the page before this one went; what is said of it
  // must not outlive it.
  ikuti(registration.installing);
  ikuti(registration.waiting);
  periksa();
}

function ikuti(worker) {
  worker?.addEventListener("statechange", periksa);
}

export function periksa() {
  if (!registration) return;
  pekerja.keadaan = registration.active ? "siap" : "memasang";
  pekerja.baru = Boolean(registration.waiting && registration.active);
  berubah();
}

// A new version takes over, and old copies go, only when there is nothing that could be lost. Ends
// at once where nothing takes over; or else with the page, which starts anew, never by itself.
export function gantiBilaAman() {
  const { isian, foto } = menunggu();
  if (!registration || isian.length || foto.length) return undefined;
  if (registration.waiting && registration.active) {
    registration.waiting.postMessage("ganti");
    return new Promise(() => {});
  }
  registration.active?.postMessage("bersihkan");
  return undefined;
}

export function cariVersiBaru() {
  registration?.update().catch(() => {});
}
