/** The line below an answer: its length, how fast it came, how it ended. */
import { element } from "./dom.js";
import { perplexity } from "./tokens.js";

/** The facts of an answer; those of the teaching view have a class of their own. */
export function facts(answer) {
    const { usage, tokens } = answer;
    const rate = usage.seconds > 0 ? (usage.tokens - 1) / usage.seconds : 0;
    return element("span", { className: "facts" },
        ...fact(`${usage.tokens} ${answer.fork === null ? "" : "new "}tokens`),
        ...rate > 0 ? fact(`${rate.toFixed(rate < 10 ? 1 : 0)} tokens/s`) : [],
        ...fact(ending(answer)),
        ...usage.wait !== null ? fact(`first after ${usage.wait.toFixed(1)} s`, "teaching") : [],
        ...usage.prompt !== null ? fact(`prompt ${usage.prompt} tokens`, "teaching") : [],
        ...fact(`seed ${answer.seed}`, "teaching"),
        ...fact(tokens.length > 0 ? `perplexity ${perplexity(tokens).toFixed(1)}`
            : "came without probabilities", "teaching"));
}

function fact(text, className = "") {
    return text === null ? [] : [element("span", { className }, text)];
}

function ending(answer) {
    if (answer.state === "stopped") {
        return "stopped";
    }
    return answer.finish === "length" ? "cut at max tokens" : null;
}
