package llm.tools.bench;

import llm.tools.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures how fast this machine trains, generates and tokenizes.
@Command(
        subcommands = {BenchTrainCommand.class, BenchPrefillCommand.class,
                BenchDecodeCommand.class, BenchSessionCommand.class, BenchTokenizeCommand.class,
                BenchTrainTokenizerCommand.class, BenchLimitsCommand.class,
                BenchServeCommand.class,
                BenchCompareCommand.class},
        footer = {"", "Example:",
                "  ./llm bench train --layers 4 --heads 4 --width 128 --vocab 1024 --batch 16 \\",
                "      --context 128"})
public final class BenchCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "What to measure is missing: train, prefill, decode, session, serve, tokenize, "
                        + "train-tokenizer, limits or compare");
    }
}
