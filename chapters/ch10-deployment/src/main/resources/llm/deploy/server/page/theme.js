/** Dark or light: what the system prefers, unless the reader chose otherwise. */
import { byId } from "./dom.js";
import { load, save } from "./storage.js";

const systemDark = matchMedia("(prefers-color-scheme: dark)");
let chosen = load("theme", null);

/** Shows the theme and lets the button change it. */
export function startTheme() {
    show();
    systemDark.addEventListener("change", show);
    byId("theme").addEventListener("click", () => {
        const wanted = isDark() ? "light" : "dark";
        const system = systemDark.matches ? "dark" : "light";
        chosen = wanted === system ? null : wanted;
        save("theme", chosen);
        show();
    });
}

function isDark() {
    return chosen === null ? systemDark.matches : chosen === "dark";
}

function show() {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    byId("theme").setAttribute("aria-pressed", isDark());
}
