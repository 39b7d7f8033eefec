package llm.tools.deploy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import llm.deploy.ServedModel;
import llm.instruct.PlainFormat;
import llm.instruct.PromptFormat;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.cli.ModelPath;
import llm.tools.cli.WrongUsage;
import llm.tools.model.AdapterOption;
import llm.tools.model.DTypeOption;
import llm.tools.model.IgnoreConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The model that is put to use: a mixin.
final class ServedModelOptions {
    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder, a GGUF file or a llama2.c checkpoint.")
    private Path folder = Path.of("");

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Mixin
    private IgnoreConfigOption ignoring = new IgnoreConfigOption();

    @Option(names = "--format", paramLabel = "NAME",
            description = "How questions are laid out: short, alpaca, phi3, llama2, mistral, "
                    + "mistral_v3, llama3, qwen2, qwen2_5, smollm2, qwen3, gemma3, "
                    + "phi3_instruct, olmo2, olmo3, olmo3_1, olmo3_think or chatml "
                    + "(default: as the model was trained).")
    private @Nullable String format;

    /// @param err where it is told what of the model's files is passed over, and which format is
    ///            taken for one that has none
    ServedModel load(String name, PrintWriter err) throws IOException {
        PretrainedModel loaded = ignoring.load(folder, dtype.dtype(), err);
        adapter.wrap(loaded.model());
        return ServedModel.of(name, loaded, format(loaded, err));
    }

    private PromptFormat format(PretrainedModel loaded, PrintWriter err) throws IOException {
        if (format != null) {
            return WrongUsage.unless(() -> PromptFormat.named(format));
        }
        Optional<PromptFormat> trained =
                adapter.trainedFormat(folder, loaded.chatTemplate());
        if (trained.isEmpty()) {
            err.println(folder + ": was not finetuned to be asked, as far as its files tell; "
                    + "questions are laid out as alpaca, --format names another way.");
        }
        return trained.orElse(PlainFormat.ALPACA);
    }

    /// The last part of the folder's path.
    String folderName() {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString();
    }
}
