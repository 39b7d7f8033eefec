package llm.instructions;

import java.util.LinkedHashMap;
import java.util.Map;

/// A task before it is phrased.
///
/// @param input  what to work on, for the slot `{input}` or the entry's input; may be empty
/// @param output a right answer
/// @param slots  what the other slots of a template stand for, by name
record Task(String input, String output, Map<String, String> slots) {

    Task {
        slots = Map.copyOf(slots);
    }

    static Task of(String input, String output) {
        return new Task(input, output, Map.of());
    }

    /// This task with one more slot.
    Task with(String slot, String value) {
        var more = new LinkedHashMap<>(slots);
        more.put(slot, value);
        return new Task(input, output, more);
    }

    /// The entry that asks for this task in the words of a template.
    Entry phrase(long index, Kind kind, String template) {
        boolean inside = template.contains("{input}");
        String instruction = template;
        for (var slot : slots.entrySet()) {
            instruction = instruction.replace("{" + slot.getKey() + "}", slot.getValue());
        }
        return new Entry(index, kind, template, instruction.replace("{input}", input),
                inside ? "" : input, output);
    }
}
