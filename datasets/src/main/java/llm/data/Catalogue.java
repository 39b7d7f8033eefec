package llm.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The public models and data sets that the book speaks of.
///
/// @param entries in the order in which they are listed
public record Catalogue(List<CatalogueEntry> entries) {
    private static final String RESOURCE = "catalogue.json";
    private static final String NO_CHECKSUM = "none";        // an entry says so

    public Catalogue {
        entries = List.copyOf(entries);
    }

    /// The book's own.
    public static Catalogue load() {
        try (InputStream in = Objects.requireNonNull(
                Catalogue.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return parse(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws IllegalArgumentException if there is no such entry
    public CatalogueEntry entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the name must be one of "
                        + entries.stream().map(CatalogueEntry::name)
                                .collect(Collectors.joining(", ")) + ", got " + name));
    }

    static Catalogue parse(JsonNode root) {
        List<CatalogueEntry> entries = new ArrayList<>();
        for (JsonNode node : root) {
            List<Source> sources = new ArrayList<>();
            node.required("sources").forEach(source -> sources.add(source(source)));
            entries.add(new CatalogueEntry(node.required("name").asText(),
                    node.required("kind").asText(), node.required("title").asText(),
                    node.required("page").asText(), node.required("licence").asText(),
                    node.required("bytes").asLong(), node.path("gated").asBoolean(), sources));
        }
        return new Catalogue(entries);
    }

    private static Source source(JsonNode node) {
        if (node.has("repository")) {
            List<String> files = new ArrayList<>();
            node.required("files").forEach(file -> files.add(file.asText()));
            return new Source.Repository(node.get("repository").asText(),
                    node.path("revision").asText("main"), files);
        }
        String sha256 = node.required("sha256").asText();
        URI address = URI.create(node.required("address").asText());
        String path = address.getPath();
        return new Source.Page(address,
                node.path("file").asText(path.substring(path.lastIndexOf('/') + 1)),
                NO_CHECKSUM.equals(sha256) ? null : sha256,
                node.path("unpack").asBoolean());
    }
}
