// The cards on the page: which one is looked at, and how one folds to a line and comes back.

import { say } from "./words.js";

const FOLDED_KEPT = 5;
const list = document.querySelector(".cards");

export const all = () => [...list.querySelectorAll(".card")];
export const open = () => all().filter((card) => !card.classList.contains("done"));
export const byId = (id) => document.getElementById(`card-${id}`);
export const current = () => list.querySelector(".card[aria-current]");
export const selected = () => open().filter((card) => card.querySelector(".pick")?.checked);
export const decideForm = (card) => card.querySelector(".decide");
export const colleagueAt = (card) => card.querySelector(".badge.claim")?.dataset.by;

export function choose(card, { focus = true } = {}) {
  current()?.removeAttribute("aria-current");
  card?.setAttribute("aria-current", "true");
  if (card && focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  document.dispatchEvent(new Event("desk:current"));
}

// The next card to look at, when some are done with: one that no colleague is at, if there is one.
export function next(doneWith = []) {
  const [at, rest] = [current(), open().filter((card) => !doneWith.includes(card))];
  const isAfter = (card) => at && at.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING;
  const after = rest.filter(isAfter);
  const before = rest.filter((card) => !isAfter(card)).reverse();
  const inOrder = at ? [...after, ...before] : rest;
  return inOrder.find((card) => !colleagueAt(card)) ?? inOrder[0];
}

export function neighbour(card, step) {
  const cards = all();
  const others = cards.slice(cards.indexOf(card) + 1);
  if (step < 0) return cards.slice(0, Math.max(0, cards.indexOf(card))).reverse().find(isOpen);
  return others.find(isOpen);
}

const isOpen = (card) => !card.classList.contains("done");

// A folded card stays where it was, as one line that says what became of it.
export function fold(card, told, { elsewhere = false, undo = null } = {}) {
  for (const part of [".outcome", ".trouble", ".badge.claim"]) card.querySelector(part)?.remove();
  const pick = card.querySelector(".pick");
  if (pick) pick.checked = false;
  const line = make("p", "outcome");
  line.append(make("strong", "", told), make("span", "clip", snippet(card)));
  if (undo) line.append(button(say("undo"), undo));
  card.append(line);
  card.classList.remove("overtaken");
  card.classList.add("done");
  card.classList.toggle("elsewhere", elsewhere);
  const folded = all().filter((other) => other.classList.contains("done") && other !== card);
  folded.slice(0, Math.max(0, folded.length - FOLDED_KEPT)).forEach((old) => old.remove());
}

export function unfold(card, trouble = "") {
  card.classList.remove("done", "elsewhere", "overtaken");
  decideForm(card).inert = false;
  card.querySelector(".outcome")?.remove();
  card.querySelector(".trouble")?.remove();
  if (trouble) {
    const line = make("p", "trouble", trouble);
    line.setAttribute("role", "alert");
    card.prepend(line);
  }
}

// A colleague has decided what is looked at: it stays to be read, and there is nothing to decide.
export function overtake(card, told) {
  const line = make("p", "trouble", told);
  line.setAttribute("role", "alert");
  card.querySelector(".trouble")?.remove();
  card.querySelector(".foot").before(line); // above it would move what is being read
  card.classList.add("overtaken");
  const pick = card.querySelector(".pick");
  if (pick) pick.checked = false;
  if (decideForm(card).contains(document.activeElement)) card.focus({ preventScroll: true });
  decideForm(card).inert = true;
}

// Puts a card of another page of ours in the place of an older one, or before the one looked at.
export function put(fresh) {
  const card = document.importNode(fresh, true);
  const before = byId(card.dataset.id);
  if (!before) {
    list.insertBefore(card, current() ?? list.firstChild);
    return card;
  }
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  keepAsItWas(before, card);
  before.replaceWith(card);
  if (before.hasAttribute("aria-current")) choose(card, { focus: false });
  if (focused) (document.getElementById(focused.id) ?? card).focus({ preventScroll: true });
  return card;
}

// What was opened stays open and what was typed stays typed; a text that is another one is veiled.
function keepAsItWas(before, card) {
  const textOf = (one) => one.querySelector(".words").textContent;
  const parts = [".explain", ".notes", ...(textOf(before) === textOf(card) ? [".veil", ".more"] : [])];
  for (const part of parts) {
    const now = card.querySelector(part);
    if (now && before.querySelector(part)?.open) now.open = true;
  }
  for (const field of before.querySelectorAll("input[id]:not([type=checkbox])")) {
    const now = card.querySelector(`#${CSS.escape(field.id)}`);
    if (now) now.value = field.value;
  }
}

export function add(cards, { onTop = false, most }) {
  const room = Math.max(0, most - all().length);
  const unknown = cards.filter((card) => !byId(card.dataset.id)).slice(0, room);
  const added = unknown.map((card) => document.importNode(card, true));
  if (onTop) list.prepend(...added);
  else list.append(...added);
  return added.length;
}

export function showClaim(card, moderator) {
  card.querySelector(".badge.claim")?.remove();
  if (!moderator) return;
  let badges = card.querySelector(".badges");
  if (!badges) {
    badges = make("ul", "badges");
    card.querySelector(".byline").append(badges);
  }
  const badge = make("li", "badge claim", say("claimed", { who: moderator }));
  badge.dataset.by = moderator;
  badges.append(badge);
}

// Whoever wants offensive text blurred gets none of it in the line either.
function snippet(card) {
  const name = card.querySelector(".name").textContent;
  const text = card.querySelector(".veil") ? "" : card.querySelector(".words p").textContent;
  return `${name}  ${text.slice(0, 200)}`;
}

export function make(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

export function button(text, press) {
  const element = make("button", "", text);
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}
