package llm.deploy.engine;

import java.util.List;
import llm.model.decode.DecodingOptions;

/// A text to be written.
///
/// @param prompt  token ids, one or more
/// @param options how it goes on
/// @param stop    what ends it
/// @param seed    where tokens are drawn from, if they are drawn
public record GenerationRequest(int[] prompt, DecodingOptions options, Stop stop, long seed) {

    /// What ends a text; neither that nor what follows becomes part of it. Single tokens that do so
    /// are the options'.
    ///
    /// @param texts  of a character or more each
    /// @param tokens rows of token ids, of one or more each
    public record Stop(List<String> texts, List<List<Integer>> tokens) {
        /// Nothing.
        public static final Stop NEVER = new Stop(List.of(), List.of());

        public Stop {
            texts = List.copyOf(texts);
            tokens = tokens.stream().map(List::copyOf).toList();
            if (texts.contains("") || tokens.contains(List.of())) {
                throw new IllegalArgumentException("a stop must have a character or a token or "
                        + "more, got an empty one");
            }
        }
    }

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt must have at least one token, got none");
        }
    }
}
