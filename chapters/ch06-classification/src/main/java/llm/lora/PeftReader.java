package llm.lora;

import static llm.lora.PeftAdapter.A;
import static llm.lora.PeftAdapter.B;
import static llm.lora.PeftAdapter.PREFIX;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.model.DecoderModel;
import llm.pretrain.folder.ModuleNames;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightFile;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;

/// Reads an `adapter_model.safetensors`: what it holds must be what its configuration targets, and
/// what the model has.
record PeftReader(Path path, Safetensors file, DecoderModel model,
                  PeftConfigJson.Contents contents) {
    private static final String BASE = ".base_layer.weight";
    private static final Pattern ADAPTER =
            Pattern.compile("base_model\\.model\\.(.+)\\.lora_[AB]\\.weight");
    /// What the model has itself, beside its head.
    private static final Pattern INSIDE =
            Pattern.compile("base_model\\.model\\.(transformer|model)\\..+");

    /// The configuration for just the modules that the file holds.
    LoraConfig config() {
        Map<String, List<String>> known = ModuleNames.of(model);
        Set<String> found = found();
        requireSavedBehind(known.keySet());
        for (String name : found) {
            if (!known.containsKey(name)) {
                throw other("modules that the model has, got " + name);
            }
            if (!isTargeted(name, found)) {
                throw other("the target_modules of its configuration, got " + name);
            }
            requireRank(name);
        }
        for (String name : known.keySet()) {
            if (isTargeted(name, found) && !found.contains(name)) {
                throw other("all modules that are targeted, got none for " + name);
            }
        }
        return contents.lora().withSizes(found, name -> contents.lora().sizeOf(List.of(name)))
                .on(new LoraTargets.Named(List.copyOf(found)));
    }

    /// Before anything is made of a rank.
    private void requireRank(String name) {
        int rank = contents.lora().sizeOf(List.of(name)).rank();
        String key = PREFIX + name + A;
        if (file.names().contains(key) && (file.shape(key).rank() != 2
                || file.shape(key).size(0) != rank)) {
            throw other("%s as (rank=%d, in), got %s".formatted(key, rank, file.shape(key)));
        }
    }

    /// A configuration that names no targets leaves them to the file.
    private boolean isTargeted(String name, Set<String> found) {
        LoraTargets targets = contents.lora().targets();
        return targets.equals(new LoraTargets.Named(List.of())) ? found.contains(name)
                : targets.hits(name);
    }

    private Set<String> found() {
        Set<String> found = new TreeSet<>();
        Set<String> unknown = new TreeSet<>(file.names());
        for (String key : file.names()) {
            Matcher adapter = ADAPTER.matcher(key);
            if (adapter.matches()) {
                found.add(adapter.group(1));
                unknown.remove(key);
            } else if (key.endsWith(BASE) || isSaved(key)) {
                unknown.remove(key);
            }
        }
        if (!unknown.isEmpty()) {
            throw other("lora_A and lora_B of modules, got " + unknown.iterator().next());
        }
        return found;
    }

    private boolean isSaved(String key) {
        return key.startsWith(PREFIX) && key.lastIndexOf('.') > PREFIX.length()
                && contents.saved().stream()
                .anyMatch(module -> LoraTargets.endsIn(module(key), module));
    }

    /// What the model has itself is not replaced.
    private void requireSavedBehind(Set<String> known) {
        for (String key : file.names()) {
            if (isSaved(key) && (known.contains(module(key)) || INSIDE.matcher(key).matches())) {
                throw other("saved modules that stand behind the model, got " + module(key));
            }
        }
    }

    /// `score` of `base_model.model.score.weight`.
    private String module(String key) {
        return key.substring(PREFIX.length(), key.lastIndexOf('.'));
    }

    private IllegalArgumentException other(String what) {
        return new IllegalArgumentException("%s must hold %s; it was made for %s".formatted(path,
                what, contents.base().isEmpty() ? "a model that it does not name"
                        : contents.base()));
    }

    /// Gives adapters, which need not be around their layers yet, the values of the file.
    void fill(Lora lora) {
        List<StoredWeight> weights = new ArrayList<>();
        for (LoraModule module : lora.modules()) {
            String key = PREFIX + module.name();
            for (StoredWeight weight : module.stored(key + A, key + B)) {
                if (!file.names().contains(weight.name())) {
                    throw other("A and B of each module, got no " + weight.name());
                }
                if (!file.shape(weight.name()).equals(weight.shape())) {
                    throw other(weight.name() + " as " + weight.shape() + ", got "
                            + file.shape(weight.name()));
                }
                weights.add(weight);
            }
            requireBase(module, key + BASE);
        }
        WeightFile.load(weights, file, path, file.names());
    }

    /// The base's own weight, of which peft keeps a copy where it might have grown.
    private void requireBase(LoraModule module, String key) {
        Tensor weight = module.parts().getFirst().linear().weight();
        if (file.names().contains(key) && module.parts().size() == 1
                && !file.shape(key).equals(weight.shape())) {
            throw other(key + " as " + weight.shape() + ", got " + file.shape(key));
        }
    }

    /// What the file holds whole.
    Map<String, Tensor> saved() {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        for (String key : file.names()) {
            if (!ADAPTER.matcher(key).matches() && !key.endsWith(BASE)) {
                saved.put(key.substring(PREFIX.length()), file.tensor(key));
            }
        }
        return saved;
    }
}
