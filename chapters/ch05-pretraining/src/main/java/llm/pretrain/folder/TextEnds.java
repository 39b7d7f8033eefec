package llm.pretrain.folder;

import java.util.OptionalInt;
import java.util.Set;

/// The tokens around a text.
///
/// @param begin the token that begins one
/// @param stop  tokens that end one
public record TextEnds(OptionalInt begin, Set<Integer> stop) {
    public static final TextEnds NONE = new TextEnds(OptionalInt.empty(), Set.of());

    public TextEnds {
        stop = Set.copyOf(stop);
    }

    /// One token that does both, as in GPT-2.
    public static TextEnds of(int token) {
        return new TextEnds(OptionalInt.of(token), Set.of(token));
    }
}
