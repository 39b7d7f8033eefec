package llm.cpu.x86;

/// A place in memory: `base + scale · index + offset`, or `base + offset` if `index` is null.
record Place(Register base, int scale, Register index, int offset) {

    Place plus(int bytes) {
        return new Place(base, scale, index, offset + bytes);
    }

    /// The fourth bits of the registers' numbers.
    int high() {
        return (index == null ? 0 : index.high() << 1) | base.high();
    }

    static Place at(Register base) {
        return at(base, 0);
    }

    static Place at(Register base, int offset) {
        return new Place(base, 1, null, offset);
    }

    static Place at(Register base, int scale, Register index) {
        return new Place(base, scale, index, 0);
    }
}
