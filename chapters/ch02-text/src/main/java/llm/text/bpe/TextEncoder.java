package llm.text.bpe;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import llm.text.SpecialTokens;
import llm.text.TextPlace;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.AddedTokenFinder;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.TextNormalizer;

/// What every byte-pair tokenizer does with a text: it takes out the added tokens, normalises the
/// parts between them, cuts those into pieces, and encodes each piece.
public final class TextEncoder {

    private static final int CHARS_PER_TOKEN = 2;           // code has 2.5, English prose 4

    private final List<AddedToken> added;
    private final AddedTokenFinder finder;
    private final AddedTokenFinder normalFinder;
    private final Steps steps;
    private final Supplier<PieceEncoder> newEncoder;
    private final Queue<PieceEncoder> idleEncoders = new ConcurrentLinkedQueue<>();

    /// What is done with the text between added tokens.
    ///
    /// @param normalizer     the first change, after which the added tokens that ask for normal
    ///                       text are looked for
    /// @param normalSpelling from such a token's text to what it looks like in normal text
    /// @param spacing        a second change, after that
    /// @param preTokenizer   how the rest is cut into pieces
    public record Steps(TextNormalizer normalizer, UnaryOperator<String> normalSpelling,
                        TextNormalizer spacing, PreTokenizer preTokenizer) {
    }

    public TextEncoder(List<AddedToken> added, Steps steps, Supplier<PieceEncoder> newEncoder) {
        this.added = added;
        this.steps = steps;
        this.newEncoder = newEncoder;
        finder = new AddedTokenFinder(added.stream()
                .filter(token -> !token.matching().inNormalText()).toList());
        normalFinder = new AddedTokenFinder(added.stream()
                .filter(token -> token.matching().inNormalText()).toList(), steps.normalSpelling);
    }

    /// @param start [TextPlace#AFTER_TEXT] if the text goes on after other text
    public int[] encode(String text, SpecialTokens specialTokens, TextPlace start) {
        requireNoneRefused(text, specialTokens);
        Predicate<AddedToken> wanted = token ->
                !token.special() || specialTokens.recognises(token.text());
        IntList ids = new IntList(text.length() / CHARS_PER_TOKEN);
        PieceEncoder idle = idleEncoders.poll();
        PieceEncoder encoder = idle != null ? idle : newEncoder.get();
        encoder.writeTo(ids);
        finder.cut(text, wanted, ids::add, (part, offset) -> {
            var place = offset == 0 ? start : TextPlace.AFTER_TOKEN;
            String normal = steps.normalizer.apply(part, place);
            normalFinder.cut(normal, wanted, ids::add, (rest, restOffset) -> {
                var restPlace = restOffset == 0 ? place : TextPlace.AFTER_TOKEN;
                String spaced = steps.spacing.apply(rest, restPlace);
                steps.preTokenizer.split(spaced, 0, spaced.length(), encoder);
            });
        });
        encoder.writeTo(new IntList(0));        // an idle encoder must not keep the ids alive
        idleEncoders.add(encoder);
        return ids.toArray();
    }

    void requireNoneRefused(String text, SpecialTokens specialTokens) {
        if (!(specialTokens instanceof SpecialTokens.RefuseAllBut)) {
            return;
        }
        var match = new AddedTokenFinder(added).next(text, 0,
                token -> token.special() && specialTokens.refuses(token.text()));
        if (match != null) {
            throw new IllegalArgumentException(
                    "text must not contain a special token that is not allowed, got %s at index %d"
                            .formatted(match.token().text(), match.start()));
        }
    }
}
