package llm.tools.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import llm.instruct.Instruction;
import llm.instruct.InstructionFile;
import llm.instruct.Response;
import llm.instructions.Accuracy;
import llm.instructions.Entry;
import llm.instructions.InstructionCorpus;
import llm.text.files.JsonFile;

/// Instructions whose answers can be checked, by their kind. Those of the book's own generator are
/// checked by the rule of their kind; others are right if they say the same words as the output,
/// whatever their capitals and spaces, and are all of one kind.
///
/// @param byKind the instructions of each kind, in order
/// @param checks what tells whether an answer to each is right
public record InstructionQuestions(Map<String, List<Instruction>> byKind,
                            Map<Instruction, Check> checks) {
    private static final String ALL = "all";

    /// Whether an answer is right.
    public interface Check {
        boolean accepts(String answer);
    }

    /// Reads a file.
    ///
    /// @param most instructions that are read, from the start; 0 for all
    public static InstructionQuestions read(Path file, int most) throws IOException {
        InstructionQuestions questions =
                new InstructionQuestions(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (hasKinds(file)) {
            for (Entry entry : first(InstructionCorpus.of(file).entries(), most)) {
                questions.add(entry.kind().label(), new Instruction(entry.instruction(),
                        entry.input(), entry.output()), entry::accepts);
            }
        } else {
            for (Instruction instruction : first(InstructionFile.read(file), most)) {
                questions.add(ALL, instruction,
                        answer -> words(answer).equals(words(instruction.output())));
            }
        }
        return questions;
    }

    private static boolean hasKinds(Path file) throws IOException {
        if (!Files.isRegularFile(file) || file.toString().endsWith(".jsonl")) {
            return false;
        }
        InstructionFile.read(file);                          // complains of what is broken
        JsonNode all = JsonFile.read(file);
        return all.valueStream().allMatch(entry -> entry.hasNonNull("kind"));
    }

    private static <T> List<T> first(List<T> all, int most) {
        return most == 0 ? all : all.subList(0, Math.min(most, all.size()));
    }

    private void add(String kind, Instruction instruction, Check check) {
        byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(instruction);
        checks.put(instruction, check);
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    int size() {
        return byKind.values().stream().mapToInt(List::size).sum();
    }

    /// What a response was asked.
    static String asked(Response response) {
        return response.instruction().question();
    }

    /// Whether each of some answers is right.
    boolean[] right(List<Response> responses) {
        boolean[] right = new boolean[responses.size()];
        for (int i = 0; i < right.length; i++) {
            Response response = responses.get(i);
            right[i] = checks.get(response.instruction()).accepts(response.answer());
        }
        return right;
    }

    /// Whether an answer is right.
    ///
    /// @throws IllegalArgumentException if the question is none of these
    public boolean accepts(Response response) {
        Check check = checks.get(response.instruction());
        if (check == null) {
            throw new IllegalArgumentException("an answer must be to one of the questions, got one "
                    + "to \"" + asked(response) + "\"");
        }
        return check.accepts(response.answer());
    }

    /// Right answers among some.
    Accuracy score(List<Response> responses) {
        int count = 0;
        for (boolean right : right(responses)) {
            count += right ? 1 : 0;
        }
        return new Accuracy(count, responses.size());
    }
}
