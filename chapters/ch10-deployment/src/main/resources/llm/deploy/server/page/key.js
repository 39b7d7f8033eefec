/** Asks the reader for the API key that the server wants to see. */
import { byId } from "./dom.js";

/** The key that the reader typed, or null where the question was cancelled or is out of date. */
export function askForKey(signal) {
    const dialog = byId("key-dialog");
    const field = dialog.querySelector("input");
    field.value = "";
    dialog.returnValue = "";
    dialog.showModal();
    const close = () => dialog.close();
    signal?.addEventListener("abort", close, { once: true });
    byId("key-cancel").addEventListener("click", close, { once: true });
    return new Promise(resolve => dialog.addEventListener("close", () =>
        resolve(dialog.returnValue === "given" ? field.value.trim() : null), { once: true }));
}
