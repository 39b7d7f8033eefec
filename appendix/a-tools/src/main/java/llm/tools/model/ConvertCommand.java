package llm.tools.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import llm.deploy.TrainedFormat;
import llm.format.GgufModel;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.instruct.PromptFormat;
import llm.model.ModelSize;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.SaveOptions;
import llm.tensor.backend.DType;
import llm.tensor.file.ElementType;
import llm.tools.cli.Bounds;
import llm.tools.cli.ByteSize;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes a model in another format.
@Command(
        description = {"", "Reads a folder in Hugging Face's layout, a GGUF file or a llama2.c "
                + "checkpoint. Writes a folder that transformers loads, or a file that llama.cpp "
                + "runs."},
        footer = {"", "Examples:",
                "  ./llm convert --model out/tour/model --to gguf --type q8_0 \\",
                "      --out out/tales.gguf",
                "  ./llm convert --model out/tales.gguf --to hf --out out/back"})
public final class ConvertCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder, a GGUF file or a llama2.c checkpoint.")
    private Path model = Path.of("");

    @Mixin
    private IgnoreConfigOption ignoring = new IgnoreConfigOption();

    @Option(names = "--to", required = true, paramLabel = "FORMAT",
            description = "gguf or hf (Hugging Face's layout).")
    private Format format = Format.gguf;

    @Option(names = "--out", required = true, paramLabel = "PATH",
            description = "The file, or for hf the folder, to write.")
    private Path out = Path.of("");

    @Option(names = "--type", paramLabel = "TYPE",
            description = "Numbers of matrices: f32, f16 or bf16, in a GGUF file also q8_0 or "
                    + "q4_k. Without it, the model's own, or f32 where that is packed.")
    private @Nullable Type type;

    @Bounds(from = 1, to = 1e18)
    @Option(names = "--max-shard-size", paramLabel = "SIZE", defaultValue = "5GB",
            converter = ByteSize.class,
            description = "For hf: most bytes of a file with weights, such as 500MB (default "
                    + "${DEFAULT-VALUE}); larger models get several files and an index.")
    private long shardBytes;

    /// What can be written, as it is typed.
    enum Format { gguf, hf }

    /// How matrices can be kept, as it is typed.
    enum Type {
        f32, f16, bf16, q8_0, q4_k;

        private GgufType inGguf() {
            return GgufType.valueOf(name().toUpperCase(Locale.ROOT));
        }

        private ElementType inFolder() {
            return switch (this) {
                case f32 -> ElementType.F32;
                case f16 -> ElementType.F16;
                case bf16 -> ElementType.BF16;
                case q8_0, q4_k -> throw new WrongUsage("--type must be f32, f16 or bf16 with "
                        + "--to hf, got " + this + ".");
            };
        }

        private static Type of(ElementType stored) {
            return switch (stored) {
                case F16 -> f16;
                case BF16 -> bf16;
                case F32, I64, I32 -> f32;
            };
        }
    }

    /// The result as JSON.
    record Converted(String out, String format, String type, long parameters) {}

    @Override
    public Integer call() throws IOException {
        if (format == Format.hf && type != null) {
            type.inFolder();                                 // refuses what a folder cannot hold
        }
        requireOther();
        if (format == Format.gguf && Files.isDirectory(out)) {
            throw new IllegalArgumentException(
                    "--out must be a file that can be written, got the folder " + out);
        }
        ModelOutline outline = ignoring.outline(model, common.err());
        if (format == Format.gguf) {
            GgufModel.refusal(outline).ifPresent(reason -> {
                throw new IllegalArgumentException(reason);
            });
        }
        Type chosen = type == null ? Type.of(outline.weightType()) : type;
        long parameters = ModelSize.of(outline.config()).parameters();
        GgufType packed = chosen.inGguf();
        DiskRoom.require(out, parameters / packed.blockValues() * packed.blockBytes(),
                "the model");
        PretrainedModel loaded = asked(ignoring.load(model, DType.F32, common.err()));
        loaded.tokenizerFault().ifPresent(fault -> common.err().println(
                HumanReadable.line("Written without a tokenizer: " + fault)));
        if (format == Format.gguf) {
            GgufModel.save(loaded, name(model), chosen.inGguf(), out);
        } else {
            loaded.save(out, "# " + name(out) + "\n\nConverted from `" + model.getFileName()
                    + "`.\n", new SaveOptions(chosen.inFolder(), shardBytes));
        }
        json.print(new Converted(out.toString(), format.name(), chosen.name(), parameters),
                common.out(), printer -> printer.printf("%s: %,d parameters in %s%n", out,
                        parameters, chosen));
        return ExitCode.SUCCESS;
    }

    /// The model with a chat template of the format that our own finetuning has noted beside it.
    private PretrainedModel asked(PretrainedModel loaded) throws IOException {
        Optional<PromptFormat> noted = TrainedFormat.noted(model);
        PretrainedModel asked = noted.map(format -> TrainedFormat.learned(format, loaded))
                .orElse(loaded);
        if (noted.isPresent() && asked.chatTemplate().isEmpty()) {
            common.notice("Written without how the model is asked; tell chat and serve: --format "
                    + noted.get().name().toLowerCase(Locale.ROOT));
        }
        return asked;
    }

    /// Makes sure that nothing is written over the model that is read, under whatever name.
    private void requireOther() throws IOException {
        List<Path> read = new ArrayList<>(List.of(model));
        if (Files.isDirectory(model)) {
            try (Stream<Path> files = Files.list(model)) {
                files.forEach(read::add);
            }
        } else if (model.toString().endsWith(".gguf")) {
            try (GgufFile file = GgufFile.open(model)) {
                read.addAll(file.files());
            }
        }
        for (Path each : read) {
            if (Files.exists(out) && Files.exists(each) && Files.isSameFile(out, each)) {
                throw new WrongUsage("--out must be another path than what is read, got " + out
                        + (out.equals(each) ? "" : ", which is " + each) + ".");
            }
        }
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }
}
