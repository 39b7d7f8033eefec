package llm.pretrain.folder;

import java.util.Set;
import java.util.function.Consumer;
import llm.tensor.backend.DType;

/// How a model is loaded.
///
/// @param dtype         how matrices are kept
/// @param ignoredFields fields of its `config.json` to be treated as if they were not there,
///                      although they may change what the model computes
/// @param notices       told, a line each, what was passed over or is not as the files say
public record LoadOptions(DType dtype, Set<String> ignoredFields,
                          Consumer<String> notices) {

    public LoadOptions {
        ignoredFields = Set.copyOf(ignoredFields);
    }

    /// Every field counts, and notices go to standard error.
    public static LoadOptions of(DType dtype) {
        return new LoadOptions(dtype, Set.of(), System.err::println);
    }

    /// The same with notices for somebody else.
    public LoadOptions telling(Consumer<String> others) {
        return new LoadOptions(dtype, ignoredFields, others);
    }
}
