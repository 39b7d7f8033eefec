package llm.deploy.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import llm.deploy.engine.EngineLimits;
import llm.model.decode.ContextOverflow;

/// How a model is served.
///
/// @param host     address to listen at
/// @param port     0 for any free one
/// @param keys     secrets that let a request in; none for nobody to ask
/// @param hosts    names under which the server may be addressed, besides its address
/// @param origins  web sites whose pages may use it, such as `https://example.org`
/// @param limits   how much it takes upon itself
/// @param overflow what is done with a prompt that leaves no room for an answer
/// @param log      hears a line for each request; never any of its text
public record ServerOptions(String host, int port, List<String> keys, Set<String> hosts,
                            Set<String> origins, EngineLimits limits, ContextOverflow overflow,
                            Consumer<String> log) {

    public ServerOptions {
        keys = List.copyOf(keys);
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be in [0, 65535], got " + port);
        }
        if (keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("an API key must have a character or more, got a "
                    + "blank one");
        }
        if (keys.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("a server that others can reach must have an API key,"
                    + " got host " + host + " without one; 127.0.0.1 serves this machine alone");
        }
    }

    /// This machine alone, at a free port, with the usual limits.
    public static ServerOptions local() {
        return new ServerOptions("127.0.0.1", 0, List.of(), Set.of(), Set.of(),
                EngineLimits.usual(), ContextOverflow.REFUSE, _ -> { });
    }

    public ServerOptions withPort(int other) {
        return new ServerOptions(host, other, keys, hosts, origins, limits, overflow, log);
    }

    public ServerOptions withKeys(List<String> others) {
        return new ServerOptions(host, port, others, hosts, origins, limits, overflow, log);
    }

    public ServerOptions withLimits(EngineLimits other) {
        return new ServerOptions(host, port, keys, hosts, origins, other, overflow, log);
    }

    public ServerOptions withOverflow(ContextOverflow other) {
        return new ServerOptions(host, port, keys, hosts, origins, limits, other, log);
    }

    public ServerOptions withLog(Consumer<String> other) {
        return new ServerOptions(host, port, keys, hosts, origins, limits, overflow, other);
    }

    /// Whether only this machine can reach an address.
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host must be an address of this machine, got "
                    + host, e);
        }
    }
}
