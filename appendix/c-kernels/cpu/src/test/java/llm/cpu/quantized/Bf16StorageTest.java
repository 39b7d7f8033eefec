package llm.cpu.quantized;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Rounding to bfloat16")
class Bf16StorageTest {

    /// By hand: 7 bits of fraction, so the neighbours of 1 are 1 ± 1/128. The last five are what
    /// `torch.tensor(x).to(torch.bfloat16)` of PyTorch 2.13 gives.
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "1, 3f80", "-2, c000", "0, 0", "-0.0, 8000",
        "1.00390625, 3f80",                                  // half way to 1 + 1/128: to the even one
        "1.01171875, 3f82",                                  // half way between odd and even
        "1.00390637, 3f81",                                  // just above half way
        "3.1415927, 4049", "0.1, 3dcd", "-65504.123, c780", "1e-40, 1", "3.4e38, 7f80"})
    @DisplayName("goes to the nearest, and to the even one of two")
    void nearest(float value, String bits) {
        assertThat(Integer.toHexString(Bf16Storage.round(value) & 0xffff)).isEqualTo(bits);
    }

    @Test
    @DisplayName("keeps what is no number, and infinity")
    void special() {
        float nan = Float.intBitsToFloat(0x7f80_0001);       // its only bit of fraction is cut off
        assertThat(Bf16Storage.widen(Bf16Storage.round(nan))).isNaN();
        assertThat(Bf16Storage.widen(Bf16Storage.round(Float.intBitsToFloat(0x7fff_ffff)))).isNaN();
        assertThat(Bf16Storage.widen(Bf16Storage.round(Float.NEGATIVE_INFINITY)))
                .isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    @DisplayName("changes no value that is one already")
    void exact() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Bf16Storage.widen((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Bf16Storage.round(value)).isEqualTo((short) bits);
            }
        }
    }
}
