package llm.pretrain.folder;

import java.util.OptionalInt;
import java.util.Set;

/// The tokens around a text.
///
/// @param begin the token that begins one
/// @param stop  tokens that end one
public record StopTokens(OptionalInt begin, Set<Integer> stop) {
    public static final StopTokens NONE = new StopTokens(OptionalInt.empty(), Set.of());

    public StopTokens {
        stop = Set.copyOf(stop);
    }

    /// One token that does both, as in GPT-2.
    public static StopTokens of(int token) {
        return new StopTokens(OptionalInt.of(token), Set.of(token));
    }
}
