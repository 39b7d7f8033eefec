package llm.instruct;

import java.util.Arrays;
import java.util.stream.IntStream;
import llm.text.SpecialTokens;
import llm.text.TextPlace;
import llm.text.Tokenizer;

/// The token ids of a [PromptText]. Each part is encoded by itself, so that no token reaches over a
/// seam: a token that was half prompt and half answer could neither be masked nor trained, and a
/// model that is asked later gets exactly the ids that it saw before answers in training.
///
/// @param query  ids of what is asked
/// @param header ids of what announces the answer
/// @param answer ids of a right answer, without an end token
public record PromptIds(int[] query, int[] header, int[] answer) {

    /// Encodes a text in which nothing is a special token, whatever it spells.
    static PromptIds of(PromptText text, Tokenizer tokenizer) {
        int[] query = tokenizer.encode(text.query());
        return new PromptIds(tokenizer.fromStart(query),
                goOn(text.header(), tokenizer), goOn(text.answer(), tokenizer));
    }

    /// Encodes a part that stands behind another.
    static int[] goOn(String part, Tokenizer tokenizer) {
        return tokenizer.encode(part, SpecialTokens.asText(), TextPlace.AFTER_TEXT);
    }

    /// What the model is given.
    public int[] prompt() {
        return IntStream.concat(Arrays.stream(query), Arrays.stream(header)).toArray();
    }

    /// What it is trained on, but for the end token.
    public int[] whole() {
        return IntStream.concat(Arrays.stream(prompt()), Arrays.stream(answer)).toArray();
    }
}
