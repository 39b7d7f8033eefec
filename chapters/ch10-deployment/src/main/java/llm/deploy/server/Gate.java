package llm.deploy.server;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import llm.deploy.api.ApiError;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who may come in. A page from elsewhere, open in somebody's browser, can send requests to this
/// machine: such pages are known by their `Origin`, or, where their name was made to mean this
/// machine (DNS rebinding), by their `Host`. All others show a key where one is asked for.
final class Gate {
    private static final String BEARER = "bearer ";

    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final Set<String> origins;
    private final List<byte[]> keyHashes;

    Gate(ServerOptions options) {
        hosts.add(bracketed(options.host()));
        options.hosts().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        if (!ServerOptions.isLoopback(options.host())) {
            hosts.addAll(ownAddresses());
        }
        origins = options.origins();
        keyHashes = options.keys().stream().map(Gate::hash).toList();
    }

    private static Set<String> ownAddresses() {
        Set<String> addresses = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress).forEach(
                            address -> addresses.add(bracketed(address.replaceAll("%.*", ""))));
            return addresses;
        } catch (SocketException e) {
            throw new IllegalStateException("this machine must tell its addresses, got " + e, e);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]"
                : host.toLowerCase(Locale.ROOT);
    }

    /// @throws ApiError if the request was meant for another host, or comes from a foreign page
    void requireNear(Request request) {
        String host = Request.getServerName(request);
        if (host == null || !hosts.contains(bracketed(host))) {
            throw ApiError.invalid(403, "Host must be a name of this server, got %s; --allow-host "
                    .formatted(host) + "adds one.");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !isOwn(origin, request) && !origins.contains(origin)) {
            throw ApiError.invalid(403, "Origin must be this server's, got %s; --allow-origin adds "
                    .formatted(origin) + "one.");
        }
    }

    /// The page that this server serves, under the name by which it was asked.
    private boolean isOwn(String origin, Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The origin of a page from elsewhere that may read the answer; null for all others.
    @Nullable String grantedOrigin(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        return origin != null && origins.contains(origin) ? origin : null;
    }

    /// @throws ApiError if a key is asked for and the request does not show it
    void requireKey(Request request) {
        if (keyHashes.isEmpty()) {
            return;
        }
        byte[] shown = hash(shownKey(request));
        boolean known = false;
        for (byte[] key : keyHashes) {
            known |= MessageDigest.isEqual(key, shown);      // as long for a wrong key as for a right
        }
        if (!known) {
            throw ApiError.coded(401, "invalid_api_key", null, "The request must show a valid API "
                    + "key, as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\".");
        }
    }

    private static String shownKey(Request request) {
        String bearer = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (bearer != null && bearer.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return bearer.substring(BEARER.length()).strip();
        }
        String key = request.getHeaders().get("X-Api-Key");
        return key == null ? "" : key.strip();
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java must know SHA-256", e);
        }
    }
}
