package llm.text.bpe;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.TextPlace;
import llm.text.Tokenizer;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.TextNormalizer;

/// Byte-level byte-pair encoding, the tokenizer of GPT-2, Llama 3 and Qwen: text is cut into
/// pieces, a piece becomes UTF-8 bytes, and neighbouring tokens are merged as learned in training.
/// Every text can be encoded, and decoding gives it back.
///
/// Load one with `Tokenizers`, train one with [BpeTrainer].
///
/// Source: Radford et al. (2019), *Language Models are Unsupervised Multitask Learners*, §2.2.
public final class BpeTokenizer implements Tokenizer {

    private final BpeVocabulary vocabulary;
    private final PreTokenizer preTokenizer;
    private final BpeSettings settings;
    private final TextEncoder encoder;

    /// @throws IllegalArgumentException if an added token is not in the vocabulary
    public BpeTokenizer(BpeVocabulary vocabulary, PreTokenizer preTokenizer, BpeSettings settings) {
        for (AddedToken token : settings.added()) {
            vocabulary.bytes(token.id());       // refuses an id outside the vocabulary
        }
        this.vocabulary = vocabulary;
        this.preTokenizer = preTokenizer;
        this.settings = settings;
        Map<String, Integer> wholePieces =
                settings.wholePieces() ? vocabulary.idsByText() : new HashMap<>();
        settings.added().forEach(token -> wholePieces.remove(token.text(), token.id()));
        var steps = new TextEncoder.Steps(settings.normalizer(), settings::normalSpelling,
                TextNormalizer.NONE, preTokenizer);
        encoder = new TextEncoder(settings.added(), steps,
                () -> new PieceEncoder(vocabulary, vocabulary.merges(), wholePieces));
    }

    /// A tokenizer from the parts that a file holds.
    ///
    /// @param ids    all tokens, added ones too, as GPT-2 writes them (a space is `Ġ`), with ids
    /// @param merges the two halves of each merge, in order
    /// @throws IllegalArgumentException if a merge or one of the 256 bytes is no token
    public static BpeTokenizer of(Map<String, Integer> ids, List<String[]> merges,
                                  PreTokenizer preTokenizer, BpeSettings settings) {
        Set<String> added = new HashSet<>();
        settings.added().forEach(token -> added.add(token.text()));
        return new BpeTokenizer(BpeVocabulary.of(ids, merges, added), preTokenizer, settings);
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        return encode(text, specialTokens, TextPlace.START);
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens, TextPlace place) {
        return encoder.encode(text, specialTokens, place);
    }

    /// Encodes a big text on all processors: the same ids as [#encode(String, SpecialTokens)]. A
    /// tokenizer to which chunks would make a difference takes one processor.
    public int[] encodeInParallel(String text, SpecialTokens specialTokens) {
        encoder.requireNoneRefused(text, specialTokens);
        if (chunkEnds() != TextChunks.Ends.BEFORE_SPACES_AND_PUNCTUATION) {
            return encode(text, specialTokens);
        }
        List<String> chunks = TextChunks.of(text);
        int[][] parts = TextChunks.encodeAll(chunks.size(),
                i -> encode(chunks.get(i), specialTokens,
                        i == 0 ? TextPlace.START : TextPlace.AFTER_TEXT));
        int[] ids = new int[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int count = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, ids, count, part.length);
            count += part.length;
        }
        return ids;
    }

    @Override
    public TextChunks.Ends chunkEnds() {
        return settings.suitChunks() && preTokenizer.suitsChunks()
                ? TextChunks.Ends.BEFORE_SPACES_AND_PUNCTUATION : TextChunks.Ends.NOWHERE;
    }

    @Override
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytesOrNone(id));
        }
        return bytes.toByteArray();
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

    /// How this tokenizer cuts text into pieces.
    public PreTokenizer preTokenizer() {
        return preTokenizer;
    }

    /// Added tokens, the ends of a text and the like.
    public BpeSettings settings() {
        return settings;
    }

    /// The tokens with their merges.
    public BpeVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public String toString() {
        return "BpeTokenizer[vocabSize=%d, merges=%d, added=%d]"
                .formatted(vocabSize(), vocabulary.merges().size(), settings.added().size());
    }
}
