package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.backend.DType;
import llm.tools.cli.HumanReadable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What to pass over in the configuration of the model that `--model` names: a mixin.
public final class IgnoreConfigOption {
    @Option(names = "--ignore-config", paramLabel = "FIELD",
            description = "Treat this field of config.json as if it were not there, though it may "
                    + "change what the model computes; may be given several times.")
    private @Nullable List<String> fields;

    private final Set<String> told = new HashSet<>();

    /// Loads the model; what is passed over is told once, a line each.
    public PretrainedModel load(Path model, DType dtype, PrintWriter err) throws IOException {
        return PretrainedModel.load(model, options(dtype, err));
    }

    /// What the model's files say, without the weights.
    public ModelOutline outline(Path model, PrintWriter err) throws IOException {
        return ModelOutline.read(model, options(DType.F32, err));
    }

    private LoadOptions options(DType dtype, PrintWriter err) {
        return new LoadOptions(dtype, fields == null ? Set.of() : Set.copyOf(fields), line -> {
            if (told.add(line)) {
                err.println(HumanReadable.line(line));
            }
        });
    }
}
