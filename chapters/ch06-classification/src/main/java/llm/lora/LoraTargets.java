package llm.lora;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Which layers are adapted. A layer has two names: its path in the model, such as
/// `blocks.0.attention.query`, and its module in Hugging Face's files, such as
/// `transformer.h.0.attn.c_attn` or `model.layers.0.self_attn.q_proj`. Either may be given.
///
/// Queries, keys and values of GPT-2 are one module: targeted as `c_attn` they share A, as the
/// peft library has it; targeted as `query`, `key` and `value` each has its own.
public sealed interface LoraTargets {

    boolean hits(String name);

    /// Every linear layer by its path.
    ///
    /// @param head also the output head
    record AllLinear(boolean head) implements LoraTargets {
        @Override
        public boolean hits(String name) {
            return name.startsWith("blocks.") || head && name.equals("head");
        }
    }

    /// Layers whose name is one of these, or ends in a dot and one of these.
    record Named(List<String> names) implements LoraTargets {

        public Named {
            names = List.copyOf(names);
        }

        @Override
        public boolean hits(String name) {
            return names.stream().anyMatch(entry -> endsIn(name, entry));
        }
    }

    /// Layers whose whole name a regular expression matches.
    record Matching(String expression) implements LoraTargets {

        public Matching {
            pattern(expression);
        }

        @Override
        public boolean hits(String name) {
            return pattern(expression).matcher(name).matches();
        }
    }

    static boolean endsIn(String name, String entry) {
        return name.equals(entry) || name.endsWith("." + entry);
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a pattern must be a regular expression, got "
                    + expression + ": " + e.getDescription(), e);
        }
    }

    /// The value of the first pattern that one of the names matches, alone or behind a dot.
    static <V> V firstHit(Map<String, V> byPattern, Collection<String> names, V otherwise) {
        for (Map.Entry<String, V> entry : byPattern.entrySet()) {
            Pattern pattern = pattern("(.*\\.)?(" + entry.getKey() + ")");
            if (names.stream().anyMatch(name -> pattern.matcher(name).matches())) {
                return entry.getValue();
            }
        }
        return otherwise;
    }

    /// A copy that keeps the order: the first pattern that fits counts.
    static <V> Map<String, V> inOrder(Map<String, V> byPattern) {
        byPattern.keySet().forEach(LoraTargets::pattern);
        return Collections.unmodifiableMap(new LinkedHashMap<>(byPattern));
    }

    /// The shortest entries of [Named] that hit `chosen` and no other of `all`.
    static List<String> entries(Collection<String> chosen, Collection<String> all) {
        Set<String> entries = new LinkedHashSet<>();
        for (String name : chosen) {
            entries.add(endings(name).stream()
                    .filter(entry -> all.stream().filter(other -> endsIn(other, entry))
                            .allMatch(chosen::contains))
                    .findFirst().orElse(name));
        }
        return List.copyOf(entries);
    }

    /// What follows the last dot, the one before it, and so on to the whole name.
    private static List<String> endings(String name) {
        List<String> endings = new ArrayList<>();
        for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
            endings.add(name.substring(dot + 1));
        }
        endings.add(name);
        return endings;
    }
}
