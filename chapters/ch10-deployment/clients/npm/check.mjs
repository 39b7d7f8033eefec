// Drives a server with the npm package openai: node check.mjs URL/v1 MODEL. The key is in
// LLM_CHECK_KEY. One line for each check; the exit code is 1 if one has failed.
import OpenAI from "openai";

const [base, model] = process.argv.slice(2);
const key = process.env.LLM_CHECK_KEY ?? "none";
const client = new OpenAI({ baseURL: base, apiKey: key, maxRetries: 0, timeout: 120_000 });
let failed = 0;

async function check(name, body) {
  const begun = performance.now();
  try {
    await body();
    console.log(`ok    openai (npm): ${name} (${Math.round(performance.now() - begun)} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  openai (npm): ${name}: ${error}`);
  }
}

function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what} must be ${e}, got ${a}`);
}

async function refused(kind, status, call) {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    equal(error.status, status, "status");
    return error;
  }
  throw new Error(`must be refused with ${status}, got an answer`);
}

const chat = (text, more = {}) => ({
  model, messages: [{ role: "user", content: text }], temperature: 0, max_tokens: 32,
  logprobs: true, top_logprobs: 2, ...more });

async function whole(request) {
  const { message, logprobs, finish_reason: reason } =
    (await client.chat.completions.create(request)).choices[0];
  return { text: message.content, tokens: logprobs.content, reason };
}

async function streamed(request) {
  const all = { text: "", tokens: [], reason: null };
  for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
    const choice = chunk.choices[0];
    all.text += choice.delta.content ?? "";
    all.tokens.push(...(choice.logprobs?.content ?? []));
    all.reason = choice.finish_reason ?? all.reason;
  }
  return all;
}

async function freeWithinASecond() {
  const end = performance.now() + 1000;
  for (;;) {
    const health = await (await fetch(base.replace(/\/v1$/, "/health"))).json();
    if (health.writing === 0 && health.waiting === 0) return;
    if (performance.now() > end) throw new Error(`${health.writing} are written after a second`);
  }
}

await check("models", async () => {
  equal((await client.models.list()).data.map((each) => each.id), [model], "models");
  equal((await client.models.retrieve(model)).id, model, "model");
});

await check("plain answer with usage", async () => {
  const answer = await client.chat.completions.create(chat("Once upon a time"));
  equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens,
    "total_tokens");
  equal(answer.choices[0].logprobs.content.length, 32, "tokens");
});

await check("a stream joined is the whole answer", async () => {
  for (const temperature of [0, 1]) {
    const request = chat("Once upon a time", { temperature, seed: 7, max_tokens: 200 });
    equal(await streamed(request), await whole(request), "stream");
  }
});

await check("usage at the end of a stream", async () => {
  let last;
  for await (const chunk of await client.chat.completions.create({
    ...chat("A"), stream: true, stream_options: { include_usage: true } })) last = chunk;
  equal([last.choices.length, last.usage.completion_tokens], [0, 32], "last chunk");
});

await check("completions: echo, n, stop, bias", async () => {
  const ask = async (more) => (await client.completions.create({
    model, prompt: "Once upon", temperature: 0, max_tokens: 12, ...more })).choices;
  const [{ text }] = await ask({});
  equal((await ask({ echo: true, logprobs: 1 }))[0].text, "Once upon" + text, "echo");
  const four = await ask({ n: 4, seed: 3, temperature: 1 });
  equal((await ask({ n: 4, seed: 3, temperature: 1 })).map((c) => c.text),
    four.map((c) => c.text), "seeded texts");
  const stop = text.slice(4, 6);
  equal((await ask({ stop }))[0].text, text.slice(0, text.indexOf(stop)), "text before a stop");
  const forced = await ask({ logit_bias: { 40: 100 }, max_tokens: 3, logprobs: 0 });
  equal(new Set(forced[0].logprobs.tokens).size, 1, "different tokens under a bias");
});

await check("errors: 400, 401, 404", async () => {
  const bad = await refused(OpenAI.BadRequestError, 400,
    () => client.chat.completions.create(chat("A", { temperature: -1 })));
  equal(bad.param, "temperature", "param");
  await refused(OpenAI.AuthenticationError, 401, () => new OpenAI({
    baseURL: base, apiKey: "wrong", maxRetries: 0 }).models.list());
  const missing = await refused(OpenAI.NotFoundError, 404,
    () => client.chat.completions.create(chat("A", { model: "giant" })));
  equal(missing.code, "model_not_found", "code");
});

await check("a cancelled stream frees its place", async () => {
  const stream = await client.chat.completions.create(
    chat("A", { max_tokens: 3000, stream: true }));
  for await (const _ of stream) break;
  stream.controller.abort();
  await freeWithinASecond();
});

await check("a cancelled request frees its place", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  try {
    await client.chat.completions.create(chat("A", { max_tokens: 3000 }),
      { signal: controller.signal });
    throw new Error("must be aborted, got an answer");
  } catch (error) {
    if (!(error instanceof OpenAI.APIUserAbortError)) throw error;
  }
  await freeWithinASecond();
});

await check("32 streams at a time get what they get alone, bit for bit", async () => {
  const requests = Array.from({ length: 32 }, (_, i) => chat(
    "Once upon a time ".repeat(i % 4) + i, { temperature: i % 2, seed: i, max_tokens: 24 + i }));
  const together = await Promise.all(requests.map(streamed));
  for (const [i, request] of requests.entries()) {
    equal(together[i], await whole(request), `stream ${i}`);
  }
});

await check("too many get 429 with a time to wait, the others an answer", async () => {
  const all = await Promise.allSettled(Array.from({ length: 60 }, (_, i) =>
    client.chat.completions.create(chat("Busy " + i, { max_tokens: 256 }))));
  const no = all.filter((each) => each.status === "rejected").map((each) => each.reason);
  for (const error of no) {
    if (!(error instanceof OpenAI.RateLimitError)) throw error;
    if (!(Number(error.headers.get("retry-after")) > 0)) throw new Error("no Retry-After");
  }
  if (no.length < 1 || no.length > 20) throw new Error(`up to 20 of 60, got ${no.length}`);
});

process.exit(failed ? 1 : 0);
