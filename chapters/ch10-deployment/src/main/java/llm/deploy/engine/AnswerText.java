package llm.deploy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.ChosenToken;
import llm.text.StreamingDecoder;
import llm.text.Tokenizer;

/// Turns tokens into text as they come. Text is passed on when it is certain: whole characters, and
/// nothing that may become a stop text. A token is passed on with the last of its characters.
public final class AnswerText {
    private final StreamingDecoder decoder;
    private final StopSequences stopTokens;
    private final StopStrings stopTexts;
    private final List<PlacedToken> waiting = new ArrayList<>();
    private int decoded;                                     // code points that tokens have made
    private int passedOn;                                    // of these

    /// @param prompt what stands before; how the first token reads may depend on it
    public AnswerText(Tokenizer tokenizer, Stop stop, int... prompt) {
        decoder = new StreamingDecoder(tokenizer);
        decoder.accept(prompt);
        stopTokens = new StopSequences(stop.tokens());
        stopTexts = new StopStrings(stop.texts());
    }

    /// What is certain after one more token.
    public Optional<More> accept(ChosenToken token) {
        return pass(certain(stopTokens.accept(token)));
    }

    private String certain(List<ChosenToken> tokens) {
        StringBuilder certain = new StringBuilder();
        for (ChosenToken token : tokens) {
            waiting.add(new PlacedToken(token, decoded));
            String text = decoder.accept(token.id());
            decoded += codePoints(text);
            certain.append(stopTexts.accept(text));
        }
        return certain.toString();
    }

    /// Whether a stop has come.
    public boolean stopped() {
        return stopTokens.stopped() || stopTexts.stopped();
    }

    /// What is left at the end.
    public Optional<More> finish() {
        String rest = certain(stopTokens.flush());
        String text = decoder.flush();
        decoded += codePoints(text);
        return pass(rest + stopTexts.accept(text) + stopTexts.flush());
    }

    private Optional<More> pass(String text) {
        passedOn += codePoints(text);
        List<PlacedToken> tokens = new ArrayList<>();
        while (!waiting.isEmpty() && isPassedOn(waiting.getFirst())) {
            tokens.add(waiting.removeFirst());
        }
        return text.isEmpty() && tokens.isEmpty() ? Optional.empty()
                : Optional.of(new More(text, tokens));
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    /// A token ends where the next one begins that makes text; all those that make a character
    /// together end with it. Of a token that a stop text cuts, what came before is passed on.
    private boolean isPassedOn(PlacedToken token) {
        if (stopTexts.stopped()) {
            return token.offset() < passedOn;
        }
        int lastEnd = decoder.isWithinCharacter() ? Integer.MAX_VALUE : decoded;
        int end = waiting.stream().mapToInt(PlacedToken::offset)
                .filter(offset -> offset > token.offset()).findFirst().orElse(lastEnd);
        return end <= passedOn;
    }
}
