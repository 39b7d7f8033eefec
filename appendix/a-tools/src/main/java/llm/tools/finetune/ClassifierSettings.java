package llm.tools.finetune;

import java.nio.file.Path;
import llm.classify.Pooling;
import llm.classify.TrainLayers;
import llm.tools.train.TrainingSettings;

/// All that the training of a classifier depends on beside its texts.
///
/// @param model         folder of the language model that it begins as
/// @param dtype         how that model's frozen matrices are kept
/// @param randomWeights whether the model's form is taken and nothing that it has learned
/// @param layers        which layers learn
/// @param pooling       which token's vector the head reads
/// @param padTo         tokens of every text; 0 for as many as the longest of its batch has,
///                      [#CONTEXT] for as many as the model can look at
/// @param weighted      whether every class counts the same, however few texts it has
/// @param lora          the adapters, where layers is `lora`
/// @param training      how it is trained
public record ClassifierSettings(String model, String dtype, boolean randomWeights, String layers,
                          String pooling, int padTo, boolean weighted, LoraSettings lora,
                          TrainingSettings training) {
    static final int CONTEXT = -1;

    /// A training of all of a model, or of some layers, as it usually goes.
    public static ClassifierSettings of(Path model, TrainLayers layers, TrainingSettings training) {
        return new ClassifierSettings(model.toString(), "f32", false, layers.label(),
                Pooling.LAST.label(), 0, false, LoraSettings.NONE, training);
    }

    ClassifierSettings withSeed(long seed) {
        return new ClassifierSettings(model, dtype, randomWeights, layers, pooling, padTo, weighted,
                lora, training.withSeed(seed));
    }
}
