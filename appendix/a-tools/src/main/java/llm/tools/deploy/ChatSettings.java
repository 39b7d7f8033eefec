package llm.tools.deploy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import llm.deploy.chat.ChatOptions;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;

/// How answers are made, as `/set` changes it.
///
/// @param values   of those that are set, by name
/// @param overflow what is done with a conversation that leaves no room for an answer
record ChatSettings(Map<String, Double> values, ContextOverflow overflow) {
    private static final String TEMPERATURE = "temperature";
    private static final String TOP_K = "top-k";
    private static final String TOP_P = "top-p";
    private static final String MIN_P = "min-p";
    private static final String REPETITION_PENALTY = "repetition-penalty";
    private static final String MAX_NEW_TOKENS = "max-new-tokens";
    private static final String OFF = "off";

    /// What can be set.
    static final List<String> NAMES = List.of(TEMPERATURE, TOP_K, TOP_P, MIN_P, REPETITION_PENALTY,
            MAX_NEW_TOKENS);

    ChatSettings {
        values = Map.copyOf(values);
    }

    /// What the command line asks for.
    static ChatSettings of(Sampler.Options asked, OptionalInt maxNewTokens,
                           ContextOverflow overflow) {
        Map<String, Double> values = new TreeMap<>();
        asked.temperature().ifPresent(value -> values.put(TEMPERATURE, value));
        asked.topK().ifPresent(value -> values.put(TOP_K, (double) value));
        asked.topP().ifPresent(value -> values.put(TOP_P, value));
        asked.minP().ifPresent(value -> values.put(MIN_P, value));
        asked.repetitionPenalty().ifPresent(value -> values.put(REPETITION_PENALTY, value));
        maxNewTokens.ifPresent(value -> values.put(MAX_NEW_TOKENS, (double) value));
        return new ChatSettings(values, overflow);
    }

    /// The same for whoever answers.
    ///
    /// @throws IllegalArgumentException if a value is not allowed
    ChatOptions options() {
        return new ChatOptions(Sampler.of(new Sampler.Options(number(REPETITION_PENALTY),
                number(TEMPERATURE), whole(TOP_K), number(TOP_P), number(MIN_P))),
                whole(MAX_NEW_TOKENS), overflow);
    }

    private OptionalDouble number(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private OptionalInt whole(String name) {
        Double value = values.get(name);
        if (value != null && value != value.intValue()) {
            throw new IllegalArgumentException("%s must be a whole number, got %s".formatted(name,
                    value));
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    /// With another value.
    ///
    /// @param value a number, or `off`
    /// @throws IllegalArgumentException if there is no such setting, or the value is not allowed
    ChatSettings with(String name, String value) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("/set must name one of %s, got %s".formatted(
                    String.join(", ", NAMES), name));
        }
        Map<String, Double> changed = new TreeMap<>(values);
        if (value.equals(OFF)) {
            changed.remove(name);
        } else {
            changed.put(name, parsed(name, value));
        }
        ChatSettings settings = new ChatSettings(changed, overflow);
        settings.options();                                  // says what is not allowed
        return settings;
    }

    private static double parsed(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("%s must be a number or off, got %s".formatted(name,
                    value));
        }
    }

    /// All of them, such as `temperature 0.7, top-k off`.
    @Override
    public String toString() {
        return NAMES.stream().map(name -> name + " " + shown(name))
                .collect(Collectors.joining(", "));
    }

    private String shown(String name) {
        Double value = values.get(name);
        return value == null ? OFF : value == value.intValue() ? String.valueOf(value.intValue())
                : value.toString();
    }
}
