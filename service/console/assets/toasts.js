// Short messages in the corner, which screen readers speak.

import { button, make } from "./cards.js";
import { say } from "./words.js";

const SHOWN_MS = 8_000;
const corner = document.querySelector(".toast");

export function toast(text, { undo = null, stays = false } = {}) {
  const line = make("p", "", text);
  const close = () => line.remove();
  if (undo) line.append(button(say("undo"), () => (close(), undo())));
  if (stays) line.append(button(say("dismiss"), close));
  corner.replaceChildren(...[...corner.children].filter((old) => old.dataset.stays), line);
  if (stays) line.dataset.stays = "true";
  else setTimeout(close, SHOWN_MS);
}

// Suggests a break to whoever asked for that, after so long at work; ten idle minutes are a break.
export function suggestBreaks(afterMin) {
  if (!afterMin) return;
  const IDLE_MS = 10 * 60_000;
  const at = (name) => Number(sessionStorage.getItem(name)) || Date.now();
  const touch = () => {
    if (Date.now() - at("seen") > IDLE_MS) sessionStorage.removeItem("began");
    sessionStorage.setItem("began", at("began"));
    sessionStorage.setItem("seen", Date.now());
  };
  const check = () => {
    if (Date.now() - at("began") < afterMin * 60_000) return;
    toast(say("pause", { n: afterMin }), { stays: true });
    sessionStorage.setItem("began", Date.now());
  };
  touch();
  document.addEventListener("keydown", touch);
  document.addEventListener("pointerdown", touch);
  setInterval(check, 60_000);
  check();
}
