// Passkeys: the browser's own dialogue between the forms marked data-passkey and the person's device.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function toText(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withBytes = (credentials) => credentials?.map((one) => ({ ...one, id: toBytes(one.id) }));

/** The options as the server writes them (base64url) → as the browser wants them (bytes). */
function decoded(options) {
  const { publicKey } = options;
  return {
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      ...(publicKey.user && { user: { ...publicKey.user, id: toBytes(publicKey.user.id) } }),
      ...(publicKey.excludeCredentials && { excludeCredentials: withBytes(publicKey.excludeCredentials) }),
      ...(publicKey.allowCredentials && { allowCredentials: withBytes(publicKey.allowCredentials) }),
    },
  };
}

/** The device's answer, as the server reads it. */
function encoded(credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

function written() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}

const gestures = {
  async register(form) {
    const { creation_options: options } = written();
    const alone = form.elements.passwordless?.checked ?? false;
    options.publicKey.authenticatorSelection = {
      ...options.publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    };
    return navigator.credentials.create(decoded(options));
  },
  async confirm() {
    return navigator.credentials.get(decoded(written().request_options));
  },
  async "sign-in"(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`passkey: ${answer.status}`);
    return navigator.credentials.get(decoded((await answer.json()).request_options));
  },
};

async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = encoded(await gestures[form.dataset.passkey](form));
  } catch {
    problem.textContent = problem.dataset.passkeyProblem; // said anew, so that a screen reader reads it
    problem.hidden = false;
    return;
  }
  form.submit(); // not requestSubmit: this listener has done its part
}

for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", ask);
