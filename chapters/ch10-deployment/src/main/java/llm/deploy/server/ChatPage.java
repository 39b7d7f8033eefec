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
            + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final List<String> NAMES = List.of("index.html", "chat.css", "icon.svg",
            "alternatives.js", "answer-text.js", "chat.js", "conversation.js", "dom.js",
            "events.js", "facts.js", "key.js", "messages.js", "neighbour.js", "probabilities.js",
            "server.js", "session.js", "settings.js", "storage.js", "theme.js", "tokens.js");

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
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }
}
