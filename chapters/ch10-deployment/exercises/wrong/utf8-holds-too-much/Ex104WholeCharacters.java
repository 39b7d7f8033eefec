import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

public final class Ex104WholeCharacters {
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        waiting.writeBytes(bytes);
        String text = waiting.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\uFFFD")) {
            return "";
        }
        waiting.reset();
        return text;
    }

    public String finish() {
        return waiting.size() == 0 ? "" : "\uFFFD";
    }
}
