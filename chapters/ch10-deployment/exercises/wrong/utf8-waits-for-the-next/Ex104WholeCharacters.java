import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

public final class Ex104WholeCharacters {
    private final ByteArrayOutputStream character = new ByteArrayOutputStream();

    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            boolean begins = (b & 0xC0) != 0x80;
            if (begins) {
                text.append(character.toString(StandardCharsets.UTF_8));
                character.reset();
            }
            character.write(b);
        }
        return text.toString();
    }

    public String finish() {
        return character.toString(StandardCharsets.UTF_8);
    }
}
