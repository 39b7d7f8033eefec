package llm.text.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.text.bpe.ByteLevel;
import llm.text.bpe.LongIntMap;
import llm.text.bpe.MergeTable;

/// The pieces of a SentencePiece tokenizer by id, and the merges that join them.
public final class SentencePieceVocabulary {

    private static final byte[] NO_BYTES = {};

    private final List<SentencePiece> pieces;
    private final byte[][] bytes;
    private final MergeTable merges;
    private final CharacterAlphabet alphabet;
    private final Unknown unknown;
    private final boolean scored;

    /// What becomes of characters that have no piece.
    ///
    /// @param asBytes whether they become the tokens of their UTF-8 bytes
    /// @param fuses   whether several in a row become one unknown token
    public record Unknown(boolean asBytes, boolean fuses) {
    }

    private SentencePieceVocabulary(List<SentencePiece> pieces, MergeTable merges,
                                    Unknown unknown, boolean scored) {
        this.pieces = List.copyOf(pieces);
        this.merges = merges;
        this.unknown = unknown;
        this.scored = scored;
        bytes = pieces.stream().map(SentencePieceVocabulary::bytesOf).toArray(byte[][]::new);
        alphabet = new CharacterAlphabet(idOfCharacter(), idOfByte(),
                idOf(SentencePiece.Kind.UNKNOWN), unknown.fuses);
    }

    /// A vocabulary whose merges follow from its scores.
    static SentencePieceVocabulary ofScores(List<SentencePiece> pieces, Unknown unknown) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == SentencePiece.Kind.NORMAL) {
                ids.putIfAbsent(pieces.get(id).text(), id);
            }
        }
        return new SentencePieceVocabulary(pieces, ScoredMerges.of(pieces, ids), unknown, true);
    }

    /// A vocabulary with a list of merges of its own.
    public static SentencePieceVocabulary ofMerges(List<SentencePiece> pieces, MergeTable merges,
                                                   Unknown unknown) {
        return new SentencePieceVocabulary(pieces, merges, unknown, false);
    }

    private static byte[] bytesOf(SentencePiece piece) {
        return switch (piece.kind()) {
            case NORMAL, USER_DEFINED -> piece.text().replace(SentencePiece.SPACE, ' ')
                    .getBytes(StandardCharsets.UTF_8);
            case BYTE -> new byte[] {
                SentencePiece.byteNamed(piece.text()).orElseThrow().byteValue()};
            case UNKNOWN, CONTROL, UNUSED -> NO_BYTES;
        };
    }

    private LongIntMap idOfCharacter() {
        LongIntMap ids = new LongIntMap(pieces.size(), CharacterAlphabet.NONE);
        for (int id = pieces.size() - 1; id >= 0; id--) {     // the first of equal pieces wins
            String text = pieces.get(id).text();
            if (!text.isEmpty() && text.codePointCount(0, text.length()) == 1) {
                ids.put(text.codePointAt(0), id);
            }
        }
        return ids;
    }

    private int[] idOfByte() {
        if (!unknown.asBytes) {
            return new int[0];
        }
        int[] ids = new int[ByteLevel.BYTES];
        Arrays.fill(ids, CharacterAlphabet.NONE);
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == SentencePiece.Kind.BYTE) {
                ids[bytes[id][0] & 0xFF] = id;
            }
        }
        for (int b = 0; b < ids.length; b++) {
            if (ids[b] < 0) {
                throw new IllegalArgumentException("byte fallback must have a token for each byte,"
                        + " got none for <0x%02X>".formatted(b));
            }
        }
        return ids;
    }

    private int idOf(SentencePiece.Kind kind) {
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).kind() == kind) {
                return id;
            }
        }
        return CharacterAlphabet.NONE;
    }

    List<SentencePiece> pieces() {
        return pieces;
    }

    /// Whether there is a piece of this id that is in use.
    boolean has(int id) {
        return id >= 0 && id < bytes.length
                && pieces.get(id).kind() != SentencePiece.Kind.UNUSED;
    }

    /// The bytes of a piece; none if the id, of 0 or more, belongs to no piece in use.
    byte[] bytesOrNone(int id) {
        return has(id) || id < 0 ? bytes(id) : NO_BYTES;
    }

    /// The bytes of a piece; none for the unknown token and those that control the model.
    byte[] bytes(int id) {
        if (!has(id)) {
            throw new IllegalArgumentException(
                    "id must be a token of this tokenizer (0 to %d), got %d"
                            .formatted(bytes.length - 1, id));
        }
        return bytes[id];
    }

    public MergeTable merges() {
        return merges;
    }

    CharacterAlphabet alphabet() {
        return alphabet;
    }

    /// Whether the merges follow from scores; else they are a list of their own.
    public boolean isScored() {
        return scored;
    }

    public Unknown unknown() {
        return unknown;
    }

    int size() {
        return bytes.length;
    }
}
