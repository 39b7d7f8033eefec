package llm.instruct;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import llm.tensor.file.AtomicFile;

/// A model's answers to a list of instructions, to be judged.
///
/// @param all in the order of the instructions
public record Responses(List<Response> all) {
    /// The field of the answers.
    public static final String ANSWER = "model_response";
    private static final String STOPPED = "stopped";

    public Responses {
        all = List.copyOf(all);
    }

    /// What the model wrote.
    public List<String> answers() {
        return all.stream().map(Response::answer).toList();
    }

    /// How many of them the model ended itself.
    public int stopped() {
        return (int) all.stream().filter(Response::stopped).count();
    }

    /// Writes a JSON array in which each entry has the three fields of its instruction,
    /// `model_response`, and `stopped`. The file appears when it is whole.
    public void save(Path file) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Response each : all) {
            InstructionFile.put(each.instruction(), array.addObject())
                    .put(ANSWER, each.answer()).put(STOPPED, each.stopped());
        }
        AtomicFile.writeText(file, array.toPrettyString() + "\n");
    }

    /// Reads such a file. Where others wrote it there may be no `stopped`; it counts as no.
    ///
    /// @throws IllegalArgumentException if an entry lacks a field; names it
    public static Responses load(Path file) throws IOException {
        return load(file, ANSWER);
    }

    /// Reads a file that has the answers in another field, such as one with those of two models.
    ///
    /// @throws IllegalArgumentException if an entry lacks a field; names it
    public static Responses load(Path file, String field) throws IOException {
        return new Responses(JsonEntry.read(file).stream().map(entry -> new Response(
                entry.instruction(), entry.text(field).strip(),
                entry.json().path(STOPPED).asBoolean(false))).toList());
    }
}
