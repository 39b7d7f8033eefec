package llm.pretrain.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import llm.text.files.FileKind;

/// The formats of model files on the class path.
final class ModelFormats {
    /// The book's own, in the order in which they are asked; appendix F holds them.
    private static final List<String> KNOWN =
            List.of("llm.format.GgufFormat", "llm.format.Llama2CFormat");

    private ModelFormats() {
    }

    /// The format of a file.
    ///
    /// @throws IllegalArgumentException if no format knows it
    static ModelFormat of(Path file) throws IOException {
        FileKind.require(file, FileKind.GGUF);
        for (ModelFormat format : known()) {
            if (format.reads(file)) {
                return format;
            }
        }
        List<ModelFormat> others = ServiceLoader.load(ModelFormat.class).stream()
                .map(ServiceLoader.Provider::get).toList();
        for (ModelFormat format : others) {
            if (format.reads(file)) {
                return format;
            }
        }
        throw new IllegalArgumentException("a model must be a folder, or a file of a format that is "
                + "on the class path (" + names(others) + "), got " + file);
    }

    private static String names(List<ModelFormat> others) {
        List<ModelFormat> all = new ArrayList<>(known());
        all.addAll(others);
        return all.isEmpty() ? "none: add f-formats"
                : all.stream().map(ModelFormat::name).collect(Collectors.joining(", "));
    }

    private static List<ModelFormat> known() {
        List<ModelFormat> formats = new ArrayList<>();
        for (String name : KNOWN) {
            try {
                formats.add((ModelFormat) Class.forName(name).getConstructor().newInstance());
            } catch (ClassNotFoundException _) {
                continue;                                    // appendix F is not on the class path
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("format " + name + " must start, got " + e, e);
            }
        }
        return formats;
    }
}
