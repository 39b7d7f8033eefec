package llm.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import llm.model.DecoderModel;
import llm.model.decode.Probabilities;
import llm.pretrain.folder.ClassifierModel;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.SaveOptions;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.text.Tokenizer;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;

/// Tells what kind of text it reads: a language model whose head scores classes instead of tokens.
/// Source: Radford et al. (2018), §3.2.
///
/// @param model     the model; its head's weight is `(classes, embDim)`
/// @param tokenizer makes tokens of a text
/// @param labels    the names of the classes
/// @param pad       the token put behind shorter texts of a batch; nobody may have said
/// @param pooling   which token's vector the head reads
public record TextClassifier(DecoderModel model, Tokenizer tokenizer, Labels labels,
                             OptionalInt pad, Pooling pooling) {
    private static final int TOGETHER = 16;                  // texts read at a time
    private static final double INITIAL_DEVIATION = 0.02;    // as all of GPT-2 begins

    /// A classifier that has yet to learn: a pretrained model with a new head, which takes the
    /// place of the old one.
    ///
    /// @param random where the head's first values come from
    /// @throws IllegalArgumentException if the model has no tokenizer
    public static TextClassifier of(PretrainedModel base, Labels labels, RandomState random) {
        Tokenizer tokenizer = requireTokenizer(base.tokenizer());
        DecoderModel model = base.model();
        Linear head = new Linear(model.config().embDim(), labels.size(), false,
                Initializer.normal(INITIAL_DEVIATION, random));
        head.to(model.head().weight().backend());
        model.head().replaceBy(head);
        return new TextClassifier(model, tokenizer, labels, pad(tokenizer, base.ends()),
                Pooling.LAST);
    }

    /// The same that reads another token.
    public TextClassifier with(Pooling other) {
        return new TextClassifier(model, tokenizer, labels, pad, other);
    }

    private static Tokenizer requireTokenizer(Optional<Tokenizer> tokenizer) {
        return tokenizer.orElseThrow(() -> new IllegalArgumentException(
                "a classifier needs a model folder with a tokenizer, got one without"));
    }

    /// A text's end is what has no meaning behind it.
    private static OptionalInt pad(Tokenizer tokenizer, StopTokens ends) {
        return tokenizer.endOfText().isPresent() ? tokenizer.endOfText()
                : ends.stop().stream().mapToInt(Integer::intValue).min();
    }

    /// Loads a folder that [#save] or transformers wrote.
    ///
    /// @throws IllegalArgumentException if it holds no classifier, or one of a kind not supported
    public static TextClassifier load(Path folder) throws IOException {
        return of(ClassifierModel.load(folder, LoadOptions.of(DType.F32)));
    }

    public static TextClassifier of(ClassifierModel stored) {
        return new TextClassifier(stored.model(), requireTokenizer(stored.tokenizer()),
                new Labels(stored.task().labels()), stored.task().pad(),
                Pooling.of(stored.task()));
    }

    /// The folder's contents.
    public ClassifierModel stored() {
        Optional<String> other = pooling == Pooling.LAST ? Optional.empty()
                : Optional.of(pooling.label());
        StopTokens ends = tokenizer.endOfText().isEmpty() ? StopTokens.NONE
                : StopTokens.of(tokenizer.endOfText().getAsInt());
        return new ClassifierModel(model, Optional.of(tokenizer), ends,
                new ClassifierModel.Task(labels.names(), pad, other));
    }

    /// Writes a folder in Hugging Face's layout; see [ClassifierModel#save].
    public void save(Path folder, String card) throws IOException {
        save(folder, card, SaveOptions.USUAL);
    }

    /// The same with weights as told.
    public void save(Path folder, String card, SaveOptions options) throws IOException {
        stored().save(folder, card, options);
    }

    /// Scores the classes of texts.
    ///
    /// @param ids `(batch, tokens)`, shorter texts filled up at the end
    /// @return logits, `(batch, classes)`
    public Tensor forward(IntTensor ids) {
        Tensor hidden = model.hidden(ids);                   // (batch, tokens, embDim)
        Tensor text = pooling.weights(ids, pad, hidden.backend())
                .matmul(hidden)                              // (batch, 1, embDim)
                .reshape(ids.size(0), hidden.size(2));       // (batch, embDim)
        return model.head().forward(text);
    }

    /// The tokens of a text. What looks like a special token is read letter by letter; what is
    /// longer than the model can look at is cut off at the end; of an empty text a pad is left.
    public int[] encode(String text) {
        int[] whole = encodeWhole(text);
        return whole.length == 0 ? new int[] {pad.orElse(0)}
                : Arrays.copyOf(whole, Math.min(whole.length, model.contextLength()));
    }

    /// Whether a text is cut off.
    public boolean cuts(String text) {
        return encodeWhole(text).length > model.contextLength();
    }

    private int[] encodeWhole(String text) {
        int[] ids = tokenizer.encode(text);
        return tokenizer.fromStart(ids);
    }

    /// What a text is.
    public Prediction predict(String text) {
        int[] ids = encode(text);
        return predict(IntTensor.of(ids, 1, ids.length)).getFirst();
    }

    /// What all of some texts are. The model's mode, training or evaluation, is then as it was.
    public List<Prediction> predict(ClassificationDataset texts) {
        boolean training = model.training();
        model.eval();
        List<Prediction> predictions = new ArrayList<>();
        BatchOrder order = BatchOrder.inOrder(pad.isPresent() ? TOGETHER : 1);
        for (ClassificationBatch batch : new DataLoader<>(texts, order)) {
            predictions.addAll(predict(batch.ids()));
        }
        if (training) {
            model.train();
        }
        return predictions;
    }

    /// What texts are that are read together; they do not change each other's result.
    ///
    /// @param ids `(batch, tokens)`
    public List<Prediction> predict(IntTensor ids) {
        try (Scope _ = Scope.open()) {
            Tensor logits = Autograd.noGrad(() -> forward(ids));             // (batch, classes)
            float[] all = logits.toArray();
            List<Prediction> predictions = new ArrayList<>();
            for (int row = 0; row < ids.size(0); row++) {
                predictions.add(new Prediction(labels, Probabilities.softmax(
                        Arrays.copyOfRange(all, row * labels.size(), (row + 1) * labels.size()))));
            }
            return predictions;
        }
    }
}
