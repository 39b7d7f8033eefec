package llm.text.bpe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.TextPlace;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.TextNormalizer;

/// What a byte-pair tokenizer does beside merging.
///
/// @param added        the tokens found in text before everything else
/// @param bos          the added token that begins a text
/// @param eos          the added token that ends a text
/// @param addBos       whether a text should begin with `bos`
/// @param wholePieces  whether a piece that is a token is taken whole, whatever the merges say
///                     (`ignore_merges`, as Llama 3 wants it)
/// @param normalizer   what is done to text first
public record BpeSettings(List<AddedToken> added, Optional<String> bos, Optional<String> eos,
                          boolean addBos, boolean wholePieces,
                          TextNormalizer normalizer) {

    public BpeSettings {
        added = List.copyOf(added);
        requireAdded("bos", bos, added);
        requireAdded("eos", eos, added);
        if (addBos && bos.isEmpty()) {
            throw new IllegalArgumentException("addBos must come with a bos token, got none");
        }
    }

    /// As GPT-2: no change of text; `<|endoftext|>`, if it is among `added`, both begins and ends
    /// a text.
    public static BpeSettings gpt2(List<AddedToken> added) {
        Optional<String> end = added.stream().map(AddedToken::text)
                .filter(SpecialTokens.END_OF_TEXT::equals).findFirst();
        return new BpeSettings(added, end, end, false, false, TextNormalizer.NONE);
    }

    /// The id of an added token, if there is one of this text.
    public OptionalInt id(String token) {
        return added.stream().filter(each -> each.text().equals(token))
                .mapToInt(AddedToken::id).findFirst();
    }

    public OptionalInt bosId() {
        return bos.map(this::id).orElse(OptionalInt.empty());
    }

    public OptionalInt eosId() {
        return eos.map(this::id).orElse(OptionalInt.empty());
    }

    /// What an added token looks like in normalised text.
    public String normalSpelling(String token) {
        return normalizer.apply(token, TextPlace.START);
    }

    /// Whether no added token, nor anything that normalising changes, may be cut by the end of a
    /// chunk.
    public boolean suitChunks() {
        return normalizer.suitsChunks() && added.stream().noneMatch(this::mayBeCut);
    }

    /// Whether a chunk may end within what an added token takes or looks at.
    private boolean mayBeCut(AddedToken token) {
        String before = token.matching().wholeWord() ? "a" : "";
        String after = token.matching().spaceAfter() ? " " : "";
        return Stream.of(token.text(), normalSpelling(token.text()))
                .anyMatch(spelling -> TextChunks.mayCut(before + spelling + after));
    }

    private static void requireAdded(String name, Optional<String> token, List<AddedToken> added) {
        token.ifPresent(text -> {
            if (added.stream().noneMatch(each -> each.text().equals(text))) {
                throw new IllegalArgumentException(
                        name + " must be one of the added tokens, got \"" + text + "\"");
            }
        });
    }
}
