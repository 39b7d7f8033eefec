package llm.peers.libtorch;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// GPT-2 with a tied head.
final class Gpt extends Module {
    private static final double DEVIATION = 0.02;

    private final EmbeddingImpl tokens;
    private final EmbeddingImpl positions;
    private final List<Block> blocks;
    private final LayerNormImpl norm;

    Gpt(TrainingTask task) {
        tokens = register_module("tokens", new EmbeddingImpl(task.vocab(), task.width()));
        positions = register_module("positions", new EmbeddingImpl(task.context(), task.width()));
        blocks = IntStream.range(0, task.layers()).mapToObj(i ->
                register_module("block" + i, new Block(task.width(), task.heads()))).toList();
        norm = register_module("norm", Block.norm(task.width()));
        for (Tensor parameter : parameters().get()) {
            if (parameter.dim() > 1) {
                torch.normal_(parameter, 0, DEVIATION);
            }
        }
    }

    /// @param ids `(batch, tokens)`
    /// @return logits, `(batch, tokens, vocab)`
    Tensor forward(Tensor ids) {
        Tensor x = tokens.forward(ids).add(positions.forward(    // (batch, tokens, width)
                torch.arange(new Scalar(ids.size(1)))));
        for (Block block : blocks) {
            x = block.forward(x);
        }
        return torch.linear(norm.forward(x), tokens.weight());
    }
}
