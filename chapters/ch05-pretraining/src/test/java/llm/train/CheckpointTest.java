package llm.train;

import static llm.train.SmallTraining.assertSameWeights;
import static llm.train.SmallTraining.config;
import static llm.train.SmallTraining.loader;
import static llm.train.SmallTraining.losses;
import static llm.train.SmallTraining.runTo;
import static llm.train.SmallTraining.trainer;
import static llm.train.SmallTraining.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.ModernConfig;
import llm.pretrain.Pretraining;
import llm.pretrain.Recipe;
import llm.tensor.backend.DType;
import llm.tensor.optim.AdamConfig;
import llm.text.dataset.Batch;
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

    private static Trainer<Batch> resumed(Path folder) throws IOException {
        Trainer<Batch> trainer = trainer(99);                       // everything comes from the checkpoint
        Checkpoint.restore(trainer, Checkpoint.latest(folder).orElseThrow());
        return trainer;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 11, 15, 23})
    @DisplayName("lets a run end with the weights and log of an unbroken one, if taken after step")
    void resumes(int step) throws IOException {
        runTo(trainer(1), step, folder);
        Trainer<Batch> resumed = resumed(folder);
        assertThat(resumed.steps()).isEqualTo(step);
        resumed.run(TrainingListener.silent());
        Trainer<Batch> whole = whole(1);
        assertSameWeights(whole, resumed);
        assertThat(losses(resumed)).isEqualTo(losses(whole));
        assertThat(resumed.tokensSeen()).isEqualTo(whole.tokensSeen());
        assertThat(resumed.log().evaluations()).extracting(TrainingLog.Row::validationLoss)
                .isEqualTo(whole.log().evaluations().stream()
                        .map(TrainingLog.Row::validationLoss).toList());
    }

    private static Trainer<Batch> bf16(DecoderModel model) {
        return Pretraining.trainer(model, Pretraining.optimizer(model,
                AdamConfig.LANGUAGE_MODEL.withMoments(DType.BF16), Pretraining.WEIGHT_DECAY),
                SmallTraining.data(), config());
    }

    private static Trainer<Batch> modern(long seed) {
        DecoderModel model = Recipe.MODERN.model(
                ModernConfig.of(32, 8, 16, 2, 2).withSmear(true), seed);
        return Pretraining.trainer(model,
                Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1),
                SmallTraining.data(), TrainingConfig.of(Recipe.MODERN.schedule(0.02, 4, 24))
                        .withEvalEvery(6).withAccumulate(2));
    }

    @Test
    @DisplayName("brings Muon's momentum back bit for bit, and the table of embeddings as it was")
    void muon() throws IOException {
        Trainer<Batch> whole = modern(1);
        whole.run(TrainingListener.silent());
        runTo(modern(1), 11, folder);
        Trainer<Batch> resumed = modern(99);
        Checkpoint.restore(resumed, Checkpoint.latest(folder).orElseThrow());
        resumed.run(TrainingListener.silent());
        assertSameWeights(whole, resumed);
        assertThat(losses(resumed)).isEqualTo(losses(whole));
    }

    @Test
    @DisplayName("brings moments in BF16 back bit for bit, and blocks may be recomputed from then on")
    void savesMemory() throws IOException {
        Trainer<Batch> whole = bf16(new DecoderModel(SmallTraining.MODEL, 1));
        whole.run(TrainingListener.silent());
        runTo(bf16(new DecoderModel(SmallTraining.MODEL, 1)), 11, folder);
        DecoderModel model = new DecoderModel(SmallTraining.MODEL, 99);
        Trainer<Batch> resumed = bf16(model);
        Checkpoint.restore(resumed, Checkpoint.latest(folder).orElseThrow());
        model.recomputeActivations(true);
        resumed.run(TrainingListener.silent());
        assertSameWeights(whole, resumed);
        assertThat(losses(resumed)).isEqualTo(losses(whole)).isNotEqualTo(losses(whole(1)));
        assertThatThrownBy(() -> Checkpoint.restore(trainer(1),
                Checkpoint.latest(folder).orElseThrow()))
                .hasMessageContaining("a training must go on with the settings it began with");
    }

    @Test
    @DisplayName("may follow another one")
    void resumesTwice() throws IOException {
        runTo(trainer(1), 5, folder);
        runTo(resumed(folder), 17, folder);
        Trainer<Batch> resumed = resumed(folder);
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
        assertThat(resumed(folder).steps()).isEqualTo(5);
    }

    private static float[] head(Trainer<?> trainer) {
        return trainer.learner().parameters().get("tokenEmbedding.weight").toArray();
    }

    @Test
    @DisplayName("is not continued with other settings, another model or other data")
    void otherSettings() throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        List<Trainer<Batch>> others = List.of(trainer(1, config().withAccumulate(1)),
                Pretraining.trainer(new DecoderModel(SmallTraining.MODEL.withContextLength(9), 1),
                        SmallTraining.data(), config()),
                Pretraining.trainer(new DecoderModel(SmallTraining.MODEL, 1),
                        TrainingData.only(loader(BatchOrder.shuffled(3, 1))), config()));
        for (Trainer<Batch> other : others) {
            float[] before = head(other);
            assertThatThrownBy(() -> Checkpoint.restore(other, checkpoint))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(
                            "a training must go on with the settings it began with");
            assertThat(head(other)).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "state.json | must be valid JSON, got ",
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
    @DisplayName("keeps its settings by name, and lacks none that has a default")
    void newSetting() throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Path state = checkpoint.resolve("state.json");
        String written = Files.readString(state);
        assertThat(written).contains("\"accumulate\" : 2", "\"optimizer.name\" : \"AdamW\"",
                "\"model.embDim\" : 16", "62 windows of 8 tokens, 8 apart, from 500 tokens with "
                + "CRC-32C ");
        Files.writeString(state, written.replace("\"patience\" : 0,", ""));
        assertThat(resumed(folder).steps()).isEqualTo(3);
        assertThatThrownBy(() -> Checkpoint.restore(trainer(1, config().withPatience(4)),
                checkpoint)).hasMessage(state + ": a training must go on "
                        + "with the settings it began with, patience=0, got patience=4");
        Files.writeString(state, written.replace("\"patience\"", "\"unheardOf\""));
        assertThatThrownBy(() -> resumed(folder)).hasMessage(state + ": a training must go on "
                + "with the settings it began with, unheardOf=0, got no unheardOf");
    }

    @Test
    @DisplayName("of the format before is refused in one sentence")
    void olderFormat() throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Path state = checkpoint.resolve("state.json");
        Files.writeString(state, Files.readString(state).replace("\"format\" : 2,", ""));
        assertThatThrownBy(() -> resumed(folder)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(state + " must be of format 2, got one that another version of the book "
                        + "wrote; begin the training anew, or go on with that version");
    }

    @Test
    @DisplayName("notices that a token of the data is another one")
    void otherData() throws IOException {
        runTo(trainer(1), 3, folder);
        int[] ids = SmallTraining.ids();
        ids[250]++;
        Trainer<Batch> other = Pretraining.trainer(new DecoderModel(SmallTraining.MODEL, 1),
                TrainingData.only(SmallTraining.loader(ids, BatchOrder.shuffled(4, 1))), config());
        assertThatThrownBy(() -> Checkpoint.restore(other, Checkpoint.latest(folder).orElseThrow()))
                .hasMessageContaining("a training must go on with the settings it began with, "
                        + "data=62 windows");
    }

    @Test
    @DisplayName("has the parameters of the best evaluation beside it")
    void best() throws IOException {
        Trainer<Batch> trainer = trainer(1);
        List<float[]> atBest = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onBest(Trainer<?> best) {
                try {
                    Checkpoint.saveBest(best, folder);
                    atBest.add(head(best));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        DecoderModel restored = new DecoderModel(SmallTraining.MODEL, 77);
        Checkpoint.restoreBest(restored.trainableParameters(), folder);
        assertThat(restored.head().weight().toArray()).isEqualTo(atBest.getLast());
        assertThat(Checkpoint.latest(folder)).isEmpty();
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

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', value = {
        "batch; 1000000; : the batch of a position must be below",
        "batch; 4294967296; ' must have a whole number as batch, got 4294967296'",
        "epoch; -1; ' must have a whole number as epoch, got -1'",
        "step; 2.5; ' must have a whole number as step, got 2.5'"})
    @DisplayName("names its state where a number in it cannot be")
    void wrongNumber(String field, String value, String complaint) throws IOException {
        runTo(trainer(1), 3, folder);
        Path checkpoint = Checkpoint.latest(folder).orElseThrow();
        Path state = checkpoint.resolve("state.json");
        Files.writeString(state, Files.readString(state)
                .replaceFirst("\"" + field + "\" : \\d+", "\"" + field + "\" : " + value));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.restore(trainer(1), checkpoint))
                .withMessageStartingWith(state + complaint);
    }
}
