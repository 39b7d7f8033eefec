package llm.deploy.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of the chat page. There are no others: what is not in the list is not served, however
/// a path is written.
final class ChatPage {
    /// Nothing from elsewhere, nothing inline: text of a model that looks like a script stays text.
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
    private static final List<String> NAMES = List.of("index.html", "chat.css", "chat.js");

    private final Map<String, byte[]> files = new HashMap<>();

    ChatPage() {
        for (String name : NAMES) {
            files.put("/" + name, read(name));
        }
        files.put("/", read("index.html"));
    }

    private static byte[] read(String name) {
        try (InputStream in = ChatPage.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the chat page must have a file " + name
                        + ", got none");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    static String contentType(String path) {
        if (path.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        return path.endsWith(".css") ? "text/css; charset=utf-8" : "text/html; charset=utf-8";
    }
}
