// Second opinions: the keys of the queue, on the card that comes first. An opinion that was given
// leads to the page anew, where the next card is the first.

const KEYS = { a: "approve", r: "reject", s: "spam" };
const { keys } = document.querySelector("[data-keys]").dataset;
const card = document.querySelector(".card");
let isGiven = false;

// What is blurred is shown before an opinion is given on it, be it by key or by button.
function show(shown) {
  const veils = [...shown.querySelectorAll(".veil:not([open])")];
  for (const veil of veils) veil.open = true;
  return veils.length > 0;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".decide")) return;
  if (isGiven || show(event.target.closest(".card"))) event.preventDefault();
  else isGiven = true; // or the next key, until the page has come anew, would be about this card
});
window.addEventListener("pageshow", () => (isGiven = false));

function onKey({ key, target, ctrlKey, metaKey, altKey, repeat }) {
  if (ctrlKey || metaKey || altKey || repeat) return;
  if (target.matches("input, textarea, select")) return;
  const veil = key === "v" && card.querySelector(".veil");
  if (veil) veil.open = !veil.open;
  const button = card.querySelector(`.decide button[value="${KEYS[key]}"]`);
  if (button) button.form.requestSubmit(button);
}

if (keys === "on" && card) {
  document.documentElement.classList.add("has-keys");
  document.addEventListener("keydown", onKey);
}
