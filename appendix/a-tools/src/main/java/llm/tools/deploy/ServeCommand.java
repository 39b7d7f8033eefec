package llm.tools.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import llm.deploy.ServedModel;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.ApiServer;
import llm.deploy.server.ServerOptions;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.StopSignal;
import llm.tools.cli.TextInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Serves a model to other programs, and a chat page to people.
@Command(
        description = {"", "Speaks OpenAI's protocol: /v1/models, /v1/completions and "
                + "/v1/chat/completions, streamed or not; also /health and /metrics. The chat page "
                + "is at /. Ctrl-C lets answers finish and ends. Encryption is the work of a reverse "
                + "proxy before it."},
        footer = {"", "Example:", "  ./llm serve --model out/tour/assistant",
                "  curl http://127.0.0.1:8080/v1/models"})
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ServedModelOptions model = new ServedModelOptions();

    @Option(names = "--name", paramLabel = "NAME",
            description = "What requests call the model (default: the folder's name).")
    private @Nullable String name;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "Where to listen (default ${DEFAULT-VALUE}: for this machine alone). "
                    + "Any other address needs an API key.")
    private String host = "";

    @Bounds(from = 0, to = 65535)
    @Option(names = "--port", paramLabel = "N", defaultValue = "8080",
            description = "Port to listen at (default ${DEFAULT-VALUE}); 0 takes a free one.")
    private int port;

    @Option(names = "--api-key-file", paramLabel = "FILE",
            description = "Secrets that let requests in, one in a line.")
    private @Nullable Path keyFile;

    @Option(names = "--allow-host", paramLabel = "NAME",
            description = "A name under which the server may be addressed; may be repeated.")
    private Set<String> hosts = Set.of();

    @Option(names = "--allow-origin", paramLabel = "URL",
            description = "A web site whose pages may use the server; may be repeated.")
    private Set<String> origins = Set.of();

    @Bounds(from = 1, to = 10_000)
    @Option(names = "--max-concurrent", paramLabel = "N", defaultValue = "8",
            description = "Answers that are written together (default ${DEFAULT-VALUE}).")
    private int together;

    @Bounds(from = 0, to = 100_000)
    @Option(names = "--max-waiting", paramLabel = "N", defaultValue = "32",
            description = "Requests that wait for their turn; more get status 429 (default "
                    + "${DEFAULT-VALUE}).")
    private int waiting;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "600",
            description = "Longest time for an answer (default ${DEFAULT-VALUE}).")
    private int timeout;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--prefix-cache", paramLabel = "MIB", defaultValue = "256",
            description = "Memory for prompts that others may begin with (default "
                    + "${DEFAULT-VALUE}).")
    private int prefixCache;

    @Option(names = "--overflow", paramLabel = "POLICY", defaultValue = "refuse",
            description = "What is done with a conversation that leaves no room in the model's "
                    + "context: refuse (status 400), truncate (its oldest part is left out) or slide "
                    + "(slow: a window over the newest tokens). Default ${DEFAULT-VALUE}.")
    private String overflow = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = options();
        ServedModel served = model.load(name == null ? model.folderName() : name, common.err());
        CountDownLatch end = new CountDownLatch(1);
        try (StopSignal _ = new StopSignal(end::countDown);
                ApiServer server = ApiServer.start(served, options)) {
            common.err().printf("%s answers at %s, and on the page there. Ctrl-C ends it.%n",
                    served.name(), server.address());
            end.await();
            common.err().println("Answers in progress are finished first …");
            server.stop(Duration.ofSeconds(timeout));
        }
        return ExitCode.SUCCESS;
    }

    private ServerOptions options() throws IOException {
        EngineLimits limits = new EngineLimits(together, waiting, (long) prefixCache << 20,
                Duration.ofSeconds(timeout));
        return new ServerOptions(host, port, keys(), hosts, origins, limits,
                OverflowPolicy.named(overflow), line -> common.err().println(line));
    }

    private List<String> keys() throws IOException {
        if (keyFile == null) {
            return List.of();
        }
        List<String> keys = TextInput.read(keyFile).lines().map(String::strip)
                .filter(line -> !line.isEmpty()).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("--api-key-file must hold a key in a line, got "
                    + keyFile + " without one.");
        }
        return keys;
    }
}
