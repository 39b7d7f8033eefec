package llm.format;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;
import llm.pretrain.folder.StopTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.files.BytePairs;
import llm.text.files.ChatTemplateFile;
import llm.text.files.JsonFile;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePiece.Kind;
import llm.text.sentencepiece.SentencePieces;

/// Reads a tokenizer from settings of a GGUF file: `gpt2` for byte-level pairs, `llama` for
/// SentencePiece.
final class GgufTokenizer {
    static final String KEY = "tokenizer.ggml.";
    static final String MODEL = KEY + "model";
    static final String TOKENS = KEY + "tokens";
    static final String TYPES = KEY + "token_type";
    static final String SCORES = KEY + "scores";
    static final String MERGES = KEY + "merges";
    static final String PRE = KEY + "pre";
    static final String BEGIN = KEY + "bos_token_id";
    static final String END = KEY + "eos_token_id";
    static final String TURN_END = KEY + "eot_token_id";
    static final String ADD_BEGIN = KEY + "add_bos_token";
    static final String SPACE_PREFIX = KEY + "add_space_prefix";
    static final String CHAT_TEMPLATE = "tokenizer.chat_template";
    static final String NAME = "general.name";
    private static final String UNKNOWN = KEY + "unknown_token_id";
    private static final String ADD_END = KEY + "add_eos_token";
    private static final List<String> PHI3 = List.of("phi-3", "phi3");
    private static final Set<String> PHI3_PLAIN = Set.of("<unk>", "<s>", "<|endoftext|>");

