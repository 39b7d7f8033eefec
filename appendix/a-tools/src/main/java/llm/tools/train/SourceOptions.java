package llm.tools.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import llm.tools.data.Corpus;
import llm.tools.data.TokenizerChoice;
import llm.train.StagedFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What to pretrain on: a mixin.
final class SourceOptions {
    @Option(names = "--data", paramLabel = "F", description = "A file of text in UTF-8; documents "
            + "are separated by <|endoftext|>.")
    private @Nullable Path data;

    @Option(names = "--tokenizer", paramLabel = "NAME|DIR",
            description = "gpt2 or a folder; the default is to learn one from the data.")
    private @Nullable String tokenizer;

    @Bounds(from = 257, to = 1_000_000)
    @Option(names = "--vocab-size", paramLabel = "N",
            description = "Tokens of a learned tokenizer (default: the preset's).")
    private @Nullable Integer vocabSize;

    /// The text.
    ///
    /// @throws IllegalArgumentException if none is given or it is empty
    Path data() throws IOException {
        if (data == null) {
            throw new WrongUsage("A training must have a text, --data F, got none.");
        }
        Corpus.requireText(data);
        return data;
    }

    /// Tokens that a learned tokenizer is to have.
    int vocabSize(int otherwise) {
        return vocabSize != null ? vocabSize : otherwise;
    }

    /// The tokenizer that is given; empty if one is to be learned.
    Optional<Tokenizer> tokenizer() {
        return Optional.ofNullable(tokenizer).map(TokenizerChoice::load);
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed, or its files have changed since
    void requireAgreement(PretrainingFolder folder) throws IOException {
        Optional<PretrainingSources> sources = PretrainingSources.read(folder);
        if (sources.isPresent()) {
            sources.get().requireUnchanged(folder);
        }
        if (data != null && sources.isPresent()) {
            sources.get().requireText(data);
        } else if (data != null) {
            Corpus.requireText(data);                       // all that an old folder can tell
        }
        TrainingOptions.requireSame("--vocab-size", vocabSize,
                sources.map(PretrainingSources::vocabSize)
                        .orElseGet(() -> Tokenizers.load(folder.tokenizer()).vocabSize()));
        if (tokenizer != null && !isTokenizerOf(folder)) {
            throw new WrongUsage("A resumed training must keep its settings, "
                    + "--tokenizer " + folder.tokenizer() + ", got " + tokenizer
                    + ", another vocabulary.");
        }
    }

    private boolean isTokenizerOf(PretrainingFolder folder) throws IOException {
        Path copy = Files.createTempDirectory(folder.data(), "tokenizer");
        try {
            Tokenizers.save(TokenizerChoice.load(tokenizer), copy);
            return Files.mismatch(copy.resolve(PretrainingSources.TOKENIZER),
                    folder.tokenizer().resolve(PretrainingSources.TOKENIZER)) < 0;
        } finally {
            StagedFolder.delete(copy);
        }
    }
}
