package llm.text.bpe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import llm.text.Utf8;

/// The tokens of a byte-pair encoding by id (their bytes; gaps are possible) and its merges. Every
/// single byte is a token, so there is no text that cannot be encoded.
public final class BpeVocabulary implements Alphabet {

    private static final byte[] NO_BYTES = {};
    private static final int MOST_GAPS = 1_024;         // beside one for each token

    private final byte[][] tokens;
    private final MergeTable merges;
    private final int[] idOfByte = new int[ByteLevel.BYTES];

    /// @param tokens the bytes of each token by id; an empty array where there is no token
    BpeVocabulary(byte[][] tokens, MergeTable merges) {
        this.tokens = tokens;
        this.merges = merges;
        Arrays.fill(idOfByte, -1);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id].length == 1 && idOfByte[tokens[id][0] & 0xFF] < 0) {
                idOfByte[tokens[id][0] & 0xFF] = id;
            }
        }
        for (int b = 0; b < ByteLevel.BYTES; b++) {
            if (idOfByte[b] < 0) {
                throw new IllegalArgumentException(
                        "the vocabulary must have a token for each byte, got none for 0x%02X"
                                .formatted(b));
            }
        }
    }

    /// A vocabulary as tokenizer files hold it.
    ///
    /// @param ids    token text (see [ByteLevel]) to id
    /// @param merges the two halves of each merge, in order
    /// @param added  the tokens of `ids` that are written as plain text
    public static BpeVocabulary of(Map<String, Integer> ids, List<String[]> merges,
                                   Set<String> added) {
        byte[][] tokens = new byte[lengthFor(ids)][];
        Arrays.fill(tokens, new byte[0]);
        ids.forEach((text, id) -> tokens[id] = added.contains(text)
                ? text.getBytes(StandardCharsets.UTF_8)
                : ByteLevel.toBytes(text));
        return new BpeVocabulary(tokens, mergeTable(ids, merges));
    }

    /// The merges of tokens that are given by their text.
    ///
    /// @throws IllegalArgumentException if a half or a result is no token
    public static MergeTable mergeTable(Map<String, Integer> ids, List<String[]> merges) {
        MergeTable table = new MergeTable(merges.size());
        for (int index = 0; index < merges.size(); index++) {
            String left = merges.get(index)[0];
            String right = merges.get(index)[1];
            table.add(idOf(ids, left, index), idOf(ids, right, index),
                    idOf(ids, left + right, index));
        }
        return table;
    }

    /// A vocabulary whose ids are the ranks of its merges, the form in which OpenAI publishes them.
    /// The merge that made a token is found by encoding the token with the merges before it: two
    /// tokens must be left.
    public static BpeVocabulary ofRanks(List<byte[]> tokens) {
        int[] idOfByte = new int[ByteLevel.BYTES];
        MergeTable table = new MergeTable(tokens.size());
        BytePairMerger merger = new BytePairMerger(table);
        for (int id = 0; id < tokens.size(); id++) {
            byte[] token = tokens.get(id);
            if (token.length == 1) {
                idOfByte[token[0] & 0xFF] = id;
                continue;
            }
            int[] parts = new int[token.length];
            for (int i = 0; i < token.length; i++) {
                parts[i] = idOfByte[token[i] & 0xFF];
            }
            int count = merger.merge(parts, parts.length);
            if (count != 2) {
                throw new IllegalArgumentException("token " + id
                        + " must be made of two earlier tokens, got " + count);
            }
            table.add(parts[0], parts[1], id);
        }
        return new BpeVocabulary(tokens.toArray(byte[][]::new), table);
    }

    /// The same vocabulary with one more token at its end.
    public BpeVocabulary plus(String token) {
        byte[][] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token.getBytes(StandardCharsets.UTF_8);
        return new BpeVocabulary(longer, merges);
    }

    public int size() {
        return tokens.length;
    }

    /// Whether a token has this id.
    public boolean has(int id) {
        return id >= 0 && id < tokens.length && tokens[id].length > 0;
    }

    /// The bytes of a token; none if the id, of 0 or more, belongs to no token.
    byte[] bytesOrNone(int id) {
        return has(id) || id < 0 ? bytes(id) : NO_BYTES;
    }

    /// The bytes of a token, not a copy.
    ///
    /// @throws IllegalArgumentException if the id is not in the vocabulary
    public byte[] bytes(int id) {
        if (!has(id)) {
            throw new IllegalArgumentException(
                    "id must be a token of this tokenizer (0 to %d), got %d"
                            .formatted(tokens.length - 1, id));
        }
        return tokens[id];
    }

    @Override
    public int write(String text, int start, int end, int[] tokens) {
        int count = Utf8.write(text, start, end, tokens);
        for (int i = 0; i < count; i++) {
            tokens[i] = idOfByte[tokens[i]];
        }
        return count;
    }

    public MergeTable merges() {
        return merges;
    }

    /// The ids of all tokens that are whole characters, by their text.
    Map<String, Integer> idsByText() {
        Map<String, Integer> ids = HashMap.newHashMap(tokens.length);
        for (int id = 0; id < tokens.length; id++) {
            String text = new String(tokens[id], StandardCharsets.UTF_8);
            if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), tokens[id])) {
                ids.put(text, id);
            }
        }
        return ids;
    }

    /// One more than the largest id.
    ///
    /// @throws IllegalArgumentException if an id is below 0, or most ids below another have no token
    public static int lengthFor(Map<String, Integer> ids) {
        int largest = -1;
        int most = 2 * ids.size() + MOST_GAPS;
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            int id = entry.getValue();
            if (id < 0 || id > most) {
                throw new IllegalArgumentException(
                        "ids of %d tokens must lie between 0 and %d, got %d for \"%s\"".formatted(
                                ids.size(), most, id, entry.getKey()));
            }
            largest = Math.max(largest, id);
        }
        return largest + 1;
    }

    private static int idOf(Map<String, Integer> ids, String token, int merge) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(
                    "merge %d must name tokens of the vocabulary, got \"%s\""
                            .formatted(merge + 1, token));
        }
        return id;
    }
}
