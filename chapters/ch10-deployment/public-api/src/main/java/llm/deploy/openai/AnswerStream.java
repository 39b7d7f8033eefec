package llm.deploy.openai;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// An answer that is being written, on a thread of its own.
public final class AnswerStream implements AutoCloseable {
    private final Consumer<String> listener;
    private final Trouble trouble;
    private final CompletableFuture<PublicAnswer> answer = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();  // the thread's
    private String finishReason = "";                        // the thread's
    private Optional<CompletionUsage> usage = Optional.empty();
    private final Thread thread;
    private volatile boolean cancelled;

    AnswerStream(Supplier<StreamResponse<ChatCompletionChunk>> call, Consumer<String> listener,
                 Trouble trouble) {
        this.listener = listener;
        this.trouble = trouble;
        thread = Thread.ofVirtual().name("answer").start(() -> run(call));
    }

    private void run(Supplier<StreamResponse<ChatCompletionChunk>> call) {
        try (StreamResponse<ChatCompletionChunk> response = call.get()) {
            response.stream().forEach(this::accept);
            if (finishReason.isEmpty()) {
                throw trouble.brokenOff();
            }
            answer.complete(soFar(finishReason));
        } catch (Exception | Error e) {                      // Kotlin does not declare them
            if (cancelled) {
                answer.complete(soFar(PublicAnswer.CANCELLED));
            } else {
                answer.completeExceptionally(e);
            }
        }
    }

    private void accept(ChatCompletionChunk chunk) {
        chunk.usage().ifPresent(told -> usage = Optional.of(told));
        chunk.choices().stream().filter(choice -> choice.index() == 0).forEach(choice -> {
            String piece = choice.delta().content().orElse("");
            if (!piece.isEmpty()) {
                text.append(piece);
                listener.accept(piece);
            }
            choice.finishReason().ifPresent(reason -> finishReason = reason.asString());
        });
    }

    private PublicAnswer soFar(String reason) {
        return PublicAnswer.of(text.toString(), reason, usage);
    }

    /// Waits for the end.
    ///
    /// @return the whole answer, or what there was when it was cancelled
    /// @throws IOException      if something went wrong; says what
    /// @throws RuntimeException or an error: what the listener has thrown
    public PublicAnswer await() throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw trouble.of(e.getCause());
        } catch (InterruptedException e) {
            cancel();
            throw trouble.of(e);
        }
    }

    /// Whether it has come to its end.
    public boolean isDone() {
        return answer.isDone();
    }

    /// Asks for no more of it: the connection is closed, which tells the service to stop.
    public void cancel() {
        cancelled = true;
        thread.interrupt();                                  // closes what a virtual thread reads
    }

    /// Cancels what is not finished.
    @Override
    public void close() {
        cancel();
    }
}
