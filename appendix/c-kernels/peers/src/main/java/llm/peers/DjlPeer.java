package llm.peers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Encodes with Hugging Face's tokenizers, as DJL brings them to Java: one text after the other, or
/// in batches, which take all processors.
///
/// They keep much more than an id for each token, so a long text is given to them in parts.
final class DjlPeer {

    private static final int PART = 10_000;
    private static final int BATCH = 128;

    private DjlPeer() {
    }

    public static void main(String[] arguments) throws IOException {
        EncodingTask task = EncodingTask.of(arguments);
        try (HuggingFaceTokenizer gpt2 = load(task.tokenizer())) {
            task.measure(text -> encode(gpt2, task.threads(), text), System.out);
        }
    }

    static HuggingFaceTokenizer load(Path folder) throws IOException {
        return HuggingFaceTokenizer.builder().optTokenizerPath(folder.resolve("tokenizer.json"))
                .optAddSpecialTokens(false).optTruncation(false).optPadding(false).build();
    }

    static int[] encode(HuggingFaceTokenizer gpt2, int threads, String text) {
        List<String> parts = EncodingTask.parts(text, PART);
        return Stream.iterate(0, from -> from < parts.size(), from -> from + BATCH)
                .map(from -> parts.subList(from, Math.min(parts.size(), from + BATCH)))
                .flatMap(batch -> threads == 1 ? batch.stream().map(gpt2::encode)
                        : Arrays.stream(gpt2.batchEncode(batch)))
                .flatMapToInt(part -> Arrays.stream(part.getIds()).mapToInt(Math::toIntExact))
                .toArray();
    }
}
