package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeVocabulary;
import llm.text.bpe.MergeTable;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import llm.text.sentencepiece.SentencePieceVocabulary;

/// Reads the parts of `tokenizer.json` in which tokenizers of SentencePiece's kind differ from
/// byte-level ones: the vocabulary with its bytes and unknown token, and the spaces.
final class SentencePieceJson {

    private static final SentencePiece UNUSED =
            new SentencePiece("", 0, SentencePiece.Kind.UNUSED);

    private final JsonNode root;
    private final JsonNode model;

    SentencePieceJson(JsonNode root) {
        this.root = root;
        model = root.path("model");
    }

    SentencePieceTokenizer read(Map<String, Integer> ids, List<String[]> merges,
                                BpeSettings settings) {
        requireKnownDecoder(root.path("decoder"));
        var unknown = new SentencePieceVocabulary.Unknown(
                JsonFile.flag(model, "byte_fallback", false),
                JsonFile.flag(model, "fuse_unk", false));
        MergeTable table = BpeVocabulary.mergeTable(ids, merges);
        var vocabulary = SentencePieceVocabulary.ofMerges(
                pieces(ids, scores(merges), settings.added()), table, unknown);
        return new SentencePieceTokenizer(vocabulary, settings,
                spacing(root.path("pre_tokenizer")));
    }

    /// A score for the result of each merge, as other formats want it: the sooner, the higher.
    private static Map<String, Float> scores(List<String[]> merges) {
        Map<String, Float> scores = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            scores.putIfAbsent(merges.get(rank)[0] + merges.get(rank)[1], (float) -rank);
        }
        return scores;
    }

    private List<SentencePiece> pieces(Map<String, Integer> ids, Map<String, Float> scores,
                                       List<AddedToken> added) {
        Map<String, SentencePiece.Kind> kinds = new HashMap<>();
        added.forEach(token -> kinds.put(token.text(), token.special()
                ? SentencePiece.Kind.CONTROL : SentencePiece.Kind.USER_DEFINED));
        if (model.path("unk_token").isTextual()) {
            kinds.put(model.path("unk_token").asText(), SentencePiece.Kind.UNKNOWN);
        }
        List<SentencePiece> pieces =
                new ArrayList<>(Collections.nCopies(BpeVocabulary.lengthFor(ids), UNUSED));
        ids.forEach((text, id) -> {
            var kind = kinds.getOrDefault(text, isByte(text)
                    ? SentencePiece.Kind.BYTE : SentencePiece.Kind.NORMAL);
            pieces.set(id, new SentencePiece(
                    text, scores.getOrDefault(text, (float) -(scores.size() + id)), kind));
        });
        return pieces;
    }

    private boolean isByte(String text) {
        return JsonFile.flag(model, "byte_fallback", false)
                && SentencePiece.byteNamed(text).isPresent();
    }

    private static SentencePieceTokenizer.Spacing spacing(JsonNode preTokenizer) {
        if (TokenizerJsonReader.isOff(preTokenizer)) {
            return SentencePieceTokenizer.Spacing.NONE;
        }
        List<JsonNode> steps = new ArrayList<>();
        preTokenizer.path("pretokenizers").forEach(steps::add);
        if (steps.isEmpty()) {
            steps.add(preTokenizer);
        }
        TextNormalizer normalizer = TextNormalizer.NONE;
        List<PreTokenizer> preTokenizers = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (i == 0 && steps.get(i).path("type").asText().equals("Metaspace")) {
                MetaspaceJson metaspace = MetaspaceJson.read(steps.get(i));
                normalizer = metaspace.normalizer();
                metaspace.preTokenizer().ifPresent(preTokenizers::add);
            } else {
                preTokenizers.add(new PreTokenizerJson().read(steps.get(i)));
            }
        }
        return new SentencePieceTokenizer.Spacing(
                normalizer, new PreTokenizerSequence(preTokenizers));
    }

    /// Accepts the decoders that do what [SentencePieceTokenizer#decodeBytes] does.
    private static void requireKnownDecoder(JsonNode decoder) {
        if (decoder.path("type").asText().equals("Sequence")) {
            decoder.path("decoders").forEach(SentencePieceJson::requireKnownDecoder);
        } else if (!TokenizerJsonReader.isOff(decoder)
                && !Set.of("Replace", "ByteFallback", "Fuse", "Strip", "Metaspace")
                        .contains(decoder.path("type").asText())) {
            throw TokenizerJsonReader.unsupported("decoder", decoder);
        }
    }
}
