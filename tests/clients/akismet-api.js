// Calls us with npm's `akismet-api`, which puts the key before the host's name; prints what came back.
// Arguments: host and port, good key, bad key.
import dns from "node:dns";
import { AkismetClient } from "akismet-api";

// Every name under .comments.test is this machine, as a wildcard record would say.
const lookup = dns.lookup;
dns.lookup = (name, options, done) =>
  name.endsWith("comments.test")
    ? lookup("127.0.0.1", options, done)
    : lookup(name, options, done);

const [port, key, badKey] = process.argv.slice(2);
const options = { blog: "https://courier.example", host: `comments.test:${port}`, protocol: "http" };
const good = new AkismetClient({ ...options, key });
const bad = new AkismetClient({ ...options, key: badKey });
const said = (content) => ({
  ip: "198.51.100.77",
  useragent: "Mozilla/5.0",
  content,
  name: "Dora",
  email: "dora@mail.example",
  permalink: "https://courier.example/moon",
  date: "2026-01-31T08:00:00+00:00",
});
const raised = (promise) => promise.then(() => null, (error) => error.message);

const told = {
  valid: await good.verifyKey(),
  invalid: await bad.verifyKey(),
  ham: await good.checkSpam(said("A fine piece.")),
  spam: await good.checkSpam(said("A casino for you")),
  honeypot: await good.checkSpam({ ...said("Fine, too."), honeypot: "x" }),
  tested: await good.checkSpam({ ...said("Only a test, casino"), isTest: true }),
  administrator: await good.checkSpam({ ...said("casino, casino"), role: "administrator" }),
  submittedSpam: (await good.submitSpam(said("A fine piece."))).text,
  submittedHam: (await good.submitHam(said("A casino for you"))).text,
  refusedCheck: await raised(bad.checkSpam(said("A fine piece."))),
  refusedSpam: (await bad.submitSpam(said("A fine piece."))).text,
};
console.log(JSON.stringify(told));
