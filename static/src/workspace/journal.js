// What was typed and is not yet known to be kept by the server, in this browser: it survives a tab that is closed, a
// browser that crashes, a server that is down. localStorage, because it is written before the next line runs: what was
// typed an instant before the tab is closed is there.
//
// One entry a page and a text, under the person's mark: nobody else who signs in here is shown it. A page that is alive
// holds a lock of its own name; the entries of those that are not were left behind.

const PREFIX = "evalprog:texte";
const PAGE = newId();
const LOCK_WAIT = 1500; // ms: the page that was just reloaded may still be letting go of its lock

navigator.locks?.request(lockOf(PAGE), () => new Promise(() => {}));

/** A UUID; crypto.randomUUID exists on https only. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function lockOf(page) {
  return `${PREFIX}:page:${page}`;
}

/** The journal of one text for one person. */
export class Journal {
  constructor({ person, evaluation, criterion, view }) {
    this.base = [PREFIX, person, evaluation].join(":");
    this.name = [this.base, criterion, view].join(":");
    this.key = `${this.name}:${PAGE}`;
  }

  /** False when the browser refuses (memory full, or forbidden): the person has to know. */
  write(entry) {
    try {
      localStorage.setItem(this.key, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  empty() {
    localStorage.removeItem(this.key);
  }

  /** The entries that no living page holds, oldest first: {key, entry}. */
  async leftBehind() {
    const found = [];
    for (const key of keysUnder(`${this.name}:`)) {
      if (key !== this.key && (await isOrphan(key))) found.push({ key, entry: JSON.parse(localStorage.getItem(key)) });
    }
    return found.filter(({ entry }) => entry).sort((a, b) => a.entry.at - b.entry.at);
  }

  /** Takes up an entry: it is under this page's name before it leaves the other's. */
  adopt({ key, entry }) {
    if (this.write(entry)) this.forget({ key });
  }

  forget({ key }) {
    localStorage.removeItem(key);
  }

  /** The codes of the texts of this evaluation that have something unsent in this browser. */
  codes() {
    return new Set(keysUnder(`${this.base}:`).map((key) => key.slice(this.base.length + 1).split(":")[0]));
  }
}

/** What no living page holds of any text of that view, oldest first: {key, entry, criterion}. */
export async function allLeftBehind({ person, evaluation, view }) {
  const base = `${[PREFIX, person, evaluation].join(":")}:`;
  const found = [];
  for (const key of keysUnder(base)) {
    const [criterion, of] = key.slice(base.length).split(":");
    if (of === view && (await isOrphan(key))) found.push({ key, criterion, entry: JSON.parse(localStorage.getItem(key)) });
  }
  return found.filter(({ entry }) => entry).sort((a, b) => a.entry.at - b.entry.at);
}

/** The words of a fragment of HTML, a line for each of its paragraphs, items and rows. */
export function linesOf(fragment) {
  const { body } = new DOMParser().parseFromString(fragment, "text/html");
  const lines = [...body.querySelectorAll("p, li, tr")].filter((line) => !line.querySelector("p, li"));
  return lines.map((line) => [...(line.cells ?? [line])].map((part) => part.textContent).join("\t")).join("\n");
}

function keysUnder(prefix) {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}

async function isOrphan(key) {
  if (!navigator.locks) return true; // two pages may then send the same: the server answers both as one
  const options = { signal: AbortSignal.timeout(LOCK_WAIT) };
  try {
    return await navigator.locks.request(lockOf(key.split(":").at(-1)), options, () => true);
  } catch {
    return false;
  }
}
