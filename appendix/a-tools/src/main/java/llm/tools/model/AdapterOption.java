package llm.tools.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import llm.deploy.TrainedFormat;
import llm.instruct.PromptFormat;
import llm.lora.PeftAdapter;
import llm.model.DecoderModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Adapters around the layers of a model: a mixin.
public final class AdapterOption {
    @Option(names = "--adapter", paramLabel = "DIR",
            description = "An adapter in peft's layout, put around the model's layers.")
    private @Nullable Path folder;

    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /// How the model wants to be asked: what an adapter was trained with is noted beside it, in the
    /// folder around, and goes before what the model was.
    ///
    /// @param chatTemplate the model's
    public Optional<PromptFormat> trainedFormat(Path model, Optional<String> chatTemplate)
            throws IOException {
        Optional<PromptFormat> own = folder == null ? Optional.empty()
                : TrainedFormat.of(folder.toAbsolutePath().getParent());
        return own.isPresent() ? own : TrainedFormat.of(model, chatTemplate);
    }

    /// Puts the adapter around the layers, if one is given.
    ///
    /// @throws IllegalArgumentException if it is of another model
    public void wrap(DecoderModel model) throws IOException {
        if (folder != null) {
            PeftAdapter.load(folder, model);
        }
    }
}
