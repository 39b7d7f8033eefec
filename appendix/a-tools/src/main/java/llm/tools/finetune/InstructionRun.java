package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import llm.instruct.AnswerOptions;
import llm.instruct.Assistant;
import llm.instruct.Instruction;
import llm.instruct.InstructionDataset;
import llm.instruct.Masking;
import llm.instruct.PromptFormat;
import llm.instruct.Response;
import llm.model.DecoderModel;
import llm.pretrain.NextToken;
import llm.pretrain.folder.LoadOptions;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.Progress;
import llm.tools.train.TrainingRun;
import llm.tools.train.TrainingSettings;
import llm.train.Trainer;
import llm.train.TrainingData;
import llm.train.TrainingLog;

/// The training of an assistant, from instructions to a folder.
public final class InstructionRun implements FinetuneFlow.Run<FinetunedAssistant> {
    private static final int EVALUATION_BATCH = 16;
    private static final int SAMPLE_TOKENS = 40;

    private final InstructionSettings settings;
    private final Path folder;
    private final LearningAssistant learning;
    private final InstructionDataset training;
    private final Assistant assistant;
    private final List<Instruction> shown;
    private final TrainingRun<Batch> run;

    /// @param options how the base is loaded
    public InstructionRun(InstructionSettings settings, InstructionParts parts, LoadOptions options,
                          Path folder) throws IOException {
        this.settings = settings;
        this.folder = folder;
        TrainingSettings how = settings.training();
        learning = LearningAssistant.load(settings.base(), options, how);
        DecoderModel model = learning.model();
        PromptFormat format = learning.format();
        Tokenizer tokenizer = learning.tokenizer();
        training = new InstructionDataset(parts.training(), format, tokenizer,
                new InstructionDataset.Options(model.contextLength(),
                        InstructionOptions.masking(settings.masking())));
        InstructionDataset validation = new InstructionDataset(parts.validation(), format,
                tokenizer, new InstructionDataset.Options(model.contextLength(), Masking.PROMPT));
        assistant = new Assistant(model, tokenizer, format, AnswerOptions.greedy(SAMPLE_TOKENS));
        shown = parts.validation();
        run = new TrainingRun<>(new Trainer<>(learning.learner(how), new NextToken(model),
                new TrainingData<>(new DataLoader<>(training, how.order()),
                        new DataLoader<>(validation, BatchOrder.inOrder(EVALUATION_BATCH))),
                learning.config(how)), how, folder);
    }

    @Override
    public Trainer<Batch> trainer() {
        return run.trainer();
    }

    /// The model that learns, to be asked.
    public Assistant assistant() {
        return assistant;
    }

    @Override
    public String facts() {
        return "%s; %,d parameters learn, %,d steps.".formatted(training, run.learning(),
                settings.training().steps());
    }

    @Override
    public Optional<Integer> resume() throws IOException {
        return run.resume();
    }

    /// Trains, and shows an answer where the model is evaluated.
    @Override
    public void train(Progress progress) {
        run.train(row -> {
            if (row.evaluated()) {
                progress.tell(told(row));
            }
            progress.reached(row.step(), String.format(Locale.ROOT, "loss %.3f, %,.0f tokens/s",
                    row.trainingLoss(), row.tokensPerSecond()));
        });
    }

    private String told(TrainingLog.Row row) {
        Instruction asked = shown.get(trainer().log().evaluations().size() % shown.size());
        Response response = assistant.answer(asked);
        return String.format(Locale.ROOT, "step %,d: validation loss %.3f │ %s → %s", row.step(),
                row.validationLoss(), HumanReadable.quoted(asked.question()),
                HumanReadable.quoted(response.answer()));
    }

    /// Writes the model, the log and the charts.
    @Override
    public FinetunedAssistant save() throws IOException {
        run.chooseResult();
        FinetunedAssistant result = new FinetunedAssistant(folder.toString(),
                run.result().step(), run.result().trainingLoss(), run.result().validationLoss(),
                run.learning(), training.cut().size(), training.dropped().size());
        learning.save(folder, card(result));
        run.writeLog(OptionalDouble.empty());
        new FinetuningFolder(folder).writeResult(result);
        return result;
    }

    @Override
    public Optional<String> advice() {
        return run.stoppedEarly();
    }

    private String card(FinetunedAssistant result) {
        return """
                ---
                library_name: transformers
                pipeline_tag: text-generation
                ---

                # An assistant

                A language model, finetuned to follow instructions by *LLM from scratch, in Java*:
                %s, %d steps of %d examples, %,d parameters that learned. It expects
                instructions in the layout `%s`, and answers end with the end-of-text token.

                | | |
                | --- | ---: |
                | instructions | %,d |
                | validation loss | %.3f nats per token of an answer |
                """.formatted(settings.base().layers(), result.steps(),
                settings.training().batch() * settings.training().accumulate(),
                result.learning(), settings.base().format(), training.size(),
                result.validationLoss());
    }
}
