package llm.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds, loads and saves tokenizers.
public final class Tokenizers {

    private static final String TOKENIZER_JSON = "tokenizer.json";

    private Tokenizers() {
    }

    /// A tokenizer that comes with the book and needs no file: `gpt2`.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public static BpeTokenizer named(String name) {
        if (!name.equals("gpt2")) {
            throw new IllegalArgumentException(
                    "the tokenizer name must be gpt2, got \"" + name + "\"");
        }
        return EmbeddedGpt2.load();
    }

    /// Loads a tokenizer from a `tokenizer.json`, or from a folder that holds one, or else
    /// `vocab.json` with `merges.txt`, or `encoder.json` with `vocab.bpe`.
    ///
    /// @throws IllegalArgumentException if there is no such file or it is broken; names the file
    public static BpeTokenizer load(Path folderOrFile) {
        if (!Files.isDirectory(folderOrFile)) {
            return TokenizerJsonReader.read(folderOrFile);
        }
        Path json = folderOrFile.resolve(TOKENIZER_JSON);
        if (Files.exists(json)) {
            return TokenizerJsonReader.read(json);
        }
        for (Gpt2Files files : Gpt2Files.values()) {
            if (Files.exists(folderOrFile.resolve(files.vocabularyFile()))) {
                return files.load(folderOrFile);
            }
        }
        throw new IllegalArgumentException(folderOrFile + " must hold tokenizer.json, "
                + "or vocab.json and merges.txt, or encoder.json and vocab.bpe, got none of them");
    }

    /// Writes `tokenizer.json` and `tokenizer_config.json` to `folder`, which is made if need be,
    /// and for a tokenizer that splits like GPT-2 `vocab.json` and `merges.txt` too.
    public static void save(BpeTokenizer tokenizer, Path folder) throws IOException {
        new TokenizerJsonWriter(tokenizer).write(folder);
        if (tokenizer.splitter() instanceof Gpt2Splitter) {
            Gpt2Files.HUGGING_FACE.save(tokenizer, folder);
        }
    }
}
