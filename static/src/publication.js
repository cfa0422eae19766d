// The publication of a campaign goes on by itself; the page follows it as long as somebody looks.
const EVERY = 2000; // ms

const place = document.querySelector("[data-progress]");

const isRunning = () => place.querySelector("[data-state=RUNNING]") !== null;

async function follow() {
  if (!document.hidden) {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && !answer.redirected) put(await answer.text());
    } catch {
      // The network is away: the next time.
    }
  }
  if (isRunning()) setTimeout(follow, EVERY);
  else window.location.reload(); // what is ready and what can be taken away has changed
}

/** The part that moves, without taking the focus away from who is on a button of it. */
function put(html) {
  const focused = place.contains(document.activeElement) ? document.activeElement.textContent : null;
  place.innerHTML = html;
  if (focused === null) return;
  [...place.querySelectorAll("button, a")].find((other) => other.textContent === focused)?.focus();
}

if (place && isRunning()) setTimeout(follow, EVERY);
