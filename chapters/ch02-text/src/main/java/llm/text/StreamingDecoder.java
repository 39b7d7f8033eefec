package llm.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Turns ids into text one by one, as a model produces them. A token may end within a character;
/// its bytes wait until the rest has come, so that no broken character is ever shown.
///
/// All texts in a row, that of [#flush] included, are what [Tokenizer#decode] gives for all ids.
public final class StreamingDecoder {

    private static final int LONGEST_CHARACTER = 4;

    private final Tokenizer tokenizer;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] waiting = new byte[0];

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// The text that is certain after these ids; may be empty.
    public String accept(int... ids) {
        return decode(tokenizer.decodeBytes(ids), false);
    }

    /// The end of the text: bytes still waiting are not valid any more and become U+FFFD. After
    /// this the decoder can begin another text.
    public String flush() {
        String rest = decode(new byte[0], true);
        utf8.reset();
        return rest;
    }

    private String decode(byte[] bytes, boolean atEnd) {
        ByteBuffer input = ByteBuffer.allocate(waiting.length + bytes.length)
                .put(waiting).put(bytes).flip();
        CharBuffer text = CharBuffer.allocate(input.remaining() + LONGEST_CHARACTER);
        utf8.decode(input, text, atEnd);
        if (atEnd) {
            utf8.flush(text);
        }
        waiting = new byte[input.remaining()];
        input.get(waiting);
        return text.flip().toString();
    }
}
