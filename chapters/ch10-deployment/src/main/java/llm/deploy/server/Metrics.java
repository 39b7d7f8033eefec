package llm.deploy.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import llm.deploy.engine.AnswerEvent.Over;
import llm.deploy.engine.Engine;
import llm.deploy.engine.EngineState;

/// What a server tells Prometheus of itself. Source: Prometheus, "Exposition formats".
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
    private static final double[] SECONDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
        60, 300};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder().name("llm_requests_total")
            .help("HTTP requests by path and status.").labelNames("path", "status")
            .register(registry);
    private final Counter answers = Counter.builder().name("llm_answers_total")
            .help("Texts by the reason of their end.").labelNames("ending").register(registry);
    private final Counter promptTokens = Counter.builder().name("llm_prompt_tokens_total")
            .help("Tokens of prompts.").register(registry);
    private final Counter sharedTokens = Counter.builder().name("llm_prompt_tokens_shared_total")
            .help("Tokens of prompts that had been read for another one.").register(registry);
    private final Counter generatedTokens = Counter.builder()
            .name("llm_generated_tokens_total").help("Tokens that were written.")
            .register(registry);
    private final Histogram firstToken = seconds("llm_time_to_first_token_seconds",
            "From a request to its first token.");
    private final Histogram perToken = seconds("llm_time_per_token_seconds",
            "Of an answer, by its tokens.");

    Metrics(Engine engine) {
        gauge("llm_answers_in_progress", "Texts that are being written.", engine,
                EngineState::writing);
        gauge("llm_requests_waiting", "Requests that wait for their turn.", engine,
                EngineState::waiting);
        gauge("llm_prefix_cache_bytes", "Memory of prompts that are kept.", engine,
                EngineState::prefixBytes);
    }

    private Histogram seconds(String name, String help) {
        return Histogram.builder().name(name).help(help).classicOnly()
                .classicUpperBounds(SECONDS).register(registry);
    }

    private void gauge(String name, String help, Engine engine,
                       ToDoubleFunction<EngineState> value) {
        GaugeWithCallback.builder().name(name).help(help)
                .callback(gauge -> gauge.call(value.applyAsDouble(engine.state())))
                .register(registry);
    }

    void request(String path, int status) {
        requests.labelValues(path, String.valueOf(status)).inc();
    }

    void firstToken(Duration time) {
        firstToken.observe(time.toNanos() / 1e9);
    }

    void answered(Over over, Duration time) {
        answers.labelValues(over.ending().name().toLowerCase(Locale.ROOT)).inc();
        promptTokens.inc(over.usage().promptTokens());
        sharedTokens.inc(over.usage().sharedTokens());
        generatedTokens.inc(over.usage().generatedTokens());
        if (over.usage().generatedTokens() > 0) {
            perToken.observe(time.toNanos() / 1e9 / over.usage().generatedTokens());
        }
    }

    /// All of it, as text.
    byte[] text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toByteArray();
    }
}
