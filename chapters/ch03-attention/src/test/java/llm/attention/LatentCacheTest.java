package llm.attention;

import static llm.attention.Same.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import llm.attention.rotary.RotaryConfig;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Tolerance: 10⁻⁵, rounding in another order.
@DisplayName("A cache of latents")
class LatentCacheTest {
    private final LatentConfig config =
            new LatentConfig(12, 3, 4, 5, 2, RotaryConfig.of(100));
    private final RandomState random = new RandomState(3);
    private final MultiHeadLatentAttention attention =
            new MultiHeadLatentAttention(config, random);
    private final Tensor x = random.normal(1, 2, 10, 12);

    private Tensor forward(int from, int to, LatentCache cache) {
        return Autograd.noGrad(() -> attention.forward(x.slice(1, from, to), cache));
    }

    @Test
    @DisplayName("cut back goes on from there, as if the rest had never been")
    void truncate() {
        LatentCache cache = new LatentCache(2, 10, config);
        forward(0, 4, cache);
        Autograd.noGrad(() -> attention.forward(random.normal(1, 2, 5, 12), cache));
        cache.truncate(4);
        assertThat(cache.length()).isEqualTo(4);
        assertClose(forward(4, 10, cache), attention.forward(x).slice(1, 4, 10), 1e-5);
    }

    @Test
    @DisplayName("that is full says so and keeps what it has")
    void full() {
        LatentCache cache = new LatentCache(2, 6, config);
        forward(0, 4, cache);
        assertThatThrownBy(() -> forward(4, 7, cache)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cache must have room for 3 tokens, got 2 of 6");
        assertThat(cache.length()).isEqualTo(4);
        assertThat(cache.room()).isEqualTo(6);
        assertClose(forward(4, 6, cache), attention.forward(x).slice(1, 4, 6), 1e-5);
    }
}