    private final GgufMetadata metadata;
    private final List<String> tokens;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        tokens = metadata.texts(TOKENS);
    }

    /// A file's tokenizer, or why it cannot be used: the weights can be without it.
    record Found(Optional<Tokenizer> tokenizer, Optional<String> fault) {
    }

    static Found find(GgufMetadata metadata) {
        try {
            return new Found(JsonFile.naming(metadata.file(), () -> read(metadata)),
                    Optional.empty());
        } catch (IllegalArgumentException unusable) {
            return new Found(Optional.empty(), Optional.of(unusable.getMessage()));
        }
    }

    /// @throws IllegalArgumentException if the file has a tokenizer of a kind we do not know, or a
    ///         broken one
    static Optional<Tokenizer> read(GgufMetadata metadata) {
        String model = metadata.has(MODEL) || metadata.has(TOKENS) ? metadata.text(MODEL) : "none";
        return switch (model) {
            case "none", "no_vocab" -> Optional.empty();
            case "gpt2" -> Optional.of(new GgufTokenizer(metadata).bytePairs());
            case "llama" -> Optional.of(new GgufTokenizer(metadata).sentencePieces());
            default -> throw new IllegalArgumentException("%s must have gpt2 or llama as %s, got %s"
                    .formatted(metadata.file(), MODEL, model));
        };
    }

    private Tokenizer bytePairs() {
        Kind[] kinds = kinds();
        List<AddedToken> added = IntStream.range(0, tokens.size())
                .filter(id -> EnumSet.of(Kind.CONTROL, Kind.UNKNOWN, Kind.USER_DEFINED)
                        .contains(kinds[id]))
                .mapToObj(id -> new AddedToken(id, tokens.get(id), kinds[id] != Kind.USER_DEFINED))
                .toList();
        List<String> named = IntStream.range(0, tokens.size())
                .mapToObj(id -> kinds[id] == Kind.UNUSED ? "" : tokens.get(id)).toList();
        GgufPreTokenizer pre = GgufPreTokenizer.named(
                metadata.has(PRE) ? metadata.text(PRE) : "default");
        return new BytePairs(named, metadata.texts(MERGES)).tokenizer(pre.preTokenizer(),
                settings(added, pre.wholePieces(), pre.wholePieces(), TextNormalizer.NONE));
    }

    private Tokenizer sentencePieces() {
        Kind[] kinds = kinds();
        double[] scores = metadata.has(SCORES) ? metadata.reals(SCORES)
                : new double[tokens.size()];
        requireOneEach(SCORES, scores.length);
        List<SentencePiece> pieces = IntStream.range(0, tokens.size()).mapToObj(id ->
                new SentencePiece(tokens.get(id), (float) scores[id], kinds[id])).toList();
        boolean prefix = !metadata.has(SPACE_PREFIX) || metadata.truth(SPACE_PREFIX);
        String space = String.valueOf(SentencePiece.SPACE);
        TextNormalizer spaces = new TextNormalizer.Replace(" ", space);
        return SentencePieces.tokenizer(pieces, settings(SentencePieces.added(pieces), true, false,
                prefix ? new TextNormalizer.Steps(List.of(
                        new TextNormalizer.Prepend(space, false, false), spaces)) : spaces), true);
    }

    /// @param usual whether texts begin with the token for that where the file says nothing
    private BpeSettings settings(List<AddedToken> added, boolean usual, boolean wholePieces,
                                 TextNormalizer normalizer) {
        if (metadata.has(ADD_END) && metadata.truth(ADD_END)) {
            throw bad("must have false as " + ADD_END, "true");
        }
        id(TURN_END);                                        // refuses what is no token
        Optional<String> begin = id(BEGIN).stream().mapToObj(tokens::get).findFirst();
        Optional<String> end = id(END).stream().mapToObj(tokens::get).filter(text ->
                added.stream().anyMatch(token -> token.text().equals(text))).findFirst();
        boolean addBegin = metadata.has(ADD_BEGIN) ? metadata.truth(ADD_BEGIN) : usual;
        String name = metadata.has(NAME) ? metadata.text(NAME) : "";
        return new BpeSettings(isPhi3(name) ? likePhi3(added) : added, begin, end,
                addBegin && begin.isPresent(), wholePieces, normalizer);
    }

    /// Whether llama.cpp takes a model of this name for a Phi-3, whose tokens swallow white space.
    static boolean isPhi3(String name) {
        return PHI3.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains);
    }

    /// The tokens with the white space after them, as llama.cpp takes them with Phi-3.
    static List<AddedToken> likePhi3(List<AddedToken> added) {
        return added.stream().map(token -> new AddedToken(token.id(), token.text(),
                token.special(), new AddedToken.Matching(false, false,
                        !PHI3_PLAIN.contains(token.text()), token.matching().inNormalText())))
                .toList();
    }

    /// What each token stands for; where the file does not say, what its text and its place among
    /// the settings tell.
    private Kind[] kinds() {
        Kind[] kinds = new Kind[tokens.size()];
        if (metadata.has(TYPES)) {
            long[] types = metadata.wholes(TYPES);
            requireOneEach(TYPES, types.length);
            Arrays.setAll(kinds, id -> kind(id, types[id]));
        } else {
            boolean bytes = metadata.text(MODEL).equals("llama");
            Arrays.setAll(kinds, id -> bytes && SentencePiece.byteNamed(tokens.get(id)).isPresent()
                    ? Kind.BYTE : Kind.NORMAL);
            id(UNKNOWN).ifPresent(id -> kinds[id] = Kind.UNKNOWN);
        }
        for (String end : metadata.has(TYPES) ? List.of(BEGIN) : List.of(BEGIN, END, TURN_END)) {
            id(end).stream().filter(id -> kinds[id] == Kind.NORMAL || kinds[id] == Kind.UNUSED)
                    .forEach(id -> kinds[id] = Kind.CONTROL);
        }
        return kinds;
    }

    private Kind kind(int id, long type) {
        Kind[] known = Kind.values();
        if (type < 1 || type > known.length) {
            throw bad("must have types of 1 to %d as %s".formatted(known.length, TYPES),
                    "%d for token %d".formatted(type, id));
        }
        Kind kind = known[(int) type - 1];
        return kind == Kind.USER_DEFINED && tokens.get(id).equals(padding(id))
                ? Kind.UNUSED : kind;                        // as older converters have it
    }

    private void requireOneEach(String key, int count) {
        if (count < tokens.size()) {
            throw bad("must have one for each of %d tokens as %s".formatted(tokens.size(), key),
                    String.valueOf(count));
        }
    }

    private OptionalInt id(String key) {
        OptionalInt id = find(metadata, key, tokens.size());
        if (id.isEmpty() && metadata.has(key)) {
            throw bad("must have a token of 0 to %d as %s".formatted(tokens.size() - 1, key),
                    Long.toUnsignedString(metadata.whole(key)));
        }
        return id;
    }

    private IllegalArgumentException bad(String must, String got) {
        return new IllegalArgumentException(
                "%s %s, got %s".formatted(metadata.file(), must, got));
    }

    private static OptionalInt find(GgufMetadata metadata, String key, int count) {
        long id = metadata.has(key) ? metadata.whole(key) : -1;
        return id >= 0 && id < count ? OptionalInt.of((int) id) : OptionalInt.empty();
    }

    /// Where texts begin and end; ids that are no tokens are passed over.
    static StopTokens ends(GgufMetadata metadata) {
        int count = metadata.find(TOKENS).orElse(null) instanceof GgufValue.Items items
                ? items.values().size() : Integer.MAX_VALUE;
        Set<Integer> stop = new HashSet<>();
        find(metadata, END, count).ifPresent(stop::add);
        find(metadata, TURN_END, count).ifPresent(stop::add);
        return new StopTokens(find(metadata, BEGIN, count), stop);
    }

    /// How conversations are laid out, if the file says so.
    ///
    /// @throws IllegalArgumentException if that is no text or too long
    static Optional<String> chatTemplate(GgufMetadata metadata) {
        return !metadata.has(CHAT_TEMPLATE) ? Optional.empty()
                : ChatTemplateFile.checked(metadata.file(), metadata.text(CHAT_TEMPLATE));
    }

    /// What llama.cpp calls an id that the model has and its tokenizer has not.
    static String padding(int id) {
        return "[PAD" + id + "]";
    }
}
