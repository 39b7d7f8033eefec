package llm.tools.data;

import llm.tools.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Public models and data sets.
@Command(
        subcommands = {DataListCommand.class, DataGetCommand.class, DataMakeCommand.class,
            DataDuplicatesCommand.class, DataStatsCommand.class},
        footer = {"", "Examples:", "  ./llm data list", "  ./llm data get gpt2"})
public final class DataCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do is missing: list, get, make, "
                + "duplicates or stats");
    }
}
