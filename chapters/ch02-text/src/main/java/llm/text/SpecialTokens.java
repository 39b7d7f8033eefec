package llm.text;

import java.util.Set;

/// What to do with text that spells a special token such as `<|endoftext|>`.
public sealed interface SpecialTokens {

    /// GPT-2's name for the one special token it has, which stands between two texts.
    String END_OF_TEXT = "<|endoftext|>";

    /// Every special token is recognised: for text we wrote ourselves, such as training data.
    static SpecialTokens allowAll() {
        return new AllowAll();
    }

    /// These special tokens are recognised, any other is plain text.
    static SpecialTokens allow(String... tokens) {
        return new Allow(Set.of(tokens));
    }

    /// No special token is recognised: for text from others.
    static SpecialTokens asText() {
        return new Allow(Set.of());
    }

    /// These special tokens are recognised, any other is an error.
    static SpecialTokens refuseAllBut(String... tokens) {
        return new RefuseAllBut(Set.of(tokens));
    }

    default boolean recognises(String token) {
        return switch (this) {
            case AllowAll() -> true;
            case Allow(Set<String> tokens) -> tokens.contains(token);
            case RefuseAllBut(Set<String> tokens) -> tokens.contains(token);
        };
    }

    default boolean refuses(String token) {
        return this instanceof RefuseAllBut && !recognises(token);
    }

    record AllowAll() implements SpecialTokens {
    }

    record Allow(Set<String> tokens) implements SpecialTokens {
    }

    record RefuseAllBut(Set<String> tokens) implements SpecialTokens {
    }
}
