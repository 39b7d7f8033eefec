package llm.text.bpe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.Utf8;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.AddedTokenFinder;
import llm.text.pretokenize.Gpt2PreTokenizer;

/// Learns a byte-level vocabulary from text: it starts with the 256 bytes and again and again
/// makes the most frequent pair of neighbouring tokens a new token.
///
/// Equal counts are decided by the smaller left id, then the smaller right id, so the same text
/// always gives the same tokens. Ids: special tokens, bytes in the order of [ByteLevel], merges.
/// No token becomes longer than [#LONGEST_TOKEN]: a text that repeats itself would otherwise end as
/// a handful of giant ones.
///
/// Source: Sennrich et al. (2016), *Neural Machine Translation of Rare Words with Subword Units*,
/// algorithm 1.
///
/// @param vocabSize     how many tokens to end with; fewer if the text has too few frequent pairs
/// @param minFrequency  the least count at which a pair is merged
/// @param specialTokens tokens with the first ids; they are cut out of the text
/// @param progress      is told after each merge
public record BpeTrainer(int vocabSize, long minFrequency, List<String> specialTokens,
                         Progress progress) {

    /// Bytes of the longest token, as in GPT-2's and GPT-4's vocabularies.
    public static final int LONGEST_TOKEN = 128;

    public BpeTrainer {
        specialTokens = List.copyOf(specialTokens);
        if (vocabSize < ByteLevel.BYTES + specialTokens.size()) {
            throw new IllegalArgumentException(
                    "vocabSize must be at least 256 bytes + %d special tokens, got %d"
                            .formatted(specialTokens.size(), vocabSize));
        }
        if (minFrequency < 1) {
            throw new IllegalArgumentException(
                    "minFrequency must be at least 1, got " + minFrequency);
        }
        if (specialTokens.stream().distinct().count() < specialTokens.size()) {
            throw new IllegalArgumentException("specialTokens must differ, got " + specialTokens);
        }
    }

    /// A trainer with the usual choices: `<|endoftext|>` as id 0, pairs from two occurrences on.
    public static BpeTrainer ofSize(int vocabSize) {
        List<String> special = List.of(SpecialTokens.END_OF_TEXT);
        return new BpeTrainer(vocabSize, 2, special, (tokens, size) -> { });
    }

    /// The same trainer which reports to `progress`.
    public BpeTrainer reportingTo(Progress progress) {
        return new BpeTrainer(vocabSize, minFrequency, specialTokens, progress);
    }

    /// Learns from a UTF-8 text file of any size.
    ///
    /// @throws IllegalArgumentException if it is not UTF-8
    public BpeTokenizer train(Path file) throws IOException {
        return Utf8.of(file, () -> {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                return train(reader);
            }
        });
    }

    /// Learns from a text of any size. Memory grows with its distinct words, up to 50 MB of them:
    /// where there are more, as in much text without spaces, a sample stands for all.
    public BpeTokenizer train(Reader reader) {
        return train(new TextChunks(reader));
    }

    /// Learns from several texts; no token spans two of them.
    public BpeTokenizer train(Iterable<String> texts) {
        return train(texts.iterator());
    }

    private BpeTokenizer train(Iterator<String> texts) {
        List<AddedToken> added = new ArrayList<>();
        for (String token : specialTokens) {
            added.add(new AddedToken(added.size(), token, true));
        }
        Tokens tokens = new Tokens();
        specialTokens.forEach(token -> tokens.add(token.getBytes(StandardCharsets.UTF_8)));
        int[] idOfByte = new int[ByteLevel.BYTES];
        for (int b : ByteLevel.inCharacterOrder()) {
            idOfByte[b] = tokens.add(new byte[] {(byte) b});
        }
        TrainingWords words = new TrainingWords(WordCounting.count(texts,
                new AddedTokenFinder(added), WordCounting.MOST_BYTES), b -> idOfByte[b]);
        return new BpeTokenizer(learn(tokens, words), new Gpt2PreTokenizer(),
                BpeSettings.gpt2(added));
    }

    private BpeVocabulary learn(Tokens tokens, TrainingWords words) {
        MergeTable merges = new MergeTable(vocabSize);
        PairCounts pairs = new PairCounts(words);
        while (tokens.size() < vocabSize) {
            PairCounts.Pair best = pairs.removeMostFrequent();
            if (best == null || best.count() < minFrequency) {
                break;
            }
            if (tokens.joinedLength(best.left, best.right) > LONGEST_TOKEN) {
                continue;
            }
            int result = tokens.idOfJoined(best.left, best.right);
            merges.add(best.left, best.right, result);
            pairs.merge(best, result);
            progress.report(tokens.size(), vocabSize);
        }
        return new BpeVocabulary(tokens.bytes.toArray(byte[][]::new), merges);
    }

    /// The growing vocabulary.
    private static final class Tokens {

        private final List<byte[]> bytes = new ArrayList<>();
        private final Map<String, Integer> ids = new HashMap<>();

        int add(byte[] token) {
            ids.put(ByteLevel.toText(token), bytes.size());
            bytes.add(token);
            return bytes.size() - 1;
        }

        /// The id of two tokens in a row. Different merges can spell the same token, which then
        /// keeps its first id.
        int idOfJoined(int left, int right) {
            byte[] joined = new byte[bytes.get(left).length + bytes.get(right).length];
            System.arraycopy(bytes.get(left), 0, joined, 0, bytes.get(left).length);
            System.arraycopy(bytes.get(right), 0, joined, bytes.get(left).length,
                    bytes.get(right).length);
            Integer known = ids.get(ByteLevel.toText(joined));
            return known != null ? known : add(joined);
        }

        int joinedLength(int left, int right) {
            return bytes.get(left).length + bytes.get(right).length;
        }

        int size() {
            return bytes.size();
        }
    }

    /// Is told how far the training has come.
    @FunctionalInterface
    public interface Progress {

        /// @param tokens    the number of tokens so far
        /// @param vocabSize the number of tokens wanted
        void report(int tokens, int vocabSize);
    }
}
