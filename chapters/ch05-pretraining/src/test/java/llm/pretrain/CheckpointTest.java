package llm.pretrain;

import static llm.pretrain.SmallTraining.assertSameWeights;
import static llm.pretrain.SmallTraining.config;
import static llm.pretrain.SmallTraining.loader;
import static llm.pretrain.SmallTraining.losses;
import static llm.pretrain.SmallTraining.runTo;
import static llm.pretrain.SmallTraining.trainer;
import static llm.pretrain.SmallTraining.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.tensor.backend.DType;
import llm.text.dataset.BatchOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A checkpoint")
class CheckpointTest {
    @TempDir
    private Path folder;

    private static Trainer resumed(Path folder) throws IOException {
        Trainer trainer = trainer(99);                       // everything comes from the checkpoint
        Checkpoint.restore(trainer, Checkpoint.latest(folder).orElseThrow());
        return trainer;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 11, 15, 23})
    @DisplayName("lets a run end with the weights and log of an unbroken one, if taken after step")
    void resumes(int step) throws IOException {
        runTo(trainer(1), step, folder);
        Trainer resumed = resumed(folder);
        assertThat(resumed.step()).isEqualTo(step);
        resumed.run(TrainingListener.silent());
        Trainer whole = whole(1);
        assertSameWeights(whole, resumed);
        assertThat(losses(resumed)).isEqualTo(losses(whole));
        assertThat(resumed.tokensSeen()).isEqualTo(whole.tokensSeen());
        assertThat(resumed.log().evaluations()).extracting(TrainingLog.Row::validationLoss)
                .isEqualTo(whole.log().evaluations().stream()
                        .map(TrainingLog.Row::validationLoss).toList());
    }

    @Test
    @DisplayName("brings moments in BF16 back bit for bit, and blocks may be recomputed from then on")
    void savesMemory() throws IOException {
        TrainingConfig bf16 = new TrainingConfig(config().schedule(),
                config().adam().withMoments(DType.BF16), 0.1, 1, 2, 6, 2, 0);
        Trainer whole = trainer(1, bf16);
        whole.run(TrainingListener.silent());
        runTo(trainer(1, bf16), 11, folder);
        Trainer resumed = trainer(99, bf16);
        Checkpoint.restore(resumed, Checkpoint.latest(folder).orElseThrow());
        resumed.model().recomputeActivations(true);
        resumed.run(TrainingListener.silent());
        assertSameWeights(whole, resumed);
        assertThat(losses(resumed)).isEqualTo(losses(whole)).isNotEqualTo(losses(whole(1)));
        assertThatThrownBy(() -> Checkpoint.restore(trainer(1),
                Checkpoint.latest(folder).orElseThrow()))
                .hasMessageStartingWith("a training must go on with the settings it began with");
    }

    @Test
    @DisplayName("may follow another one")
    void resumesTwice() throws IOException {
        runTo(trainer(1), 5, folder);
        runTo(resumed(folder), 17, folder);
        Trainer resumed = resumed(folder);
        resumed.run(TrainingListener.silent());
        assertSameWeights(whole(1), resumed);
    }

    @Test
    @DisplayName("replaces older ones, and what an interrupted one left behind")
    void newest() throws IOException {
        Files.createDirectories(folder.resolve("step-0000002"));
        runTo(trainer(1), 3, folder);
        runTo(trainer(1), 5, folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactly("step-0000005");
        }
    }

    @Test
    @DisplayName("that is incomplete is not seen, and can be written again")
    void incomplete() throws IOException {
        assertThat(Checkpoint.latest(folder.resolve("nowhere"))).isEmpty();
        runTo(trainer(1), 3, folder);
        Path complete = Checkpoint.latest(folder).orElseThrow();
        Path broken = folder.resolve("step-0000005");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("weights.safetensors"), "half of the");
        assertThat(Checkpoint.latest(folder)).contains(complete);
        runTo(trainer(1), 5, folder);
        assertThat(Checkpoint.latest(folder)).contains(broken);
        assertThat(resumed(folder).step()).isEqualTo(5);
    }

    @Test
    @DisplayName("is not continued with other settings, another model or other data")
    void otherSettings() throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        List<Trainer> others = List.of(trainer(1, config().withAccumulate(1)),
                new Trainer(new DecoderModel(SmallTraining.MODEL.withContextLength(9), 1),
                        loader(BatchOrder.shuffled(4, 1)), null, config()),
                new Trainer(new DecoderModel(SmallTraining.MODEL, 1),
                        loader(BatchOrder.shuffled(3, 1)), null, config()));
        for (Trainer other : others) {
            float[] before = other.model().head().toArray();
            assertThatThrownBy(() -> Checkpoint.restore(other, checkpoint))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(
                            "a training must go on with the settings it began with");
            assertThat(other.model().head().toArray()).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "state.json | must be JSON, got: ",
        "log.csv | must have the header's 7 numbers in line ",
        "weights.safetensors | it is truncated",
        "optimizer.safetensors | it is truncated"})
    @DisplayName("is refused in one sentence if a file was cut short:")
    void cutShort(String name, String message) throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Path file = checkpoint.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 30));
        assertThatThrownBy(() -> Checkpoint.restore(trainer(1), checkpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining(message);
    }

    @Test
    @DisplayName("names a field of its state that is missing")
    void missingField() throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Path state = checkpoint.resolve("state.json");
        Files.writeString(state, Files.readString(state).replace("\"random\"", "\"chance\""));
        assertThatThrownBy(() -> Checkpoint.restore(trainer(1), checkpoint))
                .hasMessage(state + " must have a whole number as random, got none");
    }
}
