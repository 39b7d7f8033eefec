package llm.pretrain.folder;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.tensor.Tensor;

/// What Hugging Face calls the linear layers of a model.
public final class ModuleNames {
    /// The output head, whether it has a weight of its own or not.
    public static final String HEAD = "lm_head";
    private static final String HEAD_PATH = "head";
    private static final String WEIGHT = ".weight";

    private ModuleNames() {
    }

    /// The paths of our layers by the module that they are in the files, such as
    /// `model.layers.0.self_attn.q_proj`. Several layers, such as those that make GPT-2's queries,
    /// keys and values, may be one module; its outputs are theirs, one layer after the other.
    public static Map<String, List<String>> of(DecoderModel model) {
        Map<Tensor, String> paths = new IdentityHashMap<>();
        model.linears().forEach((path, linear) -> paths.put(linear.weight(), path));
        paths.remove(model.head().weight());                 // it may be the token embedding
        Map<String, List<String>> modules = new LinkedHashMap<>();
        for (StoredWeight weight : model.config() instanceof GptConfig
                ? GptWeights.of(model, GptWeights.PREFIX)
                : LlamaWeights.of(model, LlamaWeights.PREFIX)) {
            for (Tensor part : weight.parts()) {
                if (paths.containsKey(part)) {
                    String name = weight.name();
                    modules.computeIfAbsent(name.substring(0, name.length() - WEIGHT.length()),
                            _ -> new ArrayList<>()).add(paths.get(part));
                }
            }
        }
        modules.put(HEAD, List.of(HEAD_PATH));
        return modules;
    }
}
