/** The server's side of the page: its models, and answers as they are written. */
import { events } from "./events.js";
import { load, save } from "./storage.js";

/** What went wrong, in a sentence for the reader. */
export class ServerError extends Error {
    constructor(message, status = 0, retryAfter = null) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }
}

/** Keeps the API key until the tab is closed. */
export function keepKey(key) {
    save("key", key, "sessionStorage");
    sessionKey = key;
}

let sessionKey = load("key", null, "sessionStorage");

/** The names of the models that the server has. */
export async function modelNames() {
    const response = await request("v1/models", {});
    const list = await response.json().catch(() => null);
    return (list?.data ?? []).map(model => String(model.id));
}

/**
 * Asks for an answer and yields its chunks as they come. Ends the connection when the signal
 * aborts or nobody reads on.
 */
export async function* complete(body, signal) {
    const response = await request("v1/chat/completions", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
        body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
        signal,
    });
    for await (const data of events(response.body)) {
        if (data === "[DONE]") {
            return;
        }
        const chunk = parse(data);
        if (chunk.error) {
            throw new ServerError(sentence(chunk, "The server failed while it wrote."));
        }
        yield chunk;
    }
    throw new ServerError("The connection ended before the answer did.");
}

/** Sends a request with the key, if one is known; throws unless the answer is a good one. */
async function request(path, options) {
    const key = sessionKey ? { Authorization: `Bearer ${sessionKey}` } : {};
    const response = await fetch(path, { ...options, headers: { ...options.headers, ...key } });
    if (response.ok) {
        return response;
    }
    const body = await response.json().catch(() => null);
    throw new ServerError(sentence(body, `The server answered with status ${response.status}.`),
        response.status, response.headers.get("Retry-After"));
}

function parse(data) {
    try {
        return JSON.parse(data) ?? {};
    } catch {
        throw new ServerError("The server sent an event that is not JSON.");
    }
}

function sentence(body, otherwise) {
    const message = body?.error?.message;
    return typeof message === "string" && message !== "" ? message : otherwise;
}

/** Says what an error means for the reader, and what can be done. */
export function explain(error) {
    if (error.status === 429) {
        const seconds = Number(error.retryAfter);
        const wait = ` It asks to wait ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
        return `The server is busy.${seconds > 0 ? wait : ""}`;
    }
    if (error.status === 401) {
        return "The server did not accept the API key.";
    }
    return error instanceof ServerError ? error.message
        : "The server cannot be reached, or the connection to it broke.";
}
