package llm.deploy.api;

import java.util.ArrayList;
import java.util.List;
import llm.deploy.engine.AnswerEvent;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.deploy.engine.AnswerEvent.Usage;
import org.jspecify.annotations.Nullable;

/// One of the answers to a request, collected from its events.
public final class Choice {
    private final StringBuilder text = new StringBuilder();
    private final List<PlacedToken> tokens = new ArrayList<>();
    private PromptRead prompt = new PromptRead(List.of());
    private @Nullable Over over;

    /// Adds what has happened.
    public void add(AnswerEvent event) {
        switch (event) {
            case PromptRead read -> prompt = read;
            case More more -> {
                text.append(more.text());
                tokens.addAll(more.tokens());
            }
            case Over end -> over = end;
        }
    }

    /// Whether it is complete.
    public boolean isOver() {
        return over != null;
    }

    public PromptRead prompt() {
        return prompt;
    }

    /// All text so far.
    public More all() {
        return new More(text.toString(), tokens);
    }

    /// @throws IllegalStateException if it is not complete
    public Ending ending() {
        return end().ending();
    }

    /// @throws IllegalStateException if it is not complete
    public Usage usage() {
        return end().usage();
    }

    /// What went wrong, if something did.
    public @Nullable Throwable cause() {
        return end().cause();
    }

    private Over end() {
        if (over == null) {
            throw new IllegalStateException("an answer must be complete, got one that is not");
        }
        return over;
    }
}
