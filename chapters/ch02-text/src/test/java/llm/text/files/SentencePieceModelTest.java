package llm.text.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieceTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files written here byte by byte; see `SentencePieceTokenizerTest` for real ones.
@DisplayName("A tokenizer.model")
class SentencePieceModelTest {

    private static final int UNIGRAM = 1;
    private static final int BPE = 2;
    private static final byte[] IDENTITY = part(3, text(1, "identity"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("tokenizer.model");
    }

    /// A field with a part of its own: number of the field and form 2, length, content.
    private static byte[] part(int field, byte[]... contents) {
        byte[] content = joined(contents);
        return joined(new byte[] {(byte) (field << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] text(int field, String text) {
        return part(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] number(int field, int value) {
        return new byte[] {(byte) (field << 3), (byte) value};
    }

    private static byte[] piece(String text, float score, int type) {
        byte[] scoreBytes = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (2 << 3 | 5)).putFloat(score).array();
        return part(1, text(1, text), scoreBytes, number(3, type));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            bytes.writeBytes(each);
        }
        return bytes.toByteArray();
    }

    private void write(byte[]... parts) throws IOException {
        Files.write(file, joined(joined(piece("<unk>", 0, 2), piece("<s>", 0, 3),
                piece("</s>", 0, 3), piece("a", -1, 1), piece("\u2581", -2, 1),
                piece("\u2581a", 0, 1)), joined(parts)));
    }

    private void assertRefused(String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.load(folder))
                .withMessage(file + ": " + complaint);
    }

    @Test
    @DisplayName("gives pieces, scores and settings; what it leaves out is as by default")
    void readsPieces() throws IOException {
        write(part(2, number(3, BPE)), IDENTITY);
        SentencePieceTokenizer tokenizer = (SentencePieceTokenizer) Tokenizers.load(folder);
        assertThat(tokenizer.pieces().get(3))
                .isEqualTo(new SentencePiece("a", -1, SentencePiece.Kind.NORMAL));
        assertThat(tokenizer.encode("  aa  x y ")).containsExactly(5, 3, 4, 0, 4, 0);
        assertThat(tokenizer.beginOfText()).hasValue(1);
        assertThat(tokenizer.decode(1, 5, 3, 4, 3)).isEqualTo("aa a");
    }

    @Test
    @DisplayName("takes the settings of tokenizer_config.json beside it")
    void readsConfig() throws IOException {
        write(part(2, number(3, BPE)), IDENTITY);
        Files.writeString(folder.resolve("tokenizer_config.json"),
                "{\"add_bos_token\": false, \"eos_token\": \"<s>\"}");
        assertThat(Tokenizers.load(folder).addBos()).isFalse();
        assertThat(Tokenizers.load(folder).endOfText()).hasValue(1);
    }

    @Test
    @DisplayName("of another type or with a normalizer that we do not have is refused by name")
    void refusesUnsupported() throws IOException {
        write(part(2, number(3, UNIGRAM)), IDENTITY);
        assertRefused("model_type must be BPE, got UNIGRAM");
        write(part(2, number(3, BPE)), part(3, text(1, "nmt_nfkc_cf")));
        assertRefused("the normalizer must be identity or have a table of characters, "
                + "got \"nmt_nfkc_cf\" without one");
        write(part(2, number(3, BPE)), part(3, text(2, "\u0001\u0000\u0000\u0000abcd")));
        assertRefused("a table of characters must hold a trie of 4 to 4 bytes, got 1");
        write(part(2, number(3, BPE)), IDENTITY, piece("b", 0, 5));
        assertRefused("a piece must have a text and a type among NORMAL, UNKNOWN, CONTROL, "
                + "USER_DEFINED and BYTE (1 to 4, 6), got \"b\" of type 5");
        write(part(2, number(3, BPE)), IDENTITY, piece("b", 0, 6));
        assertRefused("the piece of a byte must be written <0xNN>, got \"b\"");
    }

    @Test
    @DisplayName("cut short, or of other content, is refused")
    void refusesBrokenFiles() throws IOException {
        write(part(2, number(3, BPE)), IDENTITY);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertRefused("a Protocol Buffers message must end with its last field, got one cut short "
                + "after " + (whole.length - 3) + " bytes");
        write(part(2, number(3, BPE)), IDENTITY, part(9, text(1, "b")));
        assertRefused("the fields of a SentencePiece model must be [1, 2, 3, 4, 5], got "
                + "[1, 2, 3, 9]");
        write(part(2, number(3, BPE)), IDENTITY, piece("a", -3, 1));
        assertRefused("every piece must be there once, got \"a\" twice");
        write(part(2, number(3, BPE)), IDENTITY, part(1, text(1, "b"), text(1, "c")));
        assertRefused("a piece must have a text and a type among NORMAL, UNKNOWN, CONTROL, "
                + "USER_DEFINED and BYTE (1 to 4, 6), got \"c\" of type 1");
        write(part(2, number(3, BPE), number(4, 6)), IDENTITY);
        assertThat(Tokenizers.load(folder).vocabSize()).isEqualTo(6);
        write(part(2, number(3, BPE), number(4, 7)), IDENTITY);
        assertRefused("vocab_size=7 pieces or more must be there, got 6");
        byte[] piece = piece("b", -3, 1);
        for (int field = 2; field <= 5; field++) {
            piece[0] = (byte) (field << 3 | 2);              // the piece of another field
            write(part(2, number(3, BPE)), IDENTITY, piece);
            assertRefused("field %d of a SentencePiece model must be there once and hold no piece, "
                    .formatted(field) + "got another");
        }
        Files.writeString(file, "version https://example.org/spec/v1\n");
        assertRefused("the form of a Protocol Buffers field must be 0, 1, 2 or 5, got 6");
    }
}
