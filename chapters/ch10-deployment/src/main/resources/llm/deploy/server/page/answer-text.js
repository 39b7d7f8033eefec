/** Shows the text of an answer, each token in a span of its own. */
import { element } from "./dom.js";
import { surprise } from "./tokens.js";

const FULL_SURPRISE = 10;                           // bits; a token of one in a thousand
const PART = "◌";                                   // stands for a part of a character
const shown = new WeakMap();                        // span → { answer, index }

/** Which token a span shows, as its answer and index there; undefined where it shows none. */
export function tokenAt(span) {
    return shown.get(span);
}

/**
 * Lays the tokens of an answer over its text, also while both still grow. The text is what is
 * shown; where tokens do not fit it, or there are none, it stands in one last span.
 */
export class AnswerText {
    #answer;
    #tail = element("span", { className: "tail" });
    #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    #piece = null;                                  // text of the next token
    #next = 0;                                      // index of the next token
    #position = 0;                                  // in the text, where the next token begins

    constructor(answer, parent) {
        this.#answer = answer;
        parent.append(this.#tail);
        this.update();
    }

    /** Shows what has come since the last time. */
    update() {
        const spans = document.createDocumentFragment();
        for (let span = this.#place(); span !== null; span = this.#place()) {
            spans.append(span);
        }
        this.#tail.before(spans);
        this.#tail.textContent = this.#answer.text.slice(this.#position);
    }

    /** The span of the next token, or null where there is none or its text has not come. */
    #place() {
        const token = this.#answer.tokens[this.#next];
        if (token === undefined) {
            return null;
        }
        this.#piece ??= token.bytes === null ? ""
            : this.#decoder.decode(Uint8Array.from(token.bytes), { stream: true });
        const covered = this.#covered();
        if (covered === null) {
            return null;
        }
        const span = this.#span(token, covered);
        this.#position += covered.length;
        this.#next++;
        this.#piece = null;
        return span;
    }

    /** The part of the text that the next token covers, or null where it does not fit. */
    #covered() {
        const { text, state } = this.#answer;
        const spaceDropped = this.#position === 0 && !text.startsWith(this.#piece);
        const piece = spaceDropped ? this.#piece.trimStart() : this.#piece;
        const rest = text.slice(this.#position, this.#position + piece.length);
        const cut = state !== "writing" && rest !== "" && piece.startsWith(rest);
        return rest === piece || cut ? rest : null;
    }

    #span(token, text) {
        const span = element("span", { className: "token" }, text);
        const share = Math.min(1, surprise(token) / FULL_SURPRISE);
        span.style.setProperty("--surprise", share.toFixed(3));
        if (text === "") {
            span.classList.add("unseen-token");
            span.dataset.name = token.bytes === null ? token.token : PART;
        }
        span.classList.toggle("line-end", /^[ \t]*\n+$/.test(text));
        span.classList.toggle("fork", this.#next === this.#answer.fork);
        span.classList.toggle("code", inFence(this.#answer.text, this.#position));
        shown.set(span, { answer: this.#answer, index: this.#next });
        return span;
    }
}

/** Whether a place in a text lies in a block of code, between lines of three backticks. */
function inFence(text, position) {
    return (text.slice(0, position).match(/^ *```/gm) ?? []).length % 2 === 1;
}
