package llm.instructions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
        try (InputStream in = Files.newInputStream(json)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The committed training sample, `datasets/instructions/instructions.json`, from the class
    /// path.
    public static InstructionCorpus sample() {
        return sample(Split.TRAIN);
    }

    /// The committed sample of a split, from the class path.
    public static InstructionCorpus sample(Split split) {
        String name = switch (split) {
            case TRAIN -> "instructions.json";
            case VALIDATION -> "instructions-validation.json";
            case TEST -> "instructions-test.json";
        };
        try (InputStream in = Objects.requireNonNull(
                InstructionCorpus.class.getResourceAsStream(name),
                name + " must be on the class path")) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InstructionCorpus read(InputStream in) throws IOException {
        var entries = new ArrayList<Entry>();
        for (JsonNode node : new ObjectMapper().readTree(in)) {
            entries.add(new Entry(entries.size(), Kind.of(field(node, "kind")), "",
                    field(node, "instruction"), field(node, "input"), field(node, "output")));
        }
        return new InstructionCorpus(entries);
    }

    private static String field(JsonNode node, String name) {
        if (!node.hasNonNull(name)) {
            throw new IllegalArgumentException(
                    "an entry must have the field " + name + ", got " + node);
        }
        return node.get(name).asText();
    }
}
