package llm.tools.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.classify.AdaptedClassifier;
import llm.deploy.TrainedFormat;
import llm.lora.PeftAdapter;
import llm.model.ModelSize;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.SaveOptions;
import llm.tensor.backend.DType;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes an ordinary model of one with adapters.
@Command(
        name = "merge",
        header = "Make an ordinary model of one with adapters.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Adds what the adapters have learned to the weights. The result costs "
                + "what the base did, and needs no adapter. Its weights are stored as the base's "
                + "are, or as f32 where those are packed."},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/instructions/instructions.json --train-layers lora \\",
                "      --out out/lora",
                "  ./llm lora merge --model out/tour/model --adapter out/lora/adapter \\",
                "      --out out/merged"})
final class LoraMergeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "The model that the adapter was made for.")
    private Path model = Path.of("");

    @Option(names = "--adapter", required = true, paramLabel = "DIR",
            description = "An adapter in peft's layout.")
    private Path adapter = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    /// The result as JSON.
    ///
    /// @param modules how many were changed
    record Merged(String folder, int modules) {}

    @Override
    public Integer call() throws IOException {
        LoadOptions options = LoadOptions.of(DType.F32).telling(common::notice);
        ModelOutline outline = ModelOutline.read(model,
                LoadOptions.of(DType.F32).telling(_ -> { }));
        SaveOptions saving = SaveOptions.like(outline.weightType());
        DiskRoom.require(out, saving.type().bytes() * ModelSize.of(outline.config()).parameters(),
                "the model");
        int modules = PeftAdapter.isClassifier(adapter) ? classifier(options, saving)
                : languageModel(options, saving);
        json.print(new Merged(out.toString(), modules), common.out(), text -> text.printf(
                "Merged %d modules: %s%n", modules, out));
        return ExitCode.SUCCESS;
    }

    private int languageModel(LoadOptions options, SaveOptions saving) throws IOException {
        PretrainedModel base = PretrainedModel.load(model, options);
        PeftAdapter peft = PeftAdapter.load(adapter, base.model());
        peft.lora().merge();
        TrainedFormat.noted(adapter.toAbsolutePath().getParent())
                .map(format -> TrainedFormat.learned(format, base)).orElse(base)
                .save(out, card(), saving);
        return peft.lora().modules().size();
    }

    private int classifier(LoadOptions options, SaveOptions saving) throws IOException {
        AdaptedClassifier adapted = AdaptedClassifier.load(model, adapter, options);
        adapted.lora().merge();
        adapted.classifier().save(out, card(), saving);
        return adapted.lora().modules().size();
    }

    private String card() {
        return """
                # A model with an adapter merged into it

                The base: %s. The adapter: %s. Merged by *LLM from scratch, in Java*.
                """.formatted(model, adapter);
    }
}
