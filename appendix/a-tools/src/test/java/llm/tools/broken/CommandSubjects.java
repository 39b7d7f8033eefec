package llm.tools.broken;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.tools.Fixtures;
import llm.tools.Terminal;

/// Files that a command reads itself: what it prints is what it has read.
final class CommandSubjects {
    private static final List<Rule> LINES = Rule.rows("line");
    private static final List<Rule> ANY_TEXT = List.of(Rule.of("a\\.txt:line/.*", "result"));

    private CommandSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        Path model = Fixtures.withTokenizer(subjects.beside("model"));
        subjects.text("prompts/a.jsonl", LINES, """
                "the cat"
                {"prompt":"and the dog"}
                {"prompt":[1,2,3]}
                "a"
                """, file -> new Parts().rows(lines("generate", "--model", model.toString(),
                "--prompts", file.toString(), "--max-new-tokens", "1", "--temperature", "0",
                "--json").stream().map(each -> each.get("promptIds")).toList()));
        subjects.text("ids-file/a.json", List.of(Rule.of("a\\.json:/\\d+.*", "result")),
                "[1, 2, 3, 260, 5, 6]", file -> new Parts().put("result", lines("eval",
                        "perplexity", "--model", model.toString(), "--ids-file", file.toString(),
                        "--json")));
        subjects.text("tokenize-jsonl/a.jsonl", LINES, "\"the cat\"\n\"a\\n b\"\n\"dog\"\n",
                file -> new Parts().rows(lines("tokenize", "--tokenizer", model.toString(),
                        "--jsonl", file.toString())));
        subjects.text("tokenize-file/a.txt", ANY_TEXT, "the cat\nand naïve\n",
                file -> new Parts().put("result", lines("tokenize", "--tokenizer",
                        model.toString(), "--json", "--file", file.toString())));
        subjects.text("stats/a.txt", ANY_TEXT, "the cat\nand naïve\n", file -> new Parts()
                .put("result", lines("data", "stats", "--json", file.toString())));
        subjects.text("train-tokenizer/a.txt", ANY_TEXT, "the cat and the cat\nand naïve\n",
                file -> {
                    run("train-tokenizer", "--file", file.toString(), "--vocab-size", "258",
                            "--quiet", "--out", subjects.beside("learned").toString());
                    return new Parts().put("result", Files.readString(
                            subjects.beside("learned").resolve("tokenizer.json")));
                });
        subjects.text("prompt-file/a.txt", ANY_TEXT, "the cat\nand the dog",
                file -> new Parts().put("result", lines("generate", "--model", model.toString(),
                        "--prompt-file", file.toString(), "--max-new-tokens", "1",
                        "--temperature", "0", "--json").getFirst().get("promptIds")));
    }

    private static List<JsonNode> lines(String... args) {
        List<JsonNode> lines = new ArrayList<>();
        run(args).out().lines().forEach(line -> lines.add(Fixtures.json(line)));
        return lines;
    }

    /// @throws IllegalArgumentException with what the command said, if it refused
    private static Terminal run(String... args) {
        Terminal terminal = Terminal.run(args);
        if (terminal.err().contains("unexpected")) {
            throw new IllegalStateException(terminal.err());
        }
        if (terminal.exitCode() != 0) {
            throw new IllegalArgumentException(terminal.err().strip());
        }
        return terminal;
    }
}
