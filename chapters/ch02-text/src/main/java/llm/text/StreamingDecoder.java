package llm.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Decodes ids one by one, as a model produces them. A token may end within a character;
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
    private int[] previous = {};            // the last id, which may change how the next one reads

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// The text that is certain after these ids; may be empty.
    public String accept(int... ids) {
        if (ids.length == 0) {
            return "";
        }
        int[] row = Arrays.copyOf(previous, previous.length + ids.length);
        System.arraycopy(ids, 0, row, previous.length, ids.length);
        byte[] bytes = tokenizer.decodeBytes(row);
        int known = tokenizer.decodeBytes(previous).length;
        previous = new int[] {ids[ids.length - 1]};
        return decode(Arrays.copyOfRange(bytes, known, bytes.length), false);
    }

    /// Whether bytes of an incomplete character wait for the rest.
    public boolean isWithinCharacter() {
        return waiting.length > 0;
    }

    /// The end of the text: bytes still waiting are not valid any more and become U+FFFD. After
    /// this the decoder can begin another text.
    public String flush() {
        String rest = decode(new byte[0], true);
        utf8.reset();
        previous = new int[0];
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
