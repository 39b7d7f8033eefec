package llm.text.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tensor.IntTensor;
import llm.tensor.Shape;
import llm.text.SpecialTokens;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The data loader")
class DataLoaderTest {

    private static final TokenSequence NUMBERS = TokenSequence.of(IntStream.range(0, 41).toArray());

    private static DataLoader<Batch> shuffled(long seed) {
        return new DataLoader<>(new TokenDataset(NUMBERS, 4, 4), BatchOrder.shuffled(3, seed));
    }

    private static List<List<Integer>> inputs(DataLoader<Batch> loader) {
        List<List<Integer>> all = new ArrayList<>();
        loader.forEach(batch -> all.add(IntStream.of(batch.inputs().values()).boxed().toList()));
        return all;
    }

    @Test
    @DisplayName("slides a window over the text; targets are one ahead")
    void slidesWindow() {
        DataLoader<Batch> loader = new DataLoader<>(new TokenDataset(NUMBERS, 4, 2), BatchOrder.inOrder(2));
        Batch first = loader.iterator().next();
        assertThat(first.inputs().values()).containsExactly(0, 1, 2, 3, 2, 3, 4, 5);
        assertThat(first.targets().values()).containsExactly(1, 2, 3, 4, 3, 4, 5, 6);
        assertThat(first.inputs().shape()).isEqualTo(Shape.of(2, 4));
        assertThat(first.targets().shape()).isEqualTo(Shape.of(2, 4));
    }

    @Test
    @DisplayName("never makes a batch whose inputs and targets differ in shape")
    void refusesOtherShapes() {
        IntTensor inputs = IntTensor.of(new int[6], 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(inputs, IntTensor.of(new int[6], 3, 2)))
                .withMessage("inputs and targets must both be (batch, tokens), "
                        + "got [2, 3] and [3, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(IntTensor.of(new int[6], 6), inputs))
                .withMessage("inputs and targets must both be (batch, tokens), got [6] and [2, 3]");
    }

    @Test
    @DisplayName("uses the last whole window, and drops or keeps a last small batch")
    void countsBatches() {
        assertThat(new TokenDataset(NUMBERS, 4, 4).size()).isEqualTo(10);
        assertThat(new TokenDataset(NUMBERS, 40, 1).size()).isEqualTo(1);
        List<List<Integer>> kept = inputs(new DataLoader<>(
                new TokenDataset(NUMBERS, 4, 4), BatchOrder.inOrder(3)));
        assertThat(kept).hasSize(4);
        assertThat(kept.getLast()).containsExactly(36, 37, 38, 39);
        assertThat(shuffled(1).batches()).isEqualTo(3);
    }

    @Test
    @DisplayName("gives the same order for the same seed and epoch, another for another")
    void shuffles() {
        DataLoader<Batch> loader = shuffled(1);
        List<List<Integer>> epoch0 = inputs(loader);
        List<List<Integer>> epoch1 = inputs(loader);
        DataLoader<Batch> again = shuffled(1);
        assertThat(inputs(again)).isEqualTo(epoch0);
        assertThat(inputs(again)).isEqualTo(epoch1).isNotEqualTo(epoch0);
        assertThat(inputs(shuffled(2))).isNotEqualTo(epoch0);
        assertThat(epoch0.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(36);
    }

    @Test
    @DisplayName("continues from a saved position as if never stopped")
    void resumes() {
        DataLoader<Batch> whole = shuffled(1);
        List<List<Integer>> all = new ArrayList<>(inputs(whole));
        all.addAll(inputs(whole));

        DataLoader<Batch> stopped = shuffled(1);
        inputs(stopped);
        stopped.iterator().next();
        DataLoader<Batch> resumed = shuffled(1);
        resumed.restore(stopped.position());
        assertThat(stopped.position()).isEqualTo(new DataLoader.Position(1, 1));
        assertThat(inputs(resumed)).isEqualTo(all.subList(4, 6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resumed.restore(new DataLoader.Position(0, 3)))
                .withMessage("the batch of a position must be below 3, got 3");
    }

    @Test
    @DisplayName("reads a mapped file like an array")
    void readsMappedFile(@TempDir Path folder) throws IOException {
        BpeTokenizer gpt2 = Tokenizers.named("gpt2");
        String text = IntStream.range(0, 100_000)               // several chunks
                .mapToObj("Effort %d moves you. "::formatted).collect(Collectors.joining());
        Path file = folder.resolve("ids.bin");
        TokenSequence.write(new StringReader(text), gpt2, SpecialTokens.asText(), file);
        TokenSequence mapped = TokenSequence.map(file);
        int[] ids = new int[(int) mapped.size()];
        mapped.copy(0, ids, 0, ids.length);
        assertThat(ids).isEqualTo(gpt2.encode(text));
        Path copy = folder.resolve("copy.bin");
        TokenSequence.of(ids).write(copy);
        assertThat(copy).hasSameBinaryContentAs(file);

        Path odd = Files.write(folder.resolve("odd.bin"), new byte[7]);
        assertThatIllegalArgumentException().isThrownBy(() -> TokenSequence.map(odd))
                .withMessage(odd + " must hold 4 bytes for each token, got 7 bytes");
    }

    @Test
    @DisplayName("refuses a text shorter than one example, and less than one batch")
    void refusesShortText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenDataset(TokenSequence.of(1, 2, 3), 3, 1))
                .withMessage("the text must have at least context + 1 tokens, got 3, context=3");
        TokenDataset one = new TokenDataset(TokenSequence.of(1, 2, 3), 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataLoader<>(one, BatchOrder.shuffled(2, 1)))
                .withMessage("there must be examples for one batch, got 1 examples, batchSize=2");
    }
}
