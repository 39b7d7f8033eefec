package llm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Fetching an entry of the catalogue")
@Timeout(60)
class FetchTest {
    private static final RetryPolicy SHORT =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(20));
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    // git hash-object and sha256sum of the five bytes "hello"
    private static final String HELLO_BLOB = "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0";
    private static final String HELLO_SHA =
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private TestServer hub;
    @TempDir
    private Path parent;
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        hub = new TestServer();
        folder = parent.resolve("x");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CatalogueEntry entry(Source... sources) {
        return new CatalogueEntry("x", "model", "An x", "https://page.example", "MIT", 1000, false,
                List.of(sources));
    }

    private Fetch fetch(@Nullable String token) {
        return new Fetch(hub.address(""), token, SHORT);
    }

    private Source.Page page(String path, @Nullable String sha256, boolean unpack) {
        return new Source.Page(hub.address(path), path.substring(1), sha256, unpack);
    }

    /// A repository of four files, listed on two pages.
    private void serveRepository() {
        hub.on("/api/models/o/n/revision/main",
                TestServer.bytes(text("{\"id\": \"o/n\", \"sha\": \"" + COMMIT + "\"}")));
        String tree = "/api/models/o/n/tree/" + COMMIT + "?recursive=true";
        hub.on(tree, exchange -> {
            exchange.getResponseHeaders().set("Link",
                    "<" + hub.address(tree + "&cursor=2") + ">; rel=\"next\"");
            TestServer.bytes(text("""
                    [{"type": "directory", "path": "onnx", "oid": "0"},
                     {"type": "file", "path": "pytorch_model.bin", "size": 9, "oid": "1"},
                     {"type": "file", "path": "config.json", "size": 5, "oid": "%s"}]"""
                    .formatted(HELLO_BLOB))).to(exchange);
        });
        hub.on(tree + "&cursor=2", TestServer.bytes(text("""
                [{"type": "file", "path": "model-1 of 1.safetensors", "size": 5, "oid": "2",
                  "lfs": {"oid": "%s", "size": 5, "pointerSize": 130}},
                 {"type": "file", "path": "onnx/model-1.safetensors", "size": 7, "oid": "3"}]"""
                .formatted(HELLO_SHA))));
        hub.on("/o/n/resolve/" + COMMIT + "/config.json", TestServer.bytes(text("hello")));
        hub.on("/o/n/resolve/" + COMMIT + "/model-1%20of%201.safetensors",
                TestServer.bytes(text("hello")));
    }

    private static final Source.Repository REPOSITORY = new Source.Repository("models/o/n",
            "main", List.of("config.json", "model*.safetensors", "absent.json"));

    @Test
    @DisplayName("takes the wanted files of a repository, at the commit its branch stands for")
    void repository() throws IOException {
        serveRepository();
        Fetch.Plan plan = fetch("hf_t").plan(entry(REPOSITORY));
        assertThat(plan.revision()).isEqualTo(COMMIT);
        assertThat(plan.bytes()).isEqualTo(10);
        assertThat(plan.files()).extracting(RemoteFile::path)
                .containsExactly("config.json", "model-1 of 1.safetensors");
        List<Long> received = new ArrayList<>();
        List<Path> files = fetch("hf_t").fetch(plan, folder, (_, count) -> received.add(count));
        assertThat(files).containsExactly(folder.resolve("config.json"),
                folder.resolve("model-1 of 1.safetensors")).allSatisfy(
                        file -> assertThat(file).hasContent("hello"));
        assertThat(received).isSorted().last().isEqualTo(10L);
        assertThat(hub.requests()).allSatisfy(
                request -> assertThat(request.authorization()).isEqualTo("Bearer hf_t"));
        JsonNode record = new ObjectMapper().readTree(folder.resolve("source.json").toFile());
        assertThat(record.get("revision").asText()).isEqualTo(COMMIT);
        assertThat(record.get("licence").asText()).isEqualTo("MIT");
        assertThat(record.at("/files/0/sha256").asText()).isEqualTo(HELLO_SHA);
    }

    @Test
    @DisplayName("asks the hub that HF_ENDPOINT names, and shows it the token of HF_TOKEN")
    void otherHub() throws IOException {
        serveRepository();
        Fetch mirror = Fetch.fromHub(
                Map.of("HF_ENDPOINT", hub.address("/").toString(), "HF_TOKEN", "hf_t"));
        assertThat(mirror.plan(entry(REPOSITORY)).revision()).isEqualTo(COMMIT);
        assertThat(hub.requests()).extracting(TestServer.Request::authorization)
                .containsOnly("Bearer hf_t");
        assertThatThrownBy(() -> Fetch.fromHub(Map.of("HF_ENDPOINT", "mirror.example")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("HF_ENDPOINT must be an "
                        + "address such as https://huggingface.co, got mirror.example");
    }

    @Test
    @DisplayName("fetches again only what is missing or damaged")
    void again() throws IOException {
        serveRepository();
        Fetch.Plan plan = fetch(null).plan(entry(REPOSITORY));
        fetch(null).fetch(plan, folder, (_, _) -> { });
        int before = hub.requests().size();
        fetch(null).fetch(plan, folder, (_, _) -> { });
        assertThat(hub.requests()).hasSize(before);
        Files.writeString(folder.resolve("config.json"), "damaged");
        fetch(null).fetch(plan, folder, (_, _) -> { });
        assertThat(hub.requests()).hasSize(before + 1);
        assertThat(folder.resolve("config.json")).hasContent("hello");
    }

    @Test
    @DisplayName("refuses bytes that are not the ones the hub's metadata speaks of")
    void wrongBytes() throws IOException {
        serveRepository();
        hub.on("/o/n/resolve/" + COMMIT + "/config.json", TestServer.bytes(text("jello")));
        Fetch.Plan plan = fetch(null).plan(entry(REPOSITORY));
        assertThatThrownBy(() -> fetch(null).fetch(plan, folder, (_, _) -> { }))
                .isInstanceOf(DownloadFailed.class)
                .hasMessageContaining("must have the checksum " + HELLO_BLOB + " (GIT_BLOB), got");
        assertThat(folder.resolve("config.json")).doesNotExist();
    }

    @Test
    @DisplayName("says which files a repository lacks, and tries a busy hub again")
    void absent() {
        serveRepository();
        var source = new Source.Repository("models/o/n", "main", List.of("a.json", "onnx/*.bin"));
        assertThatThrownBy(() -> fetch(null).plan(entry(source)))
                .isInstanceOf(DownloadFailed.class).hasMessage("models/o/n at revision " + COMMIT
                        + " must hold one of [a.json, onnx/*.bin], got none of them.");
        hub.on("/api/models/o/n/revision/main", TestServer.status(503));
        int before = hub.requests().size();
        assertThatThrownBy(() -> fetch(null).plan(entry(source)))
                .hasMessageContaining("failed 3 times in a row").hasMessageContaining("HTTP 503");
        assertThat(hub.requests()).hasSize(before + 3);
    }

    @Test
    @DisplayName("refuses paths that lead out of the folder")
    void outside() {
        hub.on("/e", TestServer.bytes(text("x")));
        var page = new Source.Page(hub.address("/e"), "../evil.txt", null, false);
        assertThatThrownBy(() -> fetch(null).fetch(fetch(null).plan(entry(page)), folder,
                (_, _) -> { })).isInstanceOf(DownloadFailed.class).hasMessage(
                        "A file must stay inside %s, got the name ../evil.txt.", folder);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {".", "", "./", "x/..", "x", "x/../y", ".."})
    @DisplayName("takes any way to write a folder, and no name leaves it")
    void folders(String name) throws IOException {
        Path root = Path.of(name);
        Path file = Unpacking.within(root, "a/../b.txt");
        assertThat(file.toAbsolutePath().normalize())
                .isEqualTo(root.toAbsolutePath().normalize().resolve("b.txt"));
        assertThat(root.relativize(file)).isEqualTo(Path.of("b.txt"));
        for (String outside : List.of("../x", "a/../../x", "/etc/passwd", ".", "", "a/..",
                "../../../x", "\0")) {
            assertThatThrownBy(() -> Unpacking.within(root, outside)).as(outside)
                    .isInstanceOf(DownloadFailed.class).hasMessageStartingWith("A file must ");
        }
    }

    @Test
    @DisplayName("unpacks at most a hundred times as many bytes as the archive has")
    void bomb() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("small"));
            zip.write(text("x"));
            zip.putNextEntry(new ZipEntry("zeros"));
            zip.write(new byte[20 << 20]);
        }
        hub.on("/a.zip", TestServer.bytes(bytes.toByteArray()));
        assertThatThrownBy(() -> fetch(null).fetch(fetch(null).plan(
                entry(page("/a.zip", null, true))), folder, (_, _) -> { }))
                .isInstanceOf(DownloadFailed.class).hasMessage("What is in %s must have at most %d "
                        + "bytes, 100 times as many as the archive, got more.",
                        folder.resolve("a.zip"), 100L * bytes.size() + (1 << 20));
        assertThat(folder.resolve("small")).exists();
        assertThat(folder.resolve("zeros")).doesNotExist();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"<!doctype html><html>log in</html>", "", "{}", "[1, 2",
        "{\"sha\": 3}"})
    @DisplayName("says which address did not answer as the hub does")
    void captivePortal(String answer) {
        hub.on("/api/models/o/n/revision/main", TestServer.bytes(text(answer)));
        assertThatThrownBy(() -> fetch(null).plan(entry(REPOSITORY)))
                .isInstanceOf(DownloadFailed.class)
                .hasMessageContaining("/api/models/o/n/revision/main must ");
    }

    @Test
    @DisplayName("unpacks zip and tar archives, and keeps them")
    void archives() throws IOException {
        hub.on("/a.zip", TestServer.bytes(zip("SMSSpamCollection", "dir/readme")))
                .on("/b.tar", TestServer.bytes(tar("data/test/x.csv")));
        List<Path> files = fetch(null).fetch(fetch(null).plan(
                entry(page("/a.zip", null, true), page("/b.tar", null, true))), folder,
                (_, _) -> { });
        assertThat(files).extracting(folder::relativize).extracting(Path::toString)
                .containsExactly("a.zip", "SMSSpamCollection", "dir/readme", "b.tar",
                        "data/test/x.csv");
        assertThat(folder.resolve("dir/readme")).hasContent("in dir/readme");
        assertThat(folder.resolve("data/test/x.csv")).hasContent("in data/test/x.csv");
        hub.on("/a.zip", TestServer.bytes(zip("../evil")));
        assertThatThrownBy(() -> fetch(null).fetch(fetch(null).plan(
                entry(page("/a.zip", null, true))), folder, (_, _) -> { }))
                .hasMessageStartingWith(folder.resolve("a.zip") + " cannot be unpacked: ")
                .hasMessageContaining("got the name ../evil.");
        assertThat(parent.resolve("evil")).doesNotExist();
    }

    private void assertBroken(String name, byte[] archive, String what) {
        hub.on("/" + name, TestServer.bytes(archive));
        assertThatThrownBy(() -> fetch(null).fetch(fetch(null).plan(
                entry(page("/" + name, null, true))), folder, (_, _) -> { }))
                .isInstanceOf(DownloadFailed.class).hasMessageStartingWith(
                        "%s must be a whole %s archive, got a broken one: ".formatted(
                                folder.resolve(name), name.substring(2)))
                .hasMessageContaining(what);
    }

    @Test
    @DisplayName("refuses archives that are cut short, empty, or have other bytes than they had")
    void brokenArchives() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry("f"));
            zip.write(text("some text"));
        }
        byte[] zip = bytes.toByteArray();
        assertBroken("a.zip", Arrays.copyOf(zip, zip.length - 10), "zip END header not found");
        zip[new String(zip, StandardCharsets.ISO_8859_1).indexOf("some")] = 'S';
        assertBroken("a.zip", zip, "the checksum of f does not fit");
        assertThat(folder.resolve("f")).doesNotExist();
        assertBroken("a.zip", zip(), "there is no file in it");
        byte[] tar = tar("f");
        assertBroken("b.tar", Arrays.copyOf(tar, tar.length - 1), "no whole number of blocks");
        tar[new String(tar, StandardCharsets.ISO_8859_1).indexOf("f\0")] = 'g';
        assertBroken("b.tar", tar, "the checksum of an entry does not fit");
    }

    private static byte[] zip(String... names) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("dir/"));
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(text("in " + name));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(new TarArchiveEntry("data/"));
            tar.closeArchiveEntry();
            TarArchiveEntry link = new TarArchiveEntry("data/link", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(text("in " + name).length);
            tar.putArchiveEntry(entry);
            tar.write(text("in " + name));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("refuses what the disk has no room for, before it asks for a byte")
    void room() {
        hub.on("/f", TestServer.bytes(text("x")));
        var plan = new Fetch.Plan(entry(), null, 1L << 60, List.of(RemoteFile.of(
                page("/f", null, false), 1000)));
        assertThatThrownBy(() -> fetch(null).fetch(plan, folder, (_, _) -> { }))
                .isInstanceOf(DownloadFailed.class).hasMessageStartingWith("The disk of " + folder
                        + " must have room for 1,152,921,504,606,846,976 bytes, got ");
        assertThat(hub.requests()).isEmpty();
    }
}
