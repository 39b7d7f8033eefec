package llm.deploy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;

/// A tokenizer whose tokens are these bytes; the last one ends a text. It encodes byte by byte.
///
/// @param pieces the bytes of each token
public record PieceTokenizer(List<byte[]> pieces) implements Tokenizer {

    /// A token for each byte, and some more behind them.
    public static PieceTokenizer ofBytes(int vocabSize) {
        return new PieceTokenizer(IntStream.range(0, vocabSize)
                .mapToObj(id -> new byte[] {(byte) id}).toList());
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    @Override
    public byte[] decodeBytes(int... ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id : ids) {
            out.writeBytes(hasToken(id) ? pieces.get(id) : new byte[0]);
        }
        return out.toByteArray();
    }

    @Override
    public int vocabSize() {
        return pieces.size();
    }

    @Override
    public boolean hasToken(int id) {
        return id >= 0 && id < pieces.size();
    }

    @Override
    public byte[] tokenBytes(int id) {
        return pieces.get(id);
    }

    @Override
    public OptionalInt specialId(String token) {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt beginOfText() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt endOfText() {
        return OptionalInt.of(pieces.size() - 1);
    }

    @Override
    public boolean addBos() {
        return false;
    }
}
