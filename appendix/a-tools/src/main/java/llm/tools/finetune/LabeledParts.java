package llm.tools.finetune;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.classify.Example;
import llm.classify.LabeledSplit;
import llm.classify.LabeledSplit.Shares;
import llm.classify.LabeledTable;
import llm.classify.LabeledTable.Columns;
import llm.tensor.file.AtomicFile;

/// Labelled texts in three parts, kept in a training's folder so that a resumed one has the same.
final class LabeledParts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ENDINGS = List.of("tsv", "csv", "jsonl", "txt");
    private static final String TRAINING = "train";
    private static final String VALIDATION = "validation";
    private static final String TEST = "test";

    private LabeledParts() {
    }

    /// Where texts come from, and what is done with them before they are split.
    ///
    /// @param data     a file, which is split; or a folder with files train, validation and test
    /// @param balanced whether texts of larger classes are left out until all have as many
    record Source(Path data, Columns columns, boolean balanced, long seed) {}

    /// Reads the source; what is left out is said.
    static LabeledSplit of(Source source, PrintWriter err) throws IOException {
        if (!Files.isDirectory(source.data)) {
            LabeledTable all = prepared(LabeledTable.load(source.data, source.columns), source,
                    "text", err);
            return all.split(Shares.DEFAULT, source.seed);
        }
        return new LabeledSplit(
                prepared(part(source, TRAINING), source, "training text", err),
                LabeledTable.of(part(source, VALIDATION).examples()),
                LabeledTable.of(part(source, TEST).examples()));
    }

    private static LabeledTable part(Source source, String name) throws IOException {
        Optional<Path> file = ENDINGS.stream()
                .map(ending -> source.data.resolve(name + "." + ending))
                .filter(Files::exists).findFirst();
        return LabeledTable.load(file.orElseThrow(() -> new IllegalArgumentException(
                "A folder of texts must hold train, validation and test, each as .tsv, .csv or "
                        + ".jsonl, got no " + name + " in " + source.data + ".")), source.columns);
    }

    /// Each text once, and as many of each class if that is wanted.
    private static LabeledTable prepared(LabeledTable table, Source source, String what,
                                         PrintWriter err) {
        int duplicates = table.duplicates();
        LabeledTable distinct = table.distinct();
        LabeledTable chosen = source.balanced ? distinct.balanced(source.seed) : distinct;
        if (duplicates > 0) {
            err.printf("Left out %,d of %,d %ss that were there before.%n", duplicates,
                    table.size(), what);
        }
        if (chosen.size() < distinct.size()) {
            err.printf("Left out %,d more, so that every class has as many.%n",
                    distinct.size() - chosen.size());
        }
        return chosen;
    }

    /// Writes the parts as JSON lines.
    static void write(LabeledSplit split, Path folder) throws IOException {
        write(split.train(), folder.resolve(TRAINING + ".jsonl"));
        write(split.validation(), folder.resolve(VALIDATION + ".jsonl"));
        write(split.test(), folder.resolve(TEST + ".jsonl"));
    }

    private static void write(LabeledTable table, Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Example example : table.examples()) {
            lines.append(JSON.writeValueAsString(example)).append('\n');
        }
        AtomicFile.writeText(file, lines.toString());
    }

    /// Reads what [#write] wrote.
    static LabeledSplit read(Path folder) throws IOException {
        return new LabeledSplit(LabeledTable.load(folder.resolve(TRAINING + ".jsonl")),
                LabeledTable.load(folder.resolve(VALIDATION + ".jsonl")),
                LabeledTable.load(folder.resolve(TEST + ".jsonl")));
    }
}
