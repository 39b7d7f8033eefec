package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.ByteLevel;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import llm.text.sentencepiece.SentencePieces;

/// The tokenizer files of the program llama2.c, such as `tok512.bin`: the pieces with their scores
/// in the order of their ids. The first three control the model, then come the 256 bytes. A space
/// is written as a space.
final class Llama2cFiles {

    private static final List<SentencePiece> CONTROL = List.of(
            new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN),
            new SentencePiece("<s>", 0, SentencePiece.Kind.CONTROL),
            new SentencePiece("</s>", 0, SentencePiece.Kind.CONTROL));

    private Llama2cFiles() {
    }

    /// Reads the binary form: the length in bytes of the longest piece, then for each piece its
    /// score, its length and its UTF-8 text.
    static SentencePieceTokenizer readBinary(Path file) {
        ByteBuffer bytes = ByteBuffer.wrap(SentencePieceModel.bytes(file))
                .order(ByteOrder.LITTLE_ENDIAN);
        return JsonFile.naming(file, () -> tokenizer(pieces(bytes), TokenizerConfig.beside(file)));
    }

    private static List<SentencePiece> pieces(ByteBuffer bytes) {
        List<SentencePiece> pieces = new ArrayList<>();
        try {
            int longest = bytes.getInt();
            while (bytes.hasRemaining()) {
                float score = bytes.getFloat();
                int length = bytes.getInt();
                if (length < 1 || length > longest) {
                    throw new IllegalArgumentException(
                            "the length of piece %d must lie between 1 and %d, got %d"
                                    .formatted(pieces.size(), longest, length));
                }
                if (length > bytes.remaining()) {
                    throw new BufferUnderflowException();
                }
                byte[] text = new byte[length];
                bytes.get(text);
                add(pieces, new String(text, StandardCharsets.UTF_8), score);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the file must end with a whole piece, got its end "
                    + "within piece " + pieces.size(), e);
        }
        return pieces;
    }

    /// Reads the same list as JSON: an object with `tokens`, each with `piece` and `score`.
    static SentencePieceTokenizer readJson(Path file) {
        JsonNode tokens = JsonFile.read(file).path("tokens");
        return JsonFile.naming(file, () -> {
            List<SentencePiece> pieces = new ArrayList<>();
            for (JsonNode token : tokens) {
                if (!token.path("piece").isTextual() || !token.path("score").isNumber()) {
                    throw new IllegalArgumentException("piece " + pieces.size()
                            + " must have a text as piece and a number as score, got " + token);
                }
                add(pieces, token.path("piece").asText(), (float) token.path("score").asDouble());
            }
            return tokenizer(pieces, TokenizerConfig.beside(file));
        });
    }

    private static void add(List<SentencePiece> pieces, String text, float score) {
        int id = pieces.size();
        int b = id - CONTROL.size();
        if (b >= 0 && b < ByteLevel.BYTES && !text.equals(SentencePiece.ofByte(b).text())) {
            throw new IllegalArgumentException("piece %d must be %s, got \"%s\""
                    .formatted(id, SentencePiece.ofByte(b).text(), text));
        }
        pieces.add(id < CONTROL.size() ? CONTROL.get(id)
                : b < ByteLevel.BYTES ? SentencePiece.ofByte(b)
                : new SentencePiece(text, score, SentencePiece.Kind.NORMAL));
    }

    private static SentencePieceTokenizer tokenizer(List<SentencePiece> pieces,
                                                    TokenizerConfig config) {
        var settings = new BpeSettings(SentencePieces.added(pieces), Optional.of("<s>"),
                Optional.of("</s>"), config.addBos(true), false,
                new TextNormalizer.Prepend(" ", false, false));
        return SentencePieces.tokenizer(pieces, settings, true);
    }
}
