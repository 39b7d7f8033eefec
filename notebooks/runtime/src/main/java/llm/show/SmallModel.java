package llm.show;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.ModernConfig;
import llm.pretrain.Pretraining;
import llm.pretrain.Recipe;
import llm.pretrain.folder.PretrainedModel;
import llm.spam.SpamGenerator;
import llm.spam.Split;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import llm.tensor.optim.AdamConfig;
import llm.text.SpecialTokens;
import llm.text.bpe.BpeTokenizer;
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

/// The language model that the notebooks from chapter 6 on begin with: it has read the book's
/// stories, and text messages without their labels. It is made once, in about a minute, and kept in
/// the book's `.cache`, so that no notebook waits for another.
public final class SmallModel {
    private static final int STORIES = 4_000;
    private static final int MESSAGES = 4_000;               // of the training part
    private static final int VOCABULARY = 1_024;
    private static final int CONTEXT = 192;
    private static final int WIDTH = 128;
    private static final int BATCH = 8;
    private static final double LEARNING_RATE = 0.02;
    private static final long SEED = 1;

    private SmallModel() {
    }

    /// The model after as many steps of pretraining; loaded if it has been made before.
    public static PretrainedModel load(int steps) {
        try {
            Path folder = Path.of(System.getProperty("llm.cache", ".cache"), "small-model",
                    "steps-" + steps);
            if (!Files.exists(folder.resolve("model.safetensors"))) {
                make(steps).save(folder, "# A small model that has read stories and messages\n");
            }
            return PretrainedModel.load(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pretrains the model.
    private static PretrainedModel make(int steps) {
        List<String> texts = texts();
        BpeTokenizer tokenizer = BpeTrainer.ofSize(VOCABULARY).train(texts);
        int[] ids = tokenizer.encode(texts.stream().map(text -> text + Tale.SEPARATOR)
                .collect(Collectors.joining()), SpecialTokens.allowAll());
        DecoderModel model = Recipe.MODERN.model(
                ModernConfig.of(tokenizer.vocabSize(), CONTEXT, WIDTH, 4, 2), SEED);
        DataLoader<Batch> batches = new DataLoader<>(new TokenDataset(TokenSequence.of(ids),
                CONTEXT, CONTEXT), BatchOrder.shuffled(BATCH, SEED));
        Trainer<Batch> trainer = Pretraining.trainer(model, Recipe.MODERN.optimizer(model,
                AdamConfig.LANGUAGE_MODEL, Pretraining.WEIGHT_DECAY), TrainingData.only(batches),
                TrainingConfig.of(Recipe.MODERN.schedule(LEARNING_RATE,
                        LearningRateSchedule.defaultWarmup(steps), steps)));
        try (var progress = Show.progress("Pretraining", steps)) {
            trainer.run(new TrainingListener() {
                @Override
                public void onStep(TrainingLog.Row row) {
                    progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
                }
            });
        }
        model.eval();
        return PretrainedModel.of(model, tokenizer);
    }

    /// Stories, and messages in between.
    private static List<String> texts() {
        Stream<String> stories = TaleGenerator.of(SEED).stream().limit(STORIES).map(Tale::text);
        Stream<String> messages = SpamGenerator.of(SEED).messages(Split.TRAIN, MESSAGES).stream()
                .map(message -> message.text());
        return Stream.concat(stories, messages).toList();
    }
}
