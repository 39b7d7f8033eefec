package llm.text.bpe;

import llm.text.Utf8;

/// The tokens of which words are made before any merge: the single bytes of a byte-level tokenizer,
/// or the characters of one that has a token for each usual character.
public interface Alphabet {

    /// The most tokens that one `char` can become.
    int MOST_TOKENS_PER_CHAR = Utf8.MOST_BYTES_PER_CHAR;

    /// Writes the tokens of a range of text to the start of `tokens`.
    ///
    /// @return how many tokens
    int write(String text, int start, int end, int[] tokens);
}
