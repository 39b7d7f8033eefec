package llm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A download")
@Timeout(60)
class DownloadTest {
    private static final RetryPolicy SHORT =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(1));
    private final byte[] bytes = new byte[300_000];
    private TestServer server;
    @TempDir
    private Path folder;
    private Path target;
    private Path part;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(bytes);
        server = new TestServer();
        target = folder.resolve("sub/file.bin");
        part = folder.resolve("sub/file.bin.part");
        Files.createDirectories(part.getParent());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Checksum checksum() throws IOException {
        Path same = Files.write(folder.resolve("expected"), bytes);
        return Checksum.of(Checksum.Kind.SHA_256, same);
    }

    private List<Long> fetch(@Nullable Checksum checksum, long size) throws IOException {
        List<Long> received = new ArrayList<>();
        Web web = Web.of(URI.create("https://hub.example"), null);
        new Download(web, SHORT).fetch(new RemoteFile(server.address("/f"), "file.bin", size,
                checksum, false), target, received::add);
        return received;
    }

    private void assertArrived() {
        assertThat(target).hasBinaryContent(bytes);
        assertThat(part).doesNotExist();
    }

    @Test
    @DisplayName("brings the bytes and tells how many have come")
    void whole() throws IOException {
        server.on("/f", TestServer.bytes(bytes));
        List<Long> received = fetch(checksum(), bytes.length);
        assertArrived();
        assertThat(received).isSorted().last().isEqualTo(300_000L);
    }

    @ParameterizedTest(name = "every {0} bytes")
    @ValueSource(ints = {30_000, 100_000, 299_999})
    @DisplayName("goes on where the connection dropped, however often that is")
    void drops(int after) throws IOException {
        server.on("/f", TestServer.dropping(bytes, after));
        fetch(checksum(), bytes.length);
        assertArrived();
        // a dropped connection may take its last bytes along, so starts are not exact
        assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(
                (bytes.length + after - 1) / after);
        List<Integer> starts = server.requests().stream().skip(1).map(request -> Integer.parseInt(
                request.range().replaceAll("\\D", ""))).toList();
        assertThat(starts).isSorted().last().satisfies(
                start -> assertThat(start).isGreaterThanOrEqualTo(bytes.length - after));
    }

    @Test
    @DisplayName("goes on where an earlier run was stopped")
    void resumes() throws IOException {
        server.on("/f", TestServer.bytes(bytes));
        Files.write(part, Arrays.copyOf(bytes, 123_456));
        fetch(checksum(), bytes.length);
        assertArrived();
        assertThat(server.requests()).singleElement()
                .satisfies(r -> assertThat(r.range()).isEqualTo("bytes=123456-"));
        Files.move(target, part);
        fetch(checksum(), bytes.length);
        assertThat(server.requests()).as("nothing was left to ask for").hasSize(1);
        assertArrived();
    }

    @Test
    @DisplayName("begins anew where the server ignores ranges, or gives other ones")
    void ignoresRange() throws IOException {
        server.on("/f", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        Files.write(part, new byte[1000]);
        fetch(checksum(), bytes.length);
        assertArrived();

        server.on("/f", exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/300000");
                exchange.sendResponseHeaders(206, 10);
                exchange.getResponseBody().write(bytes, 0, 10);
            } else {
                TestServer.bytes(bytes).to(exchange);
            }
        });
        Files.write(part, new byte[1000]);
        fetch(checksum(), bytes.length);
        assertArrived();
    }

    @Test
    @DisplayName("begins anew where what is left is too long, or nobody can tell what it is")
    void uselessRest() throws IOException {
        server.on("/f", TestServer.bytes(bytes));
        Files.write(part, new byte[400_000]);
        fetch(checksum(), bytes.length);
        assertArrived();
        Files.write(part, new byte[400_000]);
        fetch(checksum(), RemoteFile.UNKNOWN);               // answered with 416
        assertArrived();
        Files.write(part, new byte[1000]);
        fetch(null, RemoteFile.UNKNOWN);
        assertArrived();
        assertThat(server.requests()).last().satisfies(r -> assertThat(r.range()).isNull());
    }

    @Test
    @DisplayName("throws wrong bytes away and says so in one sentence")
    void wrongBytes() throws IOException {
        Checksum right = checksum();
        bytes[7]++;
        server.on("/f", TestServer.bytes(bytes));
        Files.writeString(target, "old");
        assertThatThrownBy(() -> fetch(right, bytes.length))
                .isInstanceOf(DownloadFailed.class)
                .hasMessage("%s must have the checksum %s (SHA_256), got %s; what came was thrown "
                        + "away.", server.address("/f"), right.hex(), checksum().hex());
        assertThat(part).doesNotExist();
        assertThat(target).hasContent("old");
        assertThatThrownBy(() -> fetch(null, 299_000)).hasMessageContaining(
                " must have at most 299000 bytes, got more");
    }

    @Test
    @DisplayName("gives up after some attempts that bring nothing, and keeps what came")
    void givesUp() throws IOException {
        Checksum right = checksum();
        server.on("/f", exchange -> {
            if (server.requests().size() > 1) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                TestServer.dropping(bytes, 1000).to(exchange);
            }
        });
        assertThatThrownBy(() -> fetch(right, bytes.length))
                .isInstanceOf(DownloadFailed.class)
                .hasMessageStartingWith("The connection failed 3 times in a row: ")
                .hasMessageContaining("HTTP 503").hasMessageContaining("run the command again");
        assertThat(part).exists();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    @DisplayName("takes a connection that falls silent for a dropped one")
    void stalls() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        server.on("/f", exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                TestServer.bytes(bytes).to(exchange);
                return;
            }
            TestServer.dropping(bytes, 5000).to(exchange);
            await(end);
        });
        fetch(checksum(), bytes.length);
        end.countDown();
        assertArrived();
        assertThat(server.requests()).anySatisfy(
                request -> assertThat(request.range()).startsWith("bytes="));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest(name = "HTTP {0}")
    @CsvSource(delimiter = ';', value = {
        "404; There is nothing at ADDRESS (HTTP 404).",
        "401; Access is denied to ADDRESS (HTTP 401).",
        "403; Access is denied to ADDRESS (HTTP 403).",
        "451; The server does not give out ADDRESS (HTTP 451)."})
    @DisplayName("that is refused is not tried again:")
    void refused(int status, String message) {
        server.on("/f", TestServer.status(status));
        assertThatThrownBy(() -> fetch(null, RemoteFile.UNKNOWN))
                .isInstanceOf(DownloadFailed.class)
                .hasMessage(message.replace("ADDRESS", server.address("/f").toString()));
        assertThat(server.requests()).hasSize(1);
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest(name = "announced: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("ends at the size that was announced, or four times the size of the catalogue")
    void endless(boolean announced) {
        server.on("/f", exchange -> {
            exchange.sendResponseHeaders(200, 0);            // in chunks, without a length
            while (true) {
                exchange.getResponseBody().write(bytes);     // until nobody reads
            }
        });
        Web web = Web.of(URI.create("https://hub.example"), null);
        RemoteFile file = announced
                ? new RemoteFile(server.address("/f"), "f", 1_000_000, null, false)
                : RemoteFile.of(new Source.Page(server.address("/f"), "f", null, false), 1000);
        assertThatThrownBy(() -> new Download(web, SHORT).fetch(file, target, _ -> { }))
                .isInstanceOf(DownloadFailed.class).hasMessage(server.address("/f") + " must have "
                        + "at most " + (announced ? 1_000_000 : 4 * 1000 + (1 << 20))
                        + " bytes, got more; what came was thrown away.");
        assertThat(target).doesNotExist();
        assertThat(part).isEmptyFile();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"file:///etc/passwd", "ftp://host/f", "data:text/plain,x"})
    @DisplayName("follows no redirect that leads away from the web")
    void redirectElsewhere(String to) {
        server.on("/f", TestServer.redirect(URI.create(to)));
        assertThatThrownBy(() -> fetch(null, RemoteFile.UNKNOWN))
                .isInstanceOf(DownloadFailed.class).hasMessage(server.address("/f")
                        + " leads away from the web, to " + to + ": not followed.");
    }

    @Test
    @DisplayName("asks whether the machine is online when the host cannot be reached")
    void offline() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Web web = Web.of(URI.create("https://hub.example"), null);
        RemoteFile file = new RemoteFile(URI.create("http://localhost:" + closed + "/f"), "f", 5,
                null, false);
        assertThatThrownBy(() -> new Download(web, SHORT).fetch(file, target, _ -> { }))
                .isInstanceOf(DownloadFailed.class)
                .hasMessage("The host localhost cannot be reached; is this machine online?");
        RemoteFile nowhere = new RemoteFile(URI.create("http://host.invalid/f"), "f", 5, null,
                false);
        assertThatThrownBy(() -> new Download(web, SHORT).fetch(nowhere, target, _ -> { }))
                .hasMessage("The host host.invalid cannot be reached; is this machine online?");
    }

    @Test
    @DisplayName("refuses to write beside another one")
    void locked() throws IOException {
        server.on("/f", TestServer.bytes(bytes));
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            other.lock();
            assertThatThrownBy(() -> fetch(null, bytes.length))
                    .hasMessage("Another download writes to " + part + " now.");
        }
    }
}
