package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.lora.Fixtures;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Classifiers that transformers 5.18 saved: the same numbers here and there. Tolerances: logits
/// 10⁻⁴, probabilities 10⁻⁵, losses 2·10⁻⁵, gradients 10⁻⁵ + 10⁻³ relative, ids and labels exact.
@DisplayName("A classifier agrees with transformers:")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"gpt2", "llama"})
class ClassifierParityTest {
    @Parameter
    private String family;
    @TempDir
    private Path written;
    private Path folder;
    private TextClassifier classifier;
    private Safetensors batch;
    private JsonNode expected;

    @BeforeEach
    void load() throws IOException {
        folder = Fixtures.folder("classification/" + family);
        classifier = TextClassifier.load(folder);
        batch = Safetensors.open(folder.resolve("batch.safetensors"));
        expected = Fixtures.json(folder.resolve("io.json"));
    }

    @AfterEach
    void close() {
        batch.close();
    }

    private Tensor logits(Pooling pooling, IntTensor ids) {
        return Autograd.noGrad(() -> classifier.with(pooling).forward(ids));
    }

    private static void assertLogits(Tensor got, Tensor want) {
        Fixtures.assertClose("logits", got, want, 1e-4, 1e-4);
    }

    @Test
    @DisplayName("logits at the last token, at the first, and at the last place of padded rows")
    void logits() {
        IntTensor ids = batch.ints("input_ids");
        assertLogits(logits(Pooling.LAST, ids), batch.tensor("logits"));
        assertLogits(logits(Pooling.FIRST, ids), batch.tensor("logits.first_position"));
        assertLogits(logits(Pooling.LAST_PLACE, ids), batch.tensor("logits.last_position"));
    }

    @Test
    @DisplayName("a text whose own last token is the pad is read one token earlier")
    void endsWithPad() {
        int[] ids = batch.ints("ends_with_pad.input_ids").values();
        Tensor want = batch.tensor("ends_with_pad.logits");
        assertLogits(logits(Pooling.LAST, IntTensor.of(ids, 1, ids.length)),
                want.reshape(1, want.size(0)));
    }

    @Test
    @DisplayName("however many pads are behind a text, its logits stay")
    void pads() {
        int[] ids = batch.ints("pads.input_ids").values();
        Tensor want = batch.tensor("pads.logits");
        Tensor first = want.slice(0, 0, 1);
        for (int pads = 0; pads < want.size(0); pads++) {
            int[] longer = Arrays.copyOf(ids, ids.length + pads);
            Arrays.fill(longer, ids.length, longer.length, classifier.pad().orElseThrow());
            Tensor got = logits(Pooling.LAST, IntTensor.of(longer, 1, longer.length));
            assertLogits(got, want.slice(0, pads, pads + 1));
            Fixtures.assertClose("logits", got, first, 1e-5, 0);
        }
    }

    @Test
    @DisplayName("loss, accuracy, and gradients of what transformers trained")
    void gradients() {
        IntTensor labels = batch.ints("labels");
        Tensor loss = Classification.of(classifier)
                .loss(new ClassificationBatch(batch.ints("input_ids"), labels))
                .mul(1.0 / labels.count());
        loss.backward();
        assertThat((double) loss.item()).isCloseTo(expected.get("loss").asDouble(),
                within(Fixtures.LOSS));
        Map<String, Tensor> gradients = classifier.stored().weights(Tensor::grad);
        List<String> names =
                batch.names().stream().filter(name -> name.startsWith("grad.")).toList();
        assertThat(names).isNotEmpty();
        names.forEach(name -> Fixtures.assertClose(name,
                gradients.get(name.substring("grad.".length())), batch.tensor(name), 1e-5, 1e-3));
        List<Prediction> predictions = classifier.predict(batch.ints("input_ids"));
        long right = IntStream.range(0, labels.count())
                .filter(i -> predictions.get(i).number() == labels.values()[i]).count();
        assertThat((double) right / labels.count())
                .isCloseTo(expected.get("accuracy").asDouble(), within(1e-6));
    }

    @Test
    @DisplayName("ids, probabilities and labels of texts")
    void texts() {
        for (JsonNode text : expected.get("texts")) {
            String words = text.get("text").asText();
            assertThat(classifier.encode(words))
                    .isEqualTo(new ObjectMapper().convertValue(text.get("ids"), int[].class));
            Prediction prediction = classifier.predict(words);
            assertThat(prediction.label()).isEqualTo(text.get("label").asText());
            for (int i = 0; i < prediction.probabilities().length; i++) {
                assertThat(prediction.probabilities()[i])
                        .isCloseTo(text.get("probabilities").get(i).asDouble(), within(1e-5));
            }
        }
    }

    @Test
    @DisplayName("numbers of parameters that learn")
    void parameters() {
        JsonNode counts = expected.get("parameters");
        assertThat(learning(TrainLayers.LAST_LAYER)).isEqualTo(counts.get("score").asLong());
        assertThat(learning(TrainLayers.LAST_BLOCK))
                .isEqualTo(counts.get("last_block_final_norm_and_score").asLong());
        assertThat(learning(TrainLayers.ALL)).isEqualTo(counts.get("all").asLong());
    }

    private long learning(TrainLayers layers) {
        layers.choose(classifier.model());
        return classifier.model().trainableParameters().values().stream()
                .mapToLong(Tensor::elements).sum();
    }

    @Test
    @DisplayName("saved and loaded again, it is the same, and says what transformers reads")
    void roundTrip() throws IOException {
        classifier.save(written, "card");
        TextClassifier again = TextClassifier.load(written);
        IntTensor ids = batch.ints("input_ids");
        assertThat(again.labels()).isEqualTo(classifier.labels());
        assertThat(again.pad()).isEqualTo(classifier.pad());
        assertThat(Autograd.noGrad(() -> again.forward(ids)).toArray())
                .containsExactly(logits(Pooling.LAST, ids).toArray());
        JsonNode ours = Fixtures.json(written.resolve("config.json"));
        JsonNode theirs = Fixtures.json(folder.resolve("config.json"));
        for (String field : new String[] {"architectures", "id2label", "label2id", "model_type",
            "pad_token_id", "problem_type"}) {
            assertThat(ours.get(field)).as(field).isEqualTo(theirs.get(field));
        }
        try (Safetensors file = Safetensors.open(written.resolve("model.safetensors"));
             Safetensors want = Safetensors.open(folder.resolve("model.safetensors"))) {
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(want.names());
            file.names().forEach(name -> assertThat(file.same(name, want, name)).isTrue());
        }
    }
}
