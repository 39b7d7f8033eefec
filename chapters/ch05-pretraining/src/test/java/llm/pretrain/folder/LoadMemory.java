package llm.pretrain.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tensor.Backends;
import llm.tensor.backend.DType;

/// Loads a model folder in a JVM of its own, a first small one before it, and prints by how many
/// bytes the most resident memory ever grew, and how many bytes the model takes.
final class LoadMemory {

    private LoadMemory() {
    }

    /// @param args folder of a small model, folder of the model, precision
    public static void main(String[] args) throws IOException {
        DType dtype = DType.valueOf(args[2]);
        PretrainedModel small = PretrainedModel.load(Path.of(args[0]), dtype);
        long before = kibibytes("VmHWM:");
        long used = Backends.current().memory().bytesInUse();
        PretrainedModel loaded = PretrainedModel.load(Path.of(args[1]), dtype);
        System.out.println((kibibytes("VmHWM:") - before) << 10);
        System.out.println(Backends.current().memory().bytesInUse() - used);
        if (small.model().config().layers() + loaded.model().config().layers() < 2) {
            throw new IllegalStateException("both models must be alive here");
        }
    }

    private static long kibibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                .orElseThrow();
    }
}
