package llm.instructions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import llm.data.WholeFile;

/// Writes entries to a file of JSON.
final class InstructionWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InstructionWriter() {}

    static void write(List<Entry> entries, Path target) throws IOException {
        String text = entries.stream().map(InstructionWriter::line)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        WholeFile.write(target, partial -> Files.writeString(partial, text));
    }

    private static String line(Entry entry) {
        try {
            return JSON.writeValueAsString(JSON.createObjectNode()
                    .put("kind", entry.kind().label()).put("instruction", entry.instruction())
                    .put("input", entry.input()).put("output", entry.output()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
