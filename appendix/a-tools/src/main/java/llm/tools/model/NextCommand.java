package llm.tools.model;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import llm.model.decode.Probabilities;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what a model expects to come next.
@Command(
        description = {"", "The most likely next tokens, with their probabilities at temperature "
                + "1."},
        footer = {"", "Example:",
                "  ./llm next --model out/tour/model --prompt \"Once there lived a\" --top 5"})
public final class NextCommand implements Callable<Integer> {
    private static final int BAR = 40;
    private static final String NO_TOKEN = "(no token)";     // vocabularies may be padded

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PromptOptions reading = new PromptOptions();

    @ArgGroup(multiplicity = "1")
    private PromptChoice choice = new PromptChoice();

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--top", paramLabel = "N", defaultValue = "10",
            description = "How many (default ${DEFAULT-VALUE}).")
    private int top;

    /// The result as JSON.
    record Next(List<Candidate> next) {}

    /// @param token its text; null without a tokenizer, and for an id that no token has
    record Candidate(int id, @Nullable String token, double probability) {}

    @Override
    public Integer call() throws IOException {
        Prompt prompt = choice.prompt();
        PretrainedModel folder = reading.load(common.err());
        float[] logits = logits(folder, reading.ids(folder, prompt));
        Probabilities.requireNumbers(logits);
        double[] probabilities = Probabilities.softmax(logits);
        Next next = new Next(IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -probabilities[id])).limit(top)
                .map(id -> new Candidate(id, folder.tokenizer().filter(t -> t.hasToken(id))
                        .map(t -> t.token(id)).orElse(null), probabilities[id])).toList());
        String nameless = folder.tokenizer().isPresent() ? NO_TOKEN : "";
        json.print(next, common.out(), out -> next.next.forEach(candidate -> out.printf(
                "%6d  %-16s %6.2f %%  %s%n", candidate.id,
                candidate.token == null ? nameless : HumanReadable.quoted(candidate.token),
                100 * candidate.probability,
                "█".repeat((int) Math.round(BAR * candidate.probability)))));
        return ExitCode.SUCCESS;
    }

    private static float[] logits(PretrainedModel folder, int[] ids) {
        try (Scope _ = Scope.open()) {
            return folder.model().nextLogits(IntTensor.of(ids, 1, ids.length),
                    folder.model().newCache(1, ids.length)).toArray();
        }
    }
}
