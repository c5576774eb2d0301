// Deciding without waiting: a card folds at once, and comes back visibly if the service refuses.

import * as cards from "./cards.js";
import { isPast, isReady } from "./heeding.js";
import { read, Refusal, send } from "./sending.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const token = document.querySelector("[data-queue]").dataset.token;
const acts = []; // what can be undone: {ids, done: a promise of the decision's id, or null}

export function decide(card, action, reason = null) {
  if (card.classList.contains("done")) return undefined;
  const form = cards.decideForm(card);
  if (!form?.querySelector(`button[value="${action}"]`)) return toast(say("not_allowed"));
  if (!isReady([card])) return undefined;
  const fields = new FormData(form);
  fields.set("action", action);
  if (reason !== null) fields.set("reason", reason);
  return carryOut([card], "/console/decisions", fields, say(action));
}

export function decideSelected(action, reason = "") {
  const chosen = cards.selected();
  if (!chosen.length || !isReady(chosen)) return undefined;
  const fields = new FormData();
  fields.set("form_token", token);
  fields.set("action", action);
  fields.set("reason", reason || document.getElementById("bulk-reason").value);
  for (const card of chosen) fields.append("item", `${card.dataset.id}:${card.dataset.version}`);
  return carryOut(chosen, "/console/bulk", fields, say(action));
}

export async function skip(card) {
  if (isPast(card)) return;
  if (!card.querySelector(".skip-it")) return toast(say("not_allowed"));
  const fields = new FormData(cards.decideForm(card));
  foldAndMoveOn([card], say("skip"));
  try {
    toast((await send("/console/skips", fields)).said);
  } catch (refusal) {
    putBack([card], refusal);
  }
}

export async function undo(act = acts.at(-1)) {
  if (!act) return toast(say("nothing"));
  acts.splice(acts.indexOf(act), 1);
  const decision = await act.done;
  if (!decision) return undefined; // it was refused, and is back already
  try {
    const told = await send("/console/undo", { form_token: token, decision });
    showLeft(told);
    const back = act.ids.filter((id) => told.restored.includes(id));
    await refresh(back);
    cards.choose(cards.byId(back[0]) ?? cards.current());
    return toast(told.said);
  } catch (refusal) {
    return toast(say(refusal.why));
  }
}

// Shows comments as they are now, in the place of what the page had of them.
export async function refresh(ids) {
  if (!ids.length) return;
  const query = new URLSearchParams(ids.map((id) => ["id", id]));
  query.set("site", document.querySelector("[data-queue]").dataset.site);
  const page = await read(`/console/cards?${query}`);
  page.querySelectorAll(".card").forEach(cards.put);
}

async function carryOut(chosen, path, fields, told) {
  const act = { ids: chosen.map((card) => card.dataset.id), done: null };
  foldAndMoveOn(chosen, told, { undo: () => undo(act) });
  const answer = send(path, fields);
  act.done = answer.then((said) => said.decision, () => null);
  acts.push(act);
  document.dispatchEvent(new Event("desk:decided"));
  try {
    const said = await answer;
    showLeft(said);
    const left = act.ids.filter((id) => !said.done.includes(id));
    act.ids = said.done.filter((id) => act.ids.includes(id));
    await bringBack(left);
    toast(said.said, { undo: () => undo(act) });
  } catch (refusal) {
    acts.splice(acts.indexOf(act), 1);
    putBack(chosen, refusal);
  }
}

function showLeft({ size, counts }) {
  const place = document.querySelector(".size"); // only all that waits is counted here
  if (place) place.textContent = size;
  for (const count of document.querySelectorAll(".count[data-of]")) {
    count.textContent = counts[count.dataset.of];
  }
}

// Folds first: what is looked at next has its place only then, and is brought into view there.
function foldAndMoveOn(chosen, told, options) {
  const at = cards.current();
  const next = cards.next(chosen);
  for (const card of chosen) cards.fold(card, told, options);
  if (!at || chosen.includes(at)) cards.choose(next);
}

// What was left alone because it had changed is shown as it is now.
async function bringBack(ids) {
  await refresh(ids);
  for (const id of ids) {
    const card = cards.byId(id);
    if (card) cards.unfold(card, say("changed"));
  }
}

function putBack(chosen, refusal) {
  if (!(refusal instanceof Refusal)) throw refusal;
  const now = refusal.page?.querySelector(".card");
  for (const card of chosen) {
    const shown = now && now.dataset.id === card.dataset.id ? cards.put(now) : card;
    cards.unfold(shown, say(refusal.why));
    if (!cards.open().includes(cards.current())) cards.choose(shown);
  }
  toast(say(refusal.why), { stays: refusal.why === "signed_out" });
}
