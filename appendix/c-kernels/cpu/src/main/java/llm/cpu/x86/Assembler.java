package llm.cpu.x86;

import java.util.Arrays;

/// Writes machine code for x86-64 with AVX2 and FMA: one method for each instruction that the
/// kernels need, named by what it does; what it changes comes first. Registers hold whole numbers
/// of 64 bits; vectors, which go by the numbers 0 to 15, eight float32 values.
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
final class Assembler {

    /// Values of a vector.
    static final int LANES = 8;

    /// Bytes of a line of the cache, which is what [#fetch] brings.
    static final int LINE = 64;

    /// Registers by their numbers. On Linux a function finds its arguments in `RDI`, `RSI`, `RDX`,
    /// `RCX`, `R8` and `R9`, and leaves `RBX`, `RSP`, `RBP` and `R12` to `R15` as they were.
    enum Register {
        RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15;

        private int low() {
            return ordinal() & 7;
        }

        private int high() {
            return ordinal() >> 3;
        }
    }

    /// A place in memory: `base + scale · index + offset`, or `base + offset` if `index` is null.
    record Place(Register base, int scale, Register index, int offset) {

        Place plus(int bytes) {
            return new Place(base, scale, index, offset + bytes);
        }

        /// The fourth bits of the registers' numbers.
        private int high() {
            return (index == null ? 0 : index.high() << 1) | base.high();
        }
    }

    /// A place in the code to jump to, set before or after the jump.
    static final class Label {
        private static final int UNKNOWN = -1;

        private int at = UNKNOWN;
        private int jump = UNKNOWN;                          // one that waits for `at`
    }

    private static final int WIDE_NUMBERS = 0x48;            // 64 bits
    private static final int VECTORS = 0xc4;
    private static final int WIDE_VECTORS = 4;               // 256 bits
    private static final int HALF_VECTORS = 0;
    private static final int NO_VECTOR = 0;
    private static final int REGISTER = 0xc0;                // instead of a place
    private static final int PLACE = 0x40;
    private static final int FAR_PLACE = 0x80;               // the offset takes four bytes
    private static final int INDEXED = 4;

    // Where an instruction stands: in one of three tables, in the section for a prefix.
    private static final int TABLE_1 = 1;
    private static final int TABLE_2 = 2;
    private static final int TABLE_3 = 3;
    private static final int PLAIN = 0;
    private static final int PREFIXED = 1;

    private byte[] code = new byte[1024];
    private int length;

    static Place at(Register base) {
        return at(base, 0);
    }

    static Place at(Register base, int offset) {
        return new Place(base, 1, null, offset);
    }

    static Place at(Register base, int scale, Register index) {
        return new Place(base, scale, index, 0);
    }

    /// The code so far.
    byte[] code() {
        return Arrays.copyOf(code, length);
    }

    // Whole numbers

    void load(Register x, Place from) {
        number(0x8b, x, from);
    }

    void store(Place to, Register x) {
        number(0x89, x, to);
    }

    /// `x = base + scale · index + offset`
    void address(Register x, Place place) {
        number(0x8d, x, place);
    }

    /// `x = from + 3 · step`
    void threeDown(Register x, Register from, Register step) {
        address(x, at(from, 2, step));
        add(x, step);
    }

    void copy(Register x, Register from) {
        number(0x8b, x, from);
    }

    /// `x = x + y`
    void add(Register x, Register y) {
        number(0x03, x, y);
    }

    /// `x = x + y`
    void add(Register x, Place y) {
        number(0x03, x, y);
    }

    /// `x = x + y`, where `y` has 32 bits.
    void add(Register x, int y) {
        bytes(WIDE_NUMBERS | x.high(), 0x81, REGISTER | x.low());
        fourBytes(y);
    }

    void push(Register x) {
        bytes(0x40 | x.high(), 0x50 | x.low());
    }

    void pop(Register x) {
        bytes(0x40 | x.high(), 0x58 | x.low());
    }

    // Jumps

    void label(Label label) {
        label.at = length;
        if (label.jump != Label.UNKNOWN) {
            length = label.jump;
            distance(label);
            length = label.at;
        }
    }

    void jump(Label to) {
        bytes(0xe9);
        distance(to);
    }

    /// Jumps if the last sum is 0.
    void jumpIfZero(Label to) {
        bytes(0x0f, 0x84);
        distance(to);
    }

