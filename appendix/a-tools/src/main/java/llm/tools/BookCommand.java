package llm.tools;

import llm.tools.bench.BenchCommand;
import llm.tools.data.DataCommand;
import llm.tools.data.TokenizeCommand;
import llm.tools.data.TrainTokenizerCommand;
import llm.tools.deploy.ChatCommand;
import llm.tools.deploy.ServeCommand;
import llm.tools.doctor.DevicesCommand;
import llm.tools.doctor.DoctorCommand;
import llm.tools.exercises.GradeCommand;
import llm.tools.exercises.HandoutCommand;
import llm.tools.exercises.HintCommand;
import llm.tools.exercises.NextExerciseCommand;
import llm.tools.exercises.QuizCommand;
import llm.tools.exercises.ResetCommand;
import llm.tools.ladder.LadderCommand;
import llm.tools.model.ClassifyCommand;
import llm.tools.model.ConvertCommand;
import llm.tools.model.GenerateCommand;
import llm.tools.model.InspectCommand;
import llm.tools.model.LoraCommand;
import llm.tools.model.NextCommand;
import llm.tools.notebooks.JShellCommand;
import llm.tools.notebooks.NotebooksCommand;
import llm.tools.notebooks.RunCommand;
import llm.tools.report.ReportCommand;
import llm.tools.tour.TourCommand;
import llm.tools.train.PlanCommand;
import llm.tools.train.PretrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands of `./llm`, in the order of the help text.
enum BookCommand {
    TOUR("tour", "Turn text into a model that writes, in a few minutes."),
    TOKENIZE("tokenize", "Show which tokens a text becomes."),
    TRAIN_TOKENIZER("train-tokenizer", "Learn a byte-pair vocabulary from a text."),
    DATA("data", "Download public models and data sets, or make the book's own."),
    PRETRAIN("pretrain", "Train a model on a text."),
    FINETUNE("finetune", "Teach a model classes of texts, instructions or preferences."),
    CLASSIFY("classify", "Tell what kind of text something is."),
    LORA("lora", "Merge what adapters have learned into a model."),
    LADDER("ladder", "Show which idea is worth how much training."),
    GENERATE("generate", "Let a model continue a text."),
    NEXT("next", "Show what a model expects to come next."),
    INSPECT("inspect", "Say what a model is, and what can be done with it."),
    CHAT("chat", "Talk with a model at the terminal."),
    SERVE("serve", "Serve a model to other programs and to a browser."),
    CONVERT("convert", "Write a model as a GGUF file or a Hugging Face folder."),
    EVAL("eval", "Measure a model."),
    REPORT("report", "Make a report card of a model, on one page."),
    RUN("run", "Execute a chapter's notebook, without Jupyter."),
    NOTEBOOKS("notebooks", "Open the notebooks in Jupyter."),
    JSHELL("jshell", "Try the library line by line."),
    GRADE("grade", "Grade exercises: your own, or those of a class."),
    HINT("hint", "Give one more hint for an exercise."),
    RESET("reset", "Restore the stub of an exercise."),
    NEXT_EXERCISE("next-exercise", "Say which exercise comes next."),
    QUIZ("quiz", "Ask the questions of a chapter."),
    HANDOUT("handout", "Make the copy of the book that learners get."),
    PLAN("plan", "Say what a training will cost, before it begins."),
    BENCH("bench", "Measure how fast this machine is."),
    TEST("test", "Run every test of the book."),
    DOCS("docs", "Build the documentation of the library."),
    DOCTOR("doctor", "Check that this machine has what the book needs."),
    DEVICES("devices", "List where this machine can compute."),
    COMPLETION("completion", "Print a completion script for bash or zsh.");

    private final String word;
    private final String summary;

    BookCommand(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    /// What the user types.
    String word() {
        return word;
    }

    /// The command with its options. Each class loads only when its branch runs.
    CommandLine load() {
        Object command = switch (this) {
            case TOUR -> new TourCommand();
            case TOKENIZE -> new TokenizeCommand();
            case TRAIN_TOKENIZER -> new TrainTokenizerCommand();
            case DATA -> new DataCommand();
            case PRETRAIN -> new PretrainCommand();
            case FINETUNE -> new FinetuneCommand();
            case CLASSIFY -> new ClassifyCommand();
            case LORA -> new LoraCommand();
            case LADDER -> new LadderCommand();
            case GENERATE -> new GenerateCommand();
            case NEXT -> new NextCommand();
            case INSPECT -> new InspectCommand();
            case CHAT -> new ChatCommand();
            case SERVE -> new ServeCommand();
            case CONVERT -> new ConvertCommand();
            case EVAL -> new EvalCommand();
            case REPORT -> new ReportCommand();
            case RUN -> new RunCommand();
            case NOTEBOOKS -> new NotebooksCommand();
            case JSHELL -> new JShellCommand();
            case GRADE -> new GradeCommand();
            case HINT -> new HintCommand();
            case RESET -> new ResetCommand();
            case NEXT_EXERCISE -> new NextExerciseCommand();
            case QUIZ -> new QuizCommand();
            case HANDOUT -> new HandoutCommand();
            case PLAN -> new PlanCommand();
            case BENCH -> new BenchCommand();
            case TEST -> new TestCommand();
            case DOCS -> new DocsCommand();
            case DOCTOR -> new DoctorCommand();
            case DEVICES -> new DevicesCommand();
            case COMPLETION -> new CompletionCommand();
        };
        var line = new CommandLine(command);
        line.getCommandSpec().name(word).usageMessage()
                .header(summary)
                .synopsisHeading("Usage: ")
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n");
        return line;
    }

    /// Name and summary only: enough to list the command and to suggest it.
    CommandSpec placeholder() {
        var spec = CommandSpec.create().name(word);
        spec.usageMessage().header(summary);
        return spec;
    }
}
