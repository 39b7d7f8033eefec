package llm.tools.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.model.CacheSize;
import llm.model.DecoderConfig;
import llm.pretrain.CacheChart;
import llm.tensor.file.ElementType;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of [PlanCommand] that ask for the cache of keys and values instead of a training.
final class CacheOptions {
    private static final List<Integer> TEXTS = List.of(1_024, 8_192, 32_768, 131_072);
    private static final double KIBI = 1 << 10;
    private static final double MEBI = 1 << 20;

    @Option(names = "--cache", required = true,
            description = "Count the cache of keys and values instead: of the model, and as if its "
                    + "attention were built in other ways; without a model, of published ones.")
    private boolean cache;

    @Option(names = "--chart", paramLabel = "FILE.svg",
            description = "Draw how the caches grow with the text.")
    private @Nullable Path chart;

    /// The result as JSON.
    record Report(List<Row> caches) {}

    record Row(String name, Size token, List<Text> texts) {
        private static Row of(CacheSize size) {
            return new Row(size.name(), Size.of(size, 1),
                    TEXTS.stream().map(n -> new Text(n, Size.of(size, n))).toList());
        }
    }

    record Text(int tokens, Size bytes) {}

    record Size(long f32, long bf16) {
        private static Size of(CacheSize size, int tokens) {
            return new Size(size.bytes(tokens, ElementType.F32),
                    size.bytes(tokens, ElementType.BF16));
        }
    }

    /// Prints the table and draws the chart.
    void print(Optional<DecoderConfig> model, JsonOption json, PrintWriter out)
            throws IOException {
        List<CacheSize> sizes = model.map(CacheSize::variants).orElseGet(CacheSize::published);
        Report report = new Report(sizes.stream().map(Row::of).toList());
        if (chart != null) {
            Files.write(chart, new CacheChart(sizes, ElementType.BF16).picture().svg());
        }
        json.print(report, out, text -> printTable(report, text));
    }

    private static void printTable(Report report, PrintWriter out) {
        out.printf("%-42s%24s%40s%n", "", "KiB for a token", "MiB in bf16 for a text of");
        out.printf("%-42s%12s%12s", "", "f32", "bf16");
        TEXTS.forEach(n -> out.printf("%,10d", n));
        out.println();
        for (Row row : report.caches) {
            out.printf("%-42s%,12.1f%,12.1f", row.name, row.token.f32 / KIBI,
                    row.token.bf16 / KIBI);
            row.texts.forEach(text -> out.printf("%,10.1f", text.bytes.bf16 / MEBI));
            out.println();
        }
    }
}
