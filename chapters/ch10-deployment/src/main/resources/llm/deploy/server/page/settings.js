/** The settings: the system prompt, and how the next token is drawn. */
import { byId, element } from "./dom.js";
import { load, save } from "./storage.js";

const DEFAULTS = { model: "", system: "", temperature: 0.7, top_p: 0.95, min_p: 0, top_k: 0,
    max_tokens: 512, seed: "", top_logprobs: 8 };
const SEEDS = 1_000_000;                            // few enough to type one again

/** The form of the settings and what stands in it. */
export class Settings {
    #form = byId("settings-form");
    #values = known(load("settings", {}));

    constructor() {
        this.#show();
        this.#form.addEventListener("input", event => this.#take(event.target));
        this.#form.addEventListener("change", () => this.#show());
        this.#form.addEventListener("submit", event => event.preventDefault());
        this.#form.addEventListener("reset", event => {
            event.preventDefault();
            this.#values = { ...DEFAULTS, model: this.model, system: this.system };
            this.#changed();
        });
        byId("settings").addEventListener("click", () => this.open(byId("settings-panel").hidden));
        byId("settings-close").addEventListener("click", () => this.open(false));
    }

    get model() {
        return this.#values.model;
    }

    get system() {
        return this.#values.system;
    }

    /** The seed to write the next answer with: the one that was set, or a new one. */
    drawSeed() {
        return this.#values.seed === "" ? Math.floor(Math.random() * SEEDS) : this.#values.seed;
    }

    /** The fields of a request; a model that is not known yet and limits without effect are not. */
    request(seed) {
        const { model, temperature, top_p, min_p, top_k, max_tokens, top_logprobs } = this.#values;
        return { temperature, top_p, max_tokens, seed, logprobs: true, top_logprobs,
            ...(model !== "" && { model }), ...(min_p > 0 && { min_p }),
            ...(top_k > 0 && { top_k }) };
    }

    /** Offers these models; keeps the one that was chosen, if it is still there. */
    offer(models) {
        const options = models.map(name => element("option", { value: name }, name));
        this.#form.elements.model.replaceChildren(...options);
        if (!models.includes(this.model)) {
            this.#values.model = models[0] ?? "";
        }
        this.#changed();
    }

    /** Opens or closes the panel, and moves the keyboard there and back. */
    open(wanted) {
        const panel = byId("settings-panel");
        if (panel.hidden === wanted) {
            panel.hidden = !wanted;
            byId("settings").setAttribute("aria-expanded", wanted);
            byId(wanted ? "settings-close" : "settings").focus();
        }
    }

    #take(field) {
        const number = typeof DEFAULTS[field.name] === "number" || field.name === "seed";
        const empty = field.value === "" && number;
        if (field.checkValidity()) {
            this.#values[field.name] = empty ? DEFAULTS[field.name]
                : number ? Number(field.value) : field.value;
            save("settings", this.#values);
            this.#showOutputs();
        }
    }

    #changed() {
        save("settings", this.#values);
        this.#show();
    }

    #show() {
        for (const [name, value] of Object.entries(this.#values)) {
            if (this.#form.elements[name]) {
                this.#form.elements[name].value = value;
            }
        }
        this.#showOutputs();
    }

    #showOutputs() {
        for (const output of this.#form.querySelectorAll("output")) {
            output.value = Number(this.#values[output.htmlFor.value]).toFixed(2);
        }
        byId("model").textContent = this.model;
    }
}

/** The settings of the page, as far as they were saved. */
function known(saved) {
    return Object.fromEntries(Object.entries(DEFAULTS)
        .map(([name, value]) => [name, saved[name] ?? value]));
}
