// One save on its way to the server: the key it is known by, the token it carries, the request.

const TIMEOUT = 20000;

// Over plain http (an office server without a certificate) randomUUID does not exist.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Afresh every time: logging in again in another tab changes it.
export function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}

/**
 * One save on its way; `user` is who typed it, and the only one under whose name it may be saved.
 * @param {string} url
 * @param {object} body
 * @param {{user: string, keepalive?: boolean}} how
 * @returns {Promise<{status: number, data: any}>} status 0: no answer
 */
export async function post(url, body, { user, keepalive = false }) {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      keepalive,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
        // Another person may have logged in meanwhile: the server then answers 401.
        "X-Pengguna": user,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT) : undefined,
    });
    const data = await response.json().catch(() => ({}));
    return { status: response.status, data };
  } catch {
    return { status: 0, data: {} };
  }
}
