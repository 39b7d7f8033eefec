package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import llm.deploy.engine.AnswerText;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.ContextOverflow;
import llm.model.decode.DecodingOptions;
import llm.model.decode.DecodingSession;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.text.StreamingDecoder;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a model continue a text, or several together.
@Command(
        description = {"", "Greedy unless a sampling option is given. Stops after an end-of-text "
                + "token or a stop text, which are not part of the result."},
        footer = {"", "Examples:",
                "  ./llm generate --model out/tour/model --prompt \"Once there lived\" \\",
                "      --max-new-tokens 200 --temperature 0.8",
                "  echo \"Once there lived\" | ./llm generate --model out/tour/model \\",
                "      --prompt - --stop \".\"",
                "  echo '{\"prompt\": \"Once there lived\"}' > prompts.jsonl",
                "  ./llm generate --model out/tour/model --prompts prompts.jsonl"})
public final class GenerateCommand implements Callable<Integer> {
    private static final int TOGETHER = 32;                  // texts; each needs a cache

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PromptOptions reading = new PromptOptions();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Bounds(from = 0, to = Integer.MAX_VALUE)
    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "200",
            description = "Most tokens to write (default ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--stop", paramLabel = "TEXT",
            description = "End before this text; may be given several times.")
    private List<String> stops = List.of();

    @Option(names = "--ignore-eos", description = "Write on after an end-of-text token.")
    private boolean ignoreEnd;

    /// One prompt or many: exactly one of them.
    static final class Source {
        @ArgGroup
        private @Nullable PromptChoice one;

        @Option(names = "--prompts", paramLabel = "F", description = "A file with a prompt in each "
                + "line, as a JSON string or an object with the field prompt; - is standard input. "
                + "They are continued together; prints one JSON result a line. The second draws "
                + "with the seed S + 1, and so on.")
        private @Nullable Path lines;

        private List<Prompt> prompts() throws IOException {
            return one != null ? List.of(one.prompt()) : Prompt.lines(lines);
        }
    }

    /// The result as JSON.
    ///
    /// @param ids  the new tokens
    /// @param text their text; null without a tokenizer
    record Generated(int[] promptIds, int[] ids, @Nullable String text) {}

    @Override
    public Integer call() throws IOException {
        if (stops.contains("")) {
            throw new WrongUsage("--stop must have a character or more, got an empty text.");
        }
        List<Prompt> prompts = source.prompts();
        PretrainedModel loaded = reading.load(common.err());
        if (!stops.isEmpty() && loaded.tokenizer().isEmpty()) {
            throw new WrongUsage("--stop must be with a model that has a tokenizer, "
                    + "got one without.");
        }
        List<int[]> ids = prompts.stream().map(prompt -> reading.ids(loaded, prompt)).toList();
        if (source.lines == null && !json.wanted()) {
            stream(loaded, ids.getFirst(), common.out());
        } else {
            printAll(loaded, ids);
        }
        return ExitCode.SUCCESS;
    }

    /// Prints each piece of text as soon as it is certain.
    private void stream(PretrainedModel loaded, int[] prompt, PrintWriter out) {
        loaded.tokenizer().ifPresent(tokenizer ->
                print(out, new StreamingDecoder(tokenizer).accept(prompt)));
        try (DecodingSession session = new DecodingSession(loaded.model())) {
            Continuation text = begin(session, loaded, prompt, 0);
            while (!text.isOver()) {
                session.step();
                print(out, text.more());
            }
        }
        out.println();
    }

    private static void print(PrintWriter out, String text) {
        out.print(text);
        out.flush();
    }

    /// Prints the result of each prompt, in their order.
    private void printAll(PretrainedModel loaded, List<int[]> prompts) {
        Deque<int[]> waiting = new ArrayDeque<>(prompts);
        List<Continuation> texts = new ArrayList<>();        // begun, and not printed yet
        int begun = 0;
        try (DecodingSession session = new DecodingSession(loaded.model())) {
            while (!waiting.isEmpty() || !texts.isEmpty()) {
                long open = texts.stream().filter(text -> !text.isOver()).count();
                for (; open < TOGETHER && !waiting.isEmpty(); open++) {
                    texts.add(begin(session, loaded, waiting.remove(), begun++));
                }
                session.step();
                texts.forEach(Continuation::more);
                while (!texts.isEmpty() && texts.getFirst().isOver()) {
                    common.out().println(JsonOption.write(texts.removeFirst().result()));
                }
            }
        }
    }

    private Continuation begin(DecodingSession session, PretrainedModel loaded, int[] prompt,
                               int number) {
        DecodingOptions options = DecodingOptions.of(sampling.sampler(), maxNewTokens)
                .withStopTokens(ignoreEnd ? Set.of() : loaded.stopTokens())
                .withOverflow(ContextOverflow.SLIDE);
        Optional<AnswerText> words = loaded.tokenizer().map(tokenizer ->
                new AnswerText(tokenizer, new Stop(stops, List.of()), prompt));
        return new Continuation(prompt, session.begin(prompt, options,
                new RandomState(sampling.seed() + number)), words);
    }
}
