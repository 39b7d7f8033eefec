package llm.tools.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.classify.LabeledTable;
import llm.instruct.Instruction;
import llm.instruct.InstructionFile;
import llm.text.Utf8;
import llm.tools.cli.TextInput;

/// The texts of a file of examples, whatever kind of examples they are.
///
/// @param fields by name, such as `instruction`; the first is what examples are compared by
record DataTexts(Map<String, List<String>> fields) {

    /// Reads instructions (.json, .jsonl with such fields), labelled texts (.tsv, .csv, .jsonl),
    /// or, of any other file, its lines.
    static DataTexts read(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".json") || name.endsWith(".jsonl") && isInstructions(file)) {
            return instructions(InstructionFile.read(file));
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (name.matches(".*\\.(tsv|csv|jsonl)")) {
            LabeledTable table = LabeledTable.load(file);
            fields.put("text", table.table().stringColumn("text").asList());
        } else {
            fields.put("line", TextInput.read(file).lines()
                    .filter(line -> !line.isBlank()).toList());
        }
        DataTexts texts = new DataTexts(fields);
        if (texts.compared().isEmpty()) {
            throw new IllegalArgumentException(file + " must hold a text or more, got none");
        }
        return texts;
    }

    private static boolean isInstructions(Path file) throws IOException {
        return Utf8.of(file, () -> {
            try (var lines = Files.lines(file)) {
                return lines.findFirst().filter(line -> line.contains("\"instruction\""))
                        .isPresent();
            }
        });
    }

    private static DataTexts instructions(List<Instruction> all) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("question", all.stream().map(Instruction::question).toList());
        fields.put("output", all.stream().map(Instruction::output).toList());
        return new DataTexts(fields);
    }

    /// What examples are compared by.
    List<String> compared() {
        return fields.values().iterator().next();
    }
}
