package llm.cpu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// A program in a process of its own, on a JVM with the vectors and machine code of this one.
public record ForkedJvm(int exitCode, List<String> lines) {
    private static final String MACHINE_CODE = "llm.cpu.native";

    /// Runs it to its end.
    public static ForkedJvm run(Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
                "-D%s=%s".formatted(MACHINE_CODE, System.getProperty(MACHINE_CODE, "on"))));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = process.inputReader().lines().toList();
        return new ForkedJvm(process.waitFor(), lines);
    }

    /// The last lines that it printed.
    public String end() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
