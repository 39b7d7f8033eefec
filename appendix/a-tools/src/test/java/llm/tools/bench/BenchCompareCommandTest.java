package llm.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import llm.bench.MachineLimits;
import llm.bench.Work;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarSeries;

@DisplayName("llm bench compare")
class BenchCompareCommandTest {
    @TempDir
    private Path root = Path.of("");

    /// A stand-in for Python that prints what a peer would.
    private BenchmarkRunner runner(String script) throws IOException {
        Path python = Files.writeString(root.resolve("python"), "#!/bin/sh\n" + script + "\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        return new BenchmarkRunner(root, python.toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("runs the peer's script with the work's sizes and reads its last line")
    void peer() throws IOException {
        Comparison job = jobs().getFirst();
        Peer pyTorch = job.peers().getFirst();
        BenchmarkRunner.Run run = runner("echo \"$*\" > asked; echo noise; "
                + "echo \"${OMP_WAIT_POLICY-none} "
                + "${OPENBLAS_NUM_THREADS-none}\" > environment; "
                + "echo '{\"msPerStep\": 12.5, \"peakRssMiB\": 77}'").peer(pyTorch, List.of());
        assertThat(run).isEqualTo(new BenchmarkRunner.Run(12.5, 77));
        assertThat(Files.readString(root.resolve("asked"))).contains("peers/train.py",
                "--layers 4 --heads 4 --width 128 --vocab 1024 --batch 16 --context 128");
        assertThat(root.resolve("environment")).content().isEqualTo("none none\n");
        assertThat(job.ours()).containsAll(pyTorch.arguments());
    }

    @Test
    @DisplayName("runs a peer on the JVM with its module's libraries, and lets idle threads sleep")
    void jvmPeer() throws IOException {
        Path target = Files.createDirectories(root.resolve("module/target"));
        Files.writeString(target.resolve("classpath.txt"), System.getProperty("java.class.path"));
        Peer peer = new Peer.Jvm("JVM", "module", JvmPeer.class.getName(), List.of("3"));
        assertThat(new BenchmarkRunner(root, "python3").peer(peer, List.of("4")))
                .isEqualTo(new BenchmarkRunner.Run(3, 4));
    }

    /// Prints its arguments as its time and memory if it finds what it is promised.
    static final class JvmPeer {
        public static void main(String[] arguments) {
            assertThat(System.getenv()).containsEntry("OMP_WAIT_POLICY", "passive")
                    .doesNotContainKey("OPENBLAS_NUM_THREADS");
            assertThat(System.getProperty("org.bytedeco.javacpp.cachedir"))
                    .endsWith(Path.of(".cache/javacpp").toString());
            System.out.printf("{\"msPerStep\": %s, \"peakRssMiB\": %s}%n", (Object[]) arguments);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("says what a program that fails had to say")
    void failure() throws IOException {
        Peer pyTorch = jobs().getFirst().peers().getFirst();
        assertThatThrownBy(() -> runner("echo 'out of memory' >&2; exit 3")
                .peer(pyTorch, List.of())).hasMessage("PyTorch must end well and "
                + "print JSON, got exit code 3: out of memory");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("names what a peer lacks")
    void missing() throws IOException {
        Peer pyTorch = jobs().getFirst().peers().getFirst();
        assertThat(runner("echo 'No module named torch' >&2; exit 1").missing(pyTorch))
                .hasValue(root.resolve("python")
                        + " cannot import torch, transformers (No module named torch)");
        assertThat(runner("exit 0").missing(pyTorch)).isEmpty();
        assertThat(new BenchmarkRunner(root, root.resolve("none").toString()).missing(pyTorch))
                .hasValueSatisfying(why -> assertThat(why).startsWith(
                        "--python must name a Python interpreter, got " + root.resolve("none")));
        assertThat(runner("exit 0").missing(new Peer.Jvm("libtorch", PeerBuild.LIBTORCH, "Main",
                List.of()))).hasValueSatisfying(why -> assertThat(why)
                        .startsWith("Maven did not build appendix/c-kernels/peers/libtorch ("));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"\\335\\027\\0\\0\\052\\016\\0\\0\\324\\027\\0\\0\\131\\001\\0\\0, true",
            "\\335\\027\\0\\0\\052\\016\\0\\0\\324\\027\\0\\0\\131\\002\\0\\0, false"})
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("lets ours and a peer encode in turn and holds their ids against each other")
    void rows(String ids, boolean agree) throws IOException {
        letOursStart();
        Path text = Files.writeString(root.resolve("text.txt"), "Every effort moves you");
        Comparison encode = new Comparison("encode", List.of("bench", "tokenize", "--json",
                "--file", text.toString()), List.of(), null, "");
        Peer fake = new Peer.Python("fake", List.of(), "encode.py", List.of());

        Measurements measured = new Measurements(encode, runner("for out; do :; done; "
                + "printf '" + ids + "' > \"$out\"; echo '{\"msPerStep\": 8}'"), root);
        measured.measureRound(List.of(fake));
        measured.measureRound(List.of(fake));

        List<Measurements.Row> rows = measured.rows(new MachineLimits(1, 1));
        assertThat(rows).hasSize(2).first().satisfies(ours -> {
            assertThat(ours.program()).isEqualTo("ours");
            assertThat(ours.speed()).isNull();
            assertThat(ours.peakMiB()).isPositive();
        });
        double ours = rows.getFirst().ms();
        assertThat(rows.getLast())
                .isEqualTo(new Measurements.Row("encode", "fake", 8, 8 / ours, null, null, agree));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("holds the time of each program against what the machine allows")
    void limits() throws IOException {
        letOursStart();
        Comparison job = new Comparison("decode", List.of("bench", "decode", "--json", "--layers",
                "1", "--width", "16", "--vocab", "64", "--context", "4", "--steps", "2"),
                List.of(), new Work(3e9, 4e9), null);
        Peer fake = new Peer.Python("fake", List.of(), "decode.py", List.of());
        Measurements measured = new Measurements(job, runner("echo '{\"msPerStep\": 400}'"), root);
        measured.measureRound(List.of(fake));

        // 3 GFLOP at 100 GFLOP/s are 30 ms, 4 GB at 40 GB/s are 100 ms
        assertThat(measured.rows(new MachineLimits(100, 40)).getLast().limit())
                .isEqualTo(new Measurements.Limit("memory", 100, 0.25));
        assertThat(measured.rows(new MachineLimits(10, 40)).getLast().limit())
                .isEqualTo(new Measurements.Limit("products", 300, 0.75));
        assertThat(measured.rows(new MachineLimits(10, 40)).getFirst().limit().share())
                .isGreaterThan(1);                           // ours did another, small work
        assertThat(measured.rows(null)).allMatch(row -> row.limit() == null);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("measures the machine's limits in a process of its own")
    void machine() throws IOException {
        letOursStart();
        MachineLimits limits = runner("exit 1").limits();
        assertThat(limits.gigaflopsPerSecond()).isPositive();
        assertThat(limits.gigabytesPerSecond()).isPositive();
    }

    @Test
    @DisplayName("training and prompts are limited by products, a token by memory")
    void bounds() {
        MachineLimits laptop = new MachineLimits(150, 30);
        assertThat(jobs()).filteredOn(job -> job.work() != null).allSatisfy(job ->
                assertThat(laptop.isMemoryBound(job.work())).as(job.name())
                        .isEqualTo(job.name().startsWith("decode")));
        assertThat(jobs()).filteredOn(Comparison::readsText).allMatch(job -> job.work() == null);
    }

    @Test
    @DisplayName("draws our time and the least time as shares of the peer's")
    void chart() {
        var limit = new Measurements.Limit("memory", 10, 0.25);
        HorizontalBarChart bars = BenchCompareCommand.chart(List.of(
                new Measurements.Row("decode", "ours", 20, null, limit, null, null),
                new Measurements.Row("decode", "PyTorch", 40, 2.0, limit, null, null),
                new Measurements.Row("encode", "JTokkit", 40, 4.0, null, null, true)));

        assertThat(bars.getSeriesCollection()).extracting(HorizontalBarSeries::getName)
                .containsExactly("ours", "what the machine allows");
        assertThat(bars.getSeries("ours").getXData()).isEqualTo(List.of(0.5, 0.25));
        assertThat(bars.getSeries("what the machine allows").getXData())
                .isEqualTo(Arrays.asList(0.25, null));
    }

    @Test
    @DisplayName("knows its jobs by name")
    void usage() {
        Terminal unknown = Terminal.run("bench", "compare", "--only", "train-huge");
        assertThat(unknown.exitCode()).isEqualTo(2);
        Terminal alone = Terminal.run("bench", "compare", "--only", "decode-124m", "--python",
                root.resolve("none").toString(), "--chart", root.resolve("c.svg").toString());
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err().strip())
                .isEqualTo("--chart must have a peer to compare with, got none.");
        assertThat(unknown.err()).contains("--only must name some of [train-small, train-medium, "
                + "decode-124m, prefill-124m, train-124m, encode, encode-parallel, "
                + "train-tokenizer], got [train-huge].");
    }

    @Test
    @DisplayName("gives ours and every peer the same text, tokenizer, size; not warm-up")
    void sameWork() {
        for (Comparison job : jobs()) {
            int warmup = job.ours().indexOf("--warmup");
            List<String> shared = job.ours().subList(4,
                    warmup < 0 ? job.ours().size() : warmup);
            assertThat(shared).isNotEmpty();
            assertThat(job.peers()).isNotEmpty().allSatisfy(peer ->
                    assertThat(peer.arguments()).containsAll(shared));
        }
        assertThat(jobs().getFirst().peers().stream().map(Peer::name))
                .containsExactly("PyTorch", "libtorch");
        assertThat(jobs().get(5).ours()).containsSequence("--file", "t.txt", "--tokenizer", "gpt2",
                "--threads", "1");
        assertThat(jobs().get(5).peers().stream().map(Peer::name))
                .containsExactly("JTokkit", "DJL", "tiktoken", "tokenizers");
    }

    /// What the launcher writes, so that our programs find their classes.
    private void letOursStart() throws IOException {
        Path arguments = root.resolve(".cache/launch/java.args");
        Files.createDirectories(arguments.getParent());
        Files.writeString(arguments, "--add-modules jdk.incubator.vector -cp \"%s\""
                .formatted(System.getProperty("java.class.path")));
    }

    private static List<Comparison> jobs() {
        return Comparison.all(Path.of("t.txt"), Path.of("gpt2"));
    }
}
