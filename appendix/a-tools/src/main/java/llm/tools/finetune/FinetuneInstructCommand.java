package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
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
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/instructions/instructions.json --out out/assistant",
                "  ./llm finetune instruct --out out/assistant --resume",
                "  ./llm eval instruct --model out/assistant \\",
                "      --data datasets/instructions/instructions-test.json"})
public final class FinetuneInstructCommand
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
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public InstructionRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        InstructionParts parts = InstructionParts.of(options.data(), options.seed());
        InstructionSettings settings = options.settings(parts.training().size());
        InstructionRun run = run(settings, parts, folder, err);
        parts.write(folder.data());
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<FinetunedAssistant> completed(FinetuningFolder folder) throws IOException {
        options.requireAgreement(folder.settings(InstructionSettings.class),
                parts(folder).training().size());
        return folder.result(FinetunedAssistant.class);
    }

    @Override
    public InstructionRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(InstructionSettings.class), parts(folder), folder, err);
    }

    private static InstructionParts parts(FinetuningFolder folder) throws IOException {
        return InstructionParts.read(folder.data());
    }

    private InstructionRun run(InstructionSettings settings, InstructionParts parts,
                               FinetuningFolder folder, PrintWriter err) throws IOException {
        return new InstructionRun(settings, parts,
                BaseOptions.loadOptions(settings.base().dtype(), err), folder.path());
    }
}
