package llm.text.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTokenizer;
import llm.text.pretokenize.Gpt2PreTokenizer;

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

    /// Loads a tokenizer from its file or from a folder, in which it takes the first there is:
    /// `tokenizer.json`; `vocab.json` with `merges.txt`; `encoder.json` with `vocab.bpe`;
    /// `tokenizer.model` of SentencePiece; `tok….bin` or `tok….json` of llama2.c.
    ///
    /// @throws IllegalArgumentException if there is no such file or it is broken; names the file
    public static Tokenizer load(Path folderOrFile) {
        return find(folderOrFile).orElseThrow(() -> new IllegalArgumentException(folderOrFile
                + " must hold tokenizer.json, or vocab.json and merges.txt, or encoder.json and "
                + "vocab.bpe, or tokenizer.model, or tok*.bin, got none of them"));
    }

    /// As [#load], but empty if a folder holds none of these files.
    ///
    /// @throws IllegalArgumentException if a file is broken; names the file
    public static Optional<Tokenizer> find(Path folderOrFile) {
        if (!Files.isDirectory(folderOrFile)) {
            return Optional.of(loadFile(folderOrFile));
        }
        Path json = folderOrFile.resolve(TOKENIZER_JSON);
        if (Files.exists(json)) {
            return Optional.of(TokenizerJsonReader.read(json));
        }
        for (Gpt2Files files : Gpt2Files.values()) {
            if (Files.exists(folderOrFile.resolve(files.vocabularyFile()))) {
                return Optional.of(files.load(folderOrFile));
            }
        }
        for (String pattern : List.of("tokenizer.model", "tok*.bin", "tok[0-9]*.json")) {
            Optional<Path> file = first(folderOrFile, pattern);
            if (file.isPresent()) {
                return file.map(Tokenizers::loadFile);
            }
        }
        return Optional.empty();
    }

    private static Tokenizer loadFile(Path file) {
        String name = file.getFileName().toString();
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(file + " must exist, got no such file");
        }
        FileKind.require(file, FileKind.JSON, FileKind.TEXT);
        if (name.endsWith(".model")) {
            return SentencePieceModel.read(file);
        }
        if (name.endsWith(".bin")) {
            return Llama2cFiles.readBinary(file);
        }
        return name.matches("tok[0-9]+\\.json")
                ? Llama2cFiles.readJson(file)
                : TokenizerJsonReader.read(file);
    }

    private static Optional<Path> first(Path folder, String pattern) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            return StreamSupport.stream(files.spliterator(), false).sorted().findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes `tokenizer.json` and `tokenizer_config.json` to `folder`, which is made if need be,
    /// and for a tokenizer that splits like GPT-2 `vocab.json` and `merges.txt` too.
    ///
    /// @throws IllegalArgumentException if it is not a byte-pair tokenizer
    public static void save(Tokenizer tokenizer, Path folder) throws IOException {
        TokenizerJsonWriter.of(tokenizer).write(folder);
        if (tokenizer instanceof BpeTokenizer bpe
                && bpe.preTokenizer() instanceof Gpt2PreTokenizer) {
            Gpt2Files.HUGGING_FACE.save(bpe, folder);
        }
    }
}
