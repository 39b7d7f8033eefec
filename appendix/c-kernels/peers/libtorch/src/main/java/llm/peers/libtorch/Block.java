package llm.peers.libtorch;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Attention, then a feed-forward layer, norm first, as in GPT-2.
final class Block extends Module {
    private final int width;
    private final int heads;
    private final LayerNormImpl norm1;
    private final LinearImpl qkv;
    private final LinearImpl out;
    private final LayerNormImpl norm2;
    private final LinearImpl expand;
    private final LinearImpl contract;

    Block(int width, int heads) {
        this.width = width;
        this.heads = heads;
        norm1 = register_module("norm1", norm(width));
        qkv = register_module("qkv", new LinearImpl(width, 3 * width));
        out = register_module("out", new LinearImpl(width, width));
        norm2 = register_module("norm2", norm(width));
        expand = register_module("expand", new LinearImpl(width, 4 * width));
        contract = register_module("contract", new LinearImpl(4 * width, width));
    }

    /// A norm over the last axis.
    static LayerNormImpl norm(int width) {
        return new LayerNormImpl(new LongVector(new long[] {width}));   // not so many zeros
    }

    /// @param x `(batch, tokens, width)`
    /// @return the same shape
    Tensor forward(Tensor x) {
        TensorVector parts = qkv.forward(norm1.forward(x)).split(width, 2);
        Tensor context = torch.scaled_dot_product_attention(    // (batch, heads, tokens, headDim)
                heads(parts.get(0)), heads(parts.get(1)), heads(parts.get(2)),
                new TensorOptional(), 0, true, new DoubleOptional(), false);
        x = x.add(out.forward(context.transpose(1, 2).reshape(x.size(0), x.size(1), width)));
        Tensor wide = torch.gelu(expand.forward(norm2.forward(x)), "tanh");
        return x.add(contract.forward(wide));
    }

    /// `(batch, tokens, width)` → `(batch, heads, tokens, headDim)`
    private Tensor heads(Tensor part) {
        return part.view(part.size(0), part.size(1), heads, -1).transpose(1, 2);
    }
}
