// What waits on the device, counted apart: what needs the person, and what goes by itself.

/** @typedef {{state?: {kind: string, field?: string} | null}} Item a save or a photo */
/** @typedef {{perlu: Record<string, number>, sendiri: number}} Counts */

// In the order in which they are said.
const NEEDS = ["bentrok", "alasan", "ditolak"];

/**
 * What one item needs from the person; "" where it goes by itself.
 * @param {Item} item
 */
export function needs({ state }) {
  if (state?.kind === "bentrok") return "bentrok";
  // Held back until something is written beside the level, or sent and asked for it.
  if (state?.kind === "ditahan" || (state?.kind === "ditolak" && state.field?.startsWith("alasan"))) return "alasan";
  return state?.kind === "ditolak" ? "ditolak" : "";
}

/**
 * @param {Item[]} items
 * @returns {Counts}
 */
export function count(items) {
  /** @type {Counts} */
  const found = { perlu: {}, sendiri: 0 };
  for (const item of items) {
    const what = needs(item);
    if (what) found.perlu[what] = (found.perlu[what] ?? 0) + 1;
    else found.sendiri += 1;
  }
  return found;
}

/**
 * "2 perlu Anda: 1 bentrok, 1 alasan · 3 menunggu jaringan"; "" where nothing waits.
 * @param {Item[]} items
 * @param {{online: boolean, session?: boolean}} line
 */
export function inWords(items, { online, session = true }) {
  const { perlu, sendiri } = count(items);
  const asked = NEEDS.filter((what) => perlu[what]);
  const sum = asked.reduce((all, what) => all + perlu[what], 0);
  const parts = [];
  if (sum) parts.push(`${sum} perlu Anda: ${asked.map((what) => `${perlu[what]} ${what}`).join(", ")}`);
  if (sendiri && online && !session) parts.push(`${sendiri} terkirim setelah Anda masuk kembali`);
  else if (sendiri) parts.push(`${sendiri} menunggu ${online ? "dikirim" : "jaringan"}`);
  return parts.join(" · ");
}
