package llm.instructions;

import static llm.data.JsonArrayFile.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.data.JsonArrayFile;

/// A file of instructions that [InstructionGenerator#writeTo] wrote.
///
/// @param entries in the order of the file; their templates are empty
public record InstructionCorpus(List<Entry> entries) {
    /// The seed of the committed samples and of the examples in the book.
    public static final long SAMPLE_SEED = 2026;

    public InstructionCorpus {
        entries = List.copyOf(entries);
    }

    /// The entries of a file.
    ///
    /// @throws IllegalArgumentException if a field is missing or a kind is unknown
    public static InstructionCorpus of(Path json) {
        return of(JsonArrayFile.read(json));
    }

    /// The committed training sample, `datasets/instructions/instructions.json`, from the class
    /// path.
    public static InstructionCorpus sample() {
        return sample(Split.TRAIN);
    }

    /// The committed sample of a split, from the class path.
    public static InstructionCorpus sample(Split split) {
        return of(JsonArrayFile.read(InstructionCorpus.class,
                "instructions" + split.suffix() + ".json"));
    }

    private static InstructionCorpus of(List<JsonNode> objects) {
        var entries = new ArrayList<Entry>();
        for (JsonNode object : objects) {
            entries.add(new Entry(entries.size(), Kind.of(field(object, "kind")), "",
                    field(object, "instruction"), field(object, "input"),
                    field(object, "output")));
        }
        return new InstructionCorpus(entries);
    }

    /// An entry as files hold it.
    static ObjectNode json(Entry entry) {
        return JsonNodeFactory.instance.objectNode()
                .put("kind", entry.kind().label()).put("instruction", entry.instruction())
                .put("input", entry.input()).put("output", entry.output());
    }
}
