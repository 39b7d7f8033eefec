package llm.tools.broken;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import llm.data.CatalogueEntry;
import llm.data.Fetch;
import llm.data.Source;
import llm.train.StagedFolder;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// What `./llm data get` is told by a hub, and the archives that it unpacks, from a server of this
/// machine.
final class HubSubjects {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final Map<String, String> FILES = new TreeMap<>(Map.of("a.txt", "the cat\n",
            "b/c.txt", "and the dog ".repeat(50), "d.csv", "label,text\nham,a\n"));

    private final Fetch fetch;
    private final String address;
    private Path served = Path.of("");

    private HubSubjects(Subjects subjects) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        subjects.atEnd(() -> server.stop(0));
        address = "http://localhost:" + server.getAddress().getPort();
        fetch = new Fetch(URI.create(address), null);
    }

    static void addTo(Subjects subjects) throws IOException {
        HubSubjects hub = new HubSubjects(subjects);
        Path answers = subjects.fetched("hub-answers", "models/o/n", List.of(
                Rule.of("revision\\.json:/sha=.*", "revision|row/\\d+"),
                Rule.of("tree\\.json:/(\\d+)\\b.*", "row/$1|bytes")), hub::plan);
        Files.writeString(answers.resolve("revision.json"),
                "{\"id\":\"o/n\",\"sha\":\"" + COMMIT + "\"}");
        Files.writeString(answers.resolve("tree.json"), """
                [{"type":"file","path":"a.json","size":12,"oid":"b6fc4c620b67d95f953a5c1c12"},
                 {"type":"file","path":"b.json","size":1200,"oid":"c6fc4c620b67d95f953a5c1c12"},
                 {"type":"file","path":"m.json","size":500000,"oid":"aa","lfs":{"oid":
                  "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}}]""");
        hub.archive(subjects, "a.zip", List.of(Rule.of("a\\.zip:name", "file/.*")), zip());
        hub.archive(subjects, "a.tar", List.of(Rule.of("a\\.tar:content/(.*)", "file/$1")), tar());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = path.contains("/revision/") ? "revision.json"
                : path.contains("/tree/") ? "tree.json" : path.substring(1);
        byte[] bytes = Files.readAllBytes(served.resolve(file));
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static CatalogueEntry entry(Source source) {
        return new CatalogueEntry("x", "data", "An x", "https://page.example", "MIT", 1_000, false,
                List.of(source));
    }

    private Parts plan(Path folder) throws IOException {
        served = folder;
        Fetch.Plan plan = fetch.plan(entry(new Source.Repository("models/o/n", "main",
                List.of("*.json"))));
        return new Parts().put("revision", String.valueOf(plan.revision()))
                .put("bytes", plan.bytes()).rows(plan.files());
    }

    // ---- Archives ----

    private void archive(Subjects subjects, String name, List<Rule> rules, byte[] archive)
            throws IOException {
        Path target = subjects.beside(name + "-unpacked");
        Path folder = subjects.fetched(name.replace('.', '-'), name, rules,
                from -> unpacked(from, name, target));
        Files.write(folder.resolve(name), archive);
    }

    private Parts unpacked(Path folder, String name, Path target) throws IOException {
        served = folder;
        try {
            Fetch.Plan plan = fetch.plan(entry(new Source.Page(URI.create(address + "/" + name),
                    name, null, true)));
            Parts parts = new Parts();
            List<Path> files = new ArrayList<>(fetch.fetch(plan, target, (_, _) -> { }));
            files.remove(target.resolve(name));
            for (Path file : files) {
                parts.put("file/" + target.relativize(file),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return parts;
        } finally {
            if (Files.exists(target)) {
                StagedFolder.delete(target);
            }
        }
    }

    private static byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
