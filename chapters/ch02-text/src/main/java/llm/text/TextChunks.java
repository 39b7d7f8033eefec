package llm.text;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads a text in chunks of about 260,000 characters which may be encoded one by one: their ids in
/// a row are those of the whole text, whose size then does not matter.
///
/// A chunk ends between a letter and a space or line break, where the pre-tokenizers of GPT-2,
/// Llama 3 and Qwen always begin a new piece; in text without spaces, such as Chinese, between a
/// letter beyond ASCII and punctuation, where they do too. Text without such a place becomes one
/// long chunk. A reader cuts it after four million characters, the only place where ids may differ.
/// Tokenizers with other pieces say with [Ends] where chunks may end.
public final class TextChunks implements Iterator<String> {

    /// Where the chunks of a text may end, so that their ids are those of the whole text.
    public enum Ends {
        NOWHERE, BEFORE_SPACES, BEFORE_SPACES_AND_PUNCTUATION
    }

    private static final int CHUNK = 1 << 18;
    private static final int LONGEST = 1 << 22;

    private final Reader reader;
    private final Ends ends;
    private final StringBuilder pending = new StringBuilder();
    private final char[] block = new char[CHUNK];
    private @Nullable String next;

    public TextChunks(Reader reader) {
        this(reader, Ends.BEFORE_SPACES_AND_PUNCTUATION);
    }

    public TextChunks(Reader reader, Ends ends) {
        this.reader = reader;
        this.ends = ends;
        next = read();
    }

    /// Cuts a text in memory.
    public static List<String> of(String text) {
        List<String> chunks = new ArrayList<>();
        int from = 0;
        while (text.length() - from > CHUNK) {
            int cut = lastCut(text, from + 1, from + CHUNK);
            for (int at = from + CHUNK; cut < 0 && at < text.length(); at += CHUNK) {
                cut = lastCut(text, at, Math.min(text.length(), at + CHUNK));
            }
            if (cut < 0) {
                break;
            }
            chunks.add(text.substring(from, cut));
            from = cut;
        }
        chunks.add(text.substring(from));
        return chunks;
    }

    /// Encodes chunks on all processors: each takes the next one when it has finished one, so that
    /// none waits for a slower one.
    ///
    /// @param encoder from a chunk's index to its ids
    public static int[][] encodeAll(int count, IntFunction<int[]> encoder) {
        int[][] parts = new int[count][];
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(_ -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                parts[i] = encoder.apply(i);
            }
        });
        return parts;
    }

    /// Whether a chunk could end within `text`, which a special token must not allow.
    public static boolean mayCut(String text) {
        return lastCut(text, 0, text.length()) >= 0;
    }

    /// Whether a chunk that ends before a space or line break could end within `text`.
    public static boolean mayCutBeforeSpace(String text) {
        return lastSpace(text, 0, text.length()) >= 0;
    }

    /// Whether these are as many chunks, or as many characters, as `count` of the usual size.
    public static boolean enough(List<String> chunks, int count) {
        return chunks.size() >= count
                || chunks.stream().mapToLong(String::length).sum() >= (long) count * CHUNK;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /// @throws UncheckedIOException if the text cannot be read
    @Override
    public String next() {
        if (next == null) {
            throw new NoSuchElementException("there must be text left, got the end");
        }
        String chunk = next;
        next = read();
        return chunk;
    }

    private @Nullable String read() {
        try {
            for (int got = reader.read(block); got >= 0; got = reader.read(block)) {
                int searched = pending.length();
                pending.append(block, 0, got);
                int cut = pending.length() < CHUNK
                        ? -1 : lastEnd(searched);
                if (cut < 0 && pending.length() > LONGEST) {
                    cut = Characters.cutUpTo(pending, LONGEST);
                }
                if (cut > 0) {
                    return take(cut);
                }
            }
            return pending.isEmpty() ? null : take(pending.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int lastEnd(int from) {
        return switch (ends) {
            case NOWHERE -> -1;
            case BEFORE_SPACES -> lastSpace(pending, from, pending.length());
            case BEFORE_SPACES_AND_PUNCTUATION -> lastCut(pending, from, pending.length());
        };
    }

    private String take(int length) {
        String chunk = pending.substring(0, length);
        pending.delete(0, length);
        return chunk;
    }

    /// The last index in `from` to `to` before which a chunk may end, or −1: before white space if
    /// possible, else before punctuation.
    private static int lastCut(CharSequence text, int from, int to) {
        int space = lastSpace(text, from, to);
        if (space >= 0) {
            return space;
        }
        for (int at = to - 1; at > Math.max(0, from - 1); at--) {
            if (isPunctuation(text.charAt(at)) && isLetterBeyondAscii(text, at)) {
                return at;
            }
        }
        return -1;
    }

    private static int lastSpace(CharSequence text, int from, int to) {
        for (int at = to - 1; at > Math.max(0, from - 1); at--) {
            char c = text.charAt(at);
            if ((c == ' ' || c == '\n') && Character.isLetter(text.charAt(at - 1))) {
                return at;
            }
        }
        return -1;
    }

    /// Whether a letter beyond ASCII ends at `at`; a special token like `<|endoftext|>` has none.
    private static boolean isLetterBeyondAscii(CharSequence text, int at) {
        int before = Character.codePointBefore(text, at);
        return before > 0x7F && Character.isLetter(before);
    }

    /// Punctuation but for apostrophes, which may belong to the word before.
    private static boolean isPunctuation(char c) {
        return c != '\'' && c != '’' && switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION, Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
