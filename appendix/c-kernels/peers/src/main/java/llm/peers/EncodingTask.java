package llm.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Encoding a text again and again, and saying how long that took.
///
/// @param text      what is encoded
/// @param tokenizer the folder of GPT-2's tokenizer
/// @param threads   1, or more for all processors
/// @param runs      how many count, fewer if they take long
/// @param out       the file for the ids, 4 bytes each, little-endian
record EncodingTask(String text, Path tokenizer, int threads, int runs, Path out) {

    private static final int WARM_UP_LENGTH = 1 << 20;
    private static final int MOST_WARM_UP_PASSES = 400;
    private static final double WARM_UP_NANOS = 3e9;        // as ours
    private static final double ENOUGH_MILLIS = 10_000;

    /// The task as the command line has it: `--file F --tokenizer DIR --threads N --steps N
    /// --out F`.
    static EncodingTask of(String... arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        return new EncodingTask(Files.readString(Path.of(value(options, "--file"))),
                Path.of(value(options, "--tokenizer")),
                Integer.parseInt(value(options, "--threads")),
                Integer.parseInt(value(options, "--steps")), Path.of(value(options, "--out")));
    }

    private static String value(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " must be given, got " + options);
        }
        return value;
    }

    /// A text in parts of about `length` characters whose ids in a row are those of the whole: a
    /// part ends between a letter and a space.
    static List<String> parts(String text, int length) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = length; end < text.length(); end++) {
            if (text.charAt(end) == ' ' && Character.isLetter(text.charAt(end - 1))) {
                parts.add(text.substring(start, end));
                start = end;
                end += length - 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /// Measures, writes the ids of the whole text and prints a line of JSON.
    void measure(Function<String, int[]> encoding, PrintStream print) throws IOException {
        warmUp(encoding);
        List<Double> times = new ArrayList<>();
        int[] ids = {};
        for (double spent = 0; times.isEmpty() || times.size() < runs && spent < ENOUGH_MILLIS; ) {
            long start = System.nanoTime();
            ids = encoding.apply(text);
            times.add((System.nanoTime() - start) / 1e6);
            spent += times.getLast();
        }
        write(ids);
        times.sort(null);
        double median = (times.get((times.size() - 1) / 2) + times.get(times.size() / 2)) / 2;
        print.printf(Locale.ROOT,
                "{\"msPerStep\": %.3f, \"bestMsPerStep\": %.3f, \"megabytesPerSecond\": %.3f, "
                        + "\"tokens\": %d}%n", median, times.getFirst(),
                text.getBytes(StandardCharsets.UTF_8).length / 1000.0 / median, ids.length);
    }

    private void warmUp(Function<String, int[]> encoding) {
        String start = text.substring(0, Math.min(text.length(), WARM_UP_LENGTH));
        long begin = System.nanoTime();
        for (int pass = 0; pass < MOST_WARM_UP_PASSES && System.nanoTime() - begin < WARM_UP_NANOS;
                pass++) {
            encoding.apply(start);
        }
    }

    private void write(int[] ids) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * ids.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ids);
        Files.write(out, bytes.array());
    }
}
