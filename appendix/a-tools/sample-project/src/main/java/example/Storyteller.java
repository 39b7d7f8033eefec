package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.decode.Generation;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Backends;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;
import llm.train.TrainingLog;

/// Learns a text, saves the model in Hugging Face's layout, loads it again and lets it write.
public final class Storyteller {
    private static final int VOCABULARY = 300;
    private static final int CONTEXT = 32;                   // tokens
    private static final int STEPS = 60;

    private Storyteller() {
    }

    /// @param args a text, the folder for the model, and how the story begins
    public static void main(String[] args) throws IOException {
        System.out.println("Device: " + Backends.current().name());
        Path folder = Path.of(args[1]);
        learn(Files.readString(Path.of(args[0]))).save(folder, "Told by a sample program.");

        PretrainedModel teller = PretrainedModel.load(folder);
        Tokenizer tokenizer = teller.tokenizer().orElseThrow();
        int[] story = Generation.greedy(teller.model(), CONTEXT / 2)
                .generate(tokenizer.encode(args[2]), new RandomState(1));
        System.out.println("Story: " + args[2] + tokenizer.decode(story));
    }

    private static PretrainedModel learn(String text) {
        Tokenizer tokenizer = BpeTrainer.ofSize(VOCABULARY).train(List.of(text));
        DecoderModel model = new DecoderModel(
                GptConfig.of(tokenizer.vocabSize(), CONTEXT, 48, 4, 2), 1);
        TokenDataset examples = new TokenDataset(TokenSequence.of(tokenizer.encode(text)),
                CONTEXT, CONTEXT);
        Trainer<Batch> trainer = Pretraining.trainer(model,
                TrainingData.only(new DataLoader<>(examples, BatchOrder.shuffled(4, 1))),
                TrainingConfig.of(LearningRateSchedule.of(3e-3, 10, STEPS)));
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(TrainingLog.Row row) {
                if (row.step() % (STEPS / 3) == 0) {
                    System.out.printf("Step %d: loss %.3f%n", row.step(), row.trainingLoss());
                }
            }
        });
        model.eval();
        return PretrainedModel.of(model, tokenizer);
    }
}
