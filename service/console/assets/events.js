// What others do, as it happens: their decisions grey a card at once; what arrives is announced.

import * as cards from "./cards.js";
import { refresh } from "./deciding.js";
import { toast } from "./toasts.js";
import { count, say } from "./words.js";

const main = document.querySelector("[data-queue]");
const arrived = document.querySelector(".arrived");
const waiting = new Set();

export function listen(load) {
  const { site, after } = main.dataset; // what happened since the page was made is told, too
  const source = new EventSource(`/console/events?${new URLSearchParams({ site, ...(after && { after }) })}`);
  let isOpen = false;
  source.onopen = () => (isOpen = true);
  source.onerror = () => {
    if (isOpen && source.readyState === EventSource.CLOSED) toast(say("signed_out"), { stays: true });
  };
  for (const name of ["decided", "reported", "edited", "erased"]) {
    source.addEventListener(`comment.${name}`, (event) => onChange(JSON.parse(event.data)));
  }
  source.addEventListener("claim.made", (event) => onClaim(JSON.parse(event.data), true));
  source.addEventListener("claim.released", (event) => onClaim(JSON.parse(event.data), false));
  source.addEventListener("reload", () => toast(say("changed"), { stays: true }));
  document.addEventListener("desk:current", foldOvertaken);
  arrived.addEventListener("click", async () => {
    waiting.clear();
    announce();
    await load();
  });
}

function onChange({ comment, status, version, actor, awaits }) {
  const card = cards.byId(comment);
  if (!card) {
    if ("decided" in main.dataset) return; // what comes to wait has no place among it
    if (awaits) waiting.add(comment); // be it out or not
    else waiting.delete(comment);
    announce();
    return;
  }
  if (version <= Number(card.dataset.version)) return;
  const isOurs = card.classList.contains("done") && !card.classList.contains("elsewhere");
  if (isOurs) return;
  if (awaits) {
    refresh([comment]);
    return;
  }
  const who = nameOf(actor);
  card.dataset.told = say(`${status}_by`, { who });
  if (card === cards.current()) {
    cards.overtake(card, `${say(`${status}_now`, { who })} ${say("moves_on")}`);
  } else {
    foldElsewhere(card);
  }
}

// What was decided while it was looked at folds when somebody looks at another card.
function foldOvertaken() {
  cards.all().filter((card) => card.matches(".overtaken:not([aria-current])")).forEach(foldElsewhere);
}

function foldElsewhere(card) {
  cards.fold(card, card.dataset.told, { elsewhere: true });
}

function onClaim({ comment, moderator }, isMade) {
  const card = cards.byId(comment);
  if (card && moderator !== main.dataset.me) cards.showClaim(card, isMade ? moderator : null);
}

function nameOf(actor) {
  const [kind, id] = [actor.slice(0, actor.indexOf(":")), actor.slice(actor.indexOf(":") + 1)];
  return kind === "person" ? id : say(kind);
}

function announce() {
  arrived.hidden = !waiting.size;
  arrived.textContent = waiting.size ? count("arrived", waiting.size) : "";
}
