// What this browser has not sent yet, told to the server whenever it can be reached: so that whoever
// hands the work to somebody else knows of it.
import { newKey, post } from "../core/saving_post.js";
import { app } from "./app.js";

const NAMA = "perangkat"; // in the device's store: by which name the server knows this browser

let told = -1;
let perangkat = "";

/** @param {number} belum how many saves and photos are not acknowledged */
export async function lapor(belum) {
  if (!app.sesi || !navigator.onLine || belum === told) return;
  told = belum; // said once; what fails is said again with the next contact
  perangkat ||= (await app.device.get("lapangan", NAMA)) ?? "";
  if (!perangkat) {
    perangkat = newKey();
    await app.device.put("lapangan", NAMA, perangkat);
  }
  const { status } = await post(document.body.dataset.perangkat, { perangkat, belum }, { user: app.user });
  if (status !== 200) told = -1;
}

// The server was reached anew: what was said before may be long ago.
export function laporLagi() {
  told = -1;
}
