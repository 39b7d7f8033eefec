package llm.instructions;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How well a model follows instructions.
///
/// @param kinds   right answers by kind, for the kinds that were asked
/// @param stopped answers that the model ended itself, rather than being cut off
public record InstructionScore(Map<Kind, Accuracy> kinds, Accuracy stopped) {

    public InstructionScore {
        kinds = kinds.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(kinds));
    }

    /// Checks answers, one for each entry.
    ///
    /// @param stopped how many of the answers the model ended itself
    /// @throws IllegalArgumentException if there are not as many answers as entries
    public static InstructionScore of(List<Entry> entries, List<String> answers, int stopped) {
        if (entries.size() != answers.size()) {
            throw new IllegalArgumentException("answers must be as many as entries, got "
                    + answers.size() + " answers, " + entries.size() + " entries");
        }
        var kinds = new EnumMap<Kind, Accuracy>(Kind.class);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            var one = new Accuracy(entry.accepts(answers.get(i)) ? 1 : 0, 1);
            kinds.merge(entry.kind(), one, Accuracy::plus);
        }
        return new InstructionScore(kinds, new Accuracy(stopped, entries.size()));
    }

    /// Right answers of all kinds.
    public Accuracy total() {
        return kinds.values().stream().reduce(new Accuracy(0, 0), Accuracy::plus);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        kinds.forEach((kind, accuracy) ->
                text.append(line(kind.label(), accuracy)).append('\n'));
        return text.append(line("all", total())).append('\n')
                .append(line("stopped", stopped)).toString();
    }

    private static String line(String label, Accuracy accuracy) {
        return String.format(Locale.ROOT, "%-12s %s", label, accuracy);
    }
}
