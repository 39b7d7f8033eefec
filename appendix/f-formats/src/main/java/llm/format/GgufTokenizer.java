package llm.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.BytePairs;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import llm.text.sentencepiece.SentencePieces;

/// A tokenizer as settings of a GGUF file: `gpt2` for byte-level pairs, `llama` for SentencePiece.
final class GgufTokenizer {
    private static final String KEY = "tokenizer.ggml.";
    private static final String MODEL = KEY + "model";
    private static final String TOKENS = KEY + "tokens";
    private static final String TYPES = KEY + "token_type";
    private static final String SCORES = KEY + "scores";
    private static final String MERGES = KEY + "merges";
    private static final String PRE = KEY + "pre";
    private static final String BEGIN = KEY + "bos_token_id";
    private static final String END = KEY + "eos_token_id";
    private static final String TURN_END = KEY + "eot_token_id";
    private static final String ADD_BEGIN = KEY + "add_bos_token";
    private static final String SPACE_PREFIX = KEY + "add_space_prefix";
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final float PADDING_SCORE = -10_000;      // llama.cpp's, behind every merge

    private final GgufMetadata metadata;
    private final List<String> tokens;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        tokens = metadata.texts(TOKENS);
    }

    /// @throws IllegalArgumentException if the file has a tokenizer of a kind we do not know
    static Optional<Tokenizer> read(GgufMetadata metadata) {
        String model = metadata.has(MODEL) ? metadata.text(MODEL) : "none";
        return switch (model) {
            case "none", "no_vocab" -> Optional.empty();
            case "gpt2" -> Optional.of(new GgufTokenizer(metadata).bytePairs());
            case "llama" -> Optional.of(new GgufTokenizer(metadata).sentencePieces());
            default -> throw new IllegalArgumentException("%s must have gpt2 or llama as %s, got %s"
                    .formatted(metadata.file(), MODEL, model));
        };
    }

    private Tokenizer bytePairs() {
        long[] types = types();
        List<AddedToken> added = IntStream.range(0, tokens.size())
                .filter(id -> types[id] == CONTROL || types[id] == USER_DEFINED)
                .mapToObj(id -> new AddedToken(id, tokens.get(id), types[id] == CONTROL)).toList();
        String pre = metadata.has(PRE) ? metadata.text(PRE) : "default";
        List<String> named = new ArrayList<>(tokens);
        IntStream.range(0, named.size()).filter(id -> types[id] == UNUSED)
                .forEach(id -> named.set(id, ""));
        return new BytePairs(named, metadata.texts(MERGES)).tokenizer(GgufPreTokenizer.named(pre),
                settings(added, pre.equals("llama-bpe"), TextNormalizer.NONE));
    }

    private Tokenizer sentencePieces() {
        long[] types = types();
        double[] scores = metadata.reals(SCORES);
        SentencePiece.Kind[] kinds = SentencePiece.Kind.values();
        List<SentencePiece> pieces = IntStream.range(0, tokens.size()).mapToObj(id ->
                new SentencePiece(tokens.get(id), (float) scores[id],
                        kinds[(int) types[id] - NORMAL])).toList();
        boolean prefix = !metadata.has(SPACE_PREFIX) || metadata.truth(SPACE_PREFIX);
        String space = String.valueOf(SentencePiece.SPACE);
        TextNormalizer spaces = new TextNormalizer.Replace(" ", space);
        return SentencePieces.tokenizer(pieces, settings(SentencePieces.added(pieces), false,
                prefix ? new TextNormalizer.Steps(List.of(new TextNormalizer.Prepend(space, false, false), spaces))
                        : spaces), true);
    }

    private BpeSettings settings(List<AddedToken> added, boolean wholePieces,
                                 TextNormalizer normalizer) {
        Optional<String> begin = special(BEGIN, added);
        boolean usual = metadata.text(MODEL).equals("llama") || wholePieces;
        boolean addBegin = metadata.has(ADD_BEGIN) ? metadata.truth(ADD_BEGIN) : usual;
        return new BpeSettings(added, begin, special(END, added),
                addBegin && begin.isPresent(), wholePieces, normalizer);
    }

    private Optional<String> special(String key, List<AddedToken> added) {
        return id(metadata, key).stream().mapToObj(tokens::get).filter(text ->
                added.stream().anyMatch(token -> token.text().equals(text))).findFirst();
    }

    private long[] types() {
        long[] types = metadata.has(TYPES) ? metadata.wholes(TYPES) : new long[0];
        if (types.length != tokens.size()) {
            throw new IllegalArgumentException("%s must have a type for each of %d tokens, got %d"
                    .formatted(metadata.file(), tokens.size(), types.length));
        }
        for (int id = 0; id < types.length; id++) {
            if (types[id] == USER_DEFINED && tokens.get(id).equals(padding(id))) {
                types[id] = UNUSED;                          // as older converters have it
            }
        }
        return types;
    }

    private static OptionalInt id(GgufMetadata metadata, String key) {
        return metadata.has(key) ? OptionalInt.of((int) metadata.whole(key)) : OptionalInt.empty();
    }

    /// Where texts begin and end.
    static StopTokens ends(GgufMetadata metadata) {
        Set<Integer> stop = new HashSet<>();
        id(metadata, END).ifPresent(stop::add);
        id(metadata, TURN_END).ifPresent(stop::add);
        return new StopTokens(id(metadata, BEGIN), stop);
    }

    /// @throws IllegalArgumentException if llama.cpp has no setting for what the tokenizer does
    static Map<String, GgufValue> write(Tokenizer tokenizer, StopTokens ends, int vocabSize) {
        Map<String, GgufValue> settings = new LinkedHashMap<>();
        switch (tokenizer) {
            case BpeTokenizer bytePairs -> put(settings, bytePairs, vocabSize);
            case SentencePieceTokenizer pieces -> put(settings, pieces, vocabSize);
            default -> throw new IllegalArgumentException("a tokenizer for a GGUF file must be "
                    + "byte-pair encoding or SentencePiece, got " + tokenizer);
        }
        OptionalInt begin = tokenizer.beginOfText().isPresent() ? tokenizer.beginOfText()
                : ends.begin();
        begin.ifPresent(id -> settings.put(BEGIN, GgufValue.uint32(id)));
        ends.stop().stream().sorted().limit(1)
                .forEach(id -> settings.put(END, GgufValue.uint32(id)));
        ends.stop().stream().sorted().skip(1).limit(1)
                .forEach(id -> settings.put(TURN_END, GgufValue.uint32(id)));
        settings.put(ADD_BEGIN, GgufValue.truth(tokenizer.addBos()));
        return settings;
    }

    private static void put(Map<String, GgufValue> settings, BpeTokenizer tokenizer, int size) {
        BytePairs pairs = BytePairs.of(tokenizer);
        List<String> tokens = new ArrayList<>(pairs.tokens());
        int[] types = new int[size];
        for (int id = 0; id < size; id++) {
            boolean missing = id >= tokens.size() || tokens.get(id).isEmpty();
            types[id] = missing ? UNUSED : NORMAL;
            if (id >= tokens.size()) {
                tokens.add(padding(id));
            } else if (missing) {
                tokens.set(id, padding(id));
            }
        }
        tokenizer.settings().added().forEach(added ->
                types[added.id()] = added.special() ? CONTROL : USER_DEFINED);
        settings.put(MODEL, GgufValue.text("gpt2"));
        settings.put(PRE, GgufValue.text(GgufPreTokenizer.nameOf(tokenizer.preTokenizer())));
        settings.put(TOKENS, GgufValue.texts(tokens));
        settings.put(TYPES, GgufValue.int32s(types));
        settings.put(MERGES, GgufValue.texts(pairs.merges()));
    }

    private static void put(Map<String, GgufValue> settings, SentencePieceTokenizer tokenizer,
                            int size) {
        List<String> tokens = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        int[] types = new int[size];
        for (int id = 0; id < size; id++) {
            SentencePiece piece = tokenizer.hasToken(id) ? tokenizer.pieces().get(id)
                    : new SentencePiece(padding(id), PADDING_SCORE, SentencePiece.Kind.UNUSED);
            tokens.add(piece.text().replace(' ', SentencePiece.SPACE));
            scores.add(piece.score());
            types[id] = piece.kind().ordinal() + NORMAL;
        }
        settings.put(MODEL, GgufValue.text("llama"));
        settings.put(PRE, GgufValue.text("default"));
        settings.put(TOKENS, GgufValue.texts(tokens));
        settings.put(SCORES, GgufValue.float32s(scores));
        settings.put(TYPES, GgufValue.int32s(types));
        settings.put(SPACE_PREFIX, GgufValue.truth(tokenizer.prependsSpace()));
    }

    /// What llama.cpp calls an id that the model has and its tokenizer has not.
    private static String padding(int id) {
        return "[PAD" + id + "]";
    }
}
