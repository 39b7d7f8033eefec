package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.cuda.driver.CudaDevices;
import llm.tales.TaleGenerator;
import llm.tensor.Backends;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The device of a command")
class DeviceOptionTest {
    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void backToTheCpu() {
        Backends.use(Backends.named("cpu"));
    }

    private Terminal generate(Path model, String... options) {
        return Terminal.run(Stream.concat(Stream.of("generate", "--model", model.toString(),
                "--prompt", "Once", "--max-new-tokens", "12"), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    @DisplayName("is what bench decode measures, also where the host does not see its memory")
    void bench() {
        Terminal run = Terminal.run("bench", "decode", "--layers", "1", "--heads", "2", "--width",
                "16", "--vocab", "64", "--context", "4", "--steps", "3", "--warmup", "0",
                "--device", "plain", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).get("bandwidthLimitGBPerSecond").asDouble())
                .isPositive();
    }

    @Test
    @DisplayName("is refused in one sentence where there is no GPU")
    void withoutGpu() {
        Assumptions.assumeFalse(CudaDevices.report().usable(), "there is a GPU");
        Terminal run = generate(folder, "--device", "cuda");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(2).last().isEqualTo("Help: ./llm generate --help");
        assertThat(run.err()).startsWith("device cuda:0 cannot be used: ").doesNotContain("\tat ");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "--device|cuda:x|device cuda must be followed by the number of a processor, as in cuda:1, "
                + "got cuda:x.",
        "--device|tpu|device must be one of cpu, plain, cuda, cuda:1, …, auto, got tpu.",
        "--precision|bf16|device cpu must compute in F32, got BF16.",
        "--precision|f16|--precision must be f32, tf32 or bf16, got f16."})
    @DisplayName("that there is not, or a precision that it has not, is wrong usage")
    void wrongUsage(String option, String value, String message) {
        Terminal run = generate(folder, option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines().findFirst()).contains(message);
    }

    @Test
    @DisplayName("has no name that is neither a number nor twin, in Java either")
    void strangeNumber() {
        assertThatThrownBy(() -> Backends.named("cuda:x")).hasMessage("device cuda must be "
                + "followed by the number of a processor, as in cuda:1, got cuda:x");
    }

    @Test
    @DisplayName("is found by llm devices, which never fails")
    void devices() {
        Terminal run = Terminal.run("devices", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("devices").findValuesAsText("name")).startsWith("cpu", "plain");
        assertThat(json.get("devices").get(0).get("usable").asBoolean()).isTrue();
        assertThat(json.get("cuda")).isNotEmpty();
        assertThat(Terminal.run("devices").out()).startsWith("✓ cpu").contains("CUDA: ");
    }

    @Test
    @DisplayName("trains and writes as the CPU does, where it is the twin of a GPU")
    void twin() throws IOException {
        try {
            Backends.named("cuda:twin");
        } catch (IllegalArgumentException e) {
            Assumptions.abort(e.getMessage());
        }
        Path tales = folder.resolve("tales.txt");
        TaleGenerator.of(1).writeTo(tales, 20_000, _ -> { });
        double onCpu = pretrain(tales, "cpu");
        double onTwin = pretrain(tales, "cuda:twin");

        assertThat(onTwin).isEqualTo(onCpu, offset(1e-4)).isBetween(1.0, Math.log(300));
        List<String> texts = Stream.of("cpu", "cuda:twin").map(device ->
                generate(folder.resolve("cpu"), "--device", device, "--temperature", "0").out())
                .toList();
        assertThat(texts.getFirst()).hasSizeGreaterThan(12).isEqualTo(texts.getLast());
        assertThat(generate(folder.resolve("cuda-twin"), "--device", "cuda:twin", "--precision",
                "bf16", "--dtype", "int8").exitCode()).isZero();
    }

    /// @return the loss on validation data
    private double pretrain(Path text, String device) {
        Terminal run = Terminal.run("pretrain", "--data", text.toString(), "--out",
                folder.resolve(device.replace(':', '-')).toString(), "--vocab-size", "300",
                "--batch", "2", "--context", "16", "--steps", "6", "--eval-every", "6", "--json",
                "--device", device);

        assertThat(run.exitCode()).as(run.err()).isZero();
        return Fixtures.json(run.out()).get("validationLoss").asDouble();
    }
}
