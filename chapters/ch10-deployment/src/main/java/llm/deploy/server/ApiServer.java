package llm.deploy.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import llm.deploy.ServedModel;
import llm.deploy.engine.Engine;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A server of one model in OpenAI's protocol. Each request has a virtual thread, which costs next to
/// nothing while it waits; the model has one thread of its own.
///
/// It speaks plain HTTP: encryption is the work of a reverse proxy before it.
public final class ApiServer implements AutoCloseable {
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);
    private static final int BACKLOG = 1024;                 // connections before they are accepted
    static final int LARGEST_HEADERS = 16 << 10;             // bytes
    private static final int THREADS = 16;                   // for connections, not for requests

    private final Engine engine;
    private final Server server;
    private final ServerConnector connector;
    private final Routes routes;

    /// Starts to listen.
    ///
    /// @throws IOException if the address is taken, or not this machine's
    public static ApiServer start(ServedModel model, ServerOptions options) throws IOException {
        return start(model, options, ServerTimes.USUAL);
    }

    static ApiServer start(ServedModel model, ServerOptions options, ServerTimes times)
            throws IOException {
        ApiServer server = new ApiServer(model, options, times);
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

    private ApiServer(ServedModel model, ServerOptions options, ServerTimes times) {
        engine = new Engine(model, options.limits());
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        connector = new PeekingConnector(server, new HttpConnectionFactory(http()),
                times.request());
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(times.idle().toMillis());
        server.addConnector(connector);
        routes = new Routes(engine, options, times);
        server.setHandler(routes);
        server.setErrorHandler(new JsonErrors());
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setHeaderCacheCaseSensitive(true);              // keys may differ by capitals
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
        routes.awaitLast(LAST_WRITES);
        try {
            server.stop();
        } catch (Exception e) {                              // what Jetty declares
            throw new IllegalStateException("the server must stop, got " + e, e);
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
