// The lines of the policy move over the site's own scores while their figures are typed.

const lines = new Map(
  [...document.querySelectorAll("[data-line]")].map((input) => [
    input,
    document.getElementById(input.dataset.line),
  ]),
);

for (const [input, line] of lines) {
  input.addEventListener("input", () => {
    draw(input, line);
    for (const [other, its] of lines) {
      if (other !== input && other.closest("fieldset") === input.closest("fieldset")) draw(other, its);
    }
  });
}

function draw(input, line) {
  const at = figureOf(input);
  if (at === null || at < 0 || at > 1) {
    line.setAttribute("visibility", "hidden");
    return;
  }
  line.removeAttribute("visibility");
  line.setAttribute("x", `${100 * at}%`);
  const text = line.querySelector("text");
  text.setAttribute("text-anchor", at > 0.5 ? "end" : "start");
  text.setAttribute("x", at > 0.5 ? -5 : 5);
}

// Nothing typed: what the model recommends stands behind it, unless the label has a line already.
function figureOf(input) {
  if (input.value) return Number(input.value);
  const [hold] = input.closest("fieldset").querySelectorAll("[data-line]");
  const isAdvised = input.placeholder && (input === hold || !hold.value);
  return isAdvised ? Number(input.placeholder) : null;
}
