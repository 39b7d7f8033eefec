package llm.instruct;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.text.Tokenizer;
import llm.text.chat.ChatTemplate;

/// How an instruction is laid out for a model. A model answers well in the layout that it was
/// finetuned with, and in no other.
public sealed interface PromptFormat permits PlainFormat, FewShot, ChatFormat {

    /// The instruction as text.
    PromptText layOut(Instruction instruction);

    /// The instruction as token ids; begins with the beginning-of-text token where the model
    /// expects one.
    ///
    /// @throws IllegalArgumentException if the tokenizer lacks a token that the format needs
    default PromptIds encode(Instruction instruction, Tokenizer tokenizer) {
        return PromptIds.of(layOut(instruction), tokenizer);
    }

    /// The token that ends an answer.
    ///
    /// @throws IllegalArgumentException if the tokenizer lacks it
    default int end(Tokenizer tokenizer) {
        return tokenizer.endOfText().orElseThrow(() -> new IllegalArgumentException(
                "the tokenizer must have a token that ends a text, got one without"));
    }

    /// Text at which an answer ends too, for a model that has not learned the end token.
    default Optional<String> stopText() {
        return Optional.empty();
    }

    /// What it is called.
    String name();

    /// The format of this name, whatever its case: `alpaca`, `phi3`, or a chat template's.
    ///
    /// @throws IllegalArgumentException if there is none
    static PromptFormat named(String name) {
        return known().filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the prompt format must be one of %s, got \"%s\"".formatted(known()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")), name)));
    }

    private static Stream<PromptFormat> known() {
        return Stream.concat(Arrays.stream(PlainFormat.values()),
                Arrays.stream(ChatTemplate.values()).map(ChatFormat::new));
    }
}
