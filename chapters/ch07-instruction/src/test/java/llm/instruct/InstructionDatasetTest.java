package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.instruct.InstructionDataset.Options;
import llm.model.DecoderModel;
import llm.pretrain.NextToken;
import llm.tensor.CrossEntropy;
import llm.tensor.Parameter;
import llm.tensor.optim.ParameterGroup;
import llm.tensor.optim.Sgd;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.files.Tokenizers;
import llm.train.TrainingStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A data set of instructions")
class InstructionDatasetTest {
    private static final Tokenizer GPT2 = Tokenizers.named("gpt2");
    private static final List<Instruction> TWO =
            List.of(Instruction.of("Plural of ox?", "oxen"), Instruction.of("Two?", "two two two"));

    private static InstructionDataset dataset(int context, Masking masking) {
        return new InstructionDataset(TWO, PlainFormat.PHI3, GPT2, new Options(context, masking));
    }

    private static int[] counted(Batch batch) {
        return Arrays.stream(batch.targets().values())
                .filter(target -> target != CrossEntropy.IGNORED).toArray();
    }

    @Test
    @DisplayName("has prompt, answer and one end token in a row")
    void rows() {
        int[] ids = PlainFormat.PHI3.encode(TWO.getFirst(), GPT2).whole();
        int[] row = dataset(64, Masking.NOTHING).rows().getFirst().ids();
        assertThat(row).startsWith(ids).endsWith(50_256).hasSize(ids.length + 1);
        Batch batch = dataset(64, Masking.NOTHING).batch(0);
        assertThat(batch.inputs().values()).containsExactly(ids);
        assertThat(batch.targets().values())
                .containsExactly(Arrays.copyOfRange(row, 1, row.length));
    }

    @Test
    @DisplayName("trains the answer and its end alone, or with the header, as one likes")
    void masking() {
        String header = "\n<|assistant|>:\n";
        assertThat(GPT2.decode(counted(dataset(64, Masking.PROMPT).batch(0))))
                .isEqualTo("oxen<|endoftext|>");
        assertThat(GPT2.decode(counted(dataset(64, Masking.QUERY).batch(1))))
                .isEqualTo(header + "two two two<|endoftext|>");
        assertThat(dataset(64, Masking.PROMPT).targets()).isEqualTo(2 + 1 + 3 + 1);
    }

    @Test
    @DisplayName("pads to the longest row of a batch, not of all")
    void padding() {
        InstructionDataset all = dataset(64, Masking.PROMPT);
        int first = all.rows().get(0).tokens();
        int second = all.rows().get(1).tokens();
        assertThat(first).isNotEqualTo(second);
        assertThat(all.batch(0).inputs().size(1)).isEqualTo(first);
        assertThat(all.batch(1, 0).inputs().size(1)).isEqualTo(Math.max(first, second));
    }

    @Test
    @DisplayName("cuts what is too long, and says which")
    void cut() {
        InstructionDataset whole = dataset(64, Masking.PROMPT);
        int prompt = whole.rows().get(1).masked();
        InstructionDataset cut = dataset(prompt + 1, Masking.QUERY);
        assertThat(cut.rows().get(1).ids())
                .containsExactly(Arrays.copyOf(whole.rows().get(1).ids(), prompt + 2));
        assertThat(cut.batch(0, 1).inputs().size(1)).isEqualTo(prompt + 1);
        assertThat(cut.cut()).containsExactly(1, 2);
        assertThat(cut.dropped()).isEmpty();
        assertThat(cut).hasToString("2 instructions, %d targets; 2 cut at the context: 1, 2"
                .formatted(cut.targets()));
    }

    @Test
    @DisplayName("drops what has no target left, and says which; with nothing left it is refused")
    void dropped() {
        int shorter = dataset(64, Masking.PROMPT).rows().get(1).masked();
        InstructionDataset rest = dataset(shorter, Masking.PROMPT);
        assertThat(rest.size()).isEqualTo(1);
        assertThat(rest.rows().getFirst().number()).isEqualTo(2);
        assertThat(rest.dropped()).containsExactly(1);
        assertThat(rest).hasToString("1 instructions, 1 targets; 1 cut at the context: 2; "
                + "1 dropped without a target: 1");
        assertThatIllegalArgumentException().isThrownBy(() -> dataset(5, Masking.PROMPT))
                .withMessage("an instruction or more must have a target that counts within "
                        + "context=5, got none of 2");
    }

    @Test
    @DisplayName("has a fingerprint that differs where ids or masks do")
    void fingerprint() {
        String own = dataset(64, Masking.PROMPT).fingerprint();
        assertThat(dataset(64, Masking.PROMPT).fingerprint()).isEqualTo(own)
                .startsWith("2 instructions of 21 tokens at most, end token 50256, with CRC-32C ");
        assertThat(dataset(64, Masking.QUERY).fingerprint()).isNotEqualTo(own);
        assertThat(new InstructionDataset(TWO.reversed(), PlainFormat.PHI3, GPT2,
                new Options(64, Masking.PROMPT)).fingerprint()).isNotEqualTo(own);
    }

    @Test
    @DisplayName("has no example beyond its size")
    void outside() {
        assertThatIllegalArgumentException().isThrownBy(() -> dataset(64, Masking.PROMPT).batch(2))
                .withMessage("index must be below 2 examples, got 2");
    }

    @Test
    @DisplayName("cut into four batches of two moves a model as one batch of eight does")
    void accumulation() {
        InstructionDataset eight = TinyTask.dataset(Masking.PROMPT);
        DecoderModel one = TinyTask.model();
        DecoderModel other = TinyTask.model();
        TrainingStep.Result whole = step(one).run(
                List.of(eight.batch(IntStream.range(0, 8).toArray())), 0.5);
        TrainingStep.Result parts = step(other).run(IntStream.range(0, 4)
                .mapToObj(i -> eight.batch(2 * i, 2 * i + 1)).toList(), 0.5);
        assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-5));
        assertThat(parts.gradientNorm()).isCloseTo(whole.gradientNorm(), within(1e-5));
        Map<String, Parameter> others = other.namedParameters();
        one.namedParameters().forEach((name, parameter) -> Fixtures.assertClose(name,
                others.get(name).toArray(), parameter.toArray(), 1e-6, 1e-5));
    }

    private static TrainingStep<Batch> step(DecoderModel model) {
        Sgd sgd = new Sgd(List.of(new ParameterGroup(model.namedParameters(), 0)), 1, 0);
        return new TrainingStep<>(new NextToken(model), model.parameters(), sgd, 1e9);
    }
}
