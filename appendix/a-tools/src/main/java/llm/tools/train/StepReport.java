package llm.tools.train;

import java.util.Locale;
import java.util.Set;
import llm.model.DecoderModel;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.Progress;
import llm.train.TrainingLog;

/// Tells how a training goes: loss and speed at each step, a sample where the model is evaluated.
public final class StepReport implements TrainingRun.Watcher {
    private static final int SAMPLE_TOKENS = 40;
    private static final double TEMPERATURE = 0.8;
    private static final Sampler SAMPLER = Sampler.atTemperature(TEMPERATURE);

    private final Progress progress;
    private final DecoderModel model;
    private final Tokenizer tokenizer;
    private final int[] prompt;
    private double validationLoss = Double.NaN;

    /// @param prompt tokens that each sample begins with
    StepReport(Progress progress, DecoderModel model, Tokenizer tokenizer, int... prompt) {
        this.progress = progress;
        this.model = model;
        this.tokenizer = tokenizer;
        this.prompt = prompt;
    }

    @Override
    public void onStep(TrainingLog.Row row) {
        if (row.evaluated()) {
            validationLoss = row.validationLoss();
            progress.tell(String.format(Locale.ROOT, "step %,d: validation loss %.3f │ %s",
                    row.step(), validationLoss, HumanReadable.quoted(sample())));
        }
        progress.reached(row.step(), note(row));
    }

    /// The words beside the progress bar.
    private String note(TrainingLog.Row row) {
        String validation = Double.isNaN(validationLoss) ? ""
                : String.format(Locale.ROOT, ", validation %.3f", validationLoss);
        return String.format(Locale.ROOT, "loss %.3f%s, %,.0f tokens/s", row.trainingLoss(),
                validation, row.tokensPerSecond());
    }

    /// Text by the model as it is now. It draws from a generator of its own: what is shown does
    /// not change what is learned.
    private String sample() {
        model.eval();
        int[] ids = new Generation(model, SAMPLER, SAMPLE_TOKENS, Set.of())
                .generate(prompt, new RandomState(1));
        model.train();
        return tokenizer.decode(prompt) + tokenizer.decode(ids);
    }
}
