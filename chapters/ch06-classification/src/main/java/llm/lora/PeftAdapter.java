package llm.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import llm.lora.LoraConfig.Size;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.ModuleNames;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.Safetensors;
import llm.text.files.FileKind;
import llm.train.StagedFolder;

/// An adapter as the peft library has it: a folder with `adapter_config.json` and
/// `adapter_model.safetensors`.
///
/// @param lora  the adapters, around the layers of a model
/// @param base  name or path of the model without them; empty if nobody said
/// @param task  such as `CAUSAL_LM` or `SEQ_CLS`; empty if nobody said
/// @param saved what the file holds whole, such as the `score.weight` of a classifier
public record PeftAdapter(Lora lora, String base, String task, Map<String, Tensor> saved) {
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PICKLED = "adapter_model.bin";
    static final String PREFIX = "base_model.model.";
    static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";

    public PeftAdapter {
        saved = Collections.unmodifiableMap(new LinkedHashMap<>(saved));   // in order
    }

    /// Adapters of a language model.
    public static PeftAdapter of(Lora lora, String base) {
        return new PeftAdapter(lora, base, "CAUSAL_LM", Map.of());
    }

    /// Reads a folder and puts its adapters around the layers of a model, which is frozen.
    ///
    /// @throws IllegalArgumentException if the adapter is of a kind that is not supported, or was
    ///         made for another model, which stays as it was
    public static PeftAdapter load(Path folder, DecoderModel model) throws IOException {
        requireFiles(folder);
        PeftConfigJson.Contents contents = PeftConfigJson.read(folder.resolve(CONFIG));
        Path path = folder.resolve(WEIGHTS);
        try (Safetensors file = FileKind.openSafetensors(path)) {
            PeftReader reader = new PeftReader(path, file, model, contents);
            Lora lora = Lora.prepare(model, reader.config(), new RandomState(0));
            reader.fill(lora);
            lora.attach();
            return new PeftAdapter(lora, contents.base(), contents.task(), reader.saved());
        }
    }

    /// Whether a folder holds the adapter of a classifier, whose head it then has too.
    ///
    /// @throws IllegalArgumentException if it holds no adapter
    public static boolean isClassifier(Path folder) throws IOException {
        requireFiles(folder);
        return PeftConfigJson.read(folder.resolve(CONFIG)).task().equals("SEQ_CLS");
    }

    private static void requireFiles(Path folder) {
        for (String name : List.of(CONFIG, WEIGHTS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new IllegalArgumentException("an adapter's folder must hold " + name
                        + ", got none in " + folder + (Files.exists(folder.resolve(PICKLED))
                        ? "; " + PICKLED + " can run code when it is read" : ""));
            }
        }
    }

    /// Writes the folder. If writing fails, an adapter that was there before is still whole.
    ///
    /// @throws IllegalArgumentException if an adapter is around a head that took the model's place
    public void save(Path folder) throws IOException {
        requireOwnHead();
        List<String> names = lora.modules().stream().map(LoraModule::name).toList();
        LoraConfig config = lora.config().withSizes(names, this::sizeOf)
                .on(new LoraTargets.Named(LoraTargets.entries(names,
                        ModuleNames.of(lora.model()).keySet())));
        List<String> modules = saved.keySet().stream()
                .map(key -> key.substring(0, key.lastIndexOf('.'))).distinct().sorted().toList();
        String json = PeftConfigJson.write(new PeftConfigJson.Contents(config, base, task, modules),
                lora.model().config() instanceof GptConfig);
        StagedFolder.write(folder, staged -> {
            Safetensors.write(staged.resolve(WEIGHTS), tensors(weight -> weight),
                    Map.of("format", "pt"));
            AtomicFile.writeText(staged.resolve(CONFIG), json);
        });
    }

    private void requireOwnHead() {
        Tensor head = lora.model().head().weight();
        Tensor embedding = lora.model().tokenEmbedding().weight();
        if (lora.modules().stream().anyMatch(module -> module.name().equals(ModuleNames.HEAD))
                && !head.shape().equals(embedding.shape())) {
            throw new IllegalArgumentException(("an adapter of lm_head must be around a head of "
                    + "%s, got one of %s; a classifier's head is saved whole")
                    .formatted(embedding.shape(), head.shape()));
        }
    }

    private Size sizeOf(String name) {
        return lora.modules().stream().filter(module -> module.name().equals(name)).findFirst()
                .orElseThrow().size();
    }

    /// Every tensor of the file by its key, or what `of` makes of each parameter, such as its
    /// gradient.
    public Map<String, Tensor> tensors(UnaryOperator<Tensor> of) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        Autograd.noGrad(() -> lora.modules().forEach(module -> {
            all.put(PREFIX + module.name() + A, module.a(of));
            all.put(PREFIX + module.name() + B, module.b(of));
        }));
        saved.forEach((key, value) -> all.put(PREFIX + key, value));
        return all;
    }
}
