package llm.peers.libtorch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Training a decoder on random tokens, and saying how long a step took.
///
/// @param layers  blocks of the model
/// @param heads   of a block
/// @param width   numbers per token
/// @param vocab   entries of the vocabulary
/// @param batch   sequences of a step
/// @param context tokens of a sequence
/// @param steps   steps that count
/// @param warmup  steps before them
record TrainingTask(int layers, int heads, int width, int vocab, int batch, int context, int steps,
                    int warmup) {
    private static final Map<String, Integer> DEFAULTS = Map.of("--layers", 4, "--heads", 4,
            "--width", 128, "--vocab", 1024, "--batch", 16, "--context", 128, "--steps", 20,
            "--warmup", 5);
    private static final double LOSS_TOLERANCE = 0.3;
    private static final Path STATUS = Path.of("/proc/self/status");

    /// What a step took, and its loss in nats.
    record Step(double millis, double loss) {
    }

    /// The task as the command line has it: `--layers N --heads N …`.
    static TrainingTask of(String... arguments) {
        Map<String, Integer> options = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!DEFAULTS.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("options must be %s, each with a value, got %s"
                        .formatted(DEFAULTS.keySet().stream().sorted().toList(), arguments[i]));
            }
            options.put(arguments[i], Integer.parseInt(arguments[i + 1]));
        }
        return new TrainingTask(options.get("--layers"), options.get("--heads"),
                options.get("--width"), options.get("--vocab"), options.get("--batch"),
                options.get("--context"), options.get("--steps"), options.get("--warmup"));
    }

    /// Measures, and prints a line of JSON with the fields of `./llm bench train --json`.
    ///
    /// @throws IllegalStateException if the first loss is not that of a model that knows nothing
    void measure(Supplier<Step> step, PrintStream print) throws IOException {
        List<Step> all = Stream.generate(step).limit(warmup + steps).toList();
        double firstLoss = all.getFirst().loss();
        if (!(Math.abs(firstLoss - Math.log(vocab)) < LOSS_TOLERANCE)) {
            throw new IllegalStateException("the first loss must be near ln(vocab)=%.3f, got %.3f"
                    .formatted(Math.log(vocab), firstLoss));
        }
        double[] times = all.stream().skip(warmup).mapToDouble(Step::millis).sorted().toArray();
        double median = (times[(steps - 1) / 2] + times[steps / 2]) / 2;
        print.printf(Locale.ROOT, "{\"msPerStep\": %.3f, \"bestMsPerStep\": %.3f, "
                        + "\"tokensPerSecond\": %.1f, \"peakRssMiB\": %d, \"firstLoss\": %.4f, "
                        + "\"lastLoss\": %.4f}%n", median, times[0],
                batch * context * 1000 / median, peakMiB(), firstLoss, all.getLast().loss());
    }

    /// The most memory this process ever held; 0 where the system does not tell.
    private static long peakMiB() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst().orElse(0);
        }
    }
}
