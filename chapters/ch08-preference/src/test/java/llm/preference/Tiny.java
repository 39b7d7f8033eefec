package llm.preference;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;

/// A model of a few thousand weights, and things that it may be asked.
public final class Tiny {
    public static final int CONTEXT = 64;
    public static final List<Instruction> PROMPTS = Stream.of("red apple", "old wooden boat", "sun",
            "seven small grey stones", "wind", "cold water", "a bird", "tree").map(words ->
            new Instruction("Say it.", words, words)).toList();
    /// The better answer says it, the worse one grumbles.
    public static final List<PreferencePair> PAIRS = PROMPTS.stream().map(each ->
            new PreferencePair(each.instruction(), each.input(), each.output(), "No, not now."))
            .toList();
    public static final Tokenizer TOKENIZER = BpeTrainer.ofSize(300).train(new StringReader(PROMPTS
            .stream().map(each -> PlainFormat.SHORT.layOut(each).whole())
            .collect(Collectors.joining("\n\n"))));

    private Tiny() {
    }

    public static DecoderModel model(long seed) {
        DecoderModel model = new DecoderModel(
                GptConfig.of(TOKENIZER.vocabSize(), CONTEXT, 32, 2, 2), seed);
        model.eval();
        return model;
    }

    public static PreferenceDataset pairs() {
        return PreferenceDataset.of(PAIRS, PlainFormat.SHORT, TOKENIZER, CONTEXT);
    }

    static RewardModel rewardModel(long seed) {
        return RewardModel.of(PretrainedModel.of(model(seed), TOKENIZER), PlainFormat.SHORT,
                new RandomState(seed));
    }

}
