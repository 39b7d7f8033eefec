package llm.format;

import java.io.IOException;
import java.nio.file.Path;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelFormat;
import llm.pretrain.folder.PretrainedModel;

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
    public PretrainedModel load(Path file, LoadOptions options) throws IOException {
        return GgufModel.load(file, options.dtype());
    }
}
