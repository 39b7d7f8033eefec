package llm.text.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.text.bpe.MergeTable;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import org.jspecify.annotations.Nullable;

/// What `tokenizer.json` holds of a tokenizer of SentencePiece's kind. Files that write a space as
/// a space (llama2.c's) are rewritten to the usual `▁`.
final class SentencePieceJsonParts {

    private static final String SPACE = String.valueOf(SentencePiece.SPACE);

    private final SentencePieceTokenizer tokenizer;
    private final boolean plainSpaces;

    SentencePieceJsonParts(SentencePieceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        plainSpaces = tokenizer.settings().normalizer().equals(
                new TextNormalizer.Prepend(" ", false, false));
    }

    TokenizerJsonWriter.Parts parts() {
        TextNormalizer normalizer = plainSpaces
                ? new TextNormalizer.Steps(List.of(
                        new TextNormalizer.Prepend(SPACE, false, false),
                        new TextNormalizer.Replace(" ", SPACE)))
                : tokenizer.settings().normalizer();
        return new TokenizerJsonWriter.Parts(NormalizerJson.write(normalizer), preTokenizer(),
                decoder(), model(), tokenizer.vocabulary().isScored());
    }

    private @Nullable Map<String, Object> preTokenizer() {
        var spacing = tokenizer.spacing();
        List<Map<String, Object>> steps = PreTokenizerJson.steps(spacing.preTokenizer());
        if (!spacing.normalizer().equals(TextNormalizer.NONE)) {
            MetaspaceJson metaspace = MetaspaceJson.of(
                    (TextNormalizer.Steps) spacing.normalizer(), spacing.preTokenizer());
            steps = new ArrayList<>(steps.subList(metaspace.splits() ? 1 : 0, steps.size()));
            steps.addFirst(metaspace.write());
        }
        return switch (steps.size()) {
            case 0 -> null;
            case 1 -> steps.getFirst();
            default -> NormalizerJson.object("Sequence", "pretokenizers", steps);
        };
    }

    private Map<String, Object> decoder() {
        List<Map<String, Object>> steps = new ArrayList<>(List.of(
                NormalizerJson.object("Replace", "pattern", Map.of("String", SPACE),
                        "content", " "),
                NormalizerJson.object("ByteFallback"),
                NormalizerJson.object("Fuse")));
        if (tokenizer.prependsSpace()) {
            steps.add(NormalizerJson.object("Strip", "content", " ", "start", 1, "stop", 0));
        }
        return NormalizerJson.object("Sequence", "decoders", steps);
    }

    private Map<String, @Nullable Object> model() {
        List<SentencePiece> pieces = tokenizer.pieces();
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("unk_token", pieces.stream()
                .filter(piece -> piece.kind() == SentencePiece.Kind.UNKNOWN)
                .map(SentencePiece::text).findFirst().orElse(null));
        model.put("fuse_unk", tokenizer.vocabulary().unknown().fuses());
        model.put("byte_fallback", tokenizer.vocabulary().unknown().asBytes());
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() != SentencePiece.Kind.UNUSED) {
                ids.putIfAbsent(text(pieces.get(id)), id);
            }
        }
        model.put("vocab", ids);
        model.put("merges", merges());
        return model;
    }

    /// The merges by rank; those of equal rank, which a list cannot hold, come in the order that
    /// transformers gives them: the longer left half first.
    private List<List<String>> merges() {
        MergeTable table = tokenizer.vocabulary().merges();
        List<SentencePiece> pieces = tokenizer.pieces();
        return IntStream.range(0, table.size()).boxed()
                .sorted(Comparator.comparingInt(table::rank).thenComparingInt(index ->
                        -pieces.get(table.left(index)).text().length()))
                .map(index -> List.of(text(pieces.get(table.left(index))),
                        text(pieces.get(table.right(index)))))
                .toList();
    }

    private String text(SentencePiece piece) {
        return plainSpaces && piece.kind() == SentencePiece.Kind.NORMAL
                ? piece.text().replace(" ", SPACE)
                : piece.text();
    }
}
