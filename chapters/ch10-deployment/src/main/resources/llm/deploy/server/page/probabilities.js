/** The teaching view: tints tokens by their surprise and lets one look at each of them. */
import { spoken } from "./alternatives.js";
import { tokenAt } from "./answer-text.js";
import { byId } from "./dom.js";
import { load, save } from "./storage.js";

const OPEN_AFTER = 70;                              // milliseconds under the pointer
const CLOSE_AFTER = 250;                            // time to reach the panel

/** Which token is looked at: by pointing for a while, by a click or the keyboard until released. */
export class Probabilities {
    #conversation = byId("conversation");
    #alternatives;
    #on = load("probabilities", false);
    #active = null;                                 // the token's span
    #pinned = false;
    #timer = null;

    constructor(alternatives) {
        this.#alternatives = alternatives;
        byId("probabilities").addEventListener("click", () => this.toggle());
        this.#listenToPointer();
        this.#conversation.addEventListener("focusin", event => this.#look(event.target, true));
        this.#conversation.addEventListener("keydown", event => this.#move(event));
        alternatives.panel.addEventListener("keydown", event => this.#moveInPanel(event));
        const replace = () => this.#active && alternatives.place(this.#active);
        this.#conversation.parentElement.addEventListener("scroll", replace, { passive: true });
        addEventListener("resize", replace);
        this.#show();
    }

    /** Turns the view on or off. */
    toggle() {
        this.#on = !this.#on;
        save("probabilities", this.#on);
        this.release();
        this.#show();
    }

    /** Lets the keyboard reach the first token of each answer; needed after messages are shown. */
    refresh() {
        if (this.#active !== null && !this.#active.isConnected) {
            this.release();
        }
        for (const text of this.#conversation.querySelectorAll(".assistant .text")) {
            const reached = text.querySelector("[tabindex]");
            if (!this.#on) {
                reached?.removeAttribute("tabindex");
            } else if (reached === null) {
                text.querySelector(".token")?.setAttribute("tabindex", "0");
            }
        }
    }

    /** Closes the panel. */
    release() {
        clearTimeout(this.#timer);
        this.#alternatives.hide();
        this.#active?.classList.remove("active");
        this.#active = null;
        this.#pinned = false;
    }

    /** Closes the panel and goes back from it to its token; true if it had been pinned. */
    close() {
        const from = this.#active;
        const inPanel = this.#alternatives.panel.contains(document.activeElement);
        const was = this.#pinned;
        this.release();
        if (inPanel && from !== null) {
            this.#focusQuietly(from);
        }
        return was;
    }

    /** Moves the keyboard to the token by which the last answer departs from another. */
    focusFork() {
        const forks = this.#conversation.querySelectorAll(".fork");
        this.#focusQuietly(forks[forks.length - 1]);
    }

    #show() {
        document.documentElement.classList.toggle("probabilities", this.#on);
        byId("probabilities").setAttribute("aria-pressed", this.#on);
        byId("legend").hidden = !this.#on;
        this.refresh();
    }

    #listenToPointer() {
        const panel = this.#alternatives.panel;
        const later = (action, time) => {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(action, time);
        };
        const leave = event => event.pointerType === "mouse" && !this.#pinned
            && later(() => this.release(), CLOSE_AFTER);
        this.#conversation.addEventListener("pointerover", event => {
            if (event.pointerType === "mouse" && !this.#pinned && tokenAt(event.target)) {
                later(() => this.#look(event.target, false), OPEN_AFTER);
            }
        });
        this.#conversation.addEventListener("pointerout", leave);
        panel.addEventListener("pointerenter", () => clearTimeout(this.#timer));
        panel.addEventListener("pointerleave", leave);
        this.#conversation.addEventListener("click", event => this.#click(event.target));
        document.addEventListener("pointerdown", event => {
            if (!panel.contains(event.target) && !tokenAt(event.target)) {
                this.release();
            }
        });
    }

    #click(span) {
        if (this.#on && tokenAt(span) && getSelection().isCollapsed) {
            this.#reach(span);
            span.focus({ preventScroll: true });
            this.#look(span, true);
        }
    }

    #look(span, pinned) {
        const shown = tokenAt(span);
        if (!this.#on || !shown || !span.isConnected) {
            return;
        }
        this.release();
        this.#active = span;
        this.#pinned = pinned;
        span.classList.add("active");
        this.#alternatives.show(shown.answer, shown.index, span, () => this.close());
        if (pinned) {
            span.scrollIntoView({ block: "nearest" });
            this.#alternatives.place(span);
        }
    }

    #move(event) {
        const span = event.target;
        if (!this.#on || !tokenAt(span) || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        if (event.key === "Enter" || event.key === " ") {
            this.#look(span, true);
            this.#alternatives.focus();
            event.preventDefault();
            return;
        }
        const wanted = neighbour(span, event.key);
        if (wanted) {
            this.#reach(wanted);
            wanted.focus({ preventScroll: true });
            event.preventDefault();
        }
    }

    #moveInPanel(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
            this.#alternatives.focus(step);
            event.preventDefault();
        }
    }

    /** Makes a token the one of its answer that the keyboard reaches, and lets it be read out. */
    #reach(span) {
        const { answer, index } = tokenAt(span);
        const before = span.parentElement.querySelector("[tabindex]");
        for (const name of ["tabindex", "role", "aria-label"]) {
            before?.removeAttribute(name);
        }
        span.tabIndex = 0;
        span.role = "button";
        span.ariaLabel = spoken(answer.tokens[index]);
    }

    #focusQuietly(span) {
        if (span) {
            this.#reach(span);
            span.focus({ preventScroll: true });
            this.release();
        }
    }
}

/** The token that a key leads to. */
function neighbour(span, key) {
    const all = [...span.parentElement.querySelectorAll(".token")];
    const index = all.indexOf(span);
    switch (key) {
        case "ArrowLeft": return all[index - 1];
        case "ArrowRight": return all[index + 1];
        case "ArrowUp": return inNextLine(span, all.slice(0, index).reverse());
        case "ArrowDown": return inNextLine(span, all.slice(index + 1));
        case "Home": return all[0];
        case "End": return all.at(-1);
        default: return null;
    }
}

/** Of the tokens that follow, the one in the line after this one's that is nearest to it. */
function inNextLine(span, following) {
    const at = span.getBoundingClientRect();
    const top = following.map(each => each.getBoundingClientRect().top)
        .find(each => Math.abs(each - at.top) > at.height / 2);
    const distance = each => Math.abs(each.getBoundingClientRect().left - at.left);
    return following
        .filter(each => Math.abs(each.getBoundingClientRect().top - top) < at.height / 2)
        .sort((one, other) => distance(one) - distance(other))[0];
}
