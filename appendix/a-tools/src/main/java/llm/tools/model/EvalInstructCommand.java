package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import llm.classify.PairedDifference;
import llm.instruct.AnswerOptions;
import llm.instruct.Assistant;
import llm.instruct.FewShot;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.instruct.PromptFormat;
import llm.instruct.Response;
import llm.instruct.Responses;
import llm.instructions.Accuracy;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How well a model follows instructions.
@Command(
        name = "instruct",
        header = "How well a model follows instructions.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Lets the model answer, always with its likeliest token, and checks the "
                + "answers: by the rules of the kinds of data that ./llm data make wrote, else by "
                + "their words. Shares are shown with Wilson's 95 %% intervals."},
        footer = {"", "Examples:",
                "  ./llm eval instruct --model out/tour/assistant \\",
                "      --data datasets/instructions/instructions-test.json",
                "  ./llm eval instruct --model out/tour/model \\",
                "      --data datasets/instructions/instructions-test.json --shots 3 \\",
                "      --examples datasets/instructions/instructions.json"})
public final class EvalInstructCommand implements Callable<Integer> {
    private static final String FORMAT = "short";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder.")
    private Path model = Path.of("");

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Option(names = "--data", required = true, paramLabel = "F",
            description = "Instructions as JSON in the fields of Alpaca.")
    private Path data = Path.of("");

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--count", paramLabel = "N", defaultValue = "0",
            description = "Ask the first of them alone (default: all).")
    private int count;

    @Option(names = "--format", paramLabel = "NAME",
            description = "How instructions are laid out (default: as the model was finetuned, "
                    + "else " + FORMAT + ").")
    private @Nullable String format;

    @Bounds(from = 0, to = 1000)
    @Option(names = "--shots", paramLabel = "N", defaultValue = "0",
            description = "Solved examples of the same kind before each question (default 0).")
    private int shots;

    @Option(names = "--examples", paramLabel = "F", description = "Where those come from.")
    private @Nullable Path examples;

    @Bounds(from = 1, to = 1_000_000)
    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "60",
            description = "Most tokens of an answer (default ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--against", paramLabel = "F",
            description = "Another model's answers to the same questions, from its --responses: "
                    + "tells the paired difference.")
    private @Nullable Path against;

    @Option(names = "--responses", paramLabel = "F",
            description = "Write the answers here, as JSON.")
    private @Nullable Path responses;

    /// The result as JSON; shares from 0 to 1.
    ///
    /// @param stopped answers that the model ended itself
    /// @param against the accuracy less that of another model; null where there is none
    record Followed(double accuracy, double low, double high, double stopped, int count,
                    Map<String, Share> kinds, @Nullable Gain against) {}

    /// How much more often this model is right than another on the same questions, with a 95 %
    /// interval.
    record Gain(double difference, double low, double high) {
        private static Gain of(PairedDifference paired) {
            return new Gain(paired.difference(), paired.low(), paired.high());
        }
    }

    record Share(double accuracy, double low, double high, int count) {

        private static Share of(Accuracy accuracy) {
            return new Share(accuracy.share(), accuracy.low(), accuracy.high(), accuracy.count());
        }
    }

    @Override
    public Integer call() throws IOException {
        if (shots > 0 && examples == null) {
            throw new WrongUsage("--shots must be with --examples, got none.");
        }
        InstructionQuestions questions = InstructionQuestions.read(data, count);
        Assistant assistant = assistant();
        Map<String, List<Instruction>> solved = shots == 0 ? Map.of()
                : InstructionQuestions.read(examples, 0).byKind();
        Map<String, Accuracy> kinds = new LinkedHashMap<>();
        List<Response> all = new ArrayList<>();
        try (Progress progress = common.progress("Answering", "questions", questions.size())) {
            for (Map.Entry<String, List<Instruction>> kind : questions.byKind().entrySet()) {
                List<Response> answered = prepared(assistant, kind.getKey(),
                        solved.getOrDefault(kind.getKey(), List.of()))
                        .answer(kind.getValue()).all();
                kinds.put(kind.getKey(), questions.score(answered));
                all.addAll(answered);
                progress.reached(all.size(), "");
            }
        }
        if (responses != null) {
            new Responses(all).save(responses);
        }
        Followed followed = followed(kinds, new Responses(all), gain(questions, all));
        json.print(followed, common.out(), out -> print(followed, kinds, out));
        return ExitCode.SUCCESS;
    }

    /// Against the other model's answers, question by question.
    private @Nullable Gain gain(InstructionQuestions questions, List<Response> mine)
            throws IOException {
        if (against == null) {
            return null;
        }
        List<Response> other = Responses.load(against).all();
        if (!other.stream().map(InstructionQuestions::asked).toList()
                .equals(mine.stream().map(InstructionQuestions::asked).toList())) {
            throw new IllegalArgumentException("--against must hold answers to the same questions, "
                    + "got others in " + against + ".");
        }
        return Gain.of(PairedDifference.of(questions.right(mine), questions.right(other)));
    }

    private Assistant assistant() throws IOException {
        PretrainedModel loaded = PretrainedModel.load(model,
                LoadOptions.of(dtype.dtype()).telling(common::notice));
        adapter.wrap(loaded.model());
        return new Assistant(loaded.model(), loaded.requireTokenizer("Instructions need a model "
                + "folder with a tokenizer, got " + model + " without one."), layout(loaded),
                AnswerOptions.greedy(maxNewTokens));
    }

    /// The layout that was named, or else that which the model, or its adapter, was trained with;
    /// solved examples have none of a chat's.
    private PromptFormat layout(PretrainedModel loaded) throws IOException {
        if (format != null) {
            return WrongUsage.unless(() -> PromptFormat.named(format));
        }
        return adapter.trainedFormat(model, loaded.chatTemplate())
                .filter(trained -> shots == 0 || trained instanceof PlainFormat)
                .orElseGet(() -> PromptFormat.named(FORMAT));
    }

    /// The same with solved examples of a kind before each question, if they are wanted.
    private Assistant prepared(Assistant assistant, String kind, List<Instruction> solved) {
        if (shots == 0) {
            return assistant;
        }
        if (solved.size() < shots || !(assistant.format() instanceof PlainFormat plain)) {
            throw new IllegalArgumentException(("--examples must hold %d examples of the kind %s "
                    + "and the format be short, alpaca or phi3, got %d and %s.").formatted(shots,
                    kind, solved.size(), assistant.format().name()));
        }
        return new Assistant(assistant.model(), assistant.tokenizer(),
                new FewShot(plain, solved.subList(0, shots)), assistant.options());
    }

    private static Followed followed(Map<String, Accuracy> kinds, Responses all,
                                     @Nullable Gain gain) {
        Accuracy total = kinds.values().stream().reduce(new Accuracy(0, 0), Accuracy::plus);
        Map<String, Share> shares = new LinkedHashMap<>();
        kinds.forEach((kind, accuracy) -> shares.put(kind, Share.of(accuracy)));
        return new Followed(total.share(), total.low(), total.high(),
                (double) all.stopped() / all.all().size(), total.count(), shares, gain);
    }

    private static void print(Followed followed, Map<String, Accuracy> kinds, PrintWriter out) {
        kinds.forEach((kind, accuracy) -> out.printf("%-14s %s%n", kind, accuracy));
        out.printf(Locale.ROOT, "%-14s %.1f %% (%.1f to %.1f) of %,d; the model ended %.1f %% of "
                + "its answers itself%n", "all", 100 * followed.accuracy, 100 * followed.low,
                100 * followed.high, followed.count, 100 * followed.stopped);
        if (followed.against != null) {
            out.printf(Locale.ROOT, "%-14s %+.1f points (%+.1f to %+.1f)%n", "against",
                    100 * followed.against.difference, 100 * followed.against.low,
                    100 * followed.against.high);
        }
    }
}
