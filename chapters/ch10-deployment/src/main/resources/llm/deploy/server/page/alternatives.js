/** The panel that shows what else the model might have said in a token's place. */
import { button, byId, element } from "./dom.js";
import { label, percent, probability, same, surprise, textOf } from "./tokens.js";

const HIDDEN_REST = 0.0005;

/** The tokens that might stand in a place, the likeliest first; the one that does is among them. */
function candidates(token) {
    const others = token.alternatives.some(other => same(other, token)) ? token.alternatives
        : [...token.alternatives, token];
    return others.toSorted((one, other) => other.logprob - one.logprob);
}

/** What a screen reader says about a token. */
export function spoken(token) {
    const others = candidates(token).filter(other => !same(other, token)).slice(0, 3)
        .map(other => `${label(other)} ${percent(probability(other))}`);
    const instead = others.length === 0 ? "" : ` Instead: ${others.join(", ")}.`;
    return `${label(token)}, ${percent(probability(token))}.${instead}`;
}

/** Fills and places the panel. */
export class Alternatives {
    #panel = byId("alternatives");
    #choose;

    /** @param choose called with an answer, a token's index and the alternative that was chosen */
    constructor(choose) {
        this.#choose = choose;
    }

    get panel() {
        return this.#panel;
    }

    /** Shows the alternatives to a token of an answer, beside the span that shows it. */
    show(answer, index, span, close) {
        const token = answer.tokens[index];
        const rows = candidates(token);
        const rest = 1 - rows.reduce((sum, row) => sum + probability(row), 0);
        const before = answer.tokens.slice(0, index);
        const buttons = rows.map(row => this.#row(answer, index, before, row));
        this.#panel.replaceChildren(heading(token, close),
            element("div", { className: "rows" }, ...buttons),
            rest > HIDDEN_REST ? element("p", { className: "rest" },
                element("span", {}, "all others"), ...share(rest)) : "",
            element("p", { className: "hint" }, hint(token, buttons)));
        this.#panel.hidden = false;
        this.place(span);
    }

    hide() {
        this.#panel.hidden = true;
    }

    /** Moves the panel below the span, or above it where there is no room. */
    place(span) {
        const rects = span.getClientRects();
        const at = rects[rects.length - 1] ?? span.getBoundingClientRect();
        const { offsetWidth: width, offsetHeight: height } = this.#panel;
        const left = Math.min(at.left - 12, innerWidth - width - 12);
        const below = at.bottom + height + 8 < innerHeight;
        const top = below ? at.bottom + 2 : at.top - height - 2;
        this.#panel.style.setProperty("--left", `${Math.max(12, left)}px`);
        this.#panel.style.setProperty("--top", `${Math.max(8, top)}px`);
    }

    /** Moves the keyboard to the first alternative that can be chosen, or by so many from here. */
    focus(step = 0) {
        const rows = [...this.#panel.querySelectorAll(".alternative:enabled")];
        const from = rows.indexOf(document.activeElement);
        rows[from < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, from + step))]?.focus();
    }

    #row(answer, index, before, candidate) {
        const current = same(candidate, answer.tokens[index]);
        const row = button("", "alternative", () => this.#choose(answer, index, candidate));
        row.disabled = current || textOf([...before, candidate]) === null;
        row.classList.toggle("unspeakable", candidate.bytes === null);
        row.setAttribute("aria-current", current);
        row.title = current ? "This is what the model said"
            : row.disabled ? "The model cannot go on from here: this is not text by itself" : "";
        row.append(element("span", { className: "name" }, label(candidate)),
            ...share(probability(candidate)));
        return row;
    }
}

function heading(token, close) {
    const closing = button("×", "close", close);
    closing.setAttribute("aria-label", "Close");
    return element("p", { className: "heading" }, element("b", {}, label(token)),
        element("span", {}, `${percent(probability(token))}, ${surprise(token).toFixed(1)} bits`),
        closing);
}

function hint(token, buttons) {
    if (token.alternatives.length === 0) {
        return "The likeliest tokens are not known here.";
    }
    return buttons.some(each => !each.disabled) ? "Choose one to see what would have followed."
        : "None of them makes text here: the character has already begun.";
}

/** A probability as a bar and as a percentage. */
function share(p) {
    const filled = element("i", {});
    filled.style.setProperty("--p", Math.min(1, p).toFixed(4));
    return [element("span", { className: "bar" }, filled),
        element("span", { className: "percent" }, percent(p))];
}
