package llm.format;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.BytePairs;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePiece.Kind;
import llm.text.sentencepiece.SentencePieceTokenizer;

/// Writes a tokenizer as settings of a GGUF file. What these cannot say is refused by its name in
/// `tokenizer.json`, but for two things that llama.cpp passes over with the published models that
/// have them: the normal form NFC, and whether a text that begins with a space gets another.
final class GgufTokenizerWriter {
    private static final float PADDING_SCORE = -10_000;      // llama.cpp's, behind every merge
    private static final String SPACE = String.valueOf(SentencePiece.SPACE);

    private final Map<String, GgufValue> settings = new LinkedHashMap<>();

    private GgufTokenizerWriter() {
    }

    /// @param name the model's name: by it llama.cpp knows a Phi-3, whose tokens swallow space
    /// @throws IllegalArgumentException if llama.cpp has no setting for what the tokenizer does
    static Map<String, GgufValue> write(Tokenizer tokenizer, StopTokens ends, int vocabSize,
                                        String name) {
        GgufTokenizerWriter writer = new GgufTokenizerWriter();
        switch (tokenizer) {
            case BpeTokenizer bytePairs -> {
                writer.putName(name, bytePairs.settings().added());
                writer.put(bytePairs, vocabSize);
            }
            case SentencePieceTokenizer pieces -> {
                writer.putName(name, pieces.settings().added());
                writer.put(pieces, vocabSize);
            }
            default -> throw new IllegalArgumentException("a tokenizer for a GGUF file must be "
                    + "byte-pair encoding or SentencePiece, got " + tokenizer);
        }
        writer.putEnds(tokenizer, ends);
        return writer.settings;
    }

    /// Gives the model a name by which llama.cpp finds added tokens as the tokenizer does.
    private void putName(String name, List<AddedToken> added) {
        Optional<AddedToken> unusual = added.stream().filter(token -> token.matching().wholeWord()
                || token.matching().spaceBefore() || token.matching().spaceAfter()).findFirst();
        boolean phi3 = unusual.isPresent() && GgufTokenizer.likePhi3(added).equals(added);
        GgufConfig.require("tokenizer", unusual.isEmpty() || phi3, () -> "find added tokens "
                + "wherever their text stands and nothing beside it, got "
                + unusual.get().text() + " with" + names(unusual.get().matching()));
        String plain = name.replaceAll("(?i)phi-?3", "phi_3");
        settings.put(GgufTokenizer.NAME, GgufValue.text(!phi3 ? plain
                : GgufTokenizer.isPhi3(name) ? name : name + " (Phi-3)"));
    }

    private static String names(AddedToken.Matching matching) {
        return (matching.wholeWord() ? " single_word" : "")
                + (matching.spaceBefore() ? " lstrip" : "")
                + (matching.spaceAfter() ? " rstrip" : "");
    }

    private void put(BpeTokenizer tokenizer, int size) {
        steps(tokenizer.settings().normalizer()).forEach(step -> GgufConfig.require("tokenizer",
                step.equals(new TextNormalizer.UnicodeForm(Normalizer.Form.NFC)),
                () -> "have no normalizer or NFC, got " + step));
        BytePairs pairs = BytePairs.of(tokenizer);
        List<String> tokens = new ArrayList<>(pairs.tokens());
        int[] types = new int[size];
        for (int id = 0; id < size; id++) {
            boolean missing = id >= tokens.size() || tokens.get(id).isEmpty();
            types[id] = type(missing ? Kind.UNUSED : Kind.NORMAL);
            if (id >= tokens.size()) {
                tokens.add(GgufTokenizer.padding(id));
            } else if (missing) {
                tokens.set(id, GgufTokenizer.padding(id));
            }
        }
        tokenizer.settings().added().forEach(added ->
                types[added.id()] = type(added.special() ? Kind.CONTROL : Kind.USER_DEFINED));
        settings.put(GgufTokenizer.MODEL, GgufValue.text("gpt2"));
        settings.put(GgufTokenizer.PRE, GgufValue.text(GgufPreTokenizer.nameOf(tokenizer)));
        settings.put(GgufTokenizer.TOKENS, GgufValue.texts(tokens));
        settings.put(GgufTokenizer.TYPES, GgufValue.int32s(types));
        settings.put(GgufTokenizer.MERGES, GgufValue.texts(pairs.merges()));
    }

