package llm.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where the model lies that a command names: at this path, or else where `./llm data get NAME` has
/// put it. A shell that completes offers the names that there are; where none fits, files.
public final class ModelPath implements ITypeConverter<Path>, Iterable<String> {
    private static final String RECORD = "source.json";      // put there when all has come
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    @Override
    public Path convert(String pathOrName) throws IOException {
        Path path = Path.of(pathOrName);
        if (Files.exists(path) || !pathOrName.matches(NAME)) {
            return path;
        }
        Path fetched = Path.of(System.getProperty("llm.cache", ".cache"), "data", pathOrName);
        if (Files.exists(fetched.resolve(RECORD))) {
            return model(fetched);
        }
        boolean known = Catalogue.load().entries().stream().anyMatch(entry ->
                entry.name().equals(pathOrName) && entry.kind().equals("model"));
        if (known) {
            throw new TypeConversionException("there is no such folder, and the model " + pathOrName
                    + " has not been fetched; ./llm data get " + pathOrName + " does that");
        }
        return path;
    }

    @Override
    public Iterator<String> iterator() {
        return Catalogue.load().entries().stream().filter(entry -> entry.kind().equals("model"))
                .map(CatalogueEntry::name).iterator();
    }

    /// The folder, or the only model file in it, as of llama2.c.
    private static Path model(Path fetched) throws IOException {
        if (Files.exists(fetched.resolve("config.json"))) {
            return fetched;
        }
        try (Stream<Path> files = Files.walk(fetched)) {
            List<Path> models = files.filter(Files::isRegularFile)
                    .filter(file -> isModel(file.getFileName().toString())).toList();
            return models.size() == 1 ? models.getFirst() : fetched;
        }
    }

    private static boolean isModel(String file) {
        return file.endsWith(".gguf") || file.endsWith(".bin") && !file.startsWith("tok");
    }
}
