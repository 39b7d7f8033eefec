package llm.cpu.x86;

import static llm.cpu.x86.InstructionEncoder.NO_VECTOR;
import static llm.cpu.x86.InstructionEncoder.PLAIN;
import static llm.cpu.x86.InstructionEncoder.PREFIXED;
import static llm.cpu.x86.InstructionEncoder.TABLE_1;
import static llm.cpu.x86.InstructionEncoder.TABLE_2;
import static llm.cpu.x86.InstructionEncoder.TABLE_3;



/// Instructions on vectors of 512 bits, sixteen values, for processors that have AVX-512. Vectors 0 to
/// 15 are the longer ones of those that [Assembler] writes of.
record Avx512(InstructionEncoder encoder) {
    private static final int WHOLE = 64;                     // bytes of a vector
    private static final int HALF = WHOLE / 2;

    /// Loads eight values into the upper half of a vector of sixteen, and leaves the lower one.
    void vinsertf64x4(int x, Place from) {
        encoder.longVector(TABLE_3, PREFIXED, 0x1a, 1, x, x, from, HALF);
        encoder.bytes(1);
    }

    /// Loads eight values into both halves of a vector of sixteen.
    void vbroadcastf64x4(int x, Place from) {
        encoder.longVector(TABLE_2, PREFIXED, 0x1b, 1, x, NO_VECTOR, from, HALF);
    }

    /// `x = x + y · z` for sixteen values.
    void vfmadd231ps(int x, int y, int z) {
        encoder.longVector(TABLE_2, PREFIXED, 0xb8, 0, x, y, z);
    }

    /// Loads sixteen values.
    void vmovups(int x, Place from) {
        encoder.longVector(TABLE_1, PLAIN, 0x10, 0, x, NO_VECTOR, from, WHOLE);
    }

    /// Stores sixteen values.
    void vmovups(Place to, int x) {
        encoder.longVector(TABLE_1, PLAIN, 0x11, 0, x, NO_VECTOR, to, WHOLE);
    }

    /// The upper half of a vector of sixteen as one of eight.
    void vextractf64x4(int x, int y) {
        encoder.longVector(TABLE_3, PREFIXED, 0x1b, 1, y, NO_VECTOR, x);
        encoder.bytes(1);
    }

    /// Loads sixteen whole numbers of 16 bits, each into the lower half of a lane.
    void vpmovzxwd(int x, Place from) {
        encoder.longVector(TABLE_2, PREFIXED, 0x33, 0, x, NO_VECTOR, from, HALF);
    }

    /// Shifts whole numbers of sixteen lanes to the left.
    void vpslld(int x, int y, int bits) {
        encoder.longVector(TABLE_1, PREFIXED, 0x72, 0, 6, x, y);
        encoder.bytes(bits);
    }

    /// Loads 32 bytes as whole numbers of 16 bits.
    void vpmovsxbw(int x, Place from) {
        encoder.longVector(TABLE_2, PREFIXED, 0x20, 0, x, NO_VECTOR, from, HALF);
    }

    /// `x = x + y₀ · z₀ + y₁ · z₁` for sixteen pairs of neighbours, whole numbers of 16 bits.
    void vpdpwssd(int x, int y, Place z) {
        encoder.longVector(TABLE_2, PREFIXED, 0x52, 0, x, y, z, WHOLE);
    }
}
