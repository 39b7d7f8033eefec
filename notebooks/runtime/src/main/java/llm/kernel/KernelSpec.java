package llm.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llm.tensor.file.AtomicFile;

/// Tells Jupyter how to start the kernel: a folder `kernels/java` with `kernel.json`.
public final class KernelSpec {
    /// An interrupt comes as a message; counted loops need safepoints for it to reach them.
    private static final List<String> FLAGS = List.of(
            "-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OPENBLAS_NUM_THREADS", "1", "OMP_WAIT_POLICY", "passive");

    private final List<String> java;

    /// @param java the command that starts a JVM with the book's flags and class path
    public KernelSpec(List<String> java) {
        this.java = List.copyOf(java);
    }

    /// Writes it where `JUPYTER_PATH` may point to.
    ///
    /// @param jupyter a folder of Jupyter's data
    /// @return the folder of the kernel
    public Path writeTo(Path jupyter) throws IOException {
        var mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        ArrayNode command = json.putArray("argv");
        java.forEach(command::add);
        FLAGS.forEach(command::add);
        command.add(KernelMain.class.getName()).add("{connection_file}");
        json.put("display_name", "Java").put("language", "java")
                .put("interrupt_mode", "message");
        ObjectNode environment = json.putObject("env");
        ENVIRONMENT.forEach(environment::put);
        Path folder = jupyter.resolve("kernels").resolve("java");
        AtomicFile.writeText(folder.resolve("kernel.json"),
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        return folder;
    }
}
