package llm.format;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.text.bpe.BpeTokenizer;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SpacePreTokenizer;
import llm.text.pretokenize.SplitBehavior;

/// The ways to cut text into pieces that llama.cpp knows by name (`tokenizer.ggml.pre`). Several
/// names may mean one way; the first is the one that is written.
enum GgufPreTokenizer {
    GPT2(new Gpt2PreTokenizer(), false, "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat",
            "a.x-4.0", "mellum", "modern-bert", "mpt", "olmo", "jais", "trillion",
            "granite-docling", "exaone4"),
    LLAMA3(RegexPreTokenizer.llama3(), true, "llama-bpe", "llama3", "llama-v3", "falcon3",
            "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano"),
    /// Llama 3's with every piece merged, as OLMo 2 has it.
    DBRX(RegexPreTokenizer.llama3(), false, "dbrx", "smaug-bpe", "glm4", "chatglm-bpe"),
    QWEN2(RegexPreTokenizer.qwen(), false, "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2",
            "megrez", "stablelm2", "hunyuan", "solar-open", "grok-2"),
    /// Digits one by one, then as GPT-2.
    DIGITS(sequence(isolated("\\p{N}"), new Gpt2PreTokenizer()), false, "smollm", "starcoder",
            "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2"),
    /// As Mistral NeMo: a word ends where small letters end and capitals begin.
    TEKKEN(isolated("[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
            + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
            + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"), true,
            "tekken"),
    /// What llama.cpp takes where a file names none.
    DEFAULT(sequence(isolated("[\\p{P}\\$\\+<=>\\^~\\|]+"), new Gpt2PreTokenizer(),
            isolated("\\p{N}+"), isolated("[0-9][0-9][0-9]")), false, "default");

    private final PreTokenizer preTokenizer;
    private final boolean wholePieces;
    private final List<String> names;

    GgufPreTokenizer(PreTokenizer preTokenizer, boolean wholePieces, String... names) {
        this.preTokenizer = preTokenizer;
        this.wholePieces = wholePieces;
        this.names = List.of(names);
    }

    private static PreTokenizer isolated(String regex) {
        return new RegexPreTokenizer(regex, SplitBehavior.ISOLATED);
    }

    private static PreTokenizer sequence(PreTokenizer... steps) {
        return new PreTokenizerSequence(List.of(steps));
    }

    /// @throws IllegalArgumentException if we do not know the name
    static GgufPreTokenizer named(String name) {
        return Arrays.stream(values()).filter(each -> each.names.contains(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tokenizer.ggml.pre must be one of " + Arrays.stream(values())
                                .flatMap(each -> each.names.stream())
                                .collect(Collectors.joining(", ")) + ", got " + name));
    }

    PreTokenizer preTokenizer() {
        return preTokenizer;
    }

    /// Whether a piece that is a token is taken whole; such a text also begins with the
    /// beginning-of-text token unless the file says otherwise.
    boolean wholePieces() {
        return wholePieces;
    }

    /// @throws IllegalArgumentException if llama.cpp has no name for what the tokenizer does
    static String nameOf(BpeTokenizer tokenizer) {
        List<RegexPreTokenizer> steps = steps(tokenizer.preTokenizer()).toList();
        List<GgufPreTokenizer> same = Arrays.stream(values())
                .filter(each -> same(steps(each.preTokenizer).toList(), steps)).toList();
        if (same.isEmpty()) {
            throw new IllegalArgumentException("a tokenizer for a GGUF file must cut text as "
                    + "GPT-2, Llama 3, Qwen, SmolLM or Mistral NeMo do, got "
                    + steps.stream().map(RegexPreTokenizer::regex).toList());
        }
        boolean whole = tokenizer.settings().wholePieces();
        return same.stream().filter(each -> each.wholePieces == whole).findFirst().orElseThrow(() ->
                new IllegalArgumentException(("a tokenizer for a GGUF file must %s pieces that are "
                        + "tokens, as it cuts text, got ignore_merges %b")
                        .formatted(whole ? "merge" : "not merge", whole))).names.getFirst();
    }

    private static Stream<RegexPreTokenizer> steps(PreTokenizer preTokenizer) {
        return switch (preTokenizer) {
            case Gpt2PreTokenizer _ -> Stream.of(new RegexPreTokenizer(Gpt2PreTokenizer.PATTERN,
                    SplitBehavior.ISOLATED));
            case RegexPreTokenizer regex -> Stream.of(regex);
            case SpacePreTokenizer _ -> Stream.empty();      // makes no difference to the tokens
            case PreTokenizerSequence(List<PreTokenizer> all) ->
                    all.stream().flatMap(GgufPreTokenizer::steps);
        };
    }

    private static boolean same(List<RegexPreTokenizer> a, List<RegexPreTokenizer> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).regex().equals(b.get(i).regex())
                    || a.get(i).behavior() != b.get(i).behavior()) {
                return false;
            }
        }
        return true;
    }
}
