import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// With Java's decoder, which leaves unread what is not whole.
public final class Ex104WholeCharacters {
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    public Ex104WholeCharacters() {}

    public String feed(byte[] bytes) {
        return decode(bytes, false);
    }

    public String finish() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer all = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest).put(bytes).flip();
        CharBuffer text = CharBuffer.allocate(all.remaining() + 1);
        utf8.decode(all, text, last);
        rest = all;
        return text.flip().toString();
    }
}
