package llm.text.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SplitBehavior;
import llm.text.pretokenize.TextNormalizer;

/// The pre-tokenizer `Metaspace` of `tokenizer.json`, which writes spaces as a visible character
/// and may put one before the text.
///
/// @param replacement what stands for a space
/// @param scheme      `always` puts one before every part of a text that has none, `first` only
///                    before the first part, `never` does not
/// @param splits      whether text is cut before each space
record MetaspaceJson(String replacement, String scheme, boolean splits) {

    private static final String TYPE = "Metaspace";

    static MetaspaceJson read(JsonNode json) {
        String scheme = json.has("prepend_scheme")
                ? json.path("prepend_scheme").asText()
                : JsonFile.flag(json, "add_prefix_space", true) ? "always" : "never";
        if (!List.of("always", "first", "never").contains(scheme)) {
            throw TokenizerJsonReader.unsupported("pre_tokenizer", json);
        }
        return new MetaspaceJson(JsonFile.textIn(json, "replacement"), scheme,
                JsonFile.flag(json, "split", true));
    }

    /// The settings that [#normalizer] and [#preTokenizer] came from.
    static MetaspaceJson of(TextNormalizer.Steps normalizer, PreTokenizer preTokenizer) {
        var replace = (TextNormalizer.Replace) normalizer.steps().getFirst();
        String scheme = "never";
        if (normalizer.steps().getLast() instanceof TextNormalizer.Prepend prepend) {
            scheme = prepend.onlyAtStart() ? "first" : "always";
        }
        boolean splits = !PreTokenizerJson.steps(preTokenizer).isEmpty();
        return new MetaspaceJson(replace.to(), scheme, splits);
    }

    TextNormalizer normalizer() {
        List<TextNormalizer> steps = new ArrayList<>();
        steps.add(new TextNormalizer.Replace(" ", replacement));
        if (!scheme.equals("never")) {
            steps.add(new TextNormalizer.Prepend(replacement, true, scheme.equals("first")));
        }
        return new TextNormalizer.Steps(steps);
    }

    Optional<PreTokenizer> preTokenizer() {
        return splits
                ? Optional.of(new RegexPreTokenizer(
                        PreTokenizerJson.escaped(replacement), SplitBehavior.WITH_NEXT))
                : Optional.empty();
    }

    Map<String, Object> write() {
        return NormalizerJson.object(TYPE, "replacement", replacement,
                "prepend_scheme", scheme, "split", splits);
    }
}
