package llm.session;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import llm.preference.policy.AnswerRule;
import llm.pretrain.Preset;
import llm.tensor.Backends;
import llm.tensor.backend.Backend;
import llm.text.chat.ChatTemplate;

/// The names that the library's methods take, and the paths of files; downloaded models come first.
public final class LibraryNames implements TextChoices {
    @Override
    public List<String> of(String method, String typed) {
        return switch (method) {
            case "Preset.named" -> Preset.all().stream().map(Preset::name).toList();
            case "Backends.named" -> Backends.all().stream().map(Backend::name).toList();
            case "Tokenizers.named" -> List.of("gpt2");
            case "ChatTemplate.named" -> names(ChatTemplate.values());
            case "AnswerRule.named" -> names(AnswerRule.values());
            case "DataFolders.of" -> Catalogue.load().entries().stream()
                    .map(CatalogueEntry::name).toList();
            case "Path.of", "File" -> paths(typed);
            default -> List.of();
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> paths(String typed) {
        Path here = Path.of("").toAbsolutePath();
        Path fetched = Path.of(System.getProperty("llm.cache", ".cache"), "data").toAbsolutePath();
        var paths = new ArrayList<String>();
        in(fetched).filter(Files::isDirectory)
                .forEach(folder -> paths.add(text(here.relativize(folder), false)));
        try {
            String parent = typed.substring(0, typed.lastIndexOf('/') + 1);
            in(Path.of(parent.isEmpty() ? "." : parent)).forEach(file -> paths.add(
                    parent + text(file.getFileName(), Files.isDirectory(file))));
        } catch (InvalidPathException _) {
            return List.of();
        }
        return paths;
    }

    private static String text(Path path, boolean goesOn) {
        return path.toString().replace(File.separatorChar, '/') + (goesOn ? "/" : "");
    }

    /// What a folder holds, without what is hidden.
    private static Stream<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
