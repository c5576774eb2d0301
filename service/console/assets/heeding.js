// What has to be seen before a card is decided. The first press shows it, the next one decides.

import * as cards from "./cards.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

// Whether cards can be decided now: nobody has, their texts have been shown, and if a colleague is
// at one of them, that has been said.
export function isReady(chosen) {
  return !chosen.some(isPast) && !unveil(chosen) && !warn(chosen);
}

// What a colleague has decided meanwhile is past: whoever presses a key for it moves on.
export function isPast(card) {
  if (!card.classList.contains("overtaken")) return false;
  cards.choose(cards.next([card]));
  return true;
}

function unveil(chosen) {
  const veils = chosen.flatMap((card) => [...card.querySelectorAll(".veil:not([open])")]);
  for (const veil of veils) veil.open = true;
  veils[0]?.closest(".card").scrollIntoView({ block: "nearest" });
  if (veils.length) toast(say("unveiled"));
  return veils.length > 0;
}

function warn(chosen) {
  const isNew = (card) => (cards.colleagueAt(card) ?? card.dataset.heeded) !== card.dataset.heeded;
  const taken = chosen.filter(isNew);
  for (const card of taken) card.dataset.heeded = cards.colleagueAt(card);
  if (taken.length) toast(say("taken", { who: cards.colleagueAt(taken[0]) }));
  return taken.length > 0;
}