    private static Stream<TextNormalizer> steps(TextNormalizer normalizer) {
        return normalizer instanceof TextNormalizer.Steps(List<TextNormalizer> all)
                ? all.stream().flatMap(GgufTokenizerWriter::steps) : Stream.of(normalizer);
    }

    private void put(SentencePieceTokenizer tokenizer, int size) {
        requireSpacesOnly(tokenizer);
        List<String> tokens = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        int[] types = new int[size];
        for (int id = 0; id < size; id++) {
            SentencePiece piece = tokenizer.hasToken(id) ? tokenizer.pieces().get(id)
                    : new SentencePiece(GgufTokenizer.padding(id), PADDING_SCORE, Kind.UNUSED);
            tokens.add(piece.text().replace(' ', SentencePiece.SPACE));
            scores.add(piece.score());
            types[id] = type(piece.kind());
        }
        settings.put(GgufTokenizer.MODEL, GgufValue.text("llama"));
        settings.put(GgufTokenizer.PRE, GgufValue.text("default"));
        settings.put(GgufTokenizer.TOKENS, GgufValue.texts(tokens));
        settings.put(GgufTokenizer.SCORES, GgufValue.float32s(scores));
        settings.put(GgufTokenizer.TYPES, GgufValue.int32s(types));
        settings.put(GgufTokenizer.SPACE_PREFIX, GgufValue.truth(tokenizer.prependsSpace()));
    }

    /// Makes sure that text is changed in no other way than that spaces are written `▁`, and one
    /// may be put in front.
    private static void requireSpacesOnly(SentencePieceTokenizer tokenizer) {
        Stream.concat(steps(tokenizer.settings().normalizer()),
                steps(tokenizer.spacing().normalizer())).forEach(step ->
                GgufConfig.require("tokenizer", switch (step) {
                    case TextNormalizer.Replace(String from, String to) ->
                            from.equals(" ") && to.equals(SPACE);
                    case TextNormalizer.Prepend prepend -> prepend.prefix().equals(SPACE)
                            || prepend.prefix().equals(" ");
                    case TextNormalizer.UnicodeForm(Normalizer.Form form) ->
                            form == Normalizer.Form.NFC;
                    case TextNormalizer.Mapped _, TextNormalizer.ReplaceMatches _,
                            TextNormalizer.Steps _ -> false;
                }, () -> "change spaces only, or have the normalizer NFC, got " + named(step)));
        GgufConfig.require("tokenizer", tokenizer.vocabulary().unknown().asBytes(),
                () -> "turn characters without a piece into bytes, got byte_fallback false");
        GgufConfig.require("tokenizer", !tokenizer.settings().wholePieces(),
                () -> "merge pieces that are tokens, got ignore_merges true");
    }

    private static String named(TextNormalizer step) {
        return step instanceof TextNormalizer.Mapped ? "a Precompiled normalizer" : step.toString();
    }

    private void putEnds(Tokenizer tokenizer, StopTokens ends) {
        OptionalInt begin = tokenizer.beginOfText().isPresent() ? tokenizer.beginOfText()
                : ends.begin();
        begin.ifPresent(id -> settings.put(GgufTokenizer.BEGIN, GgufValue.uint32(id)));
        ends.stop().stream().sorted().limit(1)
                .forEach(id -> settings.put(GgufTokenizer.END, GgufValue.uint32(id)));
        ends.stop().stream().sorted().skip(1).limit(1)
                .forEach(id -> settings.put(GgufTokenizer.TURN_END, GgufValue.uint32(id)));
        settings.put(GgufTokenizer.ADD_BEGIN, GgufValue.truth(tokenizer.addBos()));
    }

    /// The number of a kind, 1 to 6.
    private static int type(Kind kind) {
        return kind.ordinal() + 1;
    }
}
