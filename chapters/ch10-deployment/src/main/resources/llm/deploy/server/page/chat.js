/**
 * The chat page: joins its buttons and keys to the conversation.
 *
 * The other modules in reading order: tokens, conversation; events, server, session; answer-text,
 * facts, messages; alternatives, neighbour, probabilities; settings, theme, key, storage, dom.
 */
import { Alternatives } from "./alternatives.js";
import { byId, button, element } from "./dom.js";
import { askForKey } from "./key.js";
import { Messages } from "./messages.js";
import { Probabilities } from "./probabilities.js";
import { explain, keepKey, modelNames } from "./server.js";
import { Session } from "./session.js";
import { Settings } from "./settings.js";
import { startTheme } from "./theme.js";

const question = byId("question");
const settings = new Settings();
const messages = new Messages({
    ask: text => send(text),
    edit: () => edit(true),
    regenerate: () => session.regenerate(),
    goOn: () => session.goOn(),
    choose: (turn, index) => session.choose(turn, index),
    bringBack: () => session.bringBack(),
});
const alternatives = new Alternatives(follow);
const probabilities = new Probabilities(alternatives);
const session = new Session(settings, { show, grow });
let editing = false;

/** Shows the conversation, and which buttons make sense now. */
function show(conversation, canBringBack) {
    const held = probabilities.hold();
    messages.show(conversation, canBringBack);
    probabilities.resume(held);
    byId("send").hidden = session.writing;
    byId("stop").hidden = !session.writing;
    byId("conversation").setAttribute("aria-busy", session.writing);
}

/** Shows what has been written since. */
function grow() {
    messages.grow(() => probabilities.refresh());
}

/** Asks a question, unless there is none or an answer is being written. */
function send(text) {
    if (text.trim() === "" || session.writing) {
        return;
    }
    const insteadOfLast = editing;
    edit(false);
    session.send(text.trim(), insteadOfLast);
    messages.goToEnd();
}

/** Lets the model write on from another token; the keyboard follows if it chose. */
async function follow(answer, index, alternative) {
    const byKeyboard = document.activeElement?.matches(".alternative:focus-visible");
    probabilities.release();
    await session.stop();
    session.branch(answer, index, alternative);
    if (byKeyboard) {
        probabilities.focusFork();
    }
}

/** Begins to edit the last question, or leaves it as it is. */
function edit(wanted) {
    editing = wanted;
    byId("editing").hidden = !wanted;
    question.value = wanted ? session.lastQuestion : "";
    fit();
    if (wanted) {
        question.focus();
    }
}

/** Makes the field of the question as high as the text in it. */
function fit() {
    question.style.height = "auto";
    question.style.height = `${question.scrollHeight}px`;
}

/** Does what a key says in the field of the question. */
function typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send(question.value);
    } else if (event.key === "ArrowUp" && question.value === "" && !session.writing
            && session.lastQuestion !== null) {
        event.preventDefault();
        edit(true);
    }
}

/** Closes what is open, or stops the model: the first of these that there is to do. */
function escape() {
    if (probabilities.close()) {
        return;
    }
    if (session.writing) {
        session.stop();
    } else if (editing) {
        edit(false);
    } else {
        settings.open(false);
    }
}

/** Asks the server for its models; says what is wrong where that fails. */
async function connect() {
    try {
        settings.offer(await modelNames());
        byId("no-server")?.remove();
    } catch (error) {
        const key = error.status === 401 ? await askForKey() : null;
        if (key !== null) {
            keepKey(key);
            return connect();
        }
        byId("no-server")?.remove();
        byId("composer").before(element("p", { id: "no-server", className: "notice" },
            explain(error), " ", button("Try again", "retry", connect)));
    }
}

startTheme();
session.show();
messages.goToEnd();
byId("composer").addEventListener("submit", event => {
    event.preventDefault();
    send(question.value);
});
question.addEventListener("keydown", typed);
question.addEventListener("input", fit);
byId("stop").addEventListener("click", () => session.stop());
byId("new").addEventListener("click", () => session.clear().then(() => question.focus()));
byId("keep").addEventListener("click", () => edit(false));
document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !byId("key-dialog").open) {
        escape();
    }
});
if (!matchMedia("(pointer: coarse)").matches) {
    question.focus();
}
connect();
