package llm.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import llm.lora.Lora;
import llm.lora.PeftAdapter;
import llm.model.DecoderModel;
import llm.pretrain.folder.ClassifierModel;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;

/// A classifier whose body is a frozen language model with adapters: on disk, an adapter in peft's
/// layout that holds the head whole, as its module `score`.
///
/// @param classifier reads texts
/// @param lora       the adapters around the layers of its model
public record AdaptedClassifier(TextClassifier classifier, Lora lora) {
    private static final String TASK = "SEQ_CLS";
    private static final String SCORE = "score.weight";
    private static final String CONFIG = "config.json";

    /// Writes the adapter, and beside it a `config.json` that names the classes, which peft's own
    /// file cannot.
    ///
    /// @param base name or path of the model without it
    public void save(Path folder, String base) throws IOException {
        Tensor head = classifier.model().head().weight();
        new PeftAdapter(lora, base, TASK, Map.of(SCORE, head.detach())).save(folder);
        AtomicFile.writeText(folder.resolve(CONFIG), classifier.stored().configJson());
    }

    /// Puts an adapter around the layers of a model, and its head in place of the model's.
    ///
    /// @param base    the folder of a language model
    /// @param adapter what [#save] or peft wrote
    /// @throws IllegalArgumentException if the adapter is of another model or of no classifier
    public static AdaptedClassifier load(Path base, Path adapter, LoadOptions options)
            throws IOException {
        PretrainedModel model = PretrainedModel.load(base, options);
        PeftAdapter peft = PeftAdapter.load(adapter, model.model());
        Tensor head = peft.saved().get(SCORE);
        if (head == null || head.size(1) != model.model().config().embDim()) {
            throw new IllegalArgumentException(("%s must hold a classifier's head, %s as "
                    + "(classes, embDim=%d), got %s").formatted(adapter, SCORE,
                    model.model().config().embDim(), head == null ? "none" : head.shape()));
        }
        TextClassifier classifier = classifier(model, adapter, head);
        classifier.model().eval();
        return new AdaptedClassifier(classifier, peft.lora());
    }

    private static TextClassifier classifier(PretrainedModel base, Path adapter, Tensor head)
            throws IOException {
        int classes = head.size(0);
        if (!Files.exists(adapter.resolve(CONFIG))) {
            return withHead(base, new Labels(ClassifierModel.unnamed(classes)), head);
        }
        ClassifierModel.Task task = ClassifierModel.task(adapter, classes);
        TextClassifier classifier = withHead(base, new Labels(task.labels()), head);
        return new TextClassifier(classifier.model(), classifier.tokenizer(),
                classifier.labels(), task.pad(), Pooling.of(task));
    }

    private static TextClassifier withHead(PretrainedModel base, Labels labels, Tensor head) {
        DecoderModel model = base.model();
        TextClassifier classifier = TextClassifier.of(base, labels, new RandomState(0));
        model.head().weight().copyFrom(head);
        return classifier;
    }
}
