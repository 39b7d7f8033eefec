package llm.pretrain.folder;

import java.util.List;
import llm.text.Gpt2Splitter;
import llm.text.RegexSplitter;
import llm.text.SplitBehavior;
import llm.text.Splitter;

/// The ways to cut text into pieces that llama.cpp knows by name (`tokenizer.ggml.pre`).
///
/// @param name  as files write it
/// @param regex the expression whose matches are pieces
record GgufSplitter(String name, String regex) {
    private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String WORD = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";

    private static final List<GgufSplitter> KNOWN = List.of(
            new GgufSplitter("gpt-2", Gpt2Splitter.PATTERN),
            new GgufSplitter("default", Gpt2Splitter.PATTERN),
            new GgufSplitter("llama-bpe", CONTRACTION + WORD + "|\\p{N}{1,3}" + REST),
            new GgufSplitter("qwen2", CONTRACTION + WORD + "|\\p{N}" + REST));

    /// @throws IllegalArgumentException if we do not know the name
    static Splitter named(String name) {
        GgufSplitter found = KNOWN.stream().filter(known -> known.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tokenizer.ggml.pre must be one of "
                        + KNOWN.stream().map(GgufSplitter::name).toList() + ", got " + name));
        return found.regex.equals(Gpt2Splitter.PATTERN) ? new Gpt2Splitter()
                : new RegexSplitter(found.regex, SplitBehavior.ISOLATED);
    }

    /// @throws IllegalArgumentException if llama.cpp has no name for it
    static String nameOf(Splitter splitter) {
        String regex = switch (splitter) {
            case Gpt2Splitter _ -> Gpt2Splitter.PATTERN;
            case RegexSplitter other -> other.regex();
            default -> "";
        };
        return KNOWN.stream().filter(known -> known.regex.equals(regex)).findFirst()
                .map(GgufSplitter::name).orElseThrow(() -> new IllegalArgumentException(
                        "a tokenizer for a GGUF file must cut text as GPT-2, Llama 3 or Qwen do, "
                                + "got " + splitter));
    }
}
