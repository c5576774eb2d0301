// The review queue: what the page can do without scripts, faster, and without being left.

import * as cards from "./cards.js";
import { claimWhatIsLookedAt } from "./claims.js";
import { decide, decideSelected, refresh, skip } from "./deciding.js";
import { listen } from "./events.js";
import { useKeys } from "./keys.js";
import { read, send } from "./sending.js";
import { suggestBreaks, toast } from "./toasts.js";
import { count, say } from "./words.js";

const FEW = 8; // when so few cards are left to decide, the next ones are brought
const main = document.querySelector("[data-queue]");
const most = Number(main.dataset.most);

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const card = form.closest(".card");
  if (card && form.matches(".decide")) {
    event.preventDefault();
    if (submitter?.matches(".skip-it")) skip(card);
    else if (submitter?.value) decide(card, submitter.value);
  } else if (form.matches(".bulk")) {
    event.preventDefault();
    if (submitter?.value) decideSelected(submitter.value);
  } else if (card && form.matches(".note")) {
    event.preventDefault();
    keepNote(card, form);
  }
});

document.addEventListener("change", ({ target }) => {
  if (target.matches(".pick")) showSelection();
});

document.addEventListener("focusin", ({ target }) => {
  const card = target.closest(".cards .card");
  if (card && card !== cards.current()) cards.choose(card, { focus: false });
});

document.addEventListener("desk:decided", () => {
  showSelection();
  bringMore();
});

async function keepNote(card, form) {
  try {
    const told = await send("/console/notes", new FormData(form));
    form.reset(); // or it would be typed still when the card comes anew
    await refresh([card.dataset.id]);
    cards.choose(cards.byId(card.dataset.id));
    toast(told.said);
  } catch (refusal) {
    toast(say(refusal.why));
  }
}

function showSelection() {
  const chosen = cards.selected().length;
  if (chosen) main.querySelector(".selected").textContent = count("selected", chosen);
}

let bringing = false;
async function bringMore() {
  if (bringing || cards.open().length > FEW) return;
  bringing = true;
  try {
    if (main.dataset.next) take(await read(main.dataset.next), { onTop: false });
  } catch {
    // What could not be brought is brought after the next decision, or by the link below.
  } finally {
    bringing = false;
  }
  main.querySelector(".empty").hidden = cards.open().length > 0;
}

async function loadNew() {
  try {
    take(await read(location.pathname + location.search), { onTop: true });
    main.querySelector(".empty").hidden = cards.open().length > 0;
    cards.choose(cards.current() ?? cards.next(), { focus: false });
  } catch (refusal) {
    toast(say(refusal.why));
  }
}

function take(page, { onTop }) {
  cards.add([...page.querySelectorAll(".cards .card")], { onTop, most });
  if (onTop) {
    for (const part of [".size", '[aria-labelledby="filters"]']) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part).replaceWith(document.importNode(fresh, true));
    }
    return;
  }
  const next = page.querySelector("[data-queue]").dataset.next;
  if (next) main.dataset.next = next;
  else delete main.dataset.next;
  const link = main.querySelector(".next");
  if (link && next) link.href = next;
  else link?.remove();
}

claimWhatIsLookedAt();
if (main.dataset.keys === "on") useKeys();
listen(loadNew);
suggestBreaks(Number(main.dataset.pauseMin));
cards.choose(cards.next(), { focus: false });
showSelection();
document.documentElement.classList.add("is-ready");
