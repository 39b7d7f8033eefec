package llm.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SplitBehavior;

/// The ways to cut text into pieces that llama.cpp knows by name (`tokenizer.ggml.pre`).
final class GgufPreTokenizer {
    private static final Map<String, PreTokenizer> KNOWN = known();

    private GgufPreTokenizer() {
    }

    private static Map<String, PreTokenizer> known() {
        Map<String, PreTokenizer> known = new LinkedHashMap<>();
        known.put("gpt-2", new Gpt2PreTokenizer());
        known.put("default", new Gpt2PreTokenizer());
        known.put("llama-bpe", RegexPreTokenizer.llama3());
        known.put("qwen2", RegexPreTokenizer.qwen());
        known.put("smollm", new PreTokenizerSequence(List.of(
                new RegexPreTokenizer("\\p{N}", SplitBehavior.ISOLATED),
                new Gpt2PreTokenizer())));
        return known;
    }

    /// @throws IllegalArgumentException if we do not know the name
    static PreTokenizer named(String name) {
        PreTokenizer preTokenizer = KNOWN.get(name);
        if (preTokenizer == null) {
            throw new IllegalArgumentException("tokenizer.ggml.pre must be one of "
                    + KNOWN.keySet() + ", got " + name);
        }
        return preTokenizer;
    }

    /// @throws IllegalArgumentException if llama.cpp has no name for it
    static String nameOf(PreTokenizer preTokenizer) {
        return KNOWN.entrySet().stream().filter(known -> same(known.getValue(), preTokenizer))
                .map(Map.Entry::getKey).findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "a tokenizer for a GGUF file must cut text as GPT-2, Llama 3, Qwen or "
                                + "SmolLM do, got " + preTokenizer));
    }

    private static boolean same(PreTokenizer a, PreTokenizer b) {
        return a instanceof Gpt2PreTokenizer && b instanceof Gpt2PreTokenizer
                || a instanceof RegexPreTokenizer x && b instanceof RegexPreTokenizer y
                && x.regex().equals(y.regex()) && x.behavior() == y.behavior()
                || a instanceof PreTokenizerSequence(var x) && b instanceof PreTokenizerSequence(var y)
                && x.size() == y.size()
                && IntStream.range(0, x.size()).allMatch(i -> same(x.get(i), y.get(i)));
    }
}
