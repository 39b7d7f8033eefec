package llm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hugging Face's hub: which commit a revision stands for, and which files it holds.
/// Source: the hub's documentation, "Hub API Endpoints".
///
/// @param base where the hub is, such as `https://huggingface.co`
record Hub(URI base, Web web, RetryPolicy retries) {
    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

    /// The commit that a branch, tag or commit stands for now.
    String commit(Source.Repository source) throws IOException {
        URI address = address("/api/" + source.repository() + "/revision/" + source.revision());
        JsonNode told = json(address, ask(address).text);
        if (!told.path("sha").isTextual()) {
            throw new DownloadFailed(address + " must tell a commit, got none.");
        }
        return told.get("sha").asText();
    }

    /// The files of a commit that the source names.
    ///
    /// @throws DownloadFailed if there is none
    List<RemoteFile> files(Source.Repository source, String commit) throws IOException {
        Pattern wanted = Pattern.compile(source.files().stream().map(Hub::expression)
                .collect(Collectors.joining("|")));
        List<RemoteFile> files = new ArrayList<>();
        URI page = address("/api/" + source.repository() + "/tree/" + commit);
        Optional<URI> next = Optional.of(URI.create(page + "?recursive=true"));
        while (next.isPresent()) {
            Answer answer = ask(next.get());
            for (JsonNode node : json(next.get(), answer.text)) {
                if (node.path("type").asText().equals("file")
                        && wanted.matcher(node.path("path").asText()).matches()) {
                    files.add(file(source, commit, node));
                }
            }
            next = answer.next;
        }
        if (files.isEmpty()) {
            throw new DownloadFailed("%s at revision %s must hold one of %s, got none of them."
                    .formatted(source.repository(), commit, source.files()));
        }
        return files;
    }

    /// A path with `*` as a regular expression.
    private static String expression(String path) {
        return Pattern.quote(path).replace("*", "\\E[^/]*\\Q");
    }

    /// Large files are known by their SHA-256, the others by Git's name for them.
    private RemoteFile file(Source.Repository source, String commit, JsonNode node) {
        String path = node.get("path").asText();
        JsonNode large = node.path("lfs").path("oid");
        Checksum checksum = large.isTextual()
                ? new Checksum(Checksum.Kind.SHA_256, large.asText())
                : new Checksum(Checksum.Kind.GIT_BLOB, node.path("oid").asText());
        String folder = source.repository().replaceFirst("^models/", "");
        return new RemoteFile(address("/" + folder + "/resolve/" + commit + "/" + path), path,
                node.path("size").asLong(RemoteFile.UNKNOWN), checksum, path.endsWith(".tar"));
    }

    private URI address(String path) {
        try {
            String escaped = new URI(null, null, path, null).getRawPath();
            return URI.create(base.toString().replaceFirst("/$", "") + escaped);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a path must fit into an address, got " + path, e);
        }
    }

    /// @throws DownloadFailed if the answer is something else, such as the page of a network that
    ///                        wants a login first
    private static JsonNode json(URI address, String text) throws DownloadFailed {
        try {
            return JsonArrayFile.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new DownloadFailed(address + " must answer with JSON, got something else"
                    + (text.stripLeading().startsWith("<") ? ", a page: does this network want a "
                    + "login first?" : "."), e);
        }
    }

    private record Answer(String text, Optional<URI> next) {
    }

    private Answer ask(URI address) throws IOException {
        return retries.execute(() -> {
            HttpResponse<InputStream> answer = web.get(address, Map.of());
            try (InputStream body = answer.body()) {
                web.requireFound(answer);
                return new Answer(new String(body.readAllBytes(),
                        StandardCharsets.UTF_8), next(address, answer));
            }
        }, () -> 0);
    }

    private static Optional<URI> next(URI address, HttpResponse<?> answer) {
        Matcher link = NEXT_PAGE.matcher(answer.headers().firstValue("Link").orElse(""));
        return link.find() ? Optional.of(address.resolve(link.group(1))) : Optional.empty();
    }
}
