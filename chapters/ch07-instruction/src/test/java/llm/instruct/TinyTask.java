package llm.instruct;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.Pretraining;
import llm.tensor.optim.AdamConfig;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.Dataset;
import llm.train.LearningRateSchedule;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;

/// Eight instructions that a tiny model learns by heart in a second or two.
final class TinyTask {
    static final int CONTEXT = 64;
    static final List<Instruction> INSTRUCTIONS = Stream.of("red apple", "old wooden boat", "sun",
            "seven small grey stones", "wind", "cold water", "a bird", "tree").map(words ->
            new Instruction("Say it.", words, words)).toList();
    static final Tokenizer TOKENIZER = BpeTrainer.ofSize(320).train(new StringReader(INSTRUCTIONS
            .stream().map(each -> PlainFormat.PHI3.layOut(each).whole())
            .collect(Collectors.joining("\n\n"))));

    private TinyTask() {
    }

    static InstructionDataset dataset(Masking masking) {
        return new InstructionDataset(INSTRUCTIONS, PlainFormat.PHI3, TOKENIZER,
                new InstructionDataset.Options(CONTEXT, masking));
    }

    static DecoderModel model() {
        return new DecoderModel(GptConfig.of(TOKENIZER.vocabSize(), CONTEXT, 32, 2, 2), 1);
    }

    static DecoderModel trained(Dataset<Batch> dataset, int steps) {
        DecoderModel model = model();
        Pretraining.trainer(model, Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0),
                TrainingData.only(new DataLoader<>(dataset, BatchOrder.shuffled(8, 1))),
                TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 5, steps)))
                .run(TrainingListener.silent());
        model.eval();
        return model;
    }
}
