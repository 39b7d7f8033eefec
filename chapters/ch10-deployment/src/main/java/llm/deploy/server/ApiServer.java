package llm.deploy.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import llm.deploy.ServedModel;
import llm.deploy.engine.Engine;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A server of one model in OpenAI's protocol. Each request has a virtual thread, which costs next to
/// nothing while it waits; the model has one thread of its own.
///
/// It speaks plain HTTP: encryption is the work of a reverse proxy before it.
public final class ApiServer implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);         // of a connection
    private static final int SLOWEST = 1_000;                // bytes of a body in a second
    private static final int LARGEST_HEADERS = 16 << 10;     // bytes
    private static final int THREADS = 16;                   // for connections, not for requests
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);    // on their way at the end

    private final Engine engine;
    private final Server server;
    private final ServerConnector connector;
    private final GracefulHandler requests;

    /// Starts to listen.
    ///
    /// @throws IOException if the address is taken, or not this machine's
    public static ApiServer start(ServedModel model, ServerOptions options) throws IOException {
        ApiServer server = new ApiServer(model, options);
        try {
            server.server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException("the address %s:%d must be free and this machine's, got: %s"
                    .formatted(options.host(), options.port(), e.getMessage()), e);
        } catch (Exception e) {                              // what Jetty declares
            server.close();
            throw new IllegalStateException("the server must start, got " + e, e);
        }
    }

    private ApiServer(ServedModel model, ServerOptions options) {
        engine = new Engine(model, options.limits());
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        connector = new PeekingConnector(server, new HttpConnectionFactory(http()));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        requests = new GracefulHandler(
                new MinimumDataRateHandler(new Routes(engine, options), SLOWEST, 0));
        server.setHandler(requests);
        server.setErrorHandler(new JsonErrors());
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        return http;
    }

    /// Where it listens.
    public URI address() {
        String host = connector.getHost().contains(":") ? "[" + connector.getHost() + "]"
                : connector.getHost();
        return URI.create("http://" + host + ":" + connector.getLocalPort());
    }

    /// What writes the answers.
    public Engine engine() {
        return engine;
    }

    /// Takes no more requests, lets those that are there have their answers, and ends.
    ///
    /// @param patience how long at most
    public void stop(Duration patience) {
        engine.stop(patience);
        sendLastWords();
        try {
            server.stop();
        } catch (Exception e) {                              // what Jetty declares
            throw new IllegalStateException("the server must stop, got " + e, e);
        }
    }

    /// What the engine has written is not yet sent.
    private void sendLastWords() {
        if (server.isStarted()) {
            requests.shutdown().completeOnTimeout(null, LAST_WORDS.toMillis(),
                    TimeUnit.MILLISECONDS).join();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
