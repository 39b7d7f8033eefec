package llm.cpu.x86;

import static llm.cpu.x86.InstructionEncoder.NO_VECTOR;
import static llm.cpu.x86.InstructionEncoder.PLAIN;
import static llm.cpu.x86.InstructionEncoder.PREFIXED;
import static llm.cpu.x86.InstructionEncoder.TABLE_1;
import static llm.cpu.x86.InstructionEncoder.TABLE_2;
import static llm.cpu.x86.InstructionEncoder.TABLE_3;
import static llm.cpu.x86.Place.at;









/// Writes machine code for x86-64 with AVX2 and FMA: one method for each instruction that the
/// kernels need, named by its mnemonic; what it changes comes first. Registers hold whole numbers
/// of 64 bits; vectors, which go by the numbers 0 to 15, eight float32 values.
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
final class Assembler {

    /// Values of a vector.
    static final int LANES = 8;

    /// Bytes of a line of the cache, which is what [#prefetcht0] brings.
    static final int LINE = 64;

    private final InstructionEncoder encoder = new InstructionEncoder();

    /// The instructions for vectors of sixteen values, which join these.
    Avx512 avx512() {
        return new Avx512(encoder);
    }

    /// The code so far.
    byte[] code() {
        return encoder.code();
    }

    // Whole numbers

    /// Loads 64 bits.
    void mov(Register x, Place from) {
        encoder.number(0x8b, x, from);
    }

    /// Stores 64 bits.
    void mov(Place to, Register x) {
        encoder.number(0x89, x, to);
    }

    /// `x = base + scale · index + offset`
    void lea(Register x, Place place) {
        encoder.number(0x8d, x, place);
    }

    /// `x = from + 3 · step`
    void threeDown(Register x, Register from, Register step) {
        lea(x, at(from, 2, step));
        add(x, step);
    }

    /// Copies.
    void mov(Register x, Register from) {
        encoder.number(0x8b, x, from);
    }

    /// `x = x + y`
    void add(Register x, Register y) {
        encoder.number(0x03, x, y);
    }

    /// `x = x + y`
    void add(Register x, Place y) {
        encoder.number(0x03, x, y);
    }

    /// `x = x + y`, where `y` has 32 bits.
    void add(Register x, int y) {
        encoder.numberWith(0x81, x, y);
    }

    void push(Register x) {
        encoder.bytes(0x40 | x.high(), 0x50 | x.low());
    }

    void pop(Register x) {
        encoder.bytes(0x40 | x.high(), 0x58 | x.low());
    }

    // Jumps

    void label(Label label) {
        encoder.label(label);
    }

    void jmp(Label to) {
        encoder.bytes(0xe9);
        encoder.distance(to);
    }

    /// Jumps if the last sum is 0.
    void jz(Label to) {
        encoder.bytes(0x0f, 0x84);
        encoder.distance(to);
    }

    /// Jumps if the last sum is not 0.
    void jnz(Label to) {
        encoder.bytes(0x0f, 0x85);
        encoder.distance(to);
    }

    /// Jumps if the last sum is below 0.
    void js(Label to) {
        encoder.bytes(0x0f, 0x88);
        encoder.distance(to);
    }

    /// Jumps if the last sum is 0 or above.
    void jns(Label to) {
        encoder.bytes(0x0f, 0x89);
        encoder.distance(to);
    }

    /// Does something as often as a register says, which counts down to 0.
    void repeat(Register times, Runnable body) {
        Label start = new Label();
        label(start);
        body.run();
        add(times, -1);
        jnz(start);
    }

    /// The same for a number that may be 0.
    void repeatIfAny(Register times, Runnable body) {
        Label none = new Label();
        add(times, 0);
        jz(none);
        repeat(times, body);
        label(none);
    }

    /// Returns, with the vectors ready for code that does not know AVX.
    void ret() {
        encoder.bytes(0xc5, 0xf8, 0x77, 0xc3);
    }

    // Vectors

    /// Loads a vector.
    void vmovups(int x, Place from) {
        encoder.vector(TABLE_1, PLAIN, 0x10, x, NO_VECTOR, from);
    }

    /// Stores a vector.
    void vmovups(Place to, int x) {
        encoder.vector(TABLE_1, PLAIN, 0x11, x, NO_VECTOR, to);
    }

    /// Loads four values into the lower half.
    void vmovups128(int x, Place from) {
        encoder.halfVector(TABLE_1, PLAIN, 0x10, x, from);
    }

    void vmovups128(Place to, int x) {
        encoder.halfVector(TABLE_1, PLAIN, 0x11, x, to);
    }

    /// Loads four values into the upper half, and leaves the lower one.
    void vinsertf128(int x, Place from) {
        encoder.vector(TABLE_3, PREFIXED, 0x18, x, x, from);
        encoder.bytes(1);
    }

