package llm.tools.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerText;
import llm.model.decode.ChosenToken;
import llm.model.decode.DecodedText;
import org.jspecify.annotations.Nullable;

/// What a model writes behind one prompt, as it comes.
final class Continuation {
    private final int[] prompt;
    private final DecodedText tokens;
    private final @Nullable AnswerText words;
    private final List<Integer> passedOn = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int read;                                        // of the tokens
    private boolean over;

    /// @param tokens what the model writes
    /// @param words  makes text of it; none without a tokenizer
    Continuation(int[] prompt, DecodedText tokens, Optional<AnswerText> words) {
        this.prompt = prompt.clone();
        this.tokens = tokens;
        this.words = words.orElse(null);
    }

    /// What has become certain since the last time: text, or token ids without a tokenizer. Ends
    /// what is to be ended.
    String more() {
        int before = text.length();
        for (; read < tokens.written().size(); read++) {
            accept(tokens.written().get(read));
        }
        if (words != null && words.stopped()) {
            tokens.stop();
        }
        if (!over && !tokens.isOpen()) {
            over = true;
            tokens.close();                                  // gives its memory back
            if (words != null) {
                words.finish().ifPresent(this::append);
            }
        }
        return text.substring(before);
    }

    private void accept(ChosenToken token) {
        if (words == null) {
            text.append(token.id()).append(' ');
        } else {
            words.accept(token).ifPresent(this::append);
        }
    }

    private void append(More more) {
        text.append(more.text());
        more.tokens().forEach(token -> passedOn.add(token.token().id()));
    }

    /// Whether no more comes.
    boolean isOver() {
        return over;
    }

    /// The result. Of what a stop text cuts off, no tokens are told either.
    GenerateCommand.Generated result() {
        boolean cut = words != null && words.stopped();
        return new GenerateCommand.Generated(prompt,
                cut ? passedOn.stream().mapToInt(Integer::intValue).toArray() : tokens.ids(),
                words == null ? null : text.toString());
    }
}
