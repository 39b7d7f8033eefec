package llm.text.sentencepiece;

import java.util.ArrayList;
import java.util.List;
import llm.text.bpe.BpeSettings;
import llm.text.pretokenize.AddedToken;

/// Makes tokenizers from lists of scored pieces, the form of SentencePiece's, llama2.c's and GGUF
/// files.
public final class SentencePieces {

    private SentencePieces() {
    }

    /// A tokenizer that joins neighbours by the scores of its pieces.
    ///
    /// @param byteFallback whether a character without a piece becomes its bytes
    /// @throws IllegalArgumentException if `byteFallback` lacks the piece of a byte
    public static SentencePieceTokenizer tokenizer(List<SentencePiece> pieces,
                                                   BpeSettings settings, boolean byteFallback) {
        var unknown = new SentencePieceVocabulary.Unknown(byteFallback, true);
        return new SentencePieceTokenizer(SentencePieceVocabulary.ofScores(pieces, unknown),
                settings, SentencePieceTokenizer.Spacing.NONE);
    }

    /// The pieces that are found in text before everything else: those that control the model, the
    /// unknown token, and those that a user defined, which are looked for in normalised text.
    public static List<AddedToken> added(List<SentencePiece> pieces) {
        var inNormalText = new AddedToken.Matching(false, false, false, true);
        List<AddedToken> added = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            String text = pieces.get(id).text();
            switch (pieces.get(id).kind()) {
                case CONTROL, UNKNOWN -> added.add(new AddedToken(id, text, true));
                case USER_DEFINED -> added.add(new AddedToken(id, text, false, inNormalText));
                case NORMAL, UNUSED, BYTE -> { }
            }
        }
        return added;
    }
}
