package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import llm.tensor.Parameter;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DeviceOption;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.StopSignal;
import llm.tools.train.TrainingLock;
import llm.train.StagedFolder;
import llm.train.Trainer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every finetuning does from the command line, whatever its task: begin or go on, train,
/// save, tell. A mixin with the options that all of them have.
public final class FinetuneFlow {
    private static final int INTERRUPTED = 130;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    /// What is to be learned.
    ///
    /// @param <R> what a training gives
    public interface Task<R extends Result> {

        /// The word behind `finetune`.
        String word();

        /// @throws IllegalArgumentException if a new training lacks what it begins with
        void requireSource();

        /// A new training, whose data and settings are then in the folder.
        Run<R> begin(FinetuningFolder folder, PrintWriter err) throws IOException;

        /// The result of the training in a folder if it has come to its end.
        ///
        /// @throws IllegalArgumentException if options are given that differ from that training
        Optional<R> completed(FinetuningFolder folder) throws IOException;

        /// The training in a folder, before its first step.
        Run<R> open(FinetuningFolder folder, PrintWriter err) throws IOException;
    }

    /// A training.
    public interface Run<R extends Result> {
        Trainer<?> trainer();

        /// What there is to learn from, in a line or more.
        String facts();

        /// Goes on from the newest checkpoint, if there is one; says from which step.
        Optional<Integer> resume() throws IOException;

        void train(Progress progress);

        /// Writes what was learned.
        R save() throws IOException;

        /// What there is to know of a training that has ended.
        Optional<String> advice();
    }

    /// What a training gives: a record, for the JSON.
    public interface Result {
        void print(PrintWriter out);
    }

    public PrintWriter err() {
        return common.err();
    }

    /// Shows how far something has come that goes before the training, or comes after it.
    public Progress.Source progress() {
        return common::progress;
    }

    /// Runs a task to its end, or until somebody asks to stop.
    public <R extends Result> int run(Task<R> task) throws IOException {
        FinetuningFolder folder = new FinetuningFolder(out);
        boolean begun = resume && folder.isBegun();
        if (!begun) {
            task.requireSource();                           // before anything is written
            folder.requireFreeOrLocked();
        }
        try (TrainingLock _ = TrainingLock.take(folder.data())) {
            StagedFolder.deleteRemains(out);
            if (!begun) {
                folder.requireFree();
                return train(task, task.begin(folder, err()));
            }
            Optional<R> result = task.completed(folder);
            if (result.isPresent()) {
                err().println("This training is complete already.");
                show(result.get());
                return ExitCode.SUCCESS;
            }
            Run<R> run = task.open(folder, err());
            err().println(run.resume().map(step -> "Goes on after step " + step + ".")
                    .orElse("There is no checkpoint yet: begins anew."));
            return train(task, run);
        }
    }

    private <R extends Result> int train(Task<R> task, Run<R> run) throws IOException {
        err().println(run.facts());
        requireRoom(out, run.trainer().learner().parameters().values().stream()
                .mapToLong(Parameter::elements).sum());
        try (StopSignal _ = new StopSignal(run.trainer()::requestStop);
             Progress progress = common.progress("Training", "steps",
                     run.trainer().config().schedule().steps())) {
            run.train(progress);
            if (!run.trainer().finished()) {
                progress.tell(("Stopped after step %d and saved. Go on with: ./llm finetune %s "
                        + "--out %s --resume").formatted(run.trainer().steps(), task.word(), out));
                return INTERRUPTED;
            }
        }
        R result = run.save();
        run.advice().ifPresent(err()::println);
        show(result);
        return ExitCode.SUCCESS;
    }

    /// Makes sure that the disk can take a training: the result, the best one so far, and two
    /// checkpoints of weights and two moments.
    ///
    /// @param learning parameters that learn
    /// @throws IllegalStateException if the disk has less
    public static void requireRoom(Path out, long learning) throws IOException {
        DiskRoom.require(out, 8 * Float.BYTES * learning, "the model and its checkpoints");
    }

    private void show(Result result) {
        json.print(result, common.out(), result::print);
    }
}
