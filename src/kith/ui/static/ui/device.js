// Keeps on this device what cannot be sent: encrypted, for its author alone. The server hands the key to the author and nobody else, and
// only a page that is open holds it. What lies on the device is ciphertext, when it was written, and a mark that names nobody.

const DATABASE = "kith";
const NOTES = "notes";
const NAMES = "names";
const LONGEST_KEPT = 30 * 24 * 60 * 60 * 1000;
const COMES = document.body.dataset.deviceKey;

let database;
let handed;
let holding = 0;
// A sign-out in one window ends the key in all of them.
const windows = "BroadcastChannel" in window ? new BroadcastChannel("kith-device") : undefined;
if (windows) windows.onmessage = forgetKey;

/** Whether this page may keep anything: a page for staff, in a browser that can. */
export function canKeep() {
  return Boolean(COMES && window.indexedDB && window.crypto?.subtle);
}

/** Asks for the key, once, while the server can be reached. Resolves to it, or to undefined. */
export function prepare() {
  if (!canKeep() || !navigator.onLine) return handed ?? Promise.resolve(undefined);
  handed ??= askForKey().catch(() => { handed = undefined; });
  return handed;
}

/** Keeps a note under its id, in place of what was there; resolves to whether it is kept. */
export async function keep(id, note) {
  try {
    const mine = await (handed ?? prepare());
    if (!mine) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(note));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(id, mine) }, mine.key, words);
    await write(NOTES, (store) => store.put({ id, owner: mine.owner, at: Date.now(), iv, sealed }));
    holding += 1;
    return true;
  } catch {
    return false;
  }
}

/** Forgets a note. */
export async function forget(id) {
  await write(NOTES, (store) => store.delete(id)).catch(() => {});
}

/** The author's own notes, oldest first. Asks for no key where the device holds nothing; what is too old goes. */
export async function notes() {
  if (!canKeep()) return [];
  try {
    const all = await read(NOTES, (store) => store.getAll());
    const old = all.filter((one) => Date.now() - one.at > LONGEST_KEPT);
    for (const one of old) await forget(one.id);
    const mine = all.length > old.length ? await prepare() : undefined;
    if (!mine) return [];
    const own = all.filter((one) => one.owner === mine.owner && !old.includes(one)).sort((a, b) => a.at - b.at);
    holding = own.length;
    return (await Promise.all(own.map((one) => unsealed(one, mine)))).filter(Boolean);
  } catch {
    return [];
  }
}

/** Forgets every note of the author and the key, in all windows; another's notes stay, since nobody here can read them. */
export async function wipe() {
  const mine = await prepare();
  const all = mine ? await read(NOTES, (store) => store.getAll()).catch(() => []) : [];
  for (const one of all) if (one.owner === mine.owner) await forget(one.id);
  forgetKey();
  windows?.postMessage("out");
}

/** Whether the author may have something here. */
export function holds() {
  return holding > 0;
}

function forgetKey() {
  handed = Promise.resolve(undefined);
  holding = 0;
}

async function askForKey() {
  const device = await nameOfDevice();
  const answer = await fetch(COMES, { headers: { "X-Kith-Device": device }, credentials: "same-origin", redirect: "manual", cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { key, owner } = await answer.json();
  const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  return { owner, key: await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]) };
}

async function nameOfDevice() {
  const kept = await read(NAMES, (store) => store.get("device"));
  if (kept) return kept;
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  await write(NAMES, (store) => store.put(made, "device"));
  return made;
}

async function unsealed(one, mine) {
  try {
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: one.iv, additionalData: bound(one.id, mine) }, mine.key, one.sealed);
    return { ...JSON.parse(new TextDecoder().decode(words)), id: one.id, at: one.at };
  } catch {
    return undefined;
  }
}

function bound(id, mine) {
  return new TextEncoder().encode(`${mine.owner} ${id}`);
}

function open() {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(NOTES, { keyPath: "id" });
      asked.result.createObjectStore(NAMES);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return database;
}

async function read(name, ask) {
  const request = ask((await open()).transaction(name).objectStore(name));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function write(name, act) {
  const transaction = (await open()).transaction(name, "readwrite");
  act(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
