// Calls us with npm's `@cedx/akismet`, which sends the key in the body; prints what came back.
// Arguments: our URL, good key, bad key.
import { Author, AuthorRole, Blog, Client, Comment } from "@cedx/akismet";

const [baseUrl, key, badKey] = process.argv.slice(2);
const blog = new Blog({ url: "https://courier.example", charset: "UTF-8", languages: ["en"] });
const good = new Client(key, blog, { baseUrl });
const bad = new Client(badKey, blog, { baseUrl });
const said = (content, author = {}) =>
  new Comment({
    author: new Author({
      email: "dora@mail.example",
      ipAddress: "198.51.100.77",
      name: "Dora",
      userAgent: "Mozilla/5.0",
      ...author,
    }),
    content,
    context: ["moon", "space"],
    date: new Date("2026-01-31T08:00:00Z"),
    permalink: "https://courier.example/moon",
    referrer: "https://courier.example/",
    type: "comment",
  });
const raised = (promise) => promise.then(() => null, (error) => error.message);

const told = {
  valid: await good.verifyKey(),
  invalid: await bad.verifyKey(),
  ham: await good.checkComment(said("A fine piece.")),
  held: await good.checkComment(said("hmm, well")),
  spam: await good.checkComment(said("This is awful.")),
  pervasive: await good.checkComment(said("A casino for you")),
  guaranteed: await good.checkComment(said("Hello.", { name: "viagra-test-123" })),
  administrator: await good.checkComment(said("casino", { role: AuthorRole.administrator })),
  submittedSpam: await raised(good.submitSpam(said("A fine piece."))),
  submittedHam: await raised(good.submitHam(said("A casino for you"))),
  refusedCheck: await raised(bad.checkComment(said("A fine piece."))),
  refusedSpam: await raised(bad.submitSpam(said("A fine piece."))),
};
console.log(JSON.stringify(told));
