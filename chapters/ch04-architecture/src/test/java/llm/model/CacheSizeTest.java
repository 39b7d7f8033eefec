package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import llm.tensor.file.ElementType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The size of a cache")
class CacheSizeTest {

    private static CacheSize published(String name) {
        return CacheSize.published().stream().filter(size -> size.name().equals(name)).findFirst()
                .orElseThrow();
    }

    // by hand: 2 · layers · key/value heads · headDim · 2 bytes; DeepSeek-V2: 60 · 576 · 2 bytes
    @ParameterizedTest(name = "{0}: {1} bytes")
    @CsvSource({
        "GPT-2 small,       36_864",                         // 2 · 12 · 12 · 64 · 2
        "GPT-2 XL,         307_200",                         // 2 · 48 · 25 · 64 · 2
        "Llama 2 7B,       524_288",                         // 2 · 32 · 32 · 128 · 2, 512 KiB
        "Llama 3.2 1B,      32_768",                         // 2 · 16 · 8 · 64 · 2, 32 KiB
        "Qwen3 0.6B,       114_688",                         // 2 · 28 · 8 · 128 · 2
        "Qwen3 30B-A3B,     98_304",                         // 2 · 48 · 4 · 128 · 2
        "Gemma 3 270M,      18_432",                         // 2 · 18 · 1 · 256 · 2
        "DeepSeek-V2,       69_120"})
    @DisplayName("for one token in bf16 is what a hand computes, and twice that in f32:")
    void perToken(String name, String bytes) {
        long want = Long.parseLong(bytes.replace("_", ""));
        assertThat(published(name).bytesPerToken(ElementType.BF16)).isEqualTo(want);
        assertThat(published(name).bytesPerToken(ElementType.F32)).isEqualTo(2 * want);
    }

    @Test
    @DisplayName("grows with the text, except in layers with a window")
    void windows() {
        assertThat(published("Llama 2 7B").bytes(4_096, ElementType.BF16)).isEqualTo(2L << 30);
        // three layers keep 32,768 tokens, fifteen the last 512; each 1,024 bytes a token
        assertThat(published("Gemma 3 270M").bytes(32_768, ElementType.BF16))
                .isEqualTo(3L * 32_768 * 1_024 + 15L * 512 * 1_024);
    }

    @Test
    @DisplayName("of Llama 2 7B, had it been built in another way, is what a hand computes")
    void variants() {
        List<CacheSize> variants = CacheSize.variants(LlamaConfig.llama2Of7B());
        assertThat(variants).extracting(CacheSize::name).containsExactly("this model",
                "multi-head, 32 heads", "grouped-query, 8 key/value heads", "multi-query",
                "multi-head, 5 of 6 layers see 1,024 tokens", "latent");
        assertThat(variants).extracting(size -> size.bytesPerToken(ElementType.BF16))
                .containsExactly(524_288L, 524_288L, 131_072L, 16_384L, 524_288L,
                        36_864L);                            // latent: 32 · (512 + 64) · 2
        // 5 layers keep everything, 27 the last 1,024 tokens; each 16,384 bytes a token
        assertThat(variants.get(4).bytes(131_072, ElementType.BF16))
                .isEqualTo(16_384L * (5 * 131_072L + 27 * 1_024L));
    }

    @ParameterizedTest(name = "{0} heads: {1} groups")
    @CsvSource({"1, 1", "2, 1", "4, 1", "6, 1", "12, 3", "25, 5", "32, 8"})
    @DisplayName("with shared heads lets four or the next divisor share:")
    void groups(int heads, int groups) {
        CacheSize grouped = CacheSize.variants(GptConfig.of(50, 16, 2 * heads, heads, 3)).get(2);
        assertThat(grouped.name()).isEqualTo("grouped-query, " + groups + " key/value heads");
        assertThat(grouped.bytesPerToken(ElementType.F32)).isEqualTo(3L * 2 * groups * 2 * 4);
    }

    @Test
    @DisplayName("of no text is refused")
    void none() {
        CacheSize size = published("GPT-2 small");
        assertThatThrownBy(() -> size.bytes(0, ElementType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens must be 1 or more, got 0");
    }
}
