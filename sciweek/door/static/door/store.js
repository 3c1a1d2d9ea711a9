// What the phone keeps: the list of the day by its link, sealed, and what it counted until that has been sent. In
// IndexedDB; in memory where a browser keeps nothing.

const NAME = "sciweek-door";
const WORD = "sciweek-door-device";

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function finished(transaction) {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("lists");
    request.result.createObjectStore("queue", { keyPath: "uid" }).createIndex("token", "token");
  };
  return asked(request);
}

class Kept {
  isLasting = true;

  constructor(db) {
    this.db = db;
  }

  async list(token) {
    return asked(this.db.transaction("lists").objectStore("lists").get(token));
  }

  async lists() {
    const store = this.db.transaction("lists").objectStore("lists");
    const [tokens, lists] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    return tokens.map((token, at) => [token, lists[at]]);
  }

  async dropList(token) {
    const transaction = this.db.transaction("lists", "readwrite");
    transaction.objectStore("lists").delete(token);
    return finished(transaction);
  }

  async queue(token) {
    const rows = await asked(this.db.transaction("queue").objectStore("queue").index("token").getAll(token));
    return rows.sort((one, other) => one.number - other.number);
  }

  async add(line) {
    const transaction = this.db.transaction("queue", "readwrite");
    transaction.objectStore("queue").put(line);
    return finished(transaction);
  }

  // What was sent goes and the fresh list comes in one step: a phone that dies between them counts nobody twice.
  async settle(token, uids, list) {
    const transaction = this.db.transaction(["lists", "queue"], "readwrite");
    for (const uid of uids) transaction.objectStore("queue").delete(uid);
    if (list) transaction.objectStore("lists").put(list, token);
    return finished(transaction);
  }

  async clear(token) {
    const rows = await this.queue(token);
    await this.settle(token, rows.map((row) => row.uid), null);
    return this.dropList(token);
  }
}

class InMemory {
  isLasting = false;

  constructor() {
    this.held = new Map();
    this.rows = new Map();
  }

  async list(token) {
    return this.held.get(token);
  }

  async lists() {
    return [...this.held];
  }

  async dropList(token) {
    this.held.delete(token);
  }

  async queue(token) {
    return [...this.rows.values()].filter((row) => row.token === token);
  }

  async add(line) {
    this.rows.set(line.uid, line);
  }

  async settle(token, uids, list) {
    for (const uid of uids) this.rows.delete(uid);
    if (list) this.held.set(token, list);
  }

  async clear(token) {
    for (const row of await this.queue(token)) this.rows.delete(row.uid);
    this.held.delete(token);
  }
}

export async function openStore() {
  try {
    return new Kept(await opened());
  } catch {
    return new InMemory();
  }
}

// Everything that has had its time goes, of whatever link; `now` in seconds. Lines that wait to be sent hold no names
// and stay.
export async function forgetEnded(store, now) {
  for (const [token, list] of await store.lists()) if (list.until <= now) await store.dropList(token);
}

let word = "";

// A random word by which two phones are told apart; a new one at each opening where a browser keeps nothing.
export function device() {
  try {
    word = word || localStorage.getItem(WORD) || "";
    if (!word) {
      word = newUid().split("-").join("").slice(0, 16);
      localStorage.setItem(WORD, word);
    }
  } catch {
    word = word || newUid().split("-").join("").slice(0, 16);
  }
  return word;
}

export function newUid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}
