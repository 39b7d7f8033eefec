package llm.deploy.engine;

import java.util.List;
import llm.model.decode.DecodingOptions;

/// A text to be written.
///
/// @param prompt  token ids, one or more
/// @param options how it goes on
/// @param stop    texts that end it; neither they nor what follows become part of it
/// @param seed    where tokens are drawn from, if they are drawn
public record GenerationRequest(int[] prompt, DecodingOptions options, List<String> stop,
                                long seed) {

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt must have at least one token, got none");
        }
        stop = List.copyOf(stop);
        if (stop.contains("")) {
            throw new IllegalArgumentException("a stop text must have a character or more, got \"\"");
        }
    }
}
