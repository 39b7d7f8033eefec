package llm.instruct;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import llm.tensor.file.AtomicFile;

/// Files of instructions as Alpaca has them: a JSON array of objects, or one object on each line
/// (JSONL). Source: Taori et al. (2023), Stanford Alpaca, "Data Release".
public final class InstructionFile {

    private InstructionFile() {
    }

    /// All instructions of a file; fields beside the three are passed over.
    ///
    /// @throws IllegalArgumentException if the file is not such a file, or is empty; names the line
    ///         and the number of the entry, from 1
    public static List<Instruction> read(Path file) throws IOException {
        return JsonEntry.read(file).stream().map(JsonEntry::instruction).toList();
    }

    /// Writes a JSON array. The file appears when it is whole.
    public static void write(List<Instruction> instructions, Path file) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Instruction each : instructions) {
            put(each, array.addObject());
        }
        AtomicFile.writeText(file, array.toPrettyString() + "\n");
    }

    static ObjectNode put(Instruction instruction, ObjectNode json) {
        return json.put("instruction", instruction.instruction()).put("input", instruction.input())
                .put("output", instruction.output());
    }
}
