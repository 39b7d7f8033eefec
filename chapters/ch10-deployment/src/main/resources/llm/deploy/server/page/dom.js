/** Makes an element. Children that are strings become text, never markup. */
export function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter(child => child !== null));
    return made;
}

/** Makes a button that does something when pressed. */
export function button(label, className, action) {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", action);
    return made;
}

/** The element of the page with this id. */
export function byId(id) {
    return document.getElementById(id);
}

/** Tells screen readers what happened, once, rather than token by token. */
export function announce(text) {
    byId("status").textContent = text;
}
