package llm.tools.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import llm.format.GgufModel;
import llm.format.gguf.GgufType;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.backend.DType;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes a model in another format.
@Command(
        description = {"", "Reads a folder in Hugging Face's layout, a GGUF file or a llama2.c "
                + "checkpoint. Writes a folder that transformers loads, or a file that llama.cpp "
                + "runs."},
        footer = {"", "Example:", "  ./llm convert --model out/tour/model --to gguf --type q8_0 "
                + "--out tales.gguf"})
public final class ConvertCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class,
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

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "f32",
            description = "Numbers of matrices in a GGUF file: f32, f16 or q8_0 (default "
                    + "${DEFAULT-VALUE}).")
    private Type type = Type.f32;

    /// What can be written, as it is typed.
    enum Format { gguf, hf }

    /// How matrices can be kept, as it is typed.
    enum Type { f32, f16, q8_0 }

    /// The result as JSON.
    record Converted(String out, String format, long parameters) {}

    @Override
    public Integer call() throws IOException {
        PretrainedModel loaded = ignoring.load(model, DType.F32, common.err());
        if (format == Format.gguf) {
            if (Files.isDirectory(out)) {
                throw new IllegalArgumentException(
                        "--out must be a file that can be written, got the folder " + out);
            }
            GgufModel.save(loaded, model.toAbsolutePath().normalize().getFileName().toString(),
                    GgufType.valueOf(type.name().toUpperCase(Locale.ROOT)), out);
        } else {
            loaded.save(out, "# " + out.toAbsolutePath().normalize().getFileName()
                    + "\n\nConverted from `" + model.getFileName() + "`.\n");
        }
        json.print(new Converted(out.toString(), format.name(),
                loaded.model().parameterCount()), common.out(), printer -> printer.printf(
                "%s: %,d parameters%n", out, loaded.model().parameterCount()));
        return ExitCode.SUCCESS;
    }
}
