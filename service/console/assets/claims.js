// The claim on the card that is looked at: made when somebody stays with it, renewed while they are
// there, given back when they leave. It keeps nobody from anything; it tells the others.

import * as cards from "./cards.js";
import { send } from "./sending.js";

const PASSING_MS = 300; // whoever only passes by claims nothing
const RENEWED_MS = 30_000; // well within the lease
const IDLE_MS = 5 * 60_000; // who has not stirred for so long is not there
const { token, me } = document.querySelector("[data-queue]").dataset;

let mine = null; // the id of the card that is ours, or that we have asked for
let passing = null;
let isAsking = false;
let stirred = Date.now();

export function claimWhatIsLookedAt() {
  document.addEventListener("desk:current", soon);
  document.addEventListener("visibilitychange", () => (document.hidden ? giveBack() : soon()));
  window.addEventListener("pagehide", giveBack);
  window.addEventListener("pageshow", soon);
  for (const name of ["keydown", "pointerdown", "wheel"]) {
    document.addEventListener(name, () => (stirred = Date.now()), { passive: true });
  }
  setInterval(ask, RENEWED_MS);
}

function soon() {
  clearTimeout(passing);
  passing = setTimeout(() => wanted() !== mine && ask(), PASSING_MS);
}

function wanted() {
  const card = cards.current();
  const isThere = !document.hidden && Date.now() - stirred < IDLE_MS;
  return isThere && card && !card.matches(".done, .overtaken") ? card.dataset.id : null;
}

// One question at a time, so that they arrive in their order; what has changed meanwhile is asked next.
async function ask() {
  if (isAsking || (wanted() === null && mine === null)) return;
  const [left, id] = [mine, wanted()];
  mine = id;
  isAsking = true;
  try {
    const fields = { form_token: token, id: id ?? "", left: left === id ? "" : (left ?? "") };
    show(id, (await send("/console/claims", fields)).moderator);
  } catch {
    // Nobody is kept from deciding; the next question may be heard.
  } finally {
    isAsking = false;
  }
  if (wanted() !== mine) soon();
}

function show(id, moderator) {
  const card = id && cards.byId(id);
  if (card) cards.showClaim(card, moderator === me ? null : moderator);
}

function giveBack() {
  if (mine === null) return;
  navigator.sendBeacon("/console/claims", new URLSearchParams({ form_token: token, left: mine }));
  mine = null;
}
