/**
 * What the page remembers. Where storage is denied or full, the page works all the same and
 * forgets.
 */
const PREFIX = "llm.chat.";

/** Reads what was saved under a name, or the fallback where there is nothing to read. */
export function load(name, fallback, kind = "localStorage") {
    try {
        return JSON.parse(window[kind].getItem(PREFIX + name)) ?? fallback;
    } catch {
        return fallback;
    }
}

/** Saves a value under a name; false where that was not possible. */
export function save(name, value, kind = "localStorage") {
    try {
        window[kind].setItem(PREFIX + name, JSON.stringify(value));
        return true;
    } catch {
        return false;
    }
}
