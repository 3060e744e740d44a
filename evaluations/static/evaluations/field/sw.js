// The service worker of the field page. It keeps the page itself, the same for everybody, and never
// anybody's data: those lie in IndexedDB, which no version of this file touches. `ISI` stands above:
// {versi, berkas: [addresses], kerangka: the page}.
"use strict";

const AWALAN = "pekppp-umum-lapangan-";
const TEMPAT = AWALAN + ISI.versi;

self.addEventListener("install", (event) => {
  event.waitUntil(simpan());
});

self.addEventListener("activate", (event) => {
  // Older copies stay until the page says that nothing waits to be sent.
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  if (event.data === "ganti") self.skipWaiting();
  if (event.data === "bersihkan") event.waitUntil(bersihkan());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && address.pathname === ISI.kerangka;
  if (page) event.respondWith(dari(ISI.kerangka, request));
  else if (ISI.berkas.includes(address.pathname)) event.respondWith(dari(address.pathname, request));
});

// All or nothing: half a page is worse than the old one.
async function simpan() {
  const place = await caches.open(TEMPAT);
  await Promise.all([ISI.kerangka, ...ISI.berkas].map(async (address) => {
    const response = await fetch(address, { cache: "reload", credentials: "same-origin" });
    // Whoever is not logged in is sent to the login page, which is not what is wanted here.
    if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
    await place.put(address, response);
  }));
}

async function dari(address, request) {
  const place = await caches.open(TEMPAT);
  return (await place.match(address)) ?? fetch(request);
}

async function bersihkan() {
  for (const name of await caches.keys()) {
    // What looks like an older copy may be the next version's, which would be left with nothing.
    if (self.registration.installing || self.registration.waiting) return;
    if (name.startsWith(AWALAN) && name !== TEMPAT) await caches.delete(name);
  }
}
