package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.tensor.Backends;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.StopSignal;
import llm.tools.train.TrainingLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Teaches a model to follow instructions.
@Command(
        name = "instruct",
        header = "Teach a model to follow instructions.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Writes a model folder in Hugging Face's layout, the log as CSV, and "
                + "curves as pictures. Ctrl-C saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model --data out/instructions --out "
                        + "out/assistant",
                "  ./llm eval instruct --model out/assistant --data out/instructions/test.json"})
final class FinetuneInstructCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final String DATA = "data";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private InstructionOptions options = new InstructionOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu",
            description = "Where to compute (default ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        Backends.use(Backends.named(device));
        boolean begun = resume && InstructionSettings.isIn(out);
        if (!begun) {
            options.requireSource();                        // before anything is written
            FinetuningFolder.requireFree(out);
        }
        try (TrainingLock _ = TrainingLock.take(out.resolve(DATA))) {
            return begun ? goOn() : begin();
        }
    }

    private int begin() throws IOException {
        InstructionParts parts = InstructionParts.of(options.data(), options.seed());
        InstructionSettings settings = options.settings(parts.training().size());
        InstructionRun run = new InstructionRun(settings, parts,
                options.loadOptions(settings.dtype(), common.err()), out);
        parts.write(out.resolve(DATA));
        settings.write(out);
        return train(run, settings);
    }

    private int goOn() throws IOException {
        InstructionSettings settings = InstructionSettings.read(out);
        InstructionParts parts = InstructionParts.read(out.resolve(DATA));
        options.requireAgreement(settings, parts.training().size());
        Optional<FinetunedAssistant> result = FinetunedAssistant.in(out);
        if (result.isPresent()) {
            common.err().println("This training is complete already.");
            show(result.get());
            return ExitCode.SUCCESS;
        }
        InstructionRun run = new InstructionRun(settings, parts,
                options.loadOptions(settings.dtype(), common.err()), out);
        common.err().println(run.resume().map(step -> "Goes on after step " + step + ".")
                .orElse("There is no checkpoint yet: begins anew."));
        return train(run, settings);
    }

    private int train(InstructionRun run, InstructionSettings settings) throws IOException {
        common.err().println(run.facts());
        try (StopSignal _ = new StopSignal(run.trainer()::requestStop);
             Progress progress = common.progress("Training", "steps",
                     settings.training().steps())) {
            run.train(progress);
            if (!run.trainer().finished()) {
                progress.tell(("Stopped after step %d and saved. Go on with: ./llm finetune "
                        + "instruct --out %s --resume").formatted(run.trainer().steps(), out));
                return INTERRUPTED;
            }
        }
        FinetunedAssistant result = run.save();
        run.advice().ifPresent(common.err()::println);
        show(result);
        return ExitCode.SUCCESS;
    }

    private void show(FinetunedAssistant result) {
        json.print(result, common.out(), result::print);
    }
}
