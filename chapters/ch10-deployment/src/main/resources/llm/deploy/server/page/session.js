/** What can be done in a conversation: asking, stopping, asking again, following an alternative. */
import { addAnswer, ask, emptyConversation, messagesUpTo, newAnswer, receive, revived, shownAnswer,
    shownTurns, takeBack, withoutAlternatives } from "./conversation.js";
import { announce } from "./dom.js";
import { askForKey } from "./key.js";
import { complete, explain, keepKey } from "./server.js";
import { load, save } from "./storage.js";
import { textOf } from "./tokens.js";

/** The conversation and the answer that is being written, if one is. */
export class Session {
    #settings;
    #view;
    #conversation = revived(load("conversation", emptyConversation()));
    #before = null;                                 // the conversation before the last "New"
    #writing = null;                                // { control, ended }

    /** @param view has `show(conversation, canBringBack)` and, for a growing answer, `grow()` */
    constructor(settings, view) {
        this.#settings = settings;
        this.#view = view;
        addEventListener("pagehide", () => this.writing && this.#save());
    }

    get writing() {
        return this.#writing !== null;
    }

    get lastQuestion() {
        return shownTurns(this.#conversation).at(-1)?.question ?? null;
    }

    show() {
        this.#view.show(this.#conversation, this.#before !== null);
    }

    /** Asks a question; instead of the last one, if so wished. */
    send(question, insteadOfLast = false) {
        if (insteadOfLast) {
            takeBack(this.#conversation);
        }
        return this.#answer(ask(this.#conversation, question), this.#newAnswer());
    }

    /** Lets the last question be answered once more, beside the answers that there are. */
    regenerate() {
        return this.#answer(shownTurns(this.#conversation).at(-1), this.#newAnswer());
    }

    /** Lets the model go on with the last answer where it ended. */
    goOn() {
        const turn = shownTurns(this.#conversation).at(-1);
        const answer = shownAnswer(turn);
        while (answer.tokens.length > 0 && textOf(answer.tokens) === null) {
            answer.tokens.pop();                    // the end token, or a part of a character
        }
        return this.#write(turn, answer);
    }

    /** Lets the model write what follows if the answer's token at this index is another one. */
    branch(answer, index, alternative) {
        const turn = shownTurns(this.#conversation).find(each => each.answers.includes(answer));
        const { alternatives } = answer.tokens[index];
        const tokens = [...answer.tokens.slice(0, index), { ...alternative, alternatives }];
        return this.#answer(turn, this.#newAnswer(textOf(tokens), tokens, index));
    }

    /** Shows another answer of a turn, and what was asked after it. */
    choose(turn, index) {
        turn.chosen = index;
        this.#save();
        this.show();
    }

    /** Ends the answer that is being written; returns when it has ended. */
    async stop() {
        this.#writing?.control.abort();
        await this.#writing?.ended;
    }

    /** Begins a new conversation; the old one can be brought back until the page is closed. */
    async clear() {
        await this.stop();
        this.#before = this.#conversation.next === null ? this.#before : this.#conversation;
        this.#conversation = emptyConversation();
        this.#save();
        this.show();
    }

    /** Brings the conversation before the last `clear` back. */
    bringBack() {
        this.#conversation = this.#before;
        this.#before = null;
        this.#save();
        this.show();
    }

    #newAnswer(text, tokens, fork) {
        return newAnswer(this.#settings.drawSeed(), text, tokens, fork);
    }

    #answer(turn, answer) {
        addAnswer(turn, answer);
        return this.#write(turn, answer);
    }

    #write(turn, answer) {
        const control = new AbortController();
        const ended = this.#stream(turn, answer, control.signal).finally(() => {
            this.#writing = null;
            this.#save();
            this.show();
            announce(answer.problem ?? (answer.state === "stopped" ? "Stopped." : answer.text));
        });
        this.#writing = { control, ended };
        Object.assign(answer, { state: "writing", problem: null, finish: null });
        this.show();
        announce("The model is writing.");
        return ended;
    }

    async #stream(turn, answer, signal) {
        const clock = { began: performance.now(), first: null, last: null };
        const body = this.#body(turn, answer);
        const already = answer.tokens.length;
        let usage = null;
        try {
            for await (const chunk of this.#chunks(body, signal)) {
                if (receive(answer, chunk)) {
                    clock.last = performance.now();
                    clock.first ??= clock.last;
                    this.#view.grow();
                }
                usage = chunk.usage ?? usage;
            }
            answer.state = "done";
        } catch (error) {
            answer.state = signal.aborted ? "stopped" : "failed";
            answer.problem = signal.aborted ? null : explain(error);
        }
        answer.usage = measured(answer.usage, usage, answer.tokens.length - already, clock);
    }

    #body(turn, answer) {
        const messages = messagesUpTo(this.#conversation, turn, this.#settings.system);
        const body = { ...this.#settings.request(answer.seed), messages };
        if (answer.text === "") {
            return body;
        }
        messages.push({ role: "assistant", content: answer.text });
        return { ...body, add_generation_prompt: false, continue_final_message: true };
    }

    async *#chunks(body, signal) {
        try {
            yield* complete(body, signal);
        } catch (error) {
            const key = error.status === 401 ? await askForKey(signal) : null;
            if (key === null) {
                throw error;
            }
            keepKey(key);
            yield* this.#chunks(body, signal);
        }
    }

    #save() {
        return save("conversation", this.#conversation)
            || save("conversation", withoutAlternatives(this.#conversation));
    }
}

/** Adds what was used to what was before; counts tokens itself where the server did not. */
function measured(before, usage, counted, clock) {
    const wait = clock.first === null ? null : (clock.first - clock.began) / 1000;
    return {
        prompt: usage?.prompt_tokens ?? before?.prompt ?? null,
        tokens: (usage?.completion_tokens ?? counted) + (before?.tokens ?? 0),
        wait: before?.wait ?? wait,                 // seconds until the first token
        seconds: (clock.last - clock.first) / 1000 + (before?.seconds ?? 0),
    };
}
