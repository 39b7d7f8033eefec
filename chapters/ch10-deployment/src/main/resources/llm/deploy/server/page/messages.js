/** Shows the conversation: questions, answers as they grow, and what can be done with them. */
import { AnswerText } from "./answer-text.js";
import { departures, shownAnswer, shownTurns } from "./conversation.js";
import { announce, button, byId, element } from "./dom.js";
import { facts } from "./facts.js";

const EXAMPLES = ["Tell me a story about a fox and an owl.", "Why is the sky blue?",
    "Name three things that grow in a wood."];
const LEAD = 12;                                    // characters
const NEAR_END = 80;                                // pixels

/** The list of messages in the page. */
export class Messages {
    #list = byId("conversation");
    #scroller = this.#list.parentElement;
    #act;
    #text = null;                                   // of the last answer
    #scheduled = false;

    /** @param act what buttons do: `ask, edit, regenerate, goOn, choose, bringBack` */
    constructor(act) {
        this.#act = act;
    }

    /** Shows a conversation anew; the keyboard stays on the button that it was on. */
    show(conversation, canBringBack) {
        const follow = this.#atEnd();
        const focused = this.#placeOfFocus();
        const turns = shownTurns(conversation);
        this.#text = null;
        this.#list.replaceChildren(...turns.length === 0 ? [this.#empty(canBringBack)]
            : turns.map((turn, index) => this.#turn(turn, index === turns.length - 1)));
        this.#focus(focused);
        this.#follow(follow);
    }

    /** Shows what has been written since, at the next frame; then calls back. */
    grow(then) {
        if (!this.#scheduled) {
            this.#scheduled = true;
            requestAnimationFrame(() => {
                this.#scheduled = false;
                const follow = this.#atEnd();
                this.#text?.update();
                then();
                this.#follow(follow);
            });
        }
    }

    /** Goes to the end of the conversation. */
    goToEnd() {
        this.#follow(true);
    }

    #empty(canBringBack) {
        return element("div", { className: "empty" },
            element("h2", {}, "What shall the model write?"),
            element("p", {}, "Ask a question below, or begin with one of these."),
            ...EXAMPLES.map(text => button(text, "example", () => this.#act.ask(text))),
            canBringBack
                ? button("Back to the last conversation", "back quiet", this.#act.bringBack)
                : null);
    }

    #turn(turn, last) {
        const answer = shownAnswer(turn);
        const still = last && answer.state !== "writing";
        return element("article", { className: "turn" },
            element("div", { className: "message user" },
                element("h2", { className: "unseen" }, "You"),
                element("p", { className: "text", dir: "auto" }, turn.question),
                still ? button("Edit", "edit quiet", this.#act.edit) : null),
            this.#answer(answer, last),
            turn.answers.length > 1 ? this.#branches(turn) : null);
    }

    #answer(answer, last) {
        const text = element("div", { className: "text", dir: "auto" });
        const message = element("div", { className: "message assistant" },
            element("h2", { className: "unseen" }, "Model"), text);
        message.dataset.state = answer.state;
        const shown = new AnswerText(answer, text);
        this.#text = last ? shown : null;
        if (answer.problem !== null) {
            message.append(this.#notice(answer.problem, last));
        }
        if (answer.state !== "writing" && (answer.problem === null || answer.text !== "")) {
            message.append(element("div", { className: "below" }, facts(answer),
                this.#buttons(answer, last)));
        }
        return message;
    }

    #notice(problem, last) {
        return element("p", { className: "notice" }, problem, " ",
            last ? button("Try again", "retry", this.#act.goOn) : null);
    }

    #buttons(answer, last) {
        const written = answer.text !== "";
        const unfinished = answer.state === "stopped" || answer.finish === "length";
        const regenerate = button("Regenerate", "regenerate quiet", this.#act.regenerate);
        regenerate.id = "regenerate";
        const copying = button("Copy", "copy quiet", () => copy(answer.text, copying));
        return element("span", { className: "buttons" },
            written ? copying : null,
            last ? regenerate : null,
            last && written && unfinished
                ? button("Continue", "continue quiet", this.#act.goOn) : null);
    }

    #branches(turn) {
        const starts = departures(turn);
        const rows = turn.answers.map((answer, index) => {
            const row = button("", "branch", () => this.#act.choose(turn, index));
            row.setAttribute("aria-pressed", index === turn.chosen);
            row.append(element("span", { className: "number" }, `${index + 1}`),
                preview(answer.text, starts[index]));
            return row;
        });
        const branches = element("div", { className: "branches" }, ...rows);
        branches.setAttribute("role", "group");
        branches.setAttribute("aria-label", "Answers to this question");
        return branches;
    }

    #atEnd() {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
        return scrollHeight - scrollTop - clientHeight < NEAR_END;
    }

    #follow(wanted) {
        if (wanted) {
            this.#scroller.scrollTop = this.#scroller.scrollHeight;
        }
    }

    /** Which button has the keyboard: the turn it is in, its first class, its place among those. */
    #placeOfFocus() {
        const focused = document.activeElement;
        const turns = [...this.#list.children];
        const turn = turns.findIndex(each => each.contains(focused));
        if (turn < 0) {
            return null;
        }
        const selector = `.${focused.classList[0]}`;
        const all = [...turns[turn].querySelectorAll(selector)];
        return { turn, selector, index: all.indexOf(focused) };
    }

    #focus(place) {
        if (place !== null) {
            const all = this.#list.children[place.turn]?.querySelectorAll(place.selector);
            (all?.[place.index] ?? this.#list).focus({ preventScroll: true });
        }
    }
}

/** An answer in one line, from a few words before the place where it goes its own way. */
function preview(text, start) {
    const word = Math.max(start - LEAD, text.lastIndexOf(" ", start) + 1);
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, word - LEAD)));
    const lead = (from > 0 ? "…" : "") + text.slice(from, word);
    const own = text.slice(word, word + 200) || "…";
    return element("span", { className: "preview", dir: "auto" },
        element("span", { className: "lead" }, lead), own);
}

/** Copies a text, also where the page came without encryption from another machine. */
async function copy(text, pressed) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        const field = element("textarea", { value: text, className: "unseen" });
        document.body.append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
        pressed.focus();
    }
    pressed.textContent = "Copied";
    announce("Copied.");
    setTimeout(() => pressed.textContent = "Copy", 2000);
}
