// What the script says. It has no words of its own: they come with the page, in its language.

const main = document.querySelector("[data-queue]");
const words = JSON.parse(main?.dataset.words ?? "{}");
const rules = new Intl.PluralRules(document.documentElement.lang);

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function count(key, n) {
  const form = rules.select(n) === "one" ? "one" : "other";
  return say(`${key}_${form}`, { n: n.toLocaleString(document.documentElement.lang) });
}