    /// Jumps if the last sum is not 0.
    void jumpUnlessZero(Label to) {
        bytes(0x0f, 0x85);
        distance(to);
    }

    /// Jumps if the last sum is below 0.
    void jumpIfNegative(Label to) {
        bytes(0x0f, 0x88);
        distance(to);
    }

    /// Jumps if the last sum is 0 or above.
    void jumpUnlessNegative(Label to) {
        bytes(0x0f, 0x89);
        distance(to);
    }

    /// Does something as often as a register says, which counts down to 0.
    void repeat(Register times, Runnable body) {
        Label start = new Label();
        label(start);
        body.run();
        add(times, -1);
        jumpUnlessZero(start);
    }

    /// Returns, with the vectors ready for code that does not know AVX.
    void end() {
        bytes(0xc5, 0xf8, 0x77, 0xc3);
    }

    // Vectors

    void loadVector(int x, Place from) {
        vector(TABLE_1, PLAIN, 0x10, x, NO_VECTOR, from);
    }

    void storeVector(Place to, int x) {
        vector(TABLE_1, PLAIN, 0x11, x, NO_VECTOR, to);
    }

    /// Loads four values into the lower half.
    void loadLower(int x, Place from) {
        halfVector(TABLE_1, PLAIN, 0x10, x, from);
    }

    void storeLower(Place to, int x) {
        halfVector(TABLE_1, PLAIN, 0x11, x, to);
    }

    /// Loads four values into the upper half, and leaves the lower one.
    void loadUpper(int x, Place from) {
        vector(TABLE_3, PREFIXED, 0x18, x, x, from);
        bytes(1);
    }

    /// Sets every lane to the value at a place.
    void broadcast(int x, Place from) {
        vector(TABLE_2, PREFIXED, 0x18, x, NO_VECTOR, from);
    }

    /// Loads sixteen bytes as whole numbers of 16 bits.
    void loadBytesToPairs(int x, Place from) {
        vector(TABLE_2, PREFIXED, 0x20, x, NO_VECTOR, from);
    }

    /// `x = y₀ · z₀ + y₁ · z₁` for each pair of neighbours, whole numbers of 16 bits.
    void multiplyPairs(int x, int y, int z) {
        vector(TABLE_1, PREFIXED, 0xf5, x, y, z);
    }

    /// Makes float32 values of whole numbers.
    void toFloats(int x, int y) {
        vector(TABLE_1, PLAIN, 0x5b, x, NO_VECTOR, y);
    }

    /// Stores one lane of the lower half.
    void storeLane(Place to, int x, int lane) {
        halfVector(TABLE_3, PREFIXED, 0x17, x, to);
        bytes(lane);
    }

    /// `x = 0`
    void clear(int x) {
        vector(TABLE_1, PLAIN, 0x57, x, x, x);
    }

