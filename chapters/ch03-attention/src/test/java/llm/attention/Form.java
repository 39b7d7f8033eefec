package llm.attention;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;
import org.jspecify.annotations.Nullable;

/// One of the ways in which the chapter writes causal attention.
///
/// @param weights how to look at its weights, or null where it keeps none
record Form(Layer module, UnaryOperator<Tensor> forward,
            @Nullable UnaryOperator<Tensor> weights) {

    /// Every form; the first one is a single head without an output layer.
    static Stream<Form> all(AttentionConfig config, RandomState random) {
        CausalSelfAttention head = new CausalSelfAttention(config, random);
        return Stream.concat(Stream.of(new Form(head, head::forward, head::weights)),
                multiHead(config, random));
    }

    /// The forms with several heads.
    static Stream<Form> multiHead(AttentionConfig config, RandomState random) {
        StackedMultiHeadAttention stacked = new StackedMultiHeadAttention(config, random);
        SplitMultiHeadAttention split = new SplitMultiHeadAttention(config, random);
        return Stream.concat(Stream.of(new Form(stacked, stacked::forward, stacked::weights),
                new Form(split, split::forward, split::weights)), grouped(config, random));
    }

    /// The forms in which heads may share keys and values.
    static Stream<Form> grouped(AttentionConfig config, RandomState random) {
        GroupedQueryAttention grouped = new GroupedQueryAttention(config, random);
        MultiHeadAttention fast = new MultiHeadAttention(config, random);
        return Stream.of(new Form(grouped, grouped::forward, grouped::weights),
                new Form(fast, fast::forward, null));
    }

    /// Parameters, or gradients, of all heads as those of single ones: rows `h · headDim …` of
    /// queries, keys and values belong to head `h`.
    static Map<String, Tensor> cutIntoHeads(Map<String, Tensor> all, AttentionConfig config) {
        Map<String, Tensor> cut = new LinkedHashMap<>();
        all.forEach((name, values) -> {
            if (name.startsWith("output")) {
                cut.put(name, values);
                return;
            }
            for (int head = 0; head < config.heads(); head++) {
                int from = head * config.headDim();
                cut.put("heads." + head + "." + name,
                        values.slice(0, from, from + config.headDim()));
            }
        });
        return cut;
    }

    /// Gradients by the name of their parameter.
    static Map<String, Tensor> gradients(Layer module) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        module.namedParameters().forEach((name, values) -> gradients.put(name, values.grad()));
        return gradients;
    }

    @Override
    public String toString() {
        return module.getClass().getSimpleName();
    }
}
