// Asks OpenAI's own client about each of the inputs; prints the answers, or what was thrown, as JSON.
// Arguments: base URL, key, inputs (a JSON array).
import OpenAI from "openai";

const [baseURL, apiKey, inputs] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const told = [];
for (const input of JSON.parse(inputs)) {
  try {
    const answer = await client.moderations.create({ input });
    told.push({ ...answer, request_id: answer._request_id });
  } catch (error) {
    const { status, code, type, param, requestID } = error;
    told.push({ thrown: error.constructor.name, status, code, type, param, request_id: requestID });
  }
}
console.log(JSON.stringify(told));
