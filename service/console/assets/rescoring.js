// A rescoring as it works: at each sign of progress the page is read again, and its parts replaced.

import { read } from "./sending.js";

const main = document.querySelector("[data-rescoring]");
const PARTS = ["state", "figures", "steps", "again", "changes"];
let isReading = false;
let isStale = false;

const source = new EventSource(`/console/events?site=${encodeURIComponent(main.dataset.site)}`);
source.addEventListener("rescoring.progress", ({ data }) => {
  if (JSON.parse(data).rescoring === main.dataset.rescoring) renew();
});
source.addEventListener("reload", renew);
source.addEventListener("open", renew); // something may have happened since the page was made

// One reading at a time; what happens meanwhile makes for one more.
async function renew() {
  isStale = true;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      show(await read(location.href));
    }
  } catch {
    // What is on the page stays; the next sign of progress tries again.
  } finally {
    isReading = false;
  }
}

function show(page) {
  for (const name of PARTS) {
    const old = main.querySelector(`[data-part="${name}"]`);
    const fresh = page.querySelector(`[data-part="${name}"]`);
    if (!old || old.innerHTML === fresh?.innerHTML) continue; // what has the focus keeps it
    if (name === "changes" && old.contains(document.activeElement)) continue; // it is being read
    old.replaceChildren(...(fresh ? [...document.importNode(fresh, true).childNodes] : []));
  }
}
