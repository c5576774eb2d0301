// To the service and back: the same forms and pages that a browser without scripts would use.

const policy = globalThis.trustedTypes?.createPolicy("desk", { createHTML: (html) => html }) ?? {
  createHTML: (html) => html,
};

// What was not done, and why: "changed", "refused", "failed" or "signed_out".
export class Refusal extends Error {
  constructor(why, page = null) {
    super(why);
    this.why = why;
    this.page = page;
  }
}

export async function send(path, fields) {
  const response = await reach(path, {
    method: "POST",
    headers: { Accept: "application/json, text/html;q=0.5" },
    body: new URLSearchParams(fields),
  });
  if (response.ok) return response.json();
  if (response.status === 409) throw new Refusal("changed", parse(await response.text()));
  throw new Refusal(response.status >= 500 ? "failed" : "refused");
}

export async function read(path) {
  const response = await reach(path, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Refusal("failed");
  return parse(await response.text());
}

async function reach(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refusal("failed");
  }
  if (new URL(response.url).pathname.endsWith("/sign-in")) throw new Refusal("signed_out");
  return response;
}

// A page of ours: all that readers wrote is escaped in it already, and parsing runs no script.
function parse(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
