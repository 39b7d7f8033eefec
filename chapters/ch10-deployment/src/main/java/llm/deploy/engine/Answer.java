package llm.deploy.engine;

import java.time.Duration;
import java.util.function.Consumer;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.deploy.engine.AnswerEvent.Usage;
import llm.model.decode.ChosenToken;
import llm.model.decode.DecodedText;
import llm.model.decode.DecodingSession;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/// One request on its way: it waits, its text is written, it is over. Whoever asked may [#cancel] it
/// from any thread; all else belongs to the engine's.
public final class Answer {
    private final GenerationRequest request;
    private final Consumer<AnswerEvent> listener;
    private final AnswerText certain;
    private final long begun = System.nanoTime();
    private final long deadline;
    private @Nullable DecodedText text;                      // null while it waits
    private boolean promptTold;
    private int told;                                        // tokens
    private volatile boolean cancelled;
    private volatile boolean over;

    Answer(GenerationRequest request, Consumer<AnswerEvent> listener, Tokenizer tokenizer,
           Duration timeout) {
        this.request = request;
        this.listener = listener;
        certain = new AnswerText(tokenizer, request.stop(), request.prompt());
        deadline = begun + timeout.toNanos();
    }

    /// Asks for no more of it: what it takes is free again with the next step. One that is over is
    /// not changed by this: its prompt stays for those that begin like it.
    public void cancel() {
        if (!over) {
            cancelled = true;
        }
    }

    /// Whether its last event has been told.
    public boolean isOver() {
        return over;
    }

    /// Time since it was asked for.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    void begin(DecodingSession session) {
        text = session.begin(request.prompt(), request.options(),
                new RandomState(request.seed()));
    }

    /// Tells what has happened since it was last asked.
    ///
    /// @return whether it is over
    boolean advance() {
        tellPrompt();
        while (told < text.written().size() && !certain.stopped()) {
            ChosenToken token = text.written().get(told++);
            certain.accept(token).ifPresent(listener);
        }
        return expired() || certain.stopped() && end(Ending.STOP, null)
                || !text.isOpen() && end(ending(text.ending().orElseThrow()), null);
    }

    private void tellPrompt() {
        if (!promptTold && (!text.written().isEmpty() || !text.isOpen())) {
            promptTold = true;
            listener.accept(new PromptRead(text.prompt()));
        }
    }

    /// Ends it if nobody wants it any more, or nobody should wait any longer.
    ///
    /// @return whether that is so
    boolean expired() {
        return cancelled && end(Ending.CANCELLED, null)
                || System.nanoTime() - deadline > 0 && end(Ending.TIMED_OUT, null);
    }

    private static Ending ending(DecodedText.Ending ending) {
        return switch (ending) {
            case STOP -> Ending.STOP;
            case LENGTH -> Ending.LENGTH;
            case CANCELLED -> Ending.CANCELLED;
        };
    }

    void fail(Throwable cause) {
        end(Ending.FAILED, cause);
    }

    private boolean end(Ending ending, @Nullable Throwable cause) {
        if (!over) {
            over = true;
            if (ending == Ending.STOP || ending == Ending.LENGTH) {
                certain.finish().ifPresent(listener);
            }
            listener.accept(new Over(ending, usage(ending), cause));
        }
        return true;
    }

    private Usage usage(Ending ending) {
        if (text == null) {
            return new Usage(0, 0, 0);
        }
        boolean endToken = ending == Ending.STOP && !certain.stopped();
        return new Usage(request.prompt().length, text.takenOver(), told + (endToken ? 1 : 0));
    }

    /// The text that is written; only after [#begin].
    DecodedText text() {
        return text;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
