package llm.tales;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import llm.data.WholeFile;

/// Writes the stories of a generator to a file, one at a time.
final class TaleWriter {
    /// The least size that can be asked for: no story is longer.
    static final long LEAST_BYTES = 2_000;

    private static final long PROGRESS_BYTES = 256 * 1024;

    private TaleWriter() {}

    static TaleStatistics write(TaleGenerator generator, Path target, long bytes,
                                LongConsumer progress) throws IOException {
        requireRoom(bytes);
        var written = new AtomicReference<TaleStatistics>();
        WholeFile.write(target, partial -> {
            try (OutputStream out = Files.newOutputStream(partial)) {
                written.set(pour(generator, out, bytes, progress));
            }
        });
        return written.get();
    }

    static TaleStatistics measure(TaleGenerator generator, long bytes) {
        requireRoom(bytes);
        try (OutputStream nowhere = OutputStream.nullOutputStream()) {
            return pour(generator, nowhere, bytes, written -> {});
        } catch (IOException e) {
            throw new IllegalStateException("a null stream must accept bytes", e);
        }
    }

    private static TaleStatistics pour(TaleGenerator generator, OutputStream out, long bytes,
                                       LongConsumer progress) throws IOException {
        var counter = new TaleStatistics.Counter();
        var buffered = new BufferedOutputStream(out, 1 << 16);
        long reported = 0;
        for (long index = 0; ; index++) {
            Tale tale = generator.tale(index);
            byte[] line = tale.toBytes();
            if (counter.bytes() + line.length > bytes) {
                break;
            }
            buffered.write(line);
            counter.add(tale, line.length);
            if (counter.bytes() - reported >= PROGRESS_BYTES) {
                reported = counter.bytes();
                progress.accept(reported);
            }
        }
        buffered.flush();
        progress.accept(counter.bytes());
        return counter.statistics();
    }

    private static void requireRoom(long bytes) {
        if (bytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "bytes must be at least " + LEAST_BYTES + ", got " + bytes);
        }
    }
}
