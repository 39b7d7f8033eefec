package llm.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The simplest tokenizer: each word and each punctuation mark of a fixed vocabulary is a token.
/// What it teaches by failing: a word it has not seen is lost as `<|unk|>`, and the white space of
/// a text is not kept. Byte-pair encoding (`BpeTokenizer`) has neither fault.
public final class WordTokenizer implements Tokenizer {

    /// Stands for every word that is not in the vocabulary.
    public static final String UNKNOWN = "<|unk|>";
    /// Stands between two texts.
    public static final String END_OF_TEXT = SpecialTokens.END_OF_TEXT;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[,.:;?_!\"()']|--|\\s");
    private static final Pattern SPACE_BEFORE_MARK = Pattern.compile("\\s+([,.:;?!\"()'])");

    private final Vocabulary vocabulary;

    /// @param vocabulary if it has `<|unk|>`, that is the token of every unknown word
    public WordTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// A tokenizer for the words of `text`, with both special tokens at the end.
    public static WordTokenizer of(String text) {
        return new WordTokenizer(Vocabulary.of(words(text), END_OF_TEXT, UNKNOWN));
    }

    /// The words and punctuation marks of a text, without the space between them.
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher mark = BETWEEN_WORDS.matcher(text);
        int from = 0;
        while (mark.find()) {
            words.add(text.substring(from, mark.start()));
            words.add(mark.group().strip());
            from = mark.end();
        }
        words.add(text.substring(from));
        words.removeIf(String::isBlank);
        return words;
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        return words(text).stream().mapToInt(word -> id(word, specialTokens)).toArray();
    }

    private int id(String word, SpecialTokens specialTokens) {
        boolean special = specialId(word).isPresent();
        if (special && specialTokens.refuses(word)) {
            throw new IllegalArgumentException(
                    "text must not contain a special token that is not allowed, got " + word);
        }
        boolean readable = !special || specialTokens.recognises(word);
        OptionalInt id = readable ? vocabulary.id(word) : OptionalInt.empty();
        return id.orElseGet(() -> vocabulary.id(UNKNOWN).orElseThrow(() ->
                new IllegalArgumentException("each word must be in the vocabulary, got \"" + word
                        + "\"; a vocabulary with " + UNKNOWN + " takes every word")));
    }

    @Override
    public String decode(int... ids) {
        String text = IntStream.of(ids).filter(id -> id < vocabulary.size())
                .mapToObj(vocabulary::word).collect(Collectors.joining(" "));
        return SPACE_BEFORE_MARK.matcher(text).replaceAll("$1");
    }

    @Override
    public byte[] decodeBytes(int... ids) {
        return decode(ids).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public boolean hasToken(int id) {
        return id >= 0 && id < vocabulary.size();
    }

    @Override
    public byte[] tokenBytes(int id) {
        return vocabulary.word(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public OptionalInt specialId(String token) {
        return token.equals(UNKNOWN) || token.equals(END_OF_TEXT)
                ? vocabulary.id(token)
                : OptionalInt.empty();
    }

    @Override
    public OptionalInt beginOfText() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt endOfText() {
        return specialId(END_OF_TEXT);
    }

    @Override
    public boolean addBos() {
        return false;
    }
}
