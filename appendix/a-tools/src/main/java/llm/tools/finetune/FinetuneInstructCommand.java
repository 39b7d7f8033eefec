package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class FinetuneInstructCommand
        implements Callable<Integer>, FinetuneFlow.Task<FinetunedAssistant> {
    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private InstructionOptions options = new InstructionOptions();

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "instruct";
    }

    @Override
    public boolean isIn(Path folder) {
        return InstructionSettings.isIn(folder);
    }

    @Override
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public InstructionRun begin(Path folder, PrintWriter err) throws IOException {
        InstructionParts parts = InstructionParts.of(options.data(), options.seed());
        InstructionSettings settings = options.settings(parts.training().size());
        InstructionRun run = run(settings, parts, folder, err);
        parts.write(folder.resolve(FinetuneFlow.DATA));
        settings.write(folder);
        return run;
    }

    @Override
    public Optional<FinetunedAssistant> completed(Path folder) throws IOException {
        options.requireAgreement(InstructionSettings.read(folder),
                parts(folder).training().size());
        return FinetunedAssistant.in(folder);
    }

    @Override
    public InstructionRun open(Path folder, PrintWriter err) throws IOException {
        return run(InstructionSettings.read(folder), parts(folder), folder, err);
    }

    private static InstructionParts parts(Path folder) throws IOException {
        return InstructionParts.read(folder.resolve(FinetuneFlow.DATA));
    }

    private InstructionRun run(InstructionSettings settings, InstructionParts parts, Path folder,
                               PrintWriter err) throws IOException {
        return new InstructionRun(settings, parts, options.loadOptions(settings.dtype(), err),
                folder);
    }
}
