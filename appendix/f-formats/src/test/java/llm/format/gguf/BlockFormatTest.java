package llm.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A block of packed values")
class BlockFormatTest {
    private static final short ONE_HALF = 0x3800;            // 0.5 in half precision
    private static final short MINUS_TWO = (short) 0xc000;

    private static float[] decode(GgufType type, ByteBuffer block) {
        assertThat(block.capacity()).isEqualTo(type.blockBytes());
        float[] values = new float[type.blockValues() + 2];
        type.format().decode(MemorySegment.ofArray(block.array()), 0, values, 1);
        assertThat(values[0]).isZero();
        assertThat(values[values.length - 1]).isZero();
        return Arrays.copyOfRange(values, 1, values.length - 1);
    }

    private static byte[] encode(GgufType type, float... values) {
        byte[] block = new byte[type.blockBytes()];
        type.writableFormat().encode(Arrays.copyOf(values, type.blockValues()), 0,
                MemorySegment.ofArray(block), 0);
        return block;
    }

    private static ByteBuffer block(GgufType type) {
        return ByteBuffer.allocate(type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    @DisplayName("of F32, F16 or BF16 is one number, and the nearest one is written")
    void floats() {
        assertThat(decode(GgufType.F32, block(GgufType.F32).putFloat(0.1f))).containsExactly(0.1f);
        assertThat(decode(GgufType.F16, block(GgufType.F16).putShort(MINUS_TWO)))
                .containsExactly(-2f);
        assertThat(decode(GgufType.BF16, block(GgufType.BF16).putShort((short) 0x4040)))
                .containsExactly(3f);
        assertThat(encode(GgufType.F32, -2f)).containsExactly(0, 0, 0, 0xc0);
        assertThat(encode(GgufType.F16, 0.5f)).containsExactly(0, 0x38);
        // 1 + 2⁻⁸ lies halfway between 1 and 1 + 2⁻⁷ (0x3f81): to the even one, 1 (0x3f80)
        assertThat(encode(GgufType.BF16, 1 + 1f / 256)).containsExactly(0x80, 0x3f);
        assertThat(encode(GgufType.BF16, 1 + 3f / 256)).containsExactly(0x82, 0x3f);
        assertThat(encode(GgufType.BF16, Float.intBitsToFloat(0x7f800001)))
                .containsExactly(0xc0, 0x7f);                // a NaN, not an infinity
        assertThatThrownBy(() -> encode(GgufType.F16, 70_000))
                .hasMessage("values in half precision must be at most 65504, got 70000.0");
    }

    @Test
    @DisplayName("of Q8_0 is a scale and 32 signed bytes")
    void q8() {
        ByteBuffer block = block(GgufType.Q8_0).putShort(ONE_HALF)
                .put((byte) 1).put((byte) -128).put((byte) 127);
        assertThat(decode(GgufType.Q8_0, block)).startsWith(0.5f, -64, 63.5f, 0);
        // the scale of 127 is 1; 3.4 becomes 3 and −126.6 becomes −127
        assertThat(encode(GgufType.Q8_0, 127, 3.4f, -126.6f, 0))
                .startsWith(0, 0x3c, 127, 3, -127, 0);
        assertThat(encode(GgufType.Q8_0, 0)).containsOnly(0);
    }

    @Test
    @DisplayName("of Q4_0 holds value i and value i + 16 in one byte")
    void q4() {
        ByteBuffer block = block(GgufType.Q4_0).putShort(MINUS_TWO)
                .put((byte) 0x1f).put((byte) 0x80);
        float[] values = decode(GgufType.Q4_0, block);
        assertThat(values).startsWith(-14, 16);              // −2 (15 − 8), −2 (0 − 8)
        assertThat(values[16]).isEqualTo(14);                // −2 (1 − 8)
        assertThat(values[17]).isZero();                     // −2 (8 − 8)
        // farthest is 16: scale −2; steps 0 (16), 11 (−6), 8 (0 and 0.9), 15 (−16 is beyond)
        float[] plain = new float[32];
        plain[0] = 16;
        plain[1] = -6;
        plain[16] = 0.9f;
        plain[17] = -16;
        assertThat(encode(GgufType.Q4_0, plain)).startsWith(0, 0xc0, 0x80, 0xfb, 0x88);
    }

    @Test
    @DisplayName("of Q4_K has groups of 32 with scales and minima of 6 bits")
    void q4k() {
        ByteBuffer block = block(GgufType.Q4_K).putShort(ONE_HALF).putShort(MINUS_TWO);
        block.put(4, (byte) (0b10 << 6 | 33));               // upper bits of s⁴, then s⁰ = 33
        block.put(8, (byte) (0b01 << 6 | 7));                // upper bits of m⁴, then m⁰ = 7
        block.put(12, (byte) (0b1001 << 4 | 0b0011));        // lower bits of m⁴ and of s⁴
        block.put(7, (byte) 5).put(11, (byte) 6);            // s³ and m³
        block.put(16, (byte) 0xf2);                          // first of groups 0 and 1
        block.put(16 + 32 + 31, (byte) 0x4f);                // last of groups 2 and 3
        block.put(16 + 64, (byte) 0x0d);                     // first of group 4
        float[] values = decode(GgufType.Q4_K, block);
        assertThat(values[0]).isEqualTo(0.5f * 33 * 2 + 2 * 7);
        assertThat(values[32]).isZero();                     // s¹ and m¹ are 0
        assertThat(values[127]).isEqualTo(0.5f * 5 * 4 + 2 * 6);
        assertThat(values[128]).isEqualTo(0.5f * 0b10_0011 * 13 + 2 * 0b01_1001);
        assertThat(values[129]).isEqualTo(2 * 0b01_1001);
    }

    @Test
    @DisplayName("of Q5_0 and Q5_K has a fifth bit for each value, kept elsewhere")
    void fifthBits() {
        ByteBuffer block = block(GgufType.Q5_0).putShort(ONE_HALF);
        block.put(2, (byte) 0b1).put(4, (byte) 0b10);        // values 0 and 17
        block.put(6, (byte) 0x34).put(7, (byte) 0x50);       // values 0 and 16, 1 and 17
        float[] values = decode(GgufType.Q5_0, block);
        assertThat(values).startsWith(0.5f * (0b1_0100 - 16), 0.5f * -16);
        assertThat(values[16]).isEqualTo(0.5f * (3 - 16));
        assertThat(values[17]).isEqualTo(0.5f * (0b1_0101 - 16));

        block = block(GgufType.Q5_K).putShort(ONE_HALF).putShort(MINUS_TWO);
        block.put(4, (byte) 1).put(5, (byte) 3).put(8, (byte) 2);       // s⁰, s¹, m⁰
        block.put(16 + 31, (byte) 0b10);                     // last value of group 1
        block.put(48 + 31, (byte) 0x57);                     // last of groups 0 and 1
        values = decode(GgufType.Q5_K, block);
        assertThat(values[31]).isEqualTo(0.5f * 1 * 7 + 2 * 2);
        assertThat(values[63]).isEqualTo(0.5f * 3 * 0b1_0101);
    }

    @Test
    @DisplayName("of Q4_1 and Q5_1 has a minimum beside its scale")
    void minima() {
        ByteBuffer block = block(GgufType.Q4_1).putShort(ONE_HALF).putShort(MINUS_TWO);
        block.put(4, (byte) 0x3f).put(4 + 15, (byte) 0x10);  // values 0 and 16, 15 and 31
        float[] values = decode(GgufType.Q4_1, block);
        assertThat(values).startsWith(0.5f * 15 - 2, -2).endsWith(0.5f * 1 - 2);
        assertThat(values[16]).isEqualTo(0.5f * 3 - 2);

        block = block(GgufType.Q5_1).putShort(ONE_HALF).putShort(MINUS_TWO);
        block.put(4, (byte) 0b1).put(7, (byte) (1 << 7));    // values 0 and 31
        block.put(8, (byte) 0x34).put(8 + 15, (byte) 0x50);  // values 0 and 16, 15 and 31
        values = decode(GgufType.Q5_1, block);
        assertThat(values).startsWith(0.5f * 0b1_0100 - 2, -2).endsWith(0.5f * 0b1_0101 - 2);
        assertThat(values[16]).isEqualTo(0.5f * 3 - 2);
    }

    @Test
    @DisplayName("of Q2_K has groups of 16 with scales and minima of 4 bits")
    void q2k() {
        ByteBuffer block = block(GgufType.Q2_K).putShort(80, ONE_HALF).putShort(82, MINUS_TWO);
        block.put(0, (byte) 0x73).put(11, (byte) 0x09);      // s⁰ = 3, m⁰ = 7; s¹¹ = 9
        block.put(16 + 1, (byte) 0b10);                      // value 1, of group 0
        block.put(16 + 32 + 16 + 5, (byte) (0b11 << 2));     // value 5 of group 11
        float[] values = decode(GgufType.Q2_K, block);
        assertThat(values).startsWith(2 * 7, 0.5f * 3 * 2 + 2 * 7);
        assertThat(values[11 * 16 + 5]).isEqualTo(0.5f * 9 * 3);
        assertThat(values[12 * 16]).isZero();                // s¹² and m¹² are 0
    }

    @Test
    @DisplayName("of Q3_K has groups of 16 with scales of 6 bits, and 1 + 2 bits per value")
    void q3k() {
        ByteBuffer block = block(GgufType.Q3_K).putShort(108, ONE_HALF);
        block.put(96 + 3, (byte) 0x25).put(96 + 8 + 3, (byte) 0b11_00_01);
        // group 3 is run 1, second half: s³ = 01 0101 = 21; group 11 is run 5: s¹¹ = 11 0010 = 50
        block.put(32 + 16, (byte) (0b10 << 2));              // lower bits of value 0 of group 3
        block.put(16, (byte) (1 << 1));                      // and its third
        block.put(32 + 32 + 16 + 2, (byte) (0b01 << 2));     // lower bits of value 2 of group 11
        float[] values = decode(GgufType.Q3_K, block);
        assertThat(values[48]).isEqualTo(0.5f * (21 - 32) * (6 - 4));
        assertThat(values[49]).isEqualTo(0.5f * (21 - 32) * -4);
        assertThat(values[11 * 16 + 2]).isEqualTo(0.5f * (50 - 32) * (1 - 4));
        assertThat(values[0]).isEqualTo(0.5f * -32 * -4);    // s⁰ is 0
    }

    @Test
    @DisplayName("of Q4_K is written exactly where its scales and minima can be")
    void exactQ4k() {
        float[] plain = new float[256];
        for (int i = 0; i < 256; i++) {
            int group = i / 32;
            int q = i % 32 / 2;                              // 0 to 15
            plain[i] = 0.5f * (63 - group) * q - 0.25f * (63 - 8 * group);
        }
        byte[] block = encode(GgufType.Q4_K, plain);
        assertThat(decode(GgufType.Q4_K, ByteBuffer.wrap(block))).isEqualTo(plain);
        assertThat(block).startsWith(0, 0x38, 0, 0x34);      // 0.5 and 0.25 in half precision
        assertThat(encode(GgufType.Q4_K, 0)).containsOnly(0);
        float[] threes = new float[256];
        Arrays.fill(threes, 3);
        for (float value : decode(GgufType.Q4_K, ByteBuffer.wrap(encode(GgufType.Q4_K, threes)))) {
            assertThat(value).isCloseTo(3, within(3e-3f));
        }
    }

    @Test
    @DisplayName("of Q6_K has groups of 16 with signed scales, and 4 + 2 bits per value")
    void q6k() {
        ByteBuffer block = block(GgufType.Q6_K).putShort(208, ONE_HALF);
        block.put(192, (byte) 3).put(192 + 15, (byte) -4).put(192 + 5, (byte) 2);
        block.put(0, (byte) 0x05).put(128, (byte) 0b10);     // value 0: 10 0101 = 37
        block.put(127, (byte) 0xe0).put(191, (byte) 0xc0);   // value 255: 11 1110 = 62
        block.put(16, (byte) 0x70).put(128 + 16, (byte) 0b01_00_00);    // value 80: 01 0111 = 23
        float[] values = decode(GgufType.Q6_K, block);
        assertThat(values[0]).isEqualTo(0.5f * 3 * (37 - 32));
        assertThat(values[1]).isEqualTo(0.5f * 3 * -32);
        assertThat(values[255]).isEqualTo(0.5f * -4 * (62 - 32));
        assertThat(values[80]).isEqualTo(0.5f * 2 * (23 - 32));
        assertThat(values[20]).isZero();                     // s¹ is 0
    }

    @ParameterizedTest(name = "around {0}")
    @ValueSource(floats = {1, 1e-3f, 1e-5f, 3e-6f, 1e-7f, 8e6f})
    @DisplayName("moves no value by more than half a step of Q8_0, a step of Q4_0")
    void bounds(float size) {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            float[] plain = new float[32];
            for (int i = 0; i < 32; i++) {
                plain[i] = size * (2 * random.nextFloat() - 1);
            }
            assertWithin(GgufType.Q8_0, plain, 0.5);
            if (size < 100_000) {
                assertWithin(GgufType.Q4_0, plain, 1 + 8 * 0x1p-10);
            }
        }
    }

    private static void assertWithin(GgufType type, float[] plain, double steps) {
        ByteBuffer block = ByteBuffer.wrap(encode(type, plain)).order(ByteOrder.LITTLE_ENDIAN);
        double step = Math.abs(Float.float16ToFloat(block.getShort(0)));
        float[] back = decode(type, block);
        for (int i = 0; i < plain.length; i++) {
            assertThat(Math.abs((double) plain[i] - back[i]))
                    .isLessThanOrEqualTo(step * steps * (1 + 1e-5));
        }
    }

    @Test
    @DisplayName("is refused for values that have no scale")
    void unfit() {
        assertThatThrownBy(() -> encode(GgufType.Q8_0, 1, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values to be quantised must be finite, got NaN");
        assertThatThrownBy(() -> encode(GgufType.Q4_0, Float.NEGATIVE_INFINITY))
                .hasMessage("values to be quantised must be finite, got -Infinity");
        assertThatThrownBy(() -> encode(GgufType.Q8_0, 1e7f))
                .hasMessage("values to be quantised must be at most 8.31901e+06, got 1.00000e+07");
        assertThatThrownBy(() -> encode(GgufType.Q4_K, 1, Float.NaN))
                .hasMessage("values to be quantised must be finite, got NaN");
        float[] large = new float[4 * 256];
        Arrays.fill(large, -1e8f);
        assertThatThrownBy(() -> GgufType.Q4_K.writableFormat().encode(large,
                MemorySegment.ofArray(new byte[4 * 144])))
                .hasMessage("values to be quantised must be at most 4.12675e+06, got 1.00000e+08");
        assertThatThrownBy(GgufType.Q6_K::writableFormat)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the type to write must be one of F32, F16, BF16, Q8_0, Q4_0, Q4_K, "
                        + "got Q6_K");
    }
}
