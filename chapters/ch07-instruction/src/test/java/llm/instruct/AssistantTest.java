package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.GptConfig.DropoutRates;
import llm.model.decode.Sampler;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.dataset.Batch;
import llm.text.dataset.Dataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tiny models that learn eight instructions by heart.
@DisplayName("An assistant")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistantTest {
    private static final int STEPS = 120;
    private static final int MOST = 24;                      // tokens of an answer
    private static final List<Instruction> ASKED = TinyTask.INSTRUCTIONS;
    private DecoderModel model;

    @BeforeAll
    void train() {
        model = TinyTask.trained(TinyTask.dataset(Masking.PROMPT), STEPS);
    }

    private static Assistant assistant(DecoderModel model, AnswerOptions options) {
        return new Assistant(model, TinyTask.TOKENIZER, PlainFormat.PHI3, options);
    }

    private static Responses greedy(DecoderModel model) {
        return assistant(model, AnswerOptions.greedy(MOST)).answer(ASKED);
    }

    /// The same batches, in which an end token is no target.
    private record WithoutEnds(InstructionDataset whole, int end) implements Dataset<Batch> {
        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public Batch batch(int... examples) {
            Batch batch = whole.batch(examples);
            int[] targets = Arrays.stream(batch.targets().values())
                    .map(target -> target == end ? CrossEntropy.IGNORED : target).toArray();
            return new Batch(batch.inputs(),
                    IntTensor.of(targets, batch.targets().size(0), batch.targets().size(1)));
        }

        @Override
        public String fingerprint() {
            return whole.fingerprint() + " without ends";
        }
    }

    @Test
    @DisplayName("that was trained to stop answers and stops; one that was not never does")
    void stopping() {
        Responses responses = greedy(model);
        assertThat(responses.answers())
                .containsExactlyElementsOf(ASKED.stream().map(Instruction::output).toList());
        assertThat(responses.stopped()).isEqualTo(8);
        DecoderModel endless = TinyTask.trained(new WithoutEnds(
                TinyTask.dataset(Masking.PROMPT),
                TinyTask.TOKENIZER.endOfText().orElseThrow()), STEPS);
        Responses cutOff = greedy(endless);
        assertThat(cutOff.stopped()).isZero();
        for (Response each : cutOff.all()) {                 // right at first, and then on and on
            assertThat(each.answer()).startsWith(each.instruction().output());
            assertThat(TinyTask.TOKENIZER.encode(each.answer()).length).isGreaterThan(12);
        }
    }

    @Test
    @DisplayName("gives each the same answer whatever else is written beside it")
    void together() {
        for (Sampler sampler : List.of(Sampler.mostLikely(), Sampler.atTemperature(2))) {
            AnswerOptions options = AnswerOptions.drawn(sampler, MOST, 5);
            Responses all = assistant(model, options).answer(ASKED);
            for (int together : new int[] {1, 3, 8}) {
                assertThat(assistant(model, options.withTogether(together))
                        .answer(ASKED)).isEqualTo(all);
            }
            assertThat(assistant(model, options).answer(ASKED.subList(0, 3)).all())
                    .isEqualTo(all.all().subList(0, 3));
        }
    }

    @Test
    @DisplayName("draws other answers with another seed")
    void seeds() {
        Sampler hot = Sampler.atTemperature(2);
        Assistant one = assistant(model, AnswerOptions.drawn(hot, MOST, 1));
        Assistant two = assistant(model, AnswerOptions.drawn(hot, MOST, 2));
        assertThat(one.answer(ASKED)).isNotEqualTo(two.answer(ASKED));
        Responses same = one.answer(Collections.nCopies(8, ASKED.getFirst()));
        assertThat(Set.copyOf(same.answers())).hasSizeGreaterThan(3);    // each draws for itself
    }

    @Test
    @DisplayName("tells each answer when it is there, a few open at a time")
    void listening() {
        List<Response> heard = new ArrayList<>();
        Responses all = assistant(model, AnswerOptions.greedy(MOST).withTogether(2))
                .answer(ASKED, heard::add);
        assertThat(heard).containsExactlyInAnyOrderElementsOf(all.all());
        assertThat(heard.getFirst().answer()).isEqualTo("red apple");
    }

    @Test
    @DisplayName("answers without dropout while it is being trained, and goes on training")
    void dropout() {
        DecoderModel hidden = new DecoderModel(((GptConfig) model.config())
                .withDropout(DropoutRates.all(0.5)), 1);
        hidden.loadStateDict(model.stateDict());
        hidden.train();
        assertThat(greedy(hidden)).isEqualTo(greedy(model));
        assertThat(hidden.training()).isTrue();
    }

    @Test
    @DisplayName("writes as much as the context has room for, and needs some")
    void room() {
        int prompt = TinyTask.TOKENIZER.encode(
                PlainFormat.PHI3.layOut(ASKED.get(3)).prompt()).length;
        for (int room : new int[] {3, 0}) {
            DecoderModel small = new DecoderModel(GptConfig.of(TinyTask.TOKENIZER.vocabSize(),
                    prompt + room, 32, 2, 2), 3);
            small.eval();
            Assistant assistant = assistant(small, AnswerOptions.greedy(MOST));
            if (room > 0) {
                assertThat(assistant.answer(ASKED.get(3)).stopped()).isFalse();
            } else {
                assertThatIllegalArgumentException().isThrownBy(() ->
                        assistant.answer(List.of(ASKED.get(2), ASKED.get(3)))).withMessage(
                        ("the prompt of instruction 2 must leave room for an answer in the context "
                                + "of %d tokens, got %d tokens").formatted(prompt, prompt));
            }
        }
    }

    private static Responses scripted(PromptFormat format, Tokenizer tokenizer, String text) {
        GptConfig config = GptConfig.of(tokenizer.vocabSize(), 256, 8, 1, 1);
        ScriptedModel base = new ScriptedModel(new DecoderModel(config, 1),
                tokenizer.encode(text, SpecialTokens.allowAll()));
        return new Assistant(base, tokenizer, format, AnswerOptions.greedy(12))
                .answer(ASKED.subList(0, 2));
    }

    @Test
    @DisplayName("that was never finetuned ends its answer with the empty line behind an example")
    void fewShot() {
        PromptFormat format = new FewShot(PlainFormat.PHI3, List.of(Instruction.of("Say.", "so")));
        String goesOn = "\n\nold wooden boat\n\n<|user|>\nSay it.\nold wooden boat, old boat";
        assertThat(scripted(format, TinyTask.TOKENIZER, goesOn).all())
                .containsExactlyElementsOf(said("old wooden boat", true));
        assertThat(scripted(PlainFormat.PHI3, TinyTask.TOKENIZER, goesOn).all())
                .allSatisfy(each -> {
                    assertThat(each.answer()).startsWith("old wooden boat\n\n<|user|>");
                    assertThat(each.stopped()).isFalse();
                });
        String endless = "old, old, old, old, old, old, old, old, old, old";
        assertThat(scripted(format, TinyTask.TOKENIZER, endless).stopped()).isZero();
    }

    @Test
    @DisplayName("ends its answer before an empty line, also where a token goes on behind it")
    void withinToken() {
        Tokenizer tokenizer = new BpeTrainer(258, 2, List.of(SpecialTokens.END_OF_TEXT,
                "boat\n\nmore"), (tokens, size) -> { }).train(new StringReader(""));
        PromptFormat format = new FewShot(PlainFormat.PHI3, List.of(Instruction.of("Say.", "so")));
        assertThat(scripted(format, tokenizer, "old boat\n\nmore and more").all())
                .containsExactlyElementsOf(said("old boat", true));
    }

    private static List<Response> said(String answer, boolean stopped) {
        return ASKED.subList(0, 2).stream()
                .map(each -> new Response(each, answer, stopped)).toList();
    }
}
