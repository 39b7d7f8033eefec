package llm.text.sentencepiece;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.TextPlace;
import llm.text.Tokenizer;
import llm.text.Utf8;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.PieceEncoder;
import llm.text.bpe.TextEncoder;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SpacePreTokenizer;
import llm.text.pretokenize.TextNormalizer;

/// SentencePiece's byte-pair encoding, the tokenizer of Llama 2 and Gemma: text is made of
/// characters, a space is one of them, and neighbours are joined as long as they make a token. A
/// character without a token becomes its UTF-8 bytes.
///
/// Most of these tokenizers put a space before a text. [#decode] takes it away again after the
/// beginning-of-text token; ids without that token may be the middle of a text and keep it.
///
/// Source: Kudo and Richardson (2018), *SentencePiece*.
public final class SentencePieceTokenizer implements Tokenizer {

    private final SentencePieceVocabulary vocabulary;
    private final BpeSettings settings;
    private final Spacing spacing;
    private final TextEncoder encoder;

    /// How text is cut, after normalising.
    ///
    /// @param normalizer   a second change of the text, after the added tokens were taken out
    /// @param preTokenizer the pieces over whose ends no token reaches
    public record Spacing(TextNormalizer normalizer, PreTokenizer preTokenizer) {

        /// No change and no cut.
        public static final Spacing NONE =
                new Spacing(TextNormalizer.NONE, new PreTokenizerSequence(List.of()));
    }

    public SentencePieceTokenizer(SentencePieceVocabulary vocabulary, BpeSettings settings,
                                  Spacing spacing) {
        for (AddedToken token : settings.added()) {
            vocabulary.bytes(token.id());       // refuses an id outside the vocabulary
        }
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.spacing = spacing;
        Map<String, Integer> wholePieces = wholePieces();
        UnaryOperator<String> spelling = vocabulary.isScored()
                ? UnaryOperator.identity()      // scored pieces are written as in normal text
                : settings::normalSpelling;
        encoder = new TextEncoder(settings.added(),
                new TextEncoder.Steps(settings.normalizer(), spelling, spacing.normalizer,
                        wordByWord(spacing.preTokenizer)),
                () -> new PieceEncoder(vocabulary.alphabet(), vocabulary.merges(), wholePieces));
    }

    private Map<String, Integer> wholePieces() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; settings.wholePieces() && id < vocabulary.size(); id++) {
            ids.putIfAbsent(vocabulary.pieces().get(id).text(), id);
        }
        settings.added().forEach(token -> ids.remove(token.text(), token.id()));
        return ids;
    }

    /// The same pre-tokenizer, which also cuts between words if that makes no difference.
    private PreTokenizer wordByWord(PreTokenizer preTokenizer) {
        PreTokenizer words = preTokenizer;
        for (char space : new char[] {SentencePiece.SPACE, ' '}) {
            SpacePreTokenizer cut = new SpacePreTokenizer(space);
            if (vocabulary.alphabet().separates(space) && !settings.wholePieces()
                    && vocabulary.pieces().stream().noneMatch(piece -> cut.cuts(piece.text()))) {
                words = new PreTokenizerSequence(List.of(words, cut));
            }
        }
        return words;
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        return encode(text, specialTokens, TextPlace.START);
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens, TextPlace place) {
        return encoder.encode(text, specialTokens, place);
    }

    /// Merges reach across the ends of words: no piece may hold a place where a chunk may end.
    @Override
    public TextChunks.Ends chunkEnds() {
        boolean context = !settings.suitChunks() || !spacing.normalizer.suitsChunks()
                || !cutsAtSpaces(spacing.preTokenizer);
        return context || anyPiece(TextChunks::mayCutBeforeSpace) ? TextChunks.Ends.NOWHERE
                : anyPiece(TextChunks::mayCut) ? TextChunks.Ends.BEFORE_SPACES
                : TextChunks.Ends.BEFORE_SPACES_AND_PUNCTUATION;
    }

    private boolean anyPiece(Predicate<String> wanted) {
        return vocabulary.pieces().stream()
                .anyMatch(piece -> wanted.test(piece.text().replace(SentencePiece.SPACE, ' ')));
    }

    /// Whether a pre-tokenizer cuts nowhere but beside spaces.
    private static boolean cutsAtSpaces(PreTokenizer preTokenizer) {
        return switch (preTokenizer) {
            case PreTokenizerSequence(List<PreTokenizer> steps) ->
                    steps.stream().allMatch(SentencePieceTokenizer::cutsAtSpaces);
            case RegexPreTokenizer regex -> regex.regex().equals(" ")
                    || regex.regex().equals(String.valueOf(SentencePiece.SPACE));
            case SpacePreTokenizer _ -> true;
            case Gpt2PreTokenizer _ -> false;
        };
    }

    @Override
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        boolean afterBos = false;
        for (int id : ids) {
            byte[] piece = vocabulary.bytesOrNone(id);
            boolean spaced = afterBos && prependsSpace() && piece.length > 0 && piece[0] == ' ';
            bytes.writeBytes(spaced ? Arrays.copyOfRange(piece, 1, piece.length) : piece);
            afterBos = beginOfText().isPresent() && beginOfText().getAsInt() == id;
        }
        return bytes.toByteArray();
    }

    /// Whether encoding puts a space before a text.
    public boolean prependsSpace() {
        return prepends(settings.normalizer()) || prepends(spacing.normalizer);
    }

    private static boolean prepends(TextNormalizer normalizer) {
        return switch (normalizer) {
            case TextNormalizer.Prepend _ -> true;
            case TextNormalizer.Steps(List<TextNormalizer> steps) ->
                    steps.stream().anyMatch(SentencePieceTokenizer::prepends);
            case TextNormalizer.UnicodeForm _, TextNormalizer.Mapped _,
                    TextNormalizer.Replace _, TextNormalizer.ReplaceMatches _ -> false;
        };
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public boolean hasToken(int id) {
        return vocabulary.has(id);
    }

    @Override
    public byte[] tokenBytes(int id) {
        return vocabulary.bytes(id).clone();
    }

    @Override
    public String token(int id) {
        byte[] bytes = vocabulary.bytes(id);
        return bytes.length == 0 ? vocabulary.pieces().get(id).text() : Utf8.show(bytes);
    }

    @Override
    public OptionalInt specialId(String token) {
        return settings.id(token);
    }

    @Override
    public OptionalInt beginOfText() {
        return settings.bosId();
    }

    @Override
    public OptionalInt endOfText() {
        return settings.eosId();
    }

    @Override
    public boolean addBos() {
        return settings.addBos();
    }

    /// The vocabulary by id, as files hold it.
    public List<SentencePiece> pieces() {
        return vocabulary.pieces();
    }

    /// Added tokens, the ends of a text and the like.
    public BpeSettings settings() {
        return settings;
    }

    /// What is done to text after normalising.
    public Spacing spacing() {
        return spacing;
    }

    /// The pieces with their merges.
    public SentencePieceVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public String toString() {
        return "SentencePieceTokenizer[vocabSize=%d, added=%d]"
                .formatted(vocabSize(), settings.added().size());
    }
}
