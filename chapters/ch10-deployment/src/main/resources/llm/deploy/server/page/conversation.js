/**
 * A conversation is a tree: a question has one answer or several, and each answer may lead to a
 * next question. What is shown is the path along the chosen answers.
 *
 *     conversation { next: turn | null }
 *     turn         { question, answers: [answer], chosen: index }
 *     answer       { state, text, tokens, fork, seed, usage, finish, problem, next: turn | null }
 *
 * An answer's state is "writing", "done", "stopped" or "failed". Where an answer departs from
 * another one by an alternative token, `fork` is that token's index.
 */
import { tokenOf } from "./tokens.js";

/** A conversation in which nothing has been said. */
export function emptyConversation() {
    return { next: null };
}

/** An answer to be written, after the text and tokens that it begins with. */
export function newAnswer(seed, text = "", tokens = [], fork = null) {
    return { state: "writing", text, tokens, fork, seed, usage: null, finish: null,
        problem: null, next: null };
}

/** The answer of a turn that is shown. */
export function shownAnswer(turn) {
    return turn.answers[turn.chosen];
}

/** The turns that are shown, from the first to the last. */
export function shownTurns(conversation) {
    const turns = [];
    for (let at = conversation; at?.next; at = shownAnswer(at.next)) {
        turns.push(at.next);
    }
    return turns;
}

/** Asks a question after what is shown. */
export function ask(conversation, question) {
    const last = shownTurns(conversation).at(-1);
    const turn = { question, answers: [], chosen: 0 };
    (last ? shownAnswer(last) : conversation).next = turn;
    return turn;
}

/** Takes the last question back, with its answers. */
export function takeBack(conversation) {
    const before = shownTurns(conversation).at(-2);
    (before ? shownAnswer(before) : conversation).next = null;
}

/** Adds an answer to a turn and shows it. */
export function addAnswer(turn, answer) {
    turn.chosen = turn.answers.push(answer) - 1;
}

/**
 * What the model reads before it answers the turn, in the form that the server takes. A question
 * that got no word of an answer is left out, so that the roles take turns.
 */
export function messagesUpTo(conversation, turn, system) {
    const messages = system.trim() === "" ? [] : [{ role: "system", content: system }];
    const turns = shownTurns(conversation);
    for (const before of turns.slice(0, turns.indexOf(turn))) {
        const answer = shownAnswer(before).text;
        if (answer !== "") {
            messages.push({ role: "user", content: before.question },
                { role: "assistant", content: answer });
        }
    }
    return [...messages, { role: "user", content: turn.question }];
}

/** Takes a chunk of the server's stream into an answer; returns whether text or tokens came. */
export function receive(answer, chunk) {
    const choice = chunk.choices?.[0];
    const text = choice?.delta?.content;
    const reports = choice?.logprobs?.content;
    answer.finish = choice?.finish_reason ?? answer.finish;
    answer.text += typeof text === "string" ? text : "";
    const tokens = (Array.isArray(reports) ? reports : []).map(tokenOf);
    answer.tokens.push(...tokens.filter(token => token !== null));
    return Boolean(text) || tokens.length > 0;
}

/** For each answer of a turn, the place in its text from where no other one begins likewise. */
export function departures(turn) {
    return turn.answers.map(one => Math.max(0, ...turn.answers
        .filter(other => other !== one)
        .map(other => commonLength(one.text, other.text))));
}

function commonLength(one, other) {
    let length = 0;
    while (length < one.length && one[length] === other[length]) {
        length++;
    }
    return length;
}

/** A copy that needs less room: what else might have been said is left out. */
export function withoutAlternatives(conversation) {
    return JSON.parse(JSON.stringify(conversation,
        (name, value) => name === "alternatives" ? [] : value));
}

/** A saved conversation as it can be shown: what was being written then was stopped. */
export function revived(saved) {
    const conversation = JSON.parse(JSON.stringify(saved),
        (name, value) => name === "state" && value === "writing" ? "stopped" : value);
    return isTurn(conversation.next) ? conversation : emptyConversation();
}

function isTurn(turn) {
    return turn === null || typeof turn?.question === "string" && Array.isArray(turn.answers)
        && turn.chosen in turn.answers && turn.answers.every(isAnswer);
}

function isAnswer(answer) {
    return typeof answer?.text === "string" && Array.isArray(answer.tokens)
        && isTurn(answer.next);
}
