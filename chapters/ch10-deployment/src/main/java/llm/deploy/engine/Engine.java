package llm.deploy.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import llm.deploy.ServedModel;
import llm.model.decode.DecodingSession;

/// Writes the answers to many requests at the same time, on one thread of its own: each step of the
/// model serves all of them. Requests beyond what is written together wait; beyond that they are
/// refused.
///
/// An answer does not depend, to the last bit, on which others are written beside it.
/// Source: Kwon et al. (2023), "Efficient memory management for large language model serving with
/// PagedAttention", §4 (what is shared); Yu et al. (2022), "Orca", §3 (who joins when).
public final class Engine implements AutoCloseable {
    private static final double NEWEST = 0.2;                // its share in the mean service time
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final ServedModel model;
    private final EngineLimits limits;
    private final Deque<Answer> waiting = new ArrayDeque<>();            // guarded by this
    private final List<Answer> open = new CopyOnWriteArrayList<>();      // the engine thread's
    private final KeptPrefixes kept;
    private DecodingSession session;
    private volatile EngineState state = EngineState.IDLE;
    private double serviceSeconds;                           // of an answer, on average; by this
    private boolean stopping;                                // guarded by this
    private boolean cancelling;                              // guarded by this
    private final Thread thread;

    /// Starts the thread.
    public Engine(ServedModel model, EngineLimits limits) {
        this.model = model;
        this.limits = limits;
        kept = new KeptPrefixes(limits.prefixBytes());
        session = new DecodingSession(model.model());
        thread = Thread.ofPlatform().daemon().name("engine").start(this::run);
    }

    /// Asks for a text.
    ///
    /// @param listener hears what happens to it, on the engine's thread; must not wait
    /// @throws IllegalArgumentException if the text does not fit the model's context
    /// @throws Refused                  if too many wait already, or the engine is about to stop
    public Answer submit(GenerationRequest request, Consumer<AnswerEvent> listener) {
        return submit(List.of(request), (event, _) -> listener.accept(event)).getFirst();
    }

    /// Asks for texts that are wanted together: all are taken, or none, and none begins before the
    /// last is there, so that what their prompts share is read once.
    ///
    /// @param listener hears what happens to which of them, by its index
    /// @throws IllegalArgumentException if one of them does not fit the model's context
    /// @throws Refused                  if too many wait already, or the engine is about to stop
    public synchronized List<Answer> submit(List<GenerationRequest> requests,
                                            ObjIntConsumer<AnswerEvent> listener) {
        requests.forEach(each -> each.options()
                .requireRoom(each.prompt().length, model.model().contextLength()));
        if (stopping) {
            throw Refused.stopping();
        }
        int texts = waiting.size() + writing() + requests.size();
        if (texts > limits.together() + limits.waiting()) {
            throw Refused.full(requests.size(), waiting.size(), expectedWait());
        }
        List<Answer> answers = IntStream.range(0, requests.size())
                .mapToObj(i -> new Answer(requests.get(i), event -> listener.accept(event, i),
                        model.tokenizer(), limits.timeout()))
                .toList();
        waiting.addAll(answers);
        state = state.withWaiting(waiting.size());           // the thread may be busy for a while
        notifyAll();
        return answers;
    }

    /// When those that wait will probably have had their turn.
    private Duration expectedWait() {
        double rounds = (waiting.size() + 1.0) / limits.together();
        return Duration.ofMillis(Math.max(1000, Math.round(1000 * rounds * serviceSeconds)));
    }

    /// What it does at the moment.
    public EngineState state() {
        return state;
    }

    /// Whether it takes no more requests.
    public synchronized boolean isStopping() {
        return stopping;
    }

    public ServedModel model() {
        return model;
    }

    public EngineLimits limits() {
        return limits;
    }

    // ---- The engine's thread ----

    private void run() {
        while (hasWork()) {
            try {
                admit();
                session.step();
                deliver();
            } catch (RuntimeException | OutOfMemoryError e) {
                failAll(e);
            }
        }
        session.close();
    }

    /// Drops what nobody wants any more, and waits where there is nothing to do.
    private synchronized boolean hasWork() {
        if (cancelling) {
            waiting.forEach(Answer::cancel);
            open.forEach(Answer::cancel);
        }
        waiting.removeIf(Answer::expired);
        while (open.isEmpty() && waiting.isEmpty()) {
            note();
            if (stopping) {
                return false;
            }
            try {
                wait();
            } catch (InterruptedException _) {
                return false;
            }
        }
        return true;
    }

    /// Lets requests join; one that cannot begin is told so with the others.
    private synchronized void admit() {
        while (open.size() < limits.together() && !waiting.isEmpty()) {
            open.add(waiting.removeFirst());
            open.getLast().begin(session);
        }
        note();
    }

    private void note() {
        state = new EngineState(writing(), waiting.size(), kept.bytes());
    }

    /// Whoever has heard the end of an answer may ask again at once, so that one counts no more.
    private int writing() {
        return (int) open.stream().filter(answer -> !answer.isOver()).count();
    }

    private void deliver() {
        for (Answer answer : open) {
            if (answer.advance()) {
                open.remove(answer);
                release(answer);
            }
        }
    }

    /// A finished text stays for those that begin with the same prompt.
    private void release(Answer answer) {
        if (answer.isCancelled()) {
            answer.text().close();
            return;
        }
        answer.text().stop();
        kept.keep(answer.text());
        noteServiceTime(answer.age());
    }

    private synchronized void noteServiceTime(Duration age) {
        double seconds = age.toMillis() / 1000.0;
        serviceSeconds += (serviceSeconds == 0 ? 1 : NEWEST) * (seconds - serviceSeconds);
    }

    private void failAll(Throwable cause) {
        open.forEach(answer -> answer.fail(cause));
        open.clear();
        kept.clear();
        session.close();
        session = new DecodingSession(model.model());
    }

    // ---- The end ----

    /// Takes no more requests and waits until those that are there have their answers.
    ///
    /// @param patience how long at most; what is not finished then is cancelled
    public void stop(Duration patience) {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        join(patience);
        synchronized (this) {
            cancelling = true;
        }
        join(LAST_STEP);
    }

    private void join(Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Cancels whatever is not finished.
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
