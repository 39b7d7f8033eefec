package llm.pretrain.folder;

import java.io.IOException;
import java.nio.file.Path;

/// A kind of file that holds a whole model, beside Hugging Face's folder.
///
/// Formats of the book are known by the name of their class, see [ModelFormats]; others join
/// through [java.util.ServiceLoader].
public interface ModelFormat {

    /// What people call it, such as `GGUF`.
    String name();

    /// Whether this looks like one of its files.
    boolean reads(Path file) throws IOException;

    /// What a file says of its model, without reading the weights.
    ///
    /// @throws IllegalArgumentException if it is broken or of a kind that is not supported
    ModelOutline outline(Path file, LoadOptions options) throws IOException;

    /// Loads a file.
    ///
    /// @throws IllegalArgumentException if it is broken or of a kind that is not supported
    PretrainedModel load(Path file, LoadOptions options) throws IOException;
}