    /// `x = y · z`
    void multiply(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x59, x, y, z);
    }

    /// `x = x + y · z`, rounded once.
    void multiplyAdd(int x, int y, int z) {
        vector(TABLE_2, PREFIXED, 0xb8, x, y, z);
    }

    /// `x = x · y + z`, rounded once.
    void multiplyThenAdd(int x, int y, int z) {
        vector(TABLE_2, PREFIXED, 0xa8, x, y, z);
    }

    /// `x = x · y + z`, rounded once.
    void multiplyThenAdd(int x, int y, Place z) {
        vector(TABLE_2, PREFIXED, 0xa8, x, y, z);
    }

    /// `x = y + z`
    void sum(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x58, x, y, z);
    }

    /// `x = y − z`
    void difference(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x5c, x, y, z);
    }

    /// `x = y − z`
    void difference(int x, int y, Place z) {
        vector(TABLE_1, PLAIN, 0x5c, x, y, z);
    }

    /// `x = y / z`
    void quotient(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x5e, x, y, z);
    }

    /// `x = min(y, z)`, or `z` where one is no number.
    void minimum(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x5d, x, y, z);
    }

    /// Sets all bits of lanes where `y < z` is false, also because one is no number.
    void notLess(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0xc2, x, y, z);
        bytes(5);
    }

    /// The bits that `y` and `z` share.
    void and(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x54, x, y, z);
    }

    /// `x = y + z`, of whole numbers.
    void sumOfNumbers(int x, int y, int z) {
        vector(TABLE_1, PREFIXED, 0xfe, x, y, z);
    }

    /// Shifts whole numbers to the left.
    void shiftLeft(int x, int y, int bits) {
        vector(TABLE_1, PREFIXED, 0x72, 6, x, y);
        bytes(bits);
    }

    /// `x` is `y` with its halves exchanged.
    void exchangeHalves(int x, int y) {
        vector(TABLE_3, PREFIXED, 0x06, x, y, y);
        bytes(1);
    }

    /// In each half `y₀ z₀ y₁ z₁`.
    void interleaveLower(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x14, x, y, z);
    }

    /// In each half `y₂ z₂ y₃ z₃`.
    void interleaveUpper(int x, int y, int z) {
        vector(TABLE_1, PLAIN, 0x15, x, y, z);
    }

    /// In each half `y₀ y₁ z₀ z₁`.
    void joinLower(int x, int y, int z) {
        vector(TABLE_1, PREFIXED, 0x14, x, y, z);
    }

    /// In each half `y₂ y₃ z₂ z₃`.
    void joinUpper(int x, int y, int z) {
        vector(TABLE_1, PREFIXED, 0x15, x, y, z);
    }

    /// In each half, vectors 0 to 3 are rows and become columns; 4 to 7 are overwritten.
    void turnFour() {
        interleaveLower(4, 0, 1);
        interleaveLower(5, 2, 3);
        interleaveUpper(6, 0, 1);
        interleaveUpper(7, 2, 3);
        joinLower(0, 4, 5);
        joinUpper(1, 4, 5);
        joinLower(2, 6, 7);
        joinUpper(3, 6, 7);
    }

    /// Asks for a place to be brought into the cache; it need not exist.
    void fetch(Place place) {
        hint(0x18, place);
    }

    /// The same for a place that will be written.
    void fetchToWrite(Place place) {
        hint(0x0d, place);
    }

    // How instructions are put into bytes

    private void number(int operation, Register x, Place place) {
        bytes(WIDE_NUMBERS | x.high() << 2 | place.high(), operation);
        place(x.ordinal(), place);
    }

    private void number(int operation, Register x, Register y) {
        bytes(WIDE_NUMBERS | x.high() << 2 | y.high(), operation,
                REGISTER | x.low() << 3 | y.low());
    }

    private void hint(int operation, Place place) {
        bytes(0x40 | place.high(), 0x0f, operation);
        place(1, place);
    }

    private void vector(int table, int prefix, int operation, int x, int y, Place place) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | place.high(), y, WIDE_VECTORS);
        place(x, place);
    }

    private void halfVector(int table, int prefix, int operation, int x, Place place) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | place.high(), NO_VECTOR,
                HALF_VECTORS);
        place(x, place);
    }

    private void vector(int table, int prefix, int operation, int x, int y, int z) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | z >> 3, y, WIDE_VECTORS);
        bytes(REGISTER | (x & 7) << 3 | z & 7);
    }

    private void vectorStart(int table, int prefix, int operation, int high, int y, int width) {
        bytes(VECTORS, (~high & 7) << 5 | table, (~y & 15) << 3 | width | prefix, operation);
    }

    /// A register or vector `x` and a place. Short code counts: two threads of a core share what
    /// reads it.
    private void place(int x, Place place) {
        boolean near = place.offset == (byte) place.offset;
        int mode = (near ? PLACE : FAR_PLACE) | (x & 7) << 3;
        if (place.index == null && place.base.low() != INDEXED) {
            bytes(mode | place.base.low());
        } else {
            Register index = place.index == null ? Register.RSP : place.index;
            bytes(mode | INDEXED, Integer.numberOfTrailingZeros(place.scale) << 6
                    | index.low() << 3 | place.base.low());
        }
        if (near) {
            bytes(place.offset);
        } else {
            fourBytes(place.offset);
        }
    }

    /// Counted from the end of the jump.
    private void distance(Label to) {
        if (to.at == Label.UNKNOWN) {
            to.jump = length;
        }
        fourBytes(to.at - length - Integer.BYTES);
    }

    private void fourBytes(int x) {
        bytes(x, x >> 8, x >> 16, x >> 24);
    }

    private void bytes(int... bytes) {
        for (int x : bytes) {
            if (length == code.length) {
                code = Arrays.copyOf(code, 2 * length);
            }
            code[length++] = (byte) x;
        }
    }
}
