package llm.cpu.x86;

import java.util.Arrays;

/// How instructions become bytes: prefixes, the operation, and where its operands are.
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, chapter 2.
final class InstructionEncoder {
    // Where an instruction stands: in one of three tables (0F, 0F 38, 0F 3A), without or with the
    // prefix 66.
    static final int TABLE_1 = 1;
    static final int TABLE_2 = 2;
    static final int TABLE_3 = 3;
    static final int PLAIN = 0;
    static final int PREFIXED = 1;
    static final int NO_VECTOR = 0;

    private static final int WIDE_NUMBERS = 0x48;            // 64 bits
    private static final int VECTORS = 0xc4;
    private static final int LONG_VECTORS = 0x62;
    private static final int WIDE_VECTORS = 4;               // 256 bits
    private static final int HALF_VECTORS = 0;
    private static final int REGISTER = 0xc0;                // instead of a place
    private static final int PLACE = 0x40;
    private static final int FAR_PLACE = 0x80;               // the offset takes four bytes
    private static final int INDEXED = 4;

    private byte[] code = new byte[1024];
    private int length;

    /// The code so far.
    byte[] code() {
        return Arrays.copyOf(code, length);
    }

    /// `operation` with a register and a number in the instruction.
    void numberWith(int operation, Register x, int y) {
        bytes(WIDE_NUMBERS | x.high(), operation, REGISTER | x.low());
        fourBytes(y);
    }

    void label(Label label) {
        label.at = length;
        if (label.jump != Label.UNKNOWN) {
            length = label.jump;
            distance(label);
            length = label.at;
        }
    }

    void number(int operation, Register x, Place place) {
        bytes(WIDE_NUMBERS | x.high() << 2 | place.high(), operation);
        place(x.ordinal(), place);
    }

    void number(int operation, Register x, Register y) {
        bytes(WIDE_NUMBERS | x.high() << 2 | y.high(), operation,
                REGISTER | x.low() << 3 | y.low());
    }

    void hint(int operation, Place place) {
        bytes(0x40 | place.high(), 0x0f, operation);
        place(1, place);
    }

    void vector(int table, int prefix, int operation, int x, int y, Place place) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | place.high(), y, WIDE_VECTORS);
        place(x, place);
    }

    void halfVector(int table, int prefix, int operation, int x, Place place) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | place.high(), NO_VECTOR,
                HALF_VECTORS);
        place(x, place);
    }

    void vector(int table, int prefix, int operation, int x, int y, int z) {
        vectorStart(table, prefix, operation, x >> 3 << 2 | z >> 3, y, WIDE_VECTORS);
        bytes(REGISTER | (x & 7) << 3 | z & 7);
    }

    private void vectorStart(int table, int prefix, int operation, int high, int y, int width) {
        bytes(VECTORS, (~high & 7) << 5 | table, (~y & 15) << 3 | width | prefix, operation);
    }

    /// The same for vectors of 512 bits, registers 0 to 15.
    ///
    /// @param wide 1 where the instruction moves 64 bits at a time, else 0
    /// @param unit bytes that it reads or writes, by which near offsets are counted
    void longVector(int table, int prefix, int operation, int wide, int x, int y, Place place,
                    int unit) {
        longVectorStart(table, prefix, operation, wide, x >> 3 << 2 | place.high(), y);
        place(x, place, unit);
    }

    void longVector(int table, int prefix, int operation, int wide, int x, int y, int z) {
        longVectorStart(table, prefix, operation, wide, x >> 3 << 2 | z >> 3, y);
        bytes(REGISTER | (x & 7) << 3 | z & 7);
    }

    private void longVectorStart(int table, int prefix, int operation, int wide, int high, int y) {
        bytes(LONG_VECTORS, (~high & 7) << 5 | 0x10 | table, wide << 7 | (~y & 15) << 3 | 4 | prefix,
                0x48, operation);
    }

    private void place(int x, Place place) {
        place(x, place, 1);
    }

    /// A register or vector `x` and a place. Short code counts: two threads of a core share what
    /// reads it.
    private void place(int x, Place place, int unit) {
        int units = place.offset() / unit;
        boolean near = units * unit == place.offset() && units == (byte) units;
        int mode = (near ? PLACE : FAR_PLACE) | (x & 7) << 3;
        if (place.index() == null && place.base().low() != INDEXED) {
            bytes(mode | place.base().low());
        } else {
            Register index = place.index() == null ? Register.RSP : place.index();
            bytes(mode | INDEXED, Integer.numberOfTrailingZeros(place.scale()) << 6
                    | index.low() << 3 | place.base().low());
        }
        if (near) {
            bytes(units);
        } else {
            fourBytes(place.offset());
        }
    }

    /// How far a jump goes, counted from its end.
    void distance(Label to) {
        if (to.at == Label.UNKNOWN) {
            to.jump = length;
        }
        fourBytes(to.at - length - Integer.BYTES);
    }

    void fourBytes(int x) {
        bytes(x, x >> 8, x >> 16, x >> 24);
    }

    void bytes(int... bytes) {
        for (int x : bytes) {
            if (length == code.length) {
                code = Arrays.copyOf(code, 2 * length);
            }
            code[length++] = (byte) x;
        }
    }
}
