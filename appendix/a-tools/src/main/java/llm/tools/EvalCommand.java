package llm.tools;

import llm.tools.cli.CommonOptions;
import llm.tools.eval.EvalArenaCommand;
import llm.tools.eval.EvalJudgeCommand;
import llm.tools.eval.EvalMmluCommand;
import llm.tools.eval.EvalScoreCommand;
import llm.tools.model.EvalInstructCommand;
import llm.tools.model.EvalPerplexityCommand;
import llm.tools.preference.EvalScalingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures a model.
@Command(
        subcommands = {EvalPerplexityCommand.class, EvalInstructCommand.class,
            EvalScalingCommand.class, EvalMmluCommand.class,
            EvalJudgeCommand.class, EvalScoreCommand.class, EvalArenaCommand.class},
        footer = {"", "Example:",
                "  ./llm eval perplexity --model out/tour/model \\",
                "      --file datasets/tales/tales-200k.txt"})
final class EvalCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to measure is missing: "
                + "perplexity, instruct, scaling, mmlu, judge, score or arena");
    }
}
