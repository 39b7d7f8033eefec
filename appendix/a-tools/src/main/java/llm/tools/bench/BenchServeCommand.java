package llm.tools.bench;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import llm.bench.QuickWeights;
import llm.deploy.ChatLayout;
import llm.deploy.ServedModel;
import llm.deploy.engine.EngineLimits;
import llm.deploy.server.ApiServer;
import llm.deploy.server.ServerOptions;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.tensor.RandomState;
import llm.text.bpe.BpeTrainer;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.model.DTypeOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A server and its clients.
@Command(
        name = "serve",
        header = "Measure a server under load: many streams, too many requests, clients that leave.",
        description = {"", "Serves a model of random weights in this process and asks it over HTTP, "
                + "or asks a server that runs somewhere (--url)."},
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm bench serve --model gpt2-124m --overload 60"})
final class BenchServeCommand implements Callable<Integer> {
    private static final int CONTEXT = 1024;
    private static final int BYTES = 257;                    // a token for each, and the end of text
    private static final int WARMUP = 4;                     // rounds
    private static final int LONG = 10_000;                  // tokens that nobody waits for

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Option(names = "--url", paramLabel = "URL",
            description = "A server that runs already, instead of one of random weights.")
    private @Nullable URI url;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "random",
            description = "The name of its model.")
    private String name = "";

    @Bounds(from = 1, to = 10_000)
    @Option(names = "--streams", paramLabel = "N,N", split = ",", defaultValue = "1,2,8",
            description = "How many clients at once (default ${DEFAULT-VALUE}).")
    private List<Integer> streams = List.of();

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "9",
            description = "How often each is measured, in turn (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--context", paramLabel = "N", defaultValue = "64",
            description = "Tokens of each prompt (default ${DEFAULT-VALUE}).")
    private int prompt;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "64",
            description = "Tokens of each answer (default ${DEFAULT-VALUE}).")
    private int tokens;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--overload", paramLabel = "SECONDS", defaultValue = "0",
            description = "Then ask for twice of what it can serve, for so long (default: not at "
                    + "all).")
    private int overload;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--cancelled", paramLabel = "N", defaultValue = "0",
            description = "Then let so many clients ask for 10,000 tokens and leave after half a "
                    + "second (default: none).")
    private int cancelled;

    /// The result as JSON.
    ///
    /// @param speedups      tokens per second of each number of streams beside those of the first, in
    ///                      the middle of the rounds
    /// @param overload      null where it was not asked for
    /// @param readySeconds  until a short answer after clients have left; null where none did
    record Result(List<ServerLoad.Streams> streams, List<Double> speedups,
                  ServerLoad.@Nullable Overload overload, @Nullable Double readySeconds) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (url != null) {
            measure(url);
        } else {
            try (ApiServer server = ApiServer.start(random(), ServerOptions.local()
                    .withLimits(EngineLimits.usual()))) {
                measure(server.address());
            }
        }
        return ExitCode.SUCCESS;
    }

    private ServedModel random() {
        DecoderModel model = new DecoderModel(size.anyConfig(CONTEXT), new RandomState(1),
                new QuickWeights(dtype.dtype()));
        model.eval();
        return new ServedModel(name, model, BpeTrainer.ofSize(BYTES).train(new StringReader("")),
                Set.of(), new ChatLayout(PlainFormat.SHORT));
    }

    private void measure(URI server) throws IOException, InterruptedException {
        ServerLoad load = new ServerLoad(LoadClient.of(server, name,
                size.anyConfig(CONTEXT).vocabSize(), prompt), tokens, new SplittableRandom(1));
        List<List<ServerLoad.Streams>> measured = measured(load);
        List<ServerLoad.Streams> medians = measured.stream().map(ServerLoad.Streams::median)
                .toList();
        double best = medians.stream().mapToDouble(ServerLoad.Streams::tokensPerSecond).max()
                .orElseThrow();
        ServerLoad.Overload over = overload == 0 ? null : overload(load, 2 * best / tokens);
        Double ready = cancelled == 0 ? null : load.afterCancelled(cancelled, LONG, 500);
        print(new Result(medians, measured.stream().map(each -> speedup(measured.getFirst(), each))
                .toList(), over, ready));
    }

    /// All rounds of each number of streams. Rounds go in turn, so that all see the same machine; the
    /// first are for the compiler.
    private List<List<ServerLoad.Streams>> measured(ServerLoad load)
            throws InterruptedException {
        List<List<ServerLoad.Streams>> measured = streams.stream()
                .<List<ServerLoad.Streams>>map(_ -> new ArrayList<>()).toList();
        try (Progress progress = common.progress("Asking", "rounds", WARMUP + rounds)) {
            for (int round = 0; round < WARMUP + rounds; round++) {
                for (int i = 0; i < streams.size(); i++) {
                    ServerLoad.Streams one = load.streams(streams.get(i));
                    if (round >= WARMUP) {
                        measured.get(i).add(one);
                    }
                }
                progress.reached(round + 1, "");
            }
        }
        return measured;
    }

    private static double speedup(List<ServerLoad.Streams> first, List<ServerLoad.Streams> then) {
        double[] ratios = IntStream.range(0, first.size()).mapToDouble(round ->
                then.get(round).tokensPerSecond() / first.get(round).tokensPerSecond()).sorted()
                .toArray();
        return ratios[(ratios.length - 1) / 2];
    }

    private ServerLoad.Overload overload(ServerLoad load, double perSecond)
            throws InterruptedException {
        try (Progress progress = common.progress("Asking too much", "s", overload)) {
            return load.overload(perSecond, overload,
                    seconds -> progress.reached(Math.min(overload, (long) seconds), ""));
        }
    }

    private void print(Result result) throws IOException {
        json.print(result, common.out(), out -> {
            for (int i = 0; i < result.streams.size(); i++) {
                ServerLoad.Streams each = result.streams.get(i);
                out.printf("%d at once: %.1f tokens/s (%.2f times), first token after %.0f ms, "
                        + "then %.1f ms each%n", each.streams(), each.tokensPerSecond(),
                        result.speedups.get(i), 1000 * each.firstToken(), 1000 * each.perToken());
            }
            if (result.overload != null) {
                ServerLoad.Overload over = result.overload;
                out.printf("too much: %d asked, %d refused, %d of the others lost; first token "
                        + "after %.1f s (95 of 100), %.1f s at most; memory %d MiB, then %+.1f %%%n",
                        over.offered(), over.refused(), over.lost(), over.firstToken(),
                        over.longest(), over.memoryMiB(), 100 * over.driftShare());
            }
            if (result.readySeconds != null) {
                out.printf("%d clients left: a short answer took %.2f s%n", cancelled,
                        result.readySeconds);
            }
        });
    }
}
