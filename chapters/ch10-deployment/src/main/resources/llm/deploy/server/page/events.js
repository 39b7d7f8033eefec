/**
 * Reads a stream of server-sent events and yields the data of each one as text. Lines that begin
 * with a colon are comments, by which a server shows that it is still there; they are passed over.
 */
export async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    try {
        let data = [];
        for await (const line of lines(reader)) {
            if (line.startsWith("data:")) {
                data.push(line.slice(5).replace(/^ /, ""));
            } else if (line === "" && data.length > 0) {
                yield data.join("\n");
                data = [];
            }
        }
    } finally {
        reader.cancel().catch(() => {});            // also closes the connection to the server
    }
}

/** Yields the lines of a stream of text, without their ends; what has no end is no line yet. */
async function* lines(reader) {
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const found = (rest + part.value).split("\n");
        rest = found.pop();
        yield* found.map(line => line.replace(/\r$/, ""));
    }
}
