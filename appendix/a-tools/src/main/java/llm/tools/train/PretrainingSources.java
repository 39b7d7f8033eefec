package llm.tools.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import llm.data.Checksum;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.WrongUsage;
import llm.tools.data.Corpus;

/// What a pretraining was begun from; kept beside its data so that a resumed run is held against
/// it. Contents are told apart by their SHA-256.
///
/// @param data      the text, as it was named
/// @param text      its contents
/// @param vocabSize tokens that a learned tokenizer was to have
/// @param prepared  contents of the files that the training reads, by their names in its folder
record PretrainingSources(String data, String text, int vocabSize,
                          Map<String, String> prepared) {
    private static final String FILE = "sources.json";
    static final String TOKENIZER = "tokenizer.json";

    PretrainingSources {
        prepared = new TreeMap<>(prepared);
    }

    /// What was prepared in `folder` from a text.
    static PretrainingSources of(PretrainingFolder folder, Path data, int vocabSize)
            throws IOException {
        return new PretrainingSources(data.toString(), sum(data), vocabSize,
                prepared(folder));
    }

    private static Map<String, String> prepared(PretrainingFolder folder) throws IOException {
        Corpus corpus = Corpus.in(folder.data());
        var contents = new TreeMap<String, String>();
        for (Path file : new Path[] {corpus.training(), corpus.validation(),
                folder.tokenizer().resolve(TOKENIZER)}) {
            contents.put(file.getParent().getFileName() + "/" + file.getFileName(),
                    sum(file));
        }
        return contents;
    }

    private static String sum(Path file) throws IOException {
        return Checksum.of(Checksum.Kind.SHA_256, file).hex();
    }

    void write(PretrainingFolder folder) throws IOException {
        AtomicFile.writeText(folder.data().resolve(FILE), new ObjectMapper()
                .writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /// Empty where an earlier version of the book began the training.
    static Optional<PretrainingSources> read(PretrainingFolder folder) throws IOException {
        Path file = folder.data().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(TrainingSettings.read(file, PretrainingSources.class));
    }

    /// @throws IllegalArgumentException if a file that the training reads is not what it was
    void requireUnchanged(PretrainingFolder folder) throws IOException {
        Map<String, String> now = prepared(folder);
        for (Map.Entry<String, String> then : prepared.entrySet()) {
            if (!then.getValue().equals(now.get(then.getKey()))) {
                throw new IllegalArgumentException(("A resumed training must find %s as it was, "
                        + "SHA-256 %s, got %s.").formatted(folder.path().resolve(then.getKey()),
                        then.getValue(), now.get(then.getKey())));
            }
        }
    }

    /// @throws WrongUsage if the text is another one
    void requireText(Path given) throws IOException {
        String contents = sum(given);
        if (!contents.equals(text)) {
            throw new WrongUsage(("A resumed training must keep its settings, "
                    + "--data %s with SHA-256 %s, got %s with %s.").formatted(data, text, given,
                    contents));
        }
    }
}
