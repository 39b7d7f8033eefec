package llm.text.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import llm.tensor.file.AtomicFile;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.TextPlace;
import llm.text.Tokenizer;

/// A long row of token ids, in memory or in a file that the operating system reads as needed.
public final class TokenSequence {

    private static final int CHUNKS_PER_PROCESSOR = 4;
    private static final int CHECKED_AT_A_TIME = 1 << 16;
    private static final ValueLayout.OfInt LAYOUT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfInt FILE_LAYOUT = LAYOUT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment ids;
    private final ValueLayout.OfInt layout;

    private TokenSequence(MemorySegment ids, ValueLayout.OfInt layout) {
        this.ids = ids;
        this.layout = layout;
    }

    /// The ids themselves, not a copy.
    public static TokenSequence of(int... ids) {
        return new TokenSequence(MemorySegment.ofArray(ids), LAYOUT);
    }

    /// Maps a file of ids (4 bytes each, little-endian) without reading it.
    ///
    /// @throws IllegalArgumentException if its size is not a multiple of 4 bytes
    public static TokenSequence map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() % Integer.BYTES != 0) {
                throw new IllegalArgumentException(file
                        + " must hold 4 bytes for each token, got " + channel.size() + " bytes");
            }
            // the mapping is released when nobody holds the sequence any more
            MemorySegment ids = channel.map(
                    FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return new TokenSequence(ids, FILE_LAYOUT);
        }
    }

    /// Encodes a text of any size into a file for [#map], a few chunks on each processor at a
    /// time; in memory where chunks would have other ids.
    public static void write(Reader text, Tokenizer tokenizer, SpecialTokens specialTokens,
                             Path file) throws IOException {
        TextChunks.Ends ends = tokenizer.chunkEnds();
        Iterator<String> chunks = ends == TextChunks.Ends.NOWHERE
                ? List.of(whole(text)).iterator() : new TextChunks(text, ends);
        AtomicFile.write(file, part -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                for (TextPlace place = TextPlace.START; chunks.hasNext();
                        place = TextPlace.AFTER_TEXT) {
                    for (int[] ids : encodeSome(chunks, tokenizer, specialTokens, place)) {
                        out.write(bytes(ids));
                    }
                }
            }
        });
    }

    private static String whole(Reader text) throws IOException {
        StringWriter whole = new StringWriter();
        text.transferTo(whole);
        return whole.toString();
    }

    private static int[][] encodeSome(Iterator<String> chunks, Tokenizer tokenizer,
                                      SpecialTokens specialTokens, TextPlace place) {
        int most = CHUNKS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        List<String> some = new ArrayList<>();
        while (chunks.hasNext() && !TextChunks.enough(some, most)) {
            some.add(chunks.next());
        }
        return TextChunks.encodeAll(some.size(), i -> tokenizer.encode(some.get(i), specialTokens,
                i == 0 ? place : TextPlace.AFTER_TEXT));
    }

    private static byte[] bytes(int[] ids) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * ids.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ids);
        return bytes.array();
    }

    /// Writes the ids into a file for [#map].
    public void write(Path file) throws IOException {
        int[] all = new int[Math.toIntExact(size())];
        copy(0, all, 0, all.length);
        AtomicFile.write(file, part -> Files.write(part, bytes(all)));
    }

    /// The first ids alone, in the same memory.
    public TokenSequence first(long count) {
        return new TokenSequence(ids.asSlice(0, count * Integer.BYTES), layout);
    }

    /// A checksum of all ids as the file has them.
    public int crc32c() {
        CRC32C sum = new CRC32C();
        int[] some = new int[CHECKED_AT_A_TIME];
        for (long from = 0; from < size(); from += some.length) {
            int count = (int) Math.min(some.length, size() - from);
            copy(from, some, 0, count);
            sum.update(bytes(Arrays.copyOf(some, count)));
        }
        return (int) sum.getValue();
    }

    public long size() {
        return ids.byteSize() / Integer.BYTES;
    }

    /// Copies `count` ids, beginning at `from`, to `target` at `offset`.
    public void copy(long from, int[] target, int offset, int count) {
        MemorySegment.copy(ids, layout, from * Integer.BYTES, target, offset, count);
    }
}
