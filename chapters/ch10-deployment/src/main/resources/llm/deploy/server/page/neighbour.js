/** Finds the way from token to token by the arrow keys. */

/** The token that a key leads to from the one that this span shows. */
export function neighbour(span, key) {
    const all = [...span.parentElement.querySelectorAll(".token")];
    const index = all.indexOf(span);
    switch (key) {
        case "ArrowLeft": return all[index - 1];
        case "ArrowRight": return all[index + 1];
        case "ArrowUp": return inNextLine(span, all.slice(0, index).reverse());
        case "ArrowDown": return inNextLine(span, all.slice(index + 1));
        case "Home": return all[0];
        case "End": return all.at(-1);
        default: return null;
    }
}

/** Of tokens in the order of their distance, the one in the next line that is nearest to a span. */
function inNextLine(span, following) {
    const at = span.getBoundingClientRect();
    const top = following.map(each => each.getBoundingClientRect().top)
        .find(each => Math.abs(each - at.top) > at.height / 2);
    const distance = each => Math.abs(each.getBoundingClientRect().left - at.left);
    return following
        .filter(each => Math.abs(each.getBoundingClientRect().top - top) < at.height / 2)
        .sort((one, other) => distance(one) - distance(other))[0];
}
