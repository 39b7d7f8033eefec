package llm.text;

import java.io.ByteArrayOutputStream;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// Byte-level byte-pair encoding, the tokenizer of GPT-2, Llama 3 and Qwen: text is cut into
/// pieces, a piece becomes UTF-8 bytes, and neighbouring tokens are merged as learned in training.
/// Every text can be encoded, and decoding gives it back.
///
/// Load one with [Tokenizers], train one with [BpeTrainer].
///
/// Source: Radford et al. (2019), *Language Models are Unsupervised Multitask Learners*, §2.2.
public final class BpeTokenizer implements Tokenizer {

    private final BpeVocabulary vocabulary;
    private final Splitter splitter;
    private final BpeSettings settings;
    private final Map<String, Integer> wholePieces;
    private final Queue<PieceEncoder> idleEncoders = new ConcurrentLinkedQueue<>();

    BpeTokenizer(BpeVocabulary vocabulary, Splitter splitter, BpeSettings settings) {
        for (AddedToken token : settings.added()) {
            vocabulary.bytes(token.id());       // refuses an id outside the vocabulary
        }
        this.vocabulary = vocabulary;
        this.splitter = splitter;
        this.settings = settings;
        wholePieces = settings.wholePieces() ? vocabulary.idsByBytes() : Map.of();
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        requireNoneRefused(text, specialTokens);
        AddedTokenFinder finder = finder(token ->
                !token.special() || specialTokens.recognises(token.text()));
        IntList ids = new IntList(text.length() / 3);
        PieceEncoder idle = idleEncoders.poll();
        PieceEncoder encoder = idle != null ? idle : new PieceEncoder(vocabulary, wholePieces);
        encoder.writeTo(ids);
        int from = 0;
        for (var match = finder.next(text, 0); match != null; match = finder.next(text, from)) {
            encodePlain(text, from, match.start(), encoder);
            ids.add(match.token().id());
            from = match.end();
        }
        encodePlain(text, from, text.length(), encoder);
        encoder.writeTo(new IntList(0));        // an idle encoder must not keep the ids alive
        idleEncoders.add(encoder);
        return ids.toArray();
    }

    /// Encodes a big text on all processors: the same ids as [#encode(String, SpecialTokens)].
    public int[] encodeInParallel(String text, SpecialTokens specialTokens) {
        requireNoneRefused(text, specialTokens);
        boolean cutsTokens = settings.added().stream()
                .anyMatch(token -> TextChunks.mayCut(token.text()));
        if (cutsTokens || !TextChunks.suit(splitter)) {
            return encode(text, specialTokens);
        }
        List<int[]> parts = TextChunks.of(text).parallelStream()
                .map(chunk -> encode(chunk, specialTokens))
                .toList();
        IntList ids = new IntList(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(part -> ids.addAll(part, part.length));
        return ids.toArray();
    }

    private void encodePlain(String text, int start, int end, PieceEncoder encoder) {
        if (settings.normalForm().isPresent() && start < end) {
            String normal = Normalizer.normalize(
                    text.substring(start, end), settings.normalForm().get());
            splitter.split(normal, 0, normal.length(), encoder);
        } else {
            splitter.split(text, start, end, encoder);
        }
    }

    private void requireNoneRefused(String text, SpecialTokens specialTokens) {
        var match = finder(token -> token.special() && specialTokens.refuses(token.text()))
                .next(text, 0);
        if (match != null) {
            throw new IllegalArgumentException(
                    "text must not contain a special token that is not allowed, got %s at index %d"
                            .formatted(match.token().text(), match.start()));
        }
    }

    private AddedTokenFinder finder(Predicate<AddedToken> wanted) {
        return new AddedTokenFinder(settings.added().stream().filter(wanted).toList());
    }

    @Override
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toByteArray();
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public byte[] tokenBytes(int id) {
        return vocabulary.bytes(id).clone();
    }

    @Override
    public OptionalInt specialId(String token) {
        return settings.added().stream().filter(added -> added.text().equals(token))
                .mapToInt(AddedToken::id).findFirst();
    }

    @Override
    public OptionalInt beginOfText() {
        return settings.bos().map(this::specialId).orElse(OptionalInt.empty());
    }

    @Override
    public OptionalInt endOfText() {
        return settings.eos().map(this::specialId).orElse(OptionalInt.empty());
    }

    @Override
    public boolean addBos() {
        return settings.addBos();
    }

    /// How this tokenizer cuts text into pieces.
    public Splitter splitter() {
        return splitter;
    }

    /// Added tokens, the ends of a text and the like.
    public BpeSettings settings() {
        return settings;
    }

    BpeVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public String toString() {
        return "BpeTokenizer[vocabSize=%d, merges=%d, added=%d]"
                .formatted(vocabSize(), vocabulary.merges().size(), settings.added().size());
    }
}
