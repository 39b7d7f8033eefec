package llm.preference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import llm.classify.Labels;
import llm.classify.TextClassifier;
import llm.instruct.Masking;
import llm.instruct.PaddedBatch;
import llm.instruct.PromptFormat;
import llm.instruct.Response;
import llm.instruct.TrainingRow;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.layer.Layer;

/// Says how good an answer is, as a number: chapter 6's classifier with a single class, which reads
/// prompt and answer up to the last token. On disk it is a `…ForSequenceClassification` with one
/// label, which is what TRL writes and reads too.
///
/// @param scorer the classifier
/// @param format how prompts are laid out
public record RewardModel(TextClassifier scorer, PromptFormat format) {
    private static final String LABEL = "reward";

    public RewardModel {
        if (scorer.labels().size() != 1) {
            throw new IllegalArgumentException("a reward model must have one score, got "
                    + scorer.labels().size() + " classes; finetune reward makes one");
        }
    }

    /// A reward model that has yet to learn: a language model with a new head.
    ///
    /// @param random where the head's first values come from
    public static RewardModel of(PretrainedModel base, PromptFormat format, RandomState random) {
        return new RewardModel(TextClassifier.of(base, Labels.of(LABEL), random), format);
    }

    /// Loads a folder that [#save] or TRL wrote.
    ///
    /// @throws IllegalArgumentException if it holds another kind of model
    public static RewardModel load(Path folder, PromptFormat format) throws IOException {
        return new RewardModel(TextClassifier.load(folder), format);
    }

    /// Writes a folder in Hugging Face's layout.
    public void save(Path folder, String card) throws IOException {
        scorer.save(folder, card);
    }

    /// Scores of texts.
    ///
    /// @param ids prompts with answers, shorter ones padded at the end, `(batch, tokens)`
    /// @return `(batch)`
    public Tensor scores(IntTensor ids) {
        return scorer.forward(ids).reshape(ids.size(0));
    }

    /// How good an answer is.
    public double score(Response response) {
        return scores(List.of(response))[0];
    }

    /// How good some answers are, each read by itself.
    public float[] scores(List<Response> responses) {
        float[] scores = new float[responses.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(i + 1, responses.get(i));
        }
        return scores;
    }

    private float score(int number, Response response) {
        TrainingRow row = TrainingRow.of(number, format.encode(response.asInstruction(),
                scorer.tokenizer()), format.end(scorer.tokenizer()), Masking.PROMPT)
                .cutTo(scorer.model().contextLength());
        try (Scope _ = Scope.open()) {
            return Autograd.noGrad(() -> scores(PaddedBatch.of(row).inputs())).item();
        }
    }

    /// What learns.
    public Layer model() {
        return scorer.model();
    }
}
