// Sends what is written, and knows at every moment what the server has. The rule: the journal is written before
// anything else, one sending is under way at a time, it keeps its number until its receipt, and the journal is emptied
// only when a receipt names exactly what stands in the page.
import { showAnswered, showBegun } from "./begun.js";
import { fetchSignedIn } from "../session.js";
import { newId } from "./journal.js";
import { word } from "./words.js";

const PAUSE = 1500; // ms without a key before sending
const LONGEST = 10_000; // ms of typing before sending all the same
const BURST = 1000; // ms: keys closer than this are one change, when changes are counted
const TIMEOUT = 30_000;
const RETRY_FIRST = 1000;
const RETRY_MOST = 30_000;

const same = (one, other) => one.text === other.text && one.value === other.value;
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
const time = (iso) => clock.format(new Date(iso));

/** What our server says in JSON; null when something else answered in its place: a sign-in page, a proxy. */
function readJson(answer) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? answer.json() : null;
}

/** The answer that goes with the text: one field of the form, or none. */
function answerOf(form) {
  return {
    read: (from = form) => from.elements.value?.value ?? null,
    show: (value) => {
      if (form.elements.value && value !== null) form.elements.value.value = value;
    },
  };
}

export class Autosave {
  /**
   * field: from createEditor. askedToChoose(html, resolve): shows the conflict, see conflict.js.
   * answer: reads and shows what goes with the text. isOneOfMany: other texts are written on the same page, which is
   * then never reloaded for this one.
   */
  constructor(form, field, journal, askedToChoose, { answer = answerOf(form), isOneOfMany = false } = {}) {
    Object.assign(this, { form, field, journal, askedToChoose, answer, isOneOfMany });
    this.base = Number(form.elements.base_revision.value);
    this.kept = this.read(); // what the server is known to have
    this.sending = null;
    this.unsent = 0;
    this.attempts = 0;
    this.shownFrom = ""; // the word that says where the text comes from, when this page did not save it
    this.stopped = ""; // why nothing is sent until somebody acts: conflict, signed-out, refused, forbidden
    this.trouble = ""; // why the last sending has no answer: offline, down; or restored
    this.lastChange = 0;
    this.firstUnsent = 0;
    this.abandoned = [];
    this.channel = new BroadcastChannel("evalprog:textes");
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
    document.addEventListener("workspace:newer", () => this.takeNewer());
    window.addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    window.addEventListener("beforeunload", (event) => {
      if (this.unsent) event.preventDefault();
    });
    this.say();
  }

  read() {
    return { text: this.field.read(), value: this.answer.read() };
  }

  show({ text, value }) {
    this.field.write(text);
    this.answer.show(value);
  }

  // -- typing

  changed() {
    const now = Date.now();
    const isNewBurst = now - this.lastChange > BURST || this.unsent === 0;
    this.lastChange = now;
    if (this.unsent === 0) this.firstUnsent = now;
    if (isNewBurst) this.unsent += 1;
    if (this.stopped === "refused") this.stopped = "";
    this.note();
    this.settleOrWait();
  }

  /** Writes the journal, or empties it when the server has exactly this. */
  note() {
    const content = this.read();
    if (!this.sending && !this.stopped && same(content, this.kept)) {
      this.unsent = 0;
      this.refuse([]);
      this.journal.empty();
      return;
    }
    const { base, sending, unsent } = this;
    this.isKeptHere = this.journal.write({ ...content, base, sending, unsent, at: Date.now() });
  }

  settleOrWait() {
    this.say();
    if (!this.unsent || this.stopped || this.trouble) return; // a trouble has its own time to try again
    this.wait(Math.min(PAUSE, Math.max(0, this.firstUnsent + LONGEST - Date.now())));
  }

