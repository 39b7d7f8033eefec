package llm.cpu.x86;

/// How vectors are shared among passes of equal size, give or take one.
///
/// @param count   passes
/// @param size    vectors of the first passes
/// @param smaller passes at the end that have one vector fewer
record Passes(int count, int size, int smaller) {

    /// As few passes as may be.
    ///
    /// @param most vectors of a pass
    static Passes of(int vectors, int most) {
        int count = Math.ceilDiv(vectors, most);
        int size = Math.ceilDiv(vectors, count);
        return new Passes(count, size, count * size - vectors);
    }

    /// Passes of [#size] vectors.
    int full() {
        return count - smaller;
    }
}
