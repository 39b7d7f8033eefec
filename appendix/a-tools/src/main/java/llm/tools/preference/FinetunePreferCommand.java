package llm.tools.preference;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.tools.finetune.BaseOptions;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Teaches a model which answers people like better.
@Command(
        name = "prefer",
        header = "Teach a model which answers are liked better (DPO).",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Learns from pairs of answers to the same prompt, JSON objects with "
                + "instruction and input (or prompt), chosen and rejected. The reference is the "
                + "model as it was before. Writes a model folder, the log as CSV, metrics as JSON "
                + "Lines, and curves as pictures. Ctrl-C saves; --resume goes on."},
        footer = {"", "Example:",
                "  ./llm finetune prefer --model out/tour/assistant \\",
                "      --data datasets/preferences/polite.json --out out/kind"})
public final class FinetunePreferCommand
        implements Callable<Integer>, FinetuneFlow.Task<LearnedPreferences> {
    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private PreferOptions options = new PreferOptions();

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "prefer";
    }

    @Override
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public PreferRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        PreferenceParts parts = PreferenceParts.of(options.data(), options.seed(), err);
        PreferSettings settings = options.settings(parts.training().size());
        PreferRun run = run(settings, parts, folder, err);
        parts.write(folder.data());
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<LearnedPreferences> completed(FinetuningFolder folder) throws IOException {
        options.requireAgreement(folder.settings(PreferSettings.class),
                PreferenceParts.read(folder.data()).training().size());
        return folder.result(LearnedPreferences.class);
    }

    @Override
    public PreferRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(PreferSettings.class), PreferenceParts.read(folder.data()),
                folder, err);
    }

    private PreferRun run(PreferSettings settings, PreferenceParts parts, FinetuningFolder folder,
                          PrintWriter err) throws IOException {
        return new PreferRun(settings, parts,
                BaseOptions.loadOptions(settings.base().dtype(), err), folder, flow.progress());
    }
}