    /// Loads eight whole numbers of 16 bits, each into the lower half of a lane.
    void vpmovzxwd(int x, Place from) {
        encoder.vector(TABLE_2, PREFIXED, 0x33, x, NO_VECTOR, from);
    }

    /// `x = y₀ · z₀ + y₁ · z₁` for each pair of neighbours, whole numbers of 16 bits.
    void vpmaddwd(int x, int y, Place z) {
        encoder.vector(TABLE_1, PREFIXED, 0xf5, x, y, z);
    }

    /// Sets every lane to the value at a place.
    void vbroadcastss(int x, Place from) {
        encoder.vector(TABLE_2, PREFIXED, 0x18, x, NO_VECTOR, from);
    }

    /// Loads sixteen bytes as whole numbers of 16 bits.
    void vpmovsxbw(int x, Place from) {
        encoder.vector(TABLE_2, PREFIXED, 0x20, x, NO_VECTOR, from);
    }

    /// `x = y₀ · z₀ + y₁ · z₁` for each pair of neighbours, whole numbers of 16 bits.
    void vpmaddwd(int x, int y, int z) {
        encoder.vector(TABLE_1, PREFIXED, 0xf5, x, y, z);
    }

    /// Makes float32 values of whole numbers.
    void vcvtdq2ps(int x, int y) {
        encoder.vector(TABLE_1, PLAIN, 0x5b, x, NO_VECTOR, y);
    }

    /// Stores one lane of the lower half.
    void vextractps(Place to, int x, int lane) {
        encoder.halfVector(TABLE_3, PREFIXED, 0x17, x, to);
        encoder.bytes(lane);
    }

    /// `x = 0`
    void vxorps(int x) {
        encoder.vector(TABLE_1, PLAIN, 0x57, x, x, x);
    }

    /// `x = y · z`
    void vmulps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x59, x, y, z);
    }

    /// `x = x + y · z`, rounded once.
    void vfmadd231ps(int x, int y, int z) {
        encoder.vector(TABLE_2, PREFIXED, 0xb8, x, y, z);
    }

    /// `x = x · y + z`, rounded once.
    void vfmadd213ps(int x, int y, int z) {
        encoder.vector(TABLE_2, PREFIXED, 0xa8, x, y, z);
    }

    /// `x = x · y + z`, rounded once.
    void vfmadd213ps(int x, int y, Place z) {
        encoder.vector(TABLE_2, PREFIXED, 0xa8, x, y, z);
    }

    /// `x = y + z`
    void vaddps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x58, x, y, z);
    }

    /// `x = y − z`
    void vsubps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x5c, x, y, z);
    }

    /// `x = y − z`
    void vsubps(int x, int y, Place z) {
        encoder.vector(TABLE_1, PLAIN, 0x5c, x, y, z);
    }

    /// `x = y / z`
    void vdivps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x5e, x, y, z);
    }

    /// `x = min(y, z)`, or `z` where one is no number.
    void vminps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x5d, x, y, z);
    }

    /// Sets all bits of lanes where `y < z` is false, also because one is no number.
    void vcmpnltps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0xc2, x, y, z);
        encoder.bytes(5);
    }

    /// The bits that `y` and `z` share.
    void vandps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x54, x, y, z);
    }

    /// `x = y + z`, of whole numbers.
    void vpaddd(int x, int y, int z) {
        encoder.vector(TABLE_1, PREFIXED, 0xfe, x, y, z);
    }

    /// Shifts whole numbers to the left.
    void vpslld(int x, int y, int bits) {
        encoder.vector(TABLE_1, PREFIXED, 0x72, 6, x, y);
        encoder.bytes(bits);
    }

    /// `x` is `y` with its halves exchanged.
    void vperm2f128(int x, int y) {
        encoder.vector(TABLE_3, PREFIXED, 0x06, x, y, y);
        encoder.bytes(1);
    }

    /// In each half `y₀ z₀ y₁ z₁`.
    void vunpcklps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x14, x, y, z);
    }

    /// In each half `y₂ z₂ y₃ z₃`.
    void vunpckhps(int x, int y, int z) {
        encoder.vector(TABLE_1, PLAIN, 0x15, x, y, z);
    }

    /// In each half `y₀ y₁ z₀ z₁`.
    void vunpcklpd(int x, int y, int z) {
        encoder.vector(TABLE_1, PREFIXED, 0x14, x, y, z);
    }

    /// In each half `y₂ y₃ z₂ z₃`.
    void vunpckhpd(int x, int y, int z) {
        encoder.vector(TABLE_1, PREFIXED, 0x15, x, y, z);
    }

    /// Asks for a place to be brought into the cache; it need not exist.
    void prefetcht0(Place place) {
        encoder.hint(0x18, place);
    }

    /// The same for a place that will be written.
    void prefetchw(Place place) {
        encoder.hint(0x0d, place);
    }
}
