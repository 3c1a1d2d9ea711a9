// Reads and checks a ticket on the device: the twin of sciweek/booking/logic/tickets.py. The signature is reckoned in
// plain JavaScript, because a page without TLS, as on a local network, has no crypto.subtle.
import { hashes, verify } from "../vendor/noble/ed25519.js";
import { sha512 } from "../vendor/noble/sha2.js";

hashes.sha512 = sha512;

const FORMAT = 1;
const BODY = 26;
const LENGTH = 144;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

function fromBase32(text) {
  const bytes = new Uint8Array((text.length * 5) / 8);
  let bits = 0, held = 0, at = 0;
  for (const sign of text) {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}

function tokenIn(text) {
  const trimmed = text.trim();
  const start = trimmed.toLowerCase().lastIndexOf("/t/");
  return start < 0 ? trimmed : trimmed.slice(start + 3).replace(/\/+$/, "");
}

const ascii = (bytes) => String.fromCharCode(...bytes);

// The ticket in a text that was scanned; null for everything that none of the keys ({"1": base64}) signed.
export function readTicket(text, keys) {
  const token = tokenIn(String(text));
  if (token.length !== LENGTH) return null;
  const data = fromBase32(token);
  if (data === null || data[0] !== FORMAT) return null;
  const key = keys[String(data[1])];
  if (!key) return null;
  const body = data.slice(0, BODY);
  try {
    if (!verify(data.slice(BODY), body, bytesOf(key), { zip215: false })) return null;
  } catch {
    return null;
  }
  const view = new DataView(body.buffer);
  return {
    booking: ascii(body.slice(2, 10)),
    session: ascii(body.slice(10, 18)),
    serial: view.getUint16(18),
    places: view.getUint16(20),
    valid_until: view.getUint32(22),
  };
}
