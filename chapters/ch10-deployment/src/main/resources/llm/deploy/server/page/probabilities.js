/** The teaching view: tints tokens by their surprise and lets one look at each of them. */
import { spoken } from "./alternatives.js";
import { tokenAt } from "./answer-text.js";
import { byId } from "./dom.js";
import { neighbour } from "./neighbour.js";
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
    #pointed = null;                                // the span under the mouse
    #quiet = false;                                 // a token gets the focus, but is not opened
    #timer = null;

    constructor(alternatives) {
        this.#alternatives = alternatives;
        byId("probabilities").addEventListener("click", () => this.toggle());
        this.#listenToPointer();
        this.#conversation.addEventListener("focusin",
            event => this.#quiet || this.#look(event.target, true));
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

    /** Lets the keyboard reach the first token of each answer; needed when tokens have come. */
    refresh() {
        for (const text of this.#conversation.querySelectorAll(".assistant .text")) {
            const reached = text.querySelector("[tabindex]");
            if (!this.#on) {
                reached?.removeAttribute("tabindex");
            } else if (reached === null) {
                text.querySelector(".token")?.setAttribute("tabindex", "0");
            }
        }
    }

    /** Which tokens are looked at and focused; to be found again after messages are shown anew. */
    hold() {
        return { active: tokenAt(this.#active), focused: tokenAt(document.activeElement) };
    }

    /** Goes back to the tokens that were looked at and focused before messages were shown anew. */
    resume({ active, focused }) {
        this.refresh();
        this.#focusQuietly(this.#find(focused));
        const span = this.#find(active);
        if (span === undefined) {
            this.release();
        } else {
            this.#active = span;
            span.classList.add("active");
            this.#alternatives.place(span);
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

    /** The span that shows a token. */
    #find(token) {
        return token && [...this.#conversation.querySelectorAll(".token")].find(span => {
            const { answer, index } = tokenAt(span);
            return answer === token.answer && index === token.index;
        });
    }

    #show() {
        document.documentElement.classList.toggle("probabilities", this.#on);
        byId("probabilities").setAttribute("aria-pressed", this.#on);
        byId("legend").hidden = !this.#on;
        this.refresh();
    }

    #listenToPointer() {
        const panel = this.#alternatives.panel;
        this.#conversation.addEventListener("pointermove", event => this.#point(event));
        this.#conversation.addEventListener("pointerleave", event => this.#leave(event));
        panel.addEventListener("pointerenter", () => clearTimeout(this.#timer));
        panel.addEventListener("pointerleave", event => this.#leave(event));
        this.#conversation.addEventListener("click", event => this.#click(event.target));
        document.addEventListener("pointerdown", event => {
            if (!panel.contains(event.target) && !tokenAt(event.target)) {
                this.#pointed = null;
                this.release();
            }
        });
    }

    /** Opens a token under the mouse; that it moved there, and not the text under it, matters. */
    #point(event) {
        const still = event.movementX === 0 && event.movementY === 0;
        if (event.pointerType !== "mouse" || still || this.#pinned
                || event.target === this.#pointed) {
            return;
        }
        if (!tokenAt(event.target)) {
            this.#leave(event);
            return;
        }
        this.#pointed = event.target;
        this.#later(() => this.#look(event.target, false), OPEN_AFTER);
    }

    #leave(event) {
        if (event.pointerType === "mouse" && !this.#pinned) {
            this.#pointed = null;
            this.#later(() => this.release(), CLOSE_AFTER);
        }
    }

    #later(action, time) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(action, time);
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
            this.#quiet = true;
            span.focus({ preventScroll: true });
            this.#quiet = false;
        }
    }
}
