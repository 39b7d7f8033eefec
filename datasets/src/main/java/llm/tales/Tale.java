package llm.tales;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One story of the generator.
///
/// @param index   its place in the stream of its seed, from 0
/// @param plot    the plot it follows, such as `lost-toy`
/// @param text    its paragraphs, parted by a line feed, without the separator
/// @param nats    surprisal of the choices made for it, `Σ ln(number of equally likely choices)`
/// @param names   its characters, in order of appearance
/// @param objects the things it is about, in order of appearance
public record Tale(long index, String plot, String text, double nats,
                   List<String> names, List<String> objects) {

    /// The line between two stories of a file; also the name of the tokenizers' end token.
    public static final String SEPARATOR = "<|endoftext|>";

    /// Bytes that the story and its separator take in a file.
    public int bytes() {
        return toBytes().length;
    }

    /// Whether the story is for training or for validation.
    public Split split() {
        return Split.of(index);
    }

    /// The story as it stands in a file: text, line feed, separator, line feed; in UTF-8.
    byte[] toBytes() {
        return (text + "\n" + SEPARATOR + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
