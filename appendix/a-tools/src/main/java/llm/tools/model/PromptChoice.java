package llm.tools.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import llm.tools.cli.Bounds;
import llm.tools.cli.TextInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be continued: a group, of which exactly one option is given.
final class PromptChoice {
    @Option(names = "--prompt", paramLabel = "TEXT",
            description = "The text to continue; - reads it from standard input.")
    private @Nullable String text;

    @Option(names = "--prompt-file", paramLabel = "F",
            description = "A file that holds it, in UTF-8; a line break at its end is left out.")
    private @Nullable Path file;

    @Bounds(from = 0, to = Integer.MAX_VALUE)
    @Option(names = "--prompt-ids", paramLabel = "IDS", split = ",",
            description = "Its token ids instead, such as 15,2,7.")
    private @Nullable List<Integer> ids;

    Prompt prompt() throws IOException {
        if (ids != null) {
            return Prompt.of(ids);
        }
        boolean input = TextInput.STANDARD_INPUT.equals(text);
        if (file == null && !input) {
            return Prompt.of(text);
        }
        Path from = input ? Path.of(TextInput.STANDARD_INPUT) : file;
        return new Prompt(input ? "The prompt" : "The prompt in " + file,
                TextInput.readLine(from), null);
    }
}
