package llm.deploy.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import llm.deploy.ServedModel;
import llm.deploy.api.ApiError;
import llm.deploy.api.ApiRequest;
import llm.deploy.api.ChatRequest;
import llm.deploy.api.CompletionRequest;
import llm.deploy.engine.Engine;
import llm.deploy.engine.EngineState;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers requests by their paths. Every request ends in one place with one line in the log, which
/// says what was asked for and how long it took, but nothing of what was said.
final class Routes extends Handler.Abstract {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final String MODELS = "/v1/models";
    private static final int CLIENT_GONE = 499;              // in the log, as nginx has it
    private static final int BODIES = 4 * Exchange.LARGEST_BODY;
    private static final Set<String> KNOWN = Set.of(CHAT, COMPLETIONS, MODELS, "/health",
            "/metrics");

    private final Engine engine;
    private final ServerOptions options;
    private final ServerTimes times;
    private final Phaser inProgress = new Phaser(1);         // requests, and one for the server
    private final Gate gate;
    private final Metrics metrics;
    private final ChatPage page = new ChatPage();
    private final Semaphore bodies = new Semaphore(BODIES);  // a permit for each byte
    private final long started = System.currentTimeMillis() / 1000;

    Routes(Engine engine, ServerOptions options, ServerTimes times) {
        this.engine = engine;
        this.options = options;
        this.times = times;
        gate = new Gate(options);
        metrics = new Metrics(engine);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response);
        long begun = System.nanoTime();
        String outcome = "";
        int status = CLIENT_GONE;
        inProgress.register();
        exchange.begin();
        try {
            outcome = answer(exchange);
            status = exchange.status();
            exchange.end();
            callback.succeeded();
        } catch (IOException e) {
            outcome = "client gone";
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } finally {
            note(exchange, status, Duration.ofNanos(System.nanoTime() - begun), outcome);
            inProgress.arriveAndDeregister();
        }
        return true;
    }

    /// Waits until all answers have been sent.
    ///
    /// @param patience how long at most
    void awaitLast(Duration patience) {
        try {
            inProgress.awaitAdvanceInterruptibly(inProgress.arriveAndDeregister(),
                    patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException _) {
            // they are cut off
        }
    }

    private void note(Exchange exchange, int status, Duration time, String outcome) {
        String path = pathForLog(exchange.path());
        metrics.request(path, status);
        options.log().accept("%s %s %s %d %,d ms%s".formatted(
                Instant.now().truncatedTo(ChronoUnit.MILLIS), methodForLog(exchange.method()), path,
                status, time.toMillis(), outcome.isEmpty() ? "" : ", " + outcome));
    }

    /// A client can call its method what it likes.
    private static String methodForLog(String method) {
        return HttpMethod.CACHE.get(method) == null ? "(other)" : method;
    }

    /// Paths that we do not know stay out of the log and the metrics: they may hold anything.
    private String pathForLog(String path) {
        return KNOWN.contains(path) || page.file(path).isPresent() ? path
                : path.startsWith(MODELS + "/") ? MODELS + "/…" : "(other)";
    }

    private String answer(Exchange exchange) throws IOException, InterruptedException {
        try {
            gate.requireNear(exchange.request());
            grant(exchange);
            return route(exchange);
        } catch (ApiError e) {
            exchange.send(e);
            return "";
        } catch (RuntimeException e) {
            if (exchange.isCommitted()) {
                throw new IOException(e);
            }
            exchange.send(ApiError.internal("Something unexpected happened: " + e + "."));
            return "failed";
        }
    }

    /// Lets a page from elsewhere read the answer, if it was named when the server was started.
    private void grant(Exchange exchange) {
        Optional.ofNullable(gate.grantedOrigin(exchange.request())).ifPresent(origin -> {
            exchange.header("Access-Control-Allow-Origin", origin);
            exchange.header("Access-Control-Allow-Headers",
                    "Authorization, Content-Type, X-Api-Key");
            exchange.header("Vary", "Origin");
        });
    }

    private String route(Exchange exchange) throws IOException, InterruptedException {
        String path = exchange.path();
        Optional<byte[]> file = page.file(path);
        if (exchange.method().equals("OPTIONS")) {
            exchange.send(204, "text/plain", new byte[0]);
        } else if (file.isPresent()) {
            requireMethod(exchange, "GET", "HEAD");
            exchange.header("Content-Security-Policy", ChatPage.POLICY);
            exchange.header("Referrer-Policy", "no-referrer");
            exchange.header("Cache-Control", "no-cache");
            exchange.send(200, ChatPage.contentType(path), file.get());
        } else if (path.equals("/health")) {
            requireMethod(exchange, "GET", "HEAD");
            exchange.send(engine.isStopping() ? 503 : 200, health());
        } else {
            gate.requireKey(exchange.request());
            return protectedRoute(exchange, path);
        }
        return "";
    }

    private String protectedRoute(Exchange exchange, String path)
            throws IOException, InterruptedException {
        if (path.equals(CHAT) || path.equals(COMPLETIONS)) {
            requireMethod(exchange, "POST");
            return generate(exchange, path);
        }
        if (path.equals("/metrics")) {
            requireMethod(exchange, "GET", "HEAD");
            exchange.send(200, Metrics.CONTENT_TYPE, metrics.text());
        } else if (path.equals(MODELS)) {
            requireMethod(exchange, "GET", "HEAD");
            ObjectNode list = object().put("object", "list");
            list.putArray("data").add(model());
            exchange.send(200, list);
        } else if (path.startsWith(MODELS + "/")) {
            requireMethod(exchange, "GET", "HEAD");
            requireModel(path.substring(MODELS.length() + 1));
            exchange.send(200, model());
        } else {
            throw ApiError.invalid(404, "There is nothing at this path.");
        }
        return "";
    }

    private static void requireMethod(Exchange exchange, String... methods) {
        if (!Set.of(methods).contains(exchange.method())) {
            exchange.header("Allow", String.join(", ", methods));
            throw ApiError.invalid(405, "The method must be " + String.join(" or ", methods)
                    + ", got " + exchange.method() + ".");
        }
    }

    private String generate(Exchange exchange, String path)
            throws IOException, InterruptedException {
        ApiRequest request = read(exchange, path);
        requireModel(request.wishes().model());
        Generations.Report report = new Generations(exchange, request, metrics,
                times.heartbeat()).run(engine);
        return "%d + %d tokens, %s, %s".formatted(report.prompt(), report.generated(), report.id(),
                report.outcome());
    }

    /// Reads the body. Of all that are read at the same time there must be room in the heap, as JSON
    /// too, which takes many times as much.
    private ApiRequest read(Exchange exchange, String path) throws IOException {
        int room = exchange.mostBodyBytes();
        if (!bodies.tryAcquire(room)) {
            throw ApiError.busy(429, "rate_limit_exceeded", "The server is busy: it reads as many "
                    + "requests as it has room for.", Duration.ofSeconds(1));
        }
        try {
            byte[] body = exchange.jsonBody(times.request());
            ServedModel model = engine.model();
            return path.equals(CHAT) ? ChatRequest.read(body, model, options.overflow())
                    : CompletionRequest.read(body, model, options.overflow());
        } finally {
            bodies.release(room);
        }
    }

    private void requireModel(String name) {
        if (!name.equals(engine.model().name())) {
            throw ApiError.coded(404, "model_not_found", "model", "The model must be %s, got %s."
                    .formatted(engine.model().name(), name));
        }
    }

    private ObjectNode model() {
        return object().put("id", engine.model().name()).put("object", "model")
                .put("created", started).put("owned_by", "local");
    }

    private ObjectNode health() {
        EngineState state = engine.state();
        return object().put("status", engine.isStopping() ? "stopping" : "ok").put("model", engine.model().name())
                .put("writing", state.writing()).put("waiting", state.waiting());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
