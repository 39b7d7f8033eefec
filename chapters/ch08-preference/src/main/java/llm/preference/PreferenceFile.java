package llm.preference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.instruct.JsonEntry;
import llm.tensor.file.AtomicFile;

/// Files of pairs: Alpaca's `instruction` and `input`, or a `prompt` alone, and the answers
/// `chosen` and `rejected`; a JSON array of objects, or one object on each line (JSONL).
public final class PreferenceFile {
    private static final String INSTRUCTION = "instruction";
    private static final String INPUT = "input";
    private static final String PROMPT = "prompt";
    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";

    private PreferenceFile() {
    }

    /// The pairs of a file.
    ///
    /// @param pairs   in the order of the file
    /// @param without numbers, from 1, of entries that are left out because both of their answers
    ///                are the same
    public record Contents(List<PreferencePair> pairs, List<Integer> without) {

        public Contents {
            pairs = List.copyOf(pairs);
            without = List.copyOf(without);
        }
    }

    /// All pairs of a file; other fields are passed over.
    ///
    /// @throws IllegalArgumentException if the file is not such a file, or no pair is in it; names
    ///         the line and the number of the entry, from 1
    public static Contents read(Path file) throws IOException {
        List<PreferencePair> pairs = new ArrayList<>();
        List<Integer> without = new ArrayList<>();
        List<JsonEntry> entries = JsonEntry.read(file);
        for (int i = 0; i < entries.size(); i++) {
            JsonEntry entry = entries.get(i);
            if (entry.text(CHOSEN).equals(entry.text(REJECTED))) {
                without.add(i + 1);
            } else {
                pairs.add(pair(entry));
            }
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(file + " must hold a pair of different answers, got "
                    + without.size() + " whose answers are the same");
        }
        return new Contents(pairs, without);
    }

    private static PreferencePair pair(JsonEntry entry) {
        boolean prompt = entry.json().has(PROMPT);
        return new PreferencePair(entry.text(prompt ? PROMPT : INSTRUCTION),
                prompt ? "" : entry.text(INPUT), entry.text(CHOSEN), entry.text(REJECTED));
    }

    /// Writes a JSON array. The file appears when it is whole.
    public static void write(List<PreferencePair> pairs, Path file) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (PreferencePair pair : pairs) {
            array.addObject().put(INSTRUCTION, pair.instruction()).put(INPUT, pair.input())
                    .put("output", pair.chosen()).put(CHOSEN, pair.chosen())
                    .put(REJECTED, pair.rejected());
        }
        AtomicFile.writeText(file, array.toPrettyString() + "\n");
    }
}