  wait(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  // -- sending

  /** Sends now. Resolves when nothing is under way any more. */
  flush() {
    clearTimeout(this.timer);
    this.underWay ??= this.send().finally(() => {
      this.underWay = null;
      this.say();
    });
    return this.underWay;
  }

  /** Somebody asks for it, or the network is back: what had stopped may be tried again. */
  again() {
    this.attempts = 0;
    if (this.stopped === "signed-out" || this.stopped === "refused") this.stopped = "";
    return this.unsent ? this.flush() : Promise.resolve();
  }

  async send() {
    if (this.stopped || !this.unsent) return;
    if (!this.sending) {
      this.sending = { ...this.read(), base: this.base, id: newId(), count: this.unsent };
      this.note();
    }
    this.say();
    let answer;
    let told;
    try {
      answer = await this.post(this.sending, "application/json");
      told = await readJson(answer);
    } catch {
      this.later(navigator.onLine ? "down" : "offline");
      return;
    }
    await this.hearAnswer(answer, told);
  }

  post({ text, value, base, id }, accept) {
    const body = new FormData();
    body.set("text", text);
    if (value !== null) body.set("value", value);
    body.set("base_revision", String(base));
    body.set("save_id", id);
    const { volet, correction } = this.form.elements;
    if (volet) body.set("volet", volet.value);
    if (correction?.value) body.set("correction", correction.value); // the error of fact that is being answered
    const options = { method: "POST", body, headers: { Accept: accept }, signal: AbortSignal.timeout(TIMEOUT) };
    return fetchSignedIn(this.form.action, options);
  }

  /** told: its JSON, see readJson. Only our own receipt is one: any other « 200 » says nothing of the text. */
  async hearAnswer(answer, told) {
    this.refuse([]);
    this.trouble = "";
    if (answer.ok && Number.isInteger(told?.revision)) this.receive(told);
    else if (answer.ok) this.later("down");
    else if (answer.status === 409) await this.choose();
    else if (answer.status === 401) this.stop("signed-out");
    else if (answer.status === 403 || answer.status === 404) this.stop("forbidden", [word("forbidden")]);
    else if (answer.status === 422) this.stop("refused", told?.errors ?? [word("broken")]);
    else if (answer.status >= 500 || answer.status === 429) this.later("down");
    else this.stop("refused", [word("broken")]);
  }

  receive({ revision, saved_at, text, ...more }) {
    this.attempts = 0;
    this.base = revision;
    this.form.elements.base_revision.value = revision;
    this.form.dataset.savedAt = saved_at;
    showBegun(this.form);
    showAnswered(this.form);
    this.shownFrom = "";
    this.kept = { text: this.sending.text, value: this.sending.value };
    this.unsent = Math.max(this.unsent - this.sending.count, 1);
    this.firstUnsent = Date.now();
    const { value } = this.sending;
    this.sending = null;
    this.note();
    const { name } = this.journal;
    this.channel.postMessage({ name, revision, text, value, saved_at });
    this.tell(more);
    if (this.unsent) this.wait(PAUSE);
    else this.takeUpNext();
  }

  later(trouble) {
    this.trouble = trouble;
    const delay = Math.min(RETRY_MOST, RETRY_FIRST * 2 ** this.attempts) * (0.75 + Math.random() / 2);
    this.attempts += 1;
    this.wait(delay);
  }

  stop(why, problems = []) {
    this.stopped = why;
    if (why === "refused") this.sending = null;
    this.note();
    this.refuse(problems);
  }

  // -- somebody wrote before: a page with both texts is asked for. The same sending, repeated, gets the same answer; what
  // was typed since it left is sent too, so that the page shows all of it.

  async choose() {
    this.field.setEditable(false);
    const content = this.read();
    if (!same(content, this.sending)) {
      this.sending = { ...content, base: this.sending.base, id: newId(), count: this.unsent };
      this.note();
    }
    let page;
    try {
      const answer = await this.post(this.sending, "text/html");
      if (answer.ok && new URL(answer.url).pathname === this.form.dataset.page) {
        this.settle(null); // back on the page of the text: what stands there is this very one
        return;
      }
      if (answer.status !== 409) throw new Error(`conflict: ${answer.status}`);
      page = await answer.text();
    } catch {
      this.field.setEditable(true);
      this.later("down");
      return;
    }
    this.stopped = "conflict";
    this.askedToChoose(page, (chosen) => this.settle(chosen));
  }

  /** chosen: {text, value, base}, or null to leave what stands, and show it. */
  settle(chosen) {
    this.stopped = "";
    this.sending = null;
    if (!chosen) {
      this.unsent = 0;
      this.journal.empty();
      if (this.isOneOfMany) this.showStanding();
      else window.location.reload();
      return;
    }
    this.base = chosen.base;
    this.field.setEditable(true);
    this.show(chosen);
    this.unsent = Math.max(this.unsent, 1);
    this.note();
    this.flush();
  }

  /** What stands on the server, whatever is written here: the person has chosen it. */
  async showStanding() {
    this.base = -1;
    this.field.setEditable(true);
    await this.takeNewer();
    this.say();
  }

  /** The page learns what this text says now; more: what the server told with its receipt. */
  tell(more = {}) {
    this.form.dispatchEvent(new CustomEvent("workspace:saved", { bubbles: true, detail: { ...this.kept, ...more } }));
  }

  // -- what was left behind, and other tabs

  takeUp(found) {
    this.abandoned = found;
    if (!this.unsent) this.takeUpNext(); // else once what was typed meanwhile is sent
  }

  takeUpNext() {
    const next = this.abandoned.shift();
    if (!next) return;
    const { text, value, base, sending, unsent } = next.entry;
    this.journal.adopt(next);
    this.show({ text, value });
    this.base = base;
    this.sending = sending;
    this.unsent = Math.max(unsent, sending?.count ?? 0, 1);
    this.trouble = "restored";
    this.flush();
  }

  hear({ name, ...saved }) {
    if (name === this.journal.name) this.takeOver(saved, "elsewhere");
  }

  /** The server has a later text, and nothing is unsent here: it is fetched with its page. */
  async takeNewer() {
    let page;
    try {
      const answer = await fetchSignedIn(this.form.dataset.page, { headers: { Accept: "text/html" } });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return; // the next look at who is here tells it again
    }
    const { criterion, view } = this.form.dataset;
    const form = [...page.querySelectorAll(".text-form[data-writes]")].find(
      ({ dataset }) => dataset.criterion === criterion && dataset.view === view,
    );
    if (!form) return;
    const { text, base_revision } = form.elements;
    const saved = { text: text.value, value: this.answer.read(form), saved_at: form.dataset.savedAt };
    this.takeOver({ ...saved, revision: Number(base_revision.value) }, "newer");
  }

  /** A later text than the one in the page, in which nothing is unsent. */
  takeOver({ revision, text, value, saved_at }, shownFrom) {
    if (this.unsent || this.stopped || revision <= this.base) return;
    this.show({ text, value });
    this.base = revision;
    this.form.elements.base_revision.value = revision;
    this.form.dataset.savedAt = saved_at;
    this.kept = this.read();
    this.shownFrom = shownFrom;
    this.say();
    this.tell();
  }

  // -- what is said of it

  refuse(problems) {
    const place = this.form.querySelector("[data-refusal]");
    place.hidden = problems.length === 0;
    place.replaceChildren(
      ...problems.map((problem) => Object.assign(document.createElement("p"), { textContent: problem })),
    );
  }

  say() {
    this.form.dataset.unsent = this.unsent;
    const [kind, sentence] = this.sentence();
    this.form.dataset.kind = kind;
    const isPassing = kind === "waiting" || kind === "sending";
    setText(this.form.querySelector("[data-progress]"), isPassing ? sentence : "");
    if (!isPassing) setText(this.form.querySelector("[data-status]"), sentence);
  }

  sentence() {
    const { savedAt } = this.form.dataset;
    const plural = this.unsent > 1 ? "many" : "one";
    if (this.stopped) return ["problem", word(this.stopped === "forbidden" ? "refused" : this.stopped)];
    if (this.unsent && this.isKeptHere === false) return ["problem", word("full")];
    if (this.unsent && this.trouble === "restored") return ["restored", word("restored")];
    if (this.unsent && this.trouble) return ["offline", word(`${this.trouble}-${plural}`, { count: this.unsent })];
    if (this.underWay && this.unsent) return ["sending", word("sending")];
    if (this.unsent) return ["waiting", word("waiting")];
    return ["saved", savedAt ? word(this.shownFrom || "saved", { time: time(savedAt) }) : ""];
  }
}

/** Unchanged words are left alone: a live region would say them again. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "" && element.hasAttribute("aria-hidden");
}
