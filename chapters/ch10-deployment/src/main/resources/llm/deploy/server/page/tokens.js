/**
 * Tokens as the server reports them: their bytes, how likely the model held them to be, and what it
 * held to be likely instead. A token may be a part of a character, so its bytes say what it is.
 */

/** A token without what the page does not need; null where the report makes no sense. */
export function tokenOf(report) {
    const token = candidateOf(report);
    if (token !== null) {
        const others = Array.isArray(report.top_logprobs) ? report.top_logprobs : [];
        token.alternatives = others.map(candidateOf).filter(other => other !== null);
    }
    return token;
}

function candidateOf(report) {
    if (typeof report?.token !== "string" || typeof report.logprob !== "number") {
        return null;
    }
    return {
        token: report.token,
        bytes: Array.isArray(report.bytes) ? report.bytes : null,
        logprob: Number(report.logprob.toFixed(4)),
    };
}

/** How likely the token was, from 0 to 1. */
export function probability(token) {
    return Math.exp(token.logprob);
}

/** How much the token tells that was not known before it: −log₂ of its probability, in bits. */
export function surprise(token) {
    return Math.max(0, -token.logprob / Math.LN2);
}

/** The number of equally likely tokens that would surprise as much as these do on average. */
export function perplexity(tokens) {
    const sum = tokens.reduce((total, token) => total + token.logprob, 0);
    return Math.exp(-sum / tokens.length);
}

/** A probability as a percentage, with digits where they say something. */
export function percent(p) {
    if (p < 0.0001) {
        return "< 0.01 %";
    }
    return `${(100 * p).toFixed(p < 0.01 ? 2 : p < 0.9995 ? 1 : 0)} %`;
}

/** The text of tokens, or null where they end or begin within a character or have no text. */
export function textOf(tokens) {
    if (tokens.some(token => token.bytes === null)) {
        return null;
    }
    const bytes = Uint8Array.from(tokens.flatMap(token => token.bytes));
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        return null;
    }
}

/** Whether two reports are about the same token. */
export function same(one, other) {
    return one.token === other.token && String(one.bytes) === String(other.bytes);
}

/** How a token is written where its spaces and line ends must be seen; bytes, if it is no text. */
export function label(token) {
    const text = textOf([token]);
    if (token.bytes === null || text === "") {
        return token.token;
    }
    if (text === null) {
        const digits = token.bytes.map(byte => byte.toString(16).padStart(2, "0").toUpperCase());
        return `0x${digits.join(" ")}`;
    }
    return text.replaceAll(" ", "␣").replaceAll("\n", "↵").replaceAll("\t", "⇥")
        .replaceAll("\r", "␍");
}
