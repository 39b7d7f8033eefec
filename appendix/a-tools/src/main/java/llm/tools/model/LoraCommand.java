package llm.tools.model;

import llm.tools.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What one does with adapters.
@Command(
        subcommands = {LoraMergeCommand.class},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/instructions/instructions.json --train-layers lora \\",
                "      --out out/lora",
                "  ./llm lora merge --model out/tour/model --adapter out/lora/adapter \\",
                "      --out out/merged"})
public final class LoraCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do is missing: merge");
    }
}
