package llm.tools.finetune;

import llm.tools.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Teaches a pretrained model a task.
@Command(
        subcommands = {FinetuneClassifyCommand.class, FinetuneInstructCommand.class,
            FinetuneCompareCommand.class},
        footer = {"", "Example:", "  ./llm finetune classify --model out/tour/model --data sms.tsv "
                + "--out out/spam"})
public final class FinetuneCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do is missing: classify, "
                + "instruct or compare");
    }
}
