// A session that ended while somebody was typing: they sign in again in place, and their text goes on its way.
// Forms marked data-keep are watched; scripts call fetchSignedIn instead of fetch.

const dialog = document.getElementById("session-dialog");
const token = "csrfmiddlewaretoken";
const going = new WeakSet(); // forms whose session was just checked
const waiting = new WeakSet(); // forms being checked: a second click changes nothing
let opened = null; // the dialog being shown, as a promise of the answer: two requests share one dialog

/** What the server knows of this browser: {signed_in, person, csrf}. */
async function readSession() {
  const answer = await fetch(dialog.dataset.session, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  return answer.json();
}

function renewTokens(csrf) {
  for (const input of document.querySelectorAll(`input[name=${token}]`)) input.value = csrf;
  document.dispatchEvent(new CustomEvent("session:renewed", { detail: { csrf } }));
}

function say(name) {
  const line = dialog.querySelector("[data-problem]");
  line.textContent = name ? dialog.querySelector(`template[data-message=${name}]`).content.textContent : "";
  line.hidden = !name;
}

function showStep(name) {
  for (const step of dialog.querySelectorAll("[data-step]")) step.hidden = step.dataset.step !== name;
  dialog.querySelector(`[data-step=${name}] input:not([readonly])`).focus();
}

/** Whether the person of this page is signed in; their tokens are then renewed. Says so when it is another person. */
function isStillMe(session) {
  if (!session.signed_in) return false;
  if (session.person !== dialog.dataset.person) {
    say("other");
    return false;
  }
  renewTokens(session.csrf);
  return true;
}

function open() {
  opened ??= new Promise((resolve) => {
    dialog.querySelector("form").reset();
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        opened = null;
        resolve(dialog.returnValue === "signed-in");
      },
      { once: true },
    );
    dialog.showModal();
    showStep("password");
  });
  return opened;
}

/** True once the person of this page is signed in; false when they went back to their text. */
export async function ensureSignedIn() {
  say("");
  try {
    if (isStillMe(await readSession())) return true;
  } catch {
    say("offline");
  }
  return open();
}

/** Sends one step of the sign-in. Our own JSON at the end of the redirects means that all steps are done. */
async function send(address, fields) {
  const { csrf, signed_in } = await readSession();
  if (signed_in) return readSession();
  const body = new URLSearchParams({ ...fields, [token]: csrf, next: dialog.dataset.session });
  const answer = await fetch(address, { method: "POST", body });
  const path = new URL(answer.url).pathname;
  if (path === dialog.dataset.session) return answer.json();
  if (path === dialog.dataset.code && address !== dialog.dataset.code) showStep("code");
  else say("wrong");
  return { signed_in: false };
}

async function signIn(event) {
  event.preventDefault();
  say("");
  const { login, password, code } = event.target.elements;
  const needsCode = !dialog.querySelector("[data-step=code]").hidden;
  try {
    const session = needsCode
      ? await send(dialog.dataset.code, { code: code.value })
      : await send(dialog.dataset.signIn, { login: login.value, password: password.value });
    if (isStillMe(session)) dialog.close("signed-in");
  } catch {
    say("offline");
  }
}

async function keep(event) {
  const form = event.target;
  if (form.closest("[data-findings]")) return; // sent by fetchSignedIn, which asks in place too
  if (!form.matches("form[data-keep]") || event.defaultPrevented || going.delete(form)) return;
  event.preventDefault();
  if (waiting.has(form)) return;
  waiting.add(form);
  const signedIn = await ensureSignedIn();
  waiting.delete(form);
  if (!signedIn) return;
  going.add(form);
  form.requestSubmit(event.submitter);
  going.delete(form); // when its own validation stopped it
}

function withToken(options) {
  const csrf = document.querySelector(`input[name=${token}]`)?.value ?? "";
  if (options.body instanceof FormData || options.body instanceof URLSearchParams) options.body.set(token, csrf);
  return { ...options, headers: { Accept: "application/json", ...options.headers, "X-CSRFToken": csrf } };
}

async function needsSignIn(answer) {
  if (answer.status === 401) return true;
  if (answer.redirected && new URL(answer.url).pathname === dialog.dataset.signIn) return true;
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return answer.status === 403 && isJson && (await answer.clone().json()).csrf === false;
}

/** fetch for the pages of somebody signed in: opens the dialog when the session has ended, then asks once more. */
export async function fetchSignedIn(url, options = {}) {
  const answer = await fetch(url, withToken(options));
  if (!dialog || !(await needsSignIn(answer)) || !(await ensureSignedIn())) return answer;
  return fetch(url, withToken(options));
}

if (dialog) {
  document.addEventListener("submit", keep);
  dialog.querySelector("form").addEventListener("submit", signIn);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  // Signed in meanwhile in another tab, with a passkey for instance
  window.addEventListener("focus", async () => {
    if (!dialog.open) return;
    try {
      if (isStillMe(await readSession())) dialog.close("signed-in");
    } catch {
      say("offline");
    }
  });
}
