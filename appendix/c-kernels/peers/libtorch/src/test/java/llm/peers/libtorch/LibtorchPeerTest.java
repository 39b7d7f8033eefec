package llm.peers.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@DisplayName("libtorch")
@EnabledIf(value = "hasNatives", disabledReason = "libtorch's natives, 110 MB, come only with "
        + "-Djavacpp.platform=linux-x86_64, or what JavaCPP calls this machine")
class LibtorchPeerTest {
    private static final TrainingTask TINY = TrainingTask.of("--layers", "2", "--width", "32",
            "--vocab", "100", "--batch", "2", "--context", "16");

    static boolean hasNatives() {
        return LibtorchPeerTest.class.getResource(
                "/org/bytedeco/pytorch/" + Loader.Detector.getPlatform() + "/") != null;
    }

    /// The numbers are those of `train.py` with this task, PyTorch 2.13, its seed, 1, and one batch
    /// for all steps. Without clipping the last would be 0.00012 more, without decay 0.00023 less.
    @Test
    @DisplayName("learns one batch exactly as PyTorch does")
    void learns() {
        try (var _ = new PointerScope()) {
            var peer = new LibtorchPeer(TINY);
            Tensor ids = peer.randomIds();
            Tensor targets = peer.randomIds();
            double[] losses = DoubleStream.generate(() -> peer.train(ids, targets)).limit(50)
                    .toArray();
            assertThat(losses[0]).isCloseTo(Math.log(100), within(0.01));
            assertThat(DoubleStream.of(losses[0], losses[1], losses[10], losses[49]).toArray())
                    .containsExactly(new double[] {4.60231, 4.59594, 4.53923, 4.32686},
                            within(5e-5));
        }
    }

    @Test
    @DisplayName("draws another batch for each step, and times it")
    void steps() {
        var peer = new LibtorchPeer(TINY);
        assertThat(DoubleStream.generate(() -> peer.step().loss()).limit(4).toArray())
                .containsExactly(new double[] {4.60231, 4.62971, 4.60759, 4.63478}, within(5e-5));
        assertThat(peer.step().millis()).isPositive();
    }
}
