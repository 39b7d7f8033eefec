package llm.tales;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A file of stories parted by lines [Tale#SEPARATOR], read one story at a time.
public final class TaleCorpus {
    /// The seed of the committed sample and of the examples in the book.
    public static final long SAMPLE_SEED = 2026;

    private static final String SAMPLE = "tales-200k.txt";

    private final Source source;

    private TaleCorpus(Source source) {
        this.source = source;
    }

    /// The stories of a file.
    public static TaleCorpus of(Path file) {
        return new TaleCorpus(() -> Files.newInputStream(file));
    }

    /// The committed sample of 200 KB, `datasets/tales/tales-200k.txt`, from the class path.
    public static TaleCorpus sample() {
        return new TaleCorpus(() -> Objects.requireNonNull(
                TaleCorpus.class.getResourceAsStream(SAMPLE),
                SAMPLE + " must be on the class path"));
    }

    /// The whole text, separators included.
    public String text() {
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The stories in order, without separators. Close the stream when it is not read to its end.
    public Stream<String> stories() {
        return entries().map(Story::text);
    }

    /// The stories of one part in order; a story's part is decided by its place in the file.
    public Stream<String> stories(Split split) {
        return entries().filter(story -> Split.of(story.index()) == split).map(Story::text);
    }

    private Stream<Story> entries() {
        var stories = new Stories(open());
        var order = Spliterators.spliteratorUnknownSize(
                stories, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(order, false).onClose(stories::close);
    }

    private BufferedReader open() {
        try {
            return new BufferedReader(
                    new InputStreamReader(source.open(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private record Story(long index, String text) {}

    /// Gathers lines up to the next separator; closes the reader behind the last story.
    private static final class Stories implements Iterator<Story> {
        private final BufferedReader lines;
        private long index;
        private boolean ended;
        private @Nullable Story upcoming;

        Stories(BufferedReader lines) {
            this.lines = lines;
            this.upcoming = read();
        }

        @Override
        public boolean hasNext() {
            return upcoming != null;
        }

        @Override
        public Story next() {
            Story story = upcoming;
            if (story == null) {
                throw new NoSuchElementException("the corpus must have another story, got its end");
            }
            upcoming = read();
            return story;
        }

        private @Nullable Story read() {
            var text = new StringBuilder();
            if (ended) {
                return null;
            }
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.equals(Tale.SEPARATOR)) {
                        text.append(text.isEmpty() ? "" : "\n").append(line);
                    } else if (!text.isEmpty()) {
                        return new Story(index++, text.toString());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = true;
            close();
            return text.isEmpty() ? null : new Story(index++, text.toString());
        }

        void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
