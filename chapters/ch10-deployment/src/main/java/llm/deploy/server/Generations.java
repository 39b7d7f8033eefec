package llm.deploy.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import llm.deploy.api.Answers;
import llm.deploy.api.ApiError;
import llm.deploy.api.ApiRequest;
import llm.deploy.api.Choice;
import llm.deploy.engine.Answer;
import llm.deploy.engine.AnswerEvent;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.AnswerEvent.PromptRead;
import llm.deploy.engine.Engine;
import llm.deploy.engine.EngineLimits;
import llm.deploy.engine.GenerationRequest;
import llm.deploy.engine.Refused;

/// Has the texts of one request written and sends them, together or as they come. When the client
/// goes away nothing more is written.
final class Generations {
    private static final Duration GLANCE = Duration.ofMillis(200);       // at the client

    private final Exchange exchange;
    private final ApiRequest request;
    private final Answers answers;
    private final Metrics metrics;
    private final Duration heartbeat;
    private final BlockingQueue<Happened> events = new LinkedBlockingQueue<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<Answer> asked = new ArrayList<>();
    private final long begun = System.nanoTime();
    private long lastSent = begun;
    private long lastGlance = begun;

    /// Something that has happened to a choice.
    private record Happened(int choice, AnswerEvent event) {
    }

    /// What was done, for the log.
    ///
    /// @param outcome     how it ended
    /// @param prompt      tokens
    /// @param generated   tokens
    record Report(String id, String outcome, int prompt, int generated) {
    }

    private final String id = UUID.randomUUID().toString().replace("-", "");

    Generations(Exchange exchange, ApiRequest request, Metrics metrics, Duration heartbeat) {
        this.exchange = exchange;
        this.request = request;
        this.metrics = metrics;
        this.heartbeat = heartbeat;
        answers = request.answers(id, System.currentTimeMillis() / 1000);
    }

    /// Does it all.
    ///
    /// @throws ApiError    if the engine takes the request not, or fails, before anything was sent
    /// @throws IOException if the client is gone
    Report run(Engine engine) throws IOException, InterruptedException {
        try {
            submit(engine);
            return report(request.wishes().stream() ? stream() : sendWhole());
        } finally {
            asked.forEach(Answer::cancel);                   // no matter for those that are over
        }
    }

    private void submit(Engine engine) {
        List<GenerationRequest> all = request.generations();
        requirePossible(all.size(), engine.limits());
        try {
            all.forEach(_ -> choices.add(new Choice()));
            asked.addAll(engine.submit(all, (event, i) -> events.add(new Happened(i, event))));
        } catch (Refused e) {
            throw e.retryAfter().isPositive()
                    ? ApiError.busy(429, "rate_limit_exceeded", "The server is busy: "
                            + e.getMessage() + ".", e.retryAfter())
                    : ApiError.busy(503, "stopping", e.getMessage() + ".", e.retryAfter());
        }
    }

    /// Who asks for more than ever fits must not be told to come again.
    private static void requirePossible(int texts, EngineLimits limits) {
        int most = limits.together() + limits.waiting();
        if (texts > most) {
            throw ApiError.of("n", "This server takes at most %d texts at a time, got a request "
                    .formatted(most) + "for " + texts + ".");
        }
    }

    private String sendWhole() throws IOException, InterruptedException {
        while (!isOver()) {
            next(false);
        }
        exchange.send(200, answers.whole(choices));
        return "done";
    }

    private String stream() throws IOException, InterruptedException {
        exchange.beginEvents();
        try {
            while (!isOver()) {
                Optional<Happened> happened = next(true);
                if (happened.isPresent()) {
                    send(happened.get().choice, happened.get().event);
                }
            }
        } catch (ApiError e) {
            if (!exchange.isCommitted()) {
                throw e;                                     // with a status of its own
            }
            exchange.endEvents(e);
            return "broken off";
        }
        if (request.wishes().streamUsage()) {
            exchange.event(answers.usage(choices).toString());
        }
        exchange.endEvents();
        return "done";
    }

    private void send(int choice, AnswerEvent event) throws IOException {
        Optional<ObjectNode> chunk = switch (event) {
            case PromptRead read -> answers.opening(choice, read);
            case More more -> Optional.of(answers.chunk(choice, more));
            case Over over -> Optional.of(answers.closing(choice, over.ending()));
        };
        if (chunk.isPresent()) {
            exchange.event(chunk.get().toString());
            lastSent = System.nanoTime();
        }
    }

    private boolean isOver() {
        return choices.stream().allMatch(Choice::isOver);
    }

    /// Waits a while for the next event, and looks after the client meanwhile.
    ///
    /// @throws ApiError    if the event is that an answer failed
    /// @throws IOException if the client is gone
    private Optional<Happened> next(boolean heartbeats) throws IOException, InterruptedException {
        Happened happened = events.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        lookAfterClient();
        if (happened == null) {
            if (heartbeats && since(lastSent).compareTo(heartbeat) >= 0) {
                exchange.heartbeat();
                lastSent = System.nanoTime();
            }
            return Optional.empty();
        }
        note(happened);
        return Optional.of(happened);
    }

    private void note(Happened happened) {
        choices.get(happened.choice).add(happened.event);
        if (happened.event instanceof PromptRead) {
            metrics.firstToken(since(begun));
        }
        if (happened.event instanceof Over over) {
            metrics.answered(over, since(begun));
            requireRight(over);
        }
    }

    private static void requireRight(Over over) {
        if (over.ending() == Ending.TIMED_OUT) {
            throw ApiError.busy(503, "timeout", "The answer must be written in time, got one that "
                    + "took longer; fewer max_tokens take less.", Duration.ZERO);
        }
        if (over.ending() == Ending.CANCELLED) {
            throw ApiError.busy(503, "stopping", "The server is about to stop.", Duration.ZERO);
        }
        if (over.cause() != null) {
            throw ApiError.internal("The model failed: " + over.cause().getMessage() + ".");
        }
    }

    private void lookAfterClient() throws IOException {
        if (since(lastGlance).compareTo(GLANCE) >= 0) {
            lastGlance = System.nanoTime();
            if (exchange.isAbandoned()) {
                throw new IOException("the client must wait for its answer, got a closed connection");
            }
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private Report report(String outcome) {
        int prompt = 0;
        int generated = 0;
        for (Choice choice : choices) {
            prompt += choice.isOver() ? choice.usage().promptTokens() : 0;
            generated += choice.isOver() ? choice.usage().generatedTokens() : 0;
        }
        return new Report(id, outcome, prompt, generated);
    }
}
