package llm.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import llm.model.DecoderModel;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelFormat;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.pretrain.folder.WeightFile;
import llm.tensor.RandomState;
import llm.tensor.file.ElementType;
import llm.tensor.layer.Initializer;
import llm.text.files.Tokenizers;

/// Checkpoints of llama2.c, with the tokenizer that lies beside them. They bear no mark, so any file
/// is taken for one; it is refused if its size does not fit.
public final class Llama2CFormat implements ModelFormat {
    private static final StopTokens ENDS = new StopTokens(OptionalInt.of(1), Set.of(2));

    @Override
    public String name() {
        return "llama2.c";
    }

    @Override
    public boolean reads(Path file) {
        return true;
    }

    @Override
    public ModelOutline outline(Path path, LoadOptions options) throws IOException {
        try (Llama2CFile file = Llama2CFile.open(path)) {
            return new ModelOutline(name(), file.config(),
                    Tokenizers.find(path.resolveSibling("")), ENDS, Optional.empty(),
                    Optional.empty(), ElementType.F32);
        }
    }

    @Override
    public PretrainedModel load(Path path, LoadOptions options) throws IOException {
        try (Llama2CFile file = Llama2CFile.open(path)) {
            DecoderModel model = new DecoderModel(file.config(), new RandomState(0),
                    Initializer.none(options.dtype()));
            WeightFile.load(WeightFile.interleaved(WeightFile.weights(model),
                    file.config().headDim()), file, path, Set.of());
            model.eval();
            return new PretrainedModel(model, Tokenizers.find(path.resolveSibling("")), ENDS);
        }
    }
}
