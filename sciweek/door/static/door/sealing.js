// The list of the day as the phone keeps it: encrypted, with a key that the browser itself lets go when the link ends,
// whether or not anybody opens the page again. Nothing but a cookie ends by itself in every browser; it is this page's
// own, set here, and stands for no one.

const NAME = "door-key";
const ALGORITHM = "AES-GCM";

// Without TLS there is no encryption in browsers, and no page either that opens without a network: nothing is kept then.
export const canSeal = Boolean(globalThis.crypto && crypto.subtle);

function kept() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${NAME}=`));
  return found ? Uint8Array.from(atob(found.slice(NAME.length + 1)), (sign) => sign.charCodeAt(0)) : null;
}

// The page's key, made when there is none; `ends` (milliseconds by this phone's clock): when the browser forgets it.
function renewed(path, ends) {
  const bytes = kept() || crypto.getRandomValues(new Uint8Array(32));
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const until = new Date(ends).toUTCString();
  document.cookie = `${NAME}=${btoa(String.fromCharCode(...bytes))}; Path=${path}; Expires=${until}; SameSite=Strict${secure}`;
  if (!kept()) throw new Error("no cookie");
  return bytes;
}

const imported = (bytes) => crypto.subtle.importKey("raw", bytes, ALGORITHM, false, ["encrypt", "decrypt"]);

// Throws where the browser keeps no key.
export async function sealed(list, path) {
  const key = await imported(renewed(path, list.until * 1000 - list.offset));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(list));
  return { until: list.until, iv, text: await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, text) };
}

export function dropKey(path) {
  document.cookie = `${NAME}=; Path=${path}; Max-Age=0; SameSite=Strict`;
}

// null when the key is gone or another one's.
export async function unsealed(row) {
  const bytes = kept();
  if (!row || !bytes || !canSeal) return null;
  try {
    const text = await crypto.subtle.decrypt({ name: ALGORITHM, iv: row.iv }, await imported(bytes), row.text);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}
