import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

public final class Ex104WholeCharacters {
    private final ByteArrayOutputStream character = new ByteArrayOutputStream();
    private int missing;

    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        character.reset();
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
