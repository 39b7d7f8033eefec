package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.pretrain.MemorySaving;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.cli.NoProgress;
import llm.tools.data.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A pretraining run")
class PretrainingRunTest {
    private static final PretrainingSettings SETTINGS =
            new PretrainingSettings("tiny-gpt2", 16, false, new TrainingSettings(2, 9, 1e-2, 2, 0.1,
                    1, 2, 3, 4, 0, 0, MemorySaving.NONE));

    @TempDir
    private Path folder = Path.of("");
    private Path text = Path.of("");

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), IntStream.range(0, 900)
                .mapToObj(i -> "line " + i * i % 97).collect(Collectors.joining("\n")));
    }

    private PretrainingRun run(String name) throws IOException {
        return run(name, SETTINGS);
    }

    private PretrainingRun run(String name, PretrainingSettings settings) throws IOException {
        Corpus.Texts texts = Corpus.cut(text, folder.resolve("data"));
        BpeTokenizer tokenizer = BpeTrainer.ofSize(280).train(texts.training());
        return new PretrainingRun(settings, tokenizer,
                Corpus.encode(texts, tokenizer, folder.resolve("data")), folder.resolve(name));
    }

    private boolean sameWeights(String one, String other) throws IOException {
        return Files.mismatch(folder.resolve(one).resolve("model.safetensors"),
                folder.resolve(other).resolve("model.safetensors")) < 0;
    }

    @Test
    @DisplayName("that is asked to stop saves, and another goes on bit for bit")
    void stopsAndGoesOn() throws IOException {
        PretrainingRun whole = run("whole");
        whole.train(_ -> { });
        whole.save(OptionalDouble.empty());

        PretrainingRun stopped = run("stopped");
        stopped.train(row -> {
            if (row.step() == 3) {
                stopped.trainer().requestStop();
            }
        });
        assertThat(stopped.trainer().steps()).isEqualTo(3);
        PretrainingRun resumed = run("stopped");
        assertThat(resumed.resume()).hasValue(3);
        resumed.train(_ -> { });
        resumed.save(OptionalDouble.empty());

        assertThat(resumed.trainer().tokensSeen()).isEqualTo(9L * 2 * 2 * 16);
        assertThat(sameWeights("stopped", "whole")).isTrue();
    }

    @Test
    @DisplayName("learns the same whether samples are shown or not")
    void samplesChangeNothing() throws IOException {
        PretrainingRun silent = run("silent");
        silent.train(_ -> { });
        silent.save(OptionalDouble.empty());

        PretrainingRun telling = run("telling");
        telling.train(telling.report(new NoProgress()));
        telling.save(OptionalDouble.empty());

        assertThat(sameWeights("telling", "silent")).isTrue();
    }

    @Test
    @DisplayName("with patience ends early and writes its best model; without, that one beside the last")
    void best() throws IOException {
        PretrainingRun patient = run("patient", tooFast(3));
        patient.train(_ -> { });
        assertThat(patient.trainer().stoppedEarly()).isTrue();
        patient.save(OptionalDouble.empty());
        int best = patient.result().step();
        assertThat(patient.trainer().evaluate()).isEqualTo(patient.result().validationLoss());
        assertThat(patient.advice()).hasValue(("Stopped after step %d, because 3 evaluations "
                + "brought nothing better than step %d.").formatted(best + 12, best));

        PretrainingRun whole = run("whole", tooFast(0));
        whole.train(_ -> { });
        whole.save(OptionalDouble.empty());
        assertThat(whole.trainer().steps()).isEqualTo(40);
        assertThat(whole.trainer().log().best().orElseThrow().step()).isEqualTo(best);
        assertThat(whole.advice().orElseThrow()).startsWith("The validation loss was lowest, ")
                .endsWith(" after step %d; the model of that step is in %s.".formatted(best,
                        folder.resolve("whole").resolve("best")));
        assertThat(sameWeights("patient", "whole/best")).isTrue();
        assertThat(sameWeights("patient", "whole")).isFalse();
    }

    /// Steps that become larger until the model only gets worse.
    private static PretrainingSettings tooFast(int patience) {
        return new PretrainingSettings("tiny-gpt2", 16, false, new TrainingSettings(2, 40, 1, 40,
                0.1, 1, 1, 3, 4, 0, patience, MemorySaving.NONE));
    }
}
