package llm.tools.broken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tools.Fixtures;

/// Files of every kind that a command reads, small, made here or copied from the fixtures.
final class Subjects implements AutoCloseable {
    static final int VOCABULARY = Fixtures.TOKENIZER.vocabSize();
    static final GptConfig GPT = GptConfig.of(VOCABULARY, 16, 8, 2, 2);
    static final LlamaConfig LLAMA = LlamaConfig.builder().vocabSize(VOCABULARY)
            .contextLength(16).embDim(8).heads(2).kvHeads(1).layers(2).ffDim(12).build();
    static final String CARD = "# A model\n";

    private final Path root;
    private final List<Subject> all = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();

    private Subjects(Path root) {
        this.root = root;
    }

    static Subjects in(Path root) throws IOException {
        Subjects subjects = new Subjects(root);
        ModelSubjects.addTo(subjects);
        GgufSubjects.addTo(subjects);
        TokenizerSubjects.addTo(subjects);
        TrainingSubjects.addTo(subjects);
        DataSubjects.addTo(subjects);
        CommandSubjects.addTo(subjects);
        HubSubjects.addTo(subjects);
        return subjects;
    }

    List<Subject> all() {
        return all;
    }

    /// A folder that is no subject's, for what readers need beside the files that are changed.
    Path beside(String name) {
        return root.resolve("beside").resolve(name);
    }

    /// @return the new folder
    Path add(String name, List<Rule> rules, Subject.Reader reader) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        all.add(new Subject(name, folder, reader, rules, folder.toString()));
        return folder;
    }

    /// @param origin where the files are fetched from
    Path fetched(String name, String origin, List<Rule> rules, Subject.Reader reader)
            throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        all.add(new Subject(name, folder, reader, rules, origin));
        return folder;
    }

    /// Reads one file.
    @FunctionalInterface
    interface FileReader {
        Parts read(Path file) throws IOException;
    }

    /// A subject of one file with this text.
    void text(String path, List<Rule> rules, String content, FileReader reader)
            throws IOException {
        Path file = Path.of(path);
        String name = file.getName(0).toString();
        Path inner = file.subpath(1, file.getNameCount());
        Path target = add(name, rules, folder -> reader.read(folder.resolve(inner)))
                .resolve(inner);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }

    /// Runs this when all has been read.
    void atEnd(Runnable closing) {
        open.add(closing);
    }

    static PretrainedModel model(DecoderConfig config) {
        return new PretrainedModel(new DecoderModel(config, 1),
                Optional.of(Fixtures.TOKENIZER), StopTokens.of(VOCABULARY - 1));
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
    }
}
