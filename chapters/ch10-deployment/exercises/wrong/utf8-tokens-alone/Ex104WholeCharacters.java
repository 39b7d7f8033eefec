import java.nio.charset.StandardCharsets;

public final class Ex104WholeCharacters {
    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public String finish() {
        return "";
    }
}
