package llm.format;

import java.io.IOException;
import java.nio.file.Path;
import llm.format.gguf.GgufFile;
import llm.model.DecoderConfig;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelFormat;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.file.ElementType;

/// Files whose name ends in `.gguf`.
public final class GgufFormat implements ModelFormat {

    @Override
    public String name() {
        return "GGUF";
    }

    @Override
    public boolean reads(Path file) {
        return file.toString().endsWith(".gguf");
    }

    @Override
    public ModelOutline outline(Path path, LoadOptions options) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            DecoderConfig config = GgufConfig.read(file);
            ModelOutline.requireEnough(file, config, path);
            GgufTokenizer.Found found = GgufTokenizer.find(file.metadata());
            return new ModelOutline(name(), config, found.tokenizer(),
                    GgufTokenizer.ends(file.metadata()),
                    GgufTokenizer.chatTemplate(file.metadata()), found.fault(),
                    weightType(file));
        }
    }

    private static ElementType weightType(GgufFile file) {
        return switch (file.mostCommonType()) {
            case F16 -> ElementType.F16;
            case BF16 -> ElementType.BF16;
            default -> ElementType.F32;
        };
    }

    @Override
    public PretrainedModel load(Path file, LoadOptions options) throws IOException {
        return GgufModel.load(file, options.dtype());
    }
}
