package llm.preferences;

import static llm.data.JsonArrayFile.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.data.JsonArrayFile;
import llm.instructions.Split;

/// A file of pairs: ours, or another with the fields `instruction`, `input`, `chosen` and
/// `rejected`.
///
/// @param pairs in the order of the file; their templates are empty if they were read
public record PreferenceCorpus(List<Comparison> pairs) {
    /// The seed of the committed samples and of the examples in the book.
    public static final long SAMPLE_SEED = 2026;

    public PreferenceCorpus {
        pairs = List.copyOf(pairs);
    }

    /// The pairs of a file.
    ///
    /// @throws IllegalArgumentException if a field is missing
    public static PreferenceCorpus of(Path json) {
        return of(JsonArrayFile.read(json));
    }

    /// The committed training sample of a set, such as `datasets/preferences/polite.json`, from
    /// the class path.
    public static PreferenceCorpus sample(Preference set) {
        return sample(set, Split.TRAIN);
    }

    /// The committed sample of a set and split, from the class path.
    public static PreferenceCorpus sample(Preference set, Split split) {
        return of(JsonArrayFile.read(PreferenceCorpus.class,
                set.label() + split.suffix() + ".json"));
    }

    private static PreferenceCorpus of(List<JsonNode> objects) {
        var pairs = new ArrayList<Comparison>();
        for (JsonNode object : objects) {
            pairs.add(new Comparison(pairs.size(), "", field(object, "instruction"),
                    field(object, "input"), field(object, "chosen"), field(object, "rejected")));
        }
        return new PreferenceCorpus(pairs);
    }

    /// Writes the pairs as a JSON array, one object to a line, in UTF-8. Beside the two answers
    /// each has the fields of Alpaca; its `output` is the chosen answer. The file appears when it
    /// is complete.
    public void writeTo(Path json) throws IOException {
        JsonArrayFile.write(pairs.stream().map(PreferenceCorpus::json).toList(), json);
    }

    private static ObjectNode json(Comparison pair) {
        return JsonNodeFactory.instance.objectNode()
                .put("instruction", pair.instruction()).put("input", pair.input())
                .put("output", pair.chosen()).put("rejected", pair.rejected())
                .put("chosen", pair.chosen());
    }
}
