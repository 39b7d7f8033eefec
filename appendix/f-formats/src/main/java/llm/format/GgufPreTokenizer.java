package llm.format;

import java.util.LinkedHashMap;
import java.util.Map;
import llm.text.Gpt2Splitter;
import llm.text.RegexSplitter;
import llm.text.Splitter;

/// The ways to cut text into pieces that llama.cpp knows by name (`tokenizer.ggml.pre`).
final class GgufPreTokenizer {
    private static final Map<String, Splitter> KNOWN = known();

    private GgufPreTokenizer() {
    }

    private static Map<String, Splitter> known() {
        Map<String, Splitter> known = new LinkedHashMap<>();
        known.put("gpt-2", new Gpt2Splitter());
        known.put("default", new Gpt2Splitter());
        known.put("llama-bpe", RegexSplitter.llama3());
        known.put("qwen2", RegexSplitter.qwen());
        return known;
    }

    /// @throws IllegalArgumentException if we do not know the name
    static Splitter named(String name) {
        Splitter splitter = KNOWN.get(name);
        if (splitter == null) {
            throw new IllegalArgumentException("tokenizer.ggml.pre must be one of "
                    + KNOWN.keySet() + ", got " + name);
        }
        return splitter;
    }

    /// @throws IllegalArgumentException if llama.cpp has no name for it
    static String nameOf(Splitter splitter) {
        return KNOWN.entrySet().stream().filter(known -> same(known.getValue(), splitter))
                .map(Map.Entry::getKey).findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "a tokenizer for a GGUF file must cut text as GPT-2, Llama 3 or Qwen do, "
                                + "got " + splitter));
    }

    private static boolean same(Splitter a, Splitter b) {
        return a instanceof Gpt2Splitter && b instanceof Gpt2Splitter
                || a instanceof RegexSplitter x && b instanceof RegexSplitter y
                && x.regex().equals(y.regex()) && x.behavior() == y.behavior();
    }
}
