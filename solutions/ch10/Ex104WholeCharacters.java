import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Exercise 10.4: characters across tokens.
///
/// **Why.** A tokenizer of bytes knows nothing of characters: rare ones are spread over up to four
/// tokens. In UTF-8 the first byte says how many follow, so one knows at every byte whether a
/// character is complete, without waiting for the next token.
///
/// **Complexity.** O(bytes); at most three bytes wait.
///
/// **Common mistakes.** Decoding each token by itself, which shows U+FFFD for characters that are
/// all right; holding back the whole token instead of its last bytes; forgetting what was held
/// back, at the next token or at the end; comparing bytes, which are negative from 0x80 on.
public final class Ex104WholeCharacters {
    private final ByteArrayOutputStream character = new ByteArrayOutputStream();
    private int missing;                                    // bytes of the character

    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            missing = missing == 0 ? length(b & 0xFF) - 1 : missing - 1;
            character.write(b);
            if (missing == 0) {
                text.append(character.toString(StandardCharsets.UTF_8));
                character.reset();
            }
        }
        return text.toString();
    }

    private static int length(int first) {
        return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    public String finish() {
        return missing > 0 ? "\uFFFD" : "";
    }
}
