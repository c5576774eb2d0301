// The keys. None of them does anything while somebody types, or holds another key down with it.

import * as cards from "./cards.js";
import { decide, decideSelected, skip, undo } from "./deciding.js";
import { isReady } from "./heeding.js";

const help = document.querySelector(".help");
const whys = document.querySelector(".because-why");

const move = (step) => {
  const at = cards.current();
  cards.choose(at ? (cards.neighbour(at, step) ?? at) : cards.next());
};
const toggle = (card, selector) => {
  const part = card.querySelector(selector);
  if (part) part.open = !part.open;
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  u: () => undo(),
  A: () => decideSelected("approve"),
  R: () =>
    cards.selected().length &&
    isReady(cards.selected()) &&
    because((why) => decideSelected("reject", why)),
  S: () => decideSelected("spam"),
  "/": () => document.getElementById("q").focus(),
  "?": () => help.showModal(),
};

const ON_A_CARD = {
  a: (card) => decide(card, "approve"),
  r: (card) => isReady([card]) && because((why) => decide(card, "reject", why)),
  s: (card) => decide(card, "spam"),
  h: (card) => decide(card, "hold"),
  l: (card) => skip(card),
  x: (card) => card.querySelector(".pick")?.click(),
  e: (card) => toggle(card, ".explain"),
  v: (card) => toggle(card, ".veil"),
  o: (card) => open(card.querySelector(".thread")?.href),
  n: (card) => {
    card.querySelector(".notes").open = true;
    card.querySelector(".note input[name=text]").focus();
  },
  // On a card, or on nothing yet: the first card is looked at from the start.
  Enter: (card, target) =>
    [card, document.body].includes(target) && card.querySelector(".details").click(),
};

const open = (href) => href && window.open(href, "_blank", "noopener,noreferrer");

// Asks why, by a digit; Escape decides nothing. It is answered at once, not when the dialog has
// told that it is closed: by then the next key may have come, and would be about another card.
let answered = null;
function because(then) {
  answered = then;
  whys.showModal();
}

function answer(why) {
  const then = answered;
  answered = null;
  whys.close();
  then?.(why);
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (whys.open) {
    const digit = [...whys.querySelectorAll("button")].find(
      (button) => button.querySelector("kbd").textContent === key,
    );
    if (digit) answer(digit.value);
    return;
  }
  if (help.open) return;
  if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    if (key === "Escape") cards.choose(target.closest(".card") ?? cards.current());
    return;
  }
  const card = cards.current();
  const act = KEYS[key] ?? (card && !card.classList.contains("done") && ON_A_CARD[key]);
  if (!act) return;
  if (key !== "Enter") event.preventDefault();
  act(card, target);
}

export function useKeys() {
  document.documentElement.classList.add("has-keys");
  document.addEventListener("keydown", onKey);
  whys.addEventListener("cancel", () => (answered = null));
  whys.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(event.submitter.value);
  });
  const opener = document.querySelector(".keys");
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
}
