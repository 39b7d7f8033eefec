package llm.tools.data;

import java.nio.file.Files;
import java.nio.file.Path;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import llm.tools.cli.WrongUsage;

/// A tokenizer as the command line names it: one that comes with the book, or a folder or file.
public final class TokenizerChoice {
    private TokenizerChoice() {}

    /// @param nameOrPath `gpt2`, or where a tokenizer's files are
    /// @throws WrongUsage if it is neither
    public static Tokenizer load(String nameOrPath) {
        Path path = Path.of(nameOrPath);
        if (Files.exists(path)) {
            return Tokenizers.load(path);
        }
        if (nameOrPath.equals("gpt2")) {
            return Tokenizers.named(nameOrPath);
        }
        throw new WrongUsage("The tokenizer must be gpt2 or an existing folder or "
                + "file, got " + nameOrPath + ".");
    }
}
