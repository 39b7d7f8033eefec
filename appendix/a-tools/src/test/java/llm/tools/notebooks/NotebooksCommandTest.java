package llm.tools.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import llm.tools.Fixtures;
import llm.tools.Llm;
import llm.tools.Terminal;
import llm.tools.cli.Project;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm notebooks")
class NotebooksCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("writes a kernel that Jupyter can start, within the book's folder")
    void writesTheKernel() throws IOException {
        Terminal run = Terminal.run("notebooks", "--kernel-path");
        Path jupyter = Path.of(run.out().strip());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(jupyter).isEqualTo(Project.cache().resolve("jupyter"));
        JsonNode kernel = Fixtures.json(Files.readString(
                jupyter.resolve("kernels/java/kernel.json")));
        assertThat(kernel.get("language").asText()).isEqualTo("java");
        assertThat(kernel.get("interrupt_mode").asText()).isEqualTo("message");
        assertThat(kernel.get("argv").valueStream().map(JsonNode::asText))
                .endsWith("llm.kernel.KernelMain", "{connection_file}");
        // The launcher's own settings: the pools must not spin in notebooks either.
        for (String name : List.of("OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY")) {
            assertThat(kernel.at("/env/" + name).asText()).isEqualTo(System.getenv(name));
        }
    }

    @Test
    @DisplayName("prefers JupyterLab, and knows where there is none")
    void findsJupyter() throws IOException {
        Path notebook = program("a", "jupyter-notebook");
        String path = folder.resolve("a") + File.pathSeparator + folder.resolve("b");
        assertThat(NotebooksCommand.find(path)).isEqualTo(notebook);

        Path lab = program("b", "jupyter-lab");
        assertThat(NotebooksCommand.find(path)).isEqualTo(lab);
        assertThat(NotebooksCommand.find(folder.toString())).isNull();
        assertThat(NotebooksCommand.find(null)).isNull();
    }

    private Path program(String place, String name) throws IOException {
        Path file = Files.createDirectories(folder.resolve(place)).resolve(name);
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @DisplayName("hands SIGTERM on to Jupyter, and ends with it")
    void endsWithJupyter() throws IOException, InterruptedException {
        Path lab = Files.writeString(folder.resolve("jupyter-lab"), """
                #!/bin/sh
                echo "started $$"
                exec sleep 600
                """);
        assertThat(lab.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-cp", System.getProperty("java.class.path"),
                "-Dllm.cache=" + Project.cache(), Llm.class.getName(), "notebooks");
        builder.environment().merge("PATH", folder.toString(),
                (others, ours) -> ours + File.pathSeparator + others);
        Process command = builder.start();
        try (var told = command.inputReader()) {
            String line = told.readLine();
            assertThat(line).startsWith("started ");
            ProcessHandle jupyter =
                    ProcessHandle.of(Long.parseLong(line.split(" ")[1])).orElseThrow();
            command.toHandle().destroy();                    // SIGTERM

            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(143);
            assertThat(jupyter.isAlive()).isFalse();
        } finally {
            command.descendants().forEach(ProcessHandle::destroyForcibly);
            command.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("registers the kernel in the home folder of the environment, as Jupyter reads it")
    void honoursHome() {
        assertThat(NotebooksCommand.userFolder(Map.of("HOME", "/home/ada")))
                .isEqualTo(Path.of("/home/ada/.local/share/jupyter"));
        assertThat(NotebooksCommand.userFolder(Map.of("HOME", "/a", "XDG_DATA_HOME", "/data")))
                .isEqualTo(Path.of("/data/jupyter"));
        assertThat(NotebooksCommand.userFolder(Map.of("HOME", "/a", "JUPYTER_DATA_DIR", "/j")))
                .isEqualTo(Path.of("/j"));
        assertThat(NotebooksCommand.userFolder(Map.of())).isEqualTo(
                Path.of(System.getProperty("user.home"), ".local/share/jupyter"));
    }

    @Test
    @DisplayName("opens the chapter that is named first, and hands on the rest as it is")
    void commandLine() throws IOException {
        Path notebook = Files.createFile(folder.resolve("my.ipynb")).toAbsolutePath();
        Path jupyter = Path.of("jupyter-lab");
        assertThat(NotebooksCommand.commandLine(jupyter,
                List.of(notebook.toString(), "--port", "8890")))
                .containsExactly("jupyter-lab", notebook.toString(), "--port", "8890");
        assertThat(NotebooksCommand.commandLine(jupyter, List.of("--port", "8890")))
                .containsExactly("jupyter-lab", "--port", "8890");
        assertThat(NotebooksCommand.commandLine(jupyter, List.of())).containsExactly("jupyter-lab");
    }

    @Test
    @DisplayName("keeps all that Jupyter writes within the book, and other kernels reachable")
    void keepsWithin() {
        Map<String, String> environment = new HashMap<>(Map.of("JUPYTER_PATH", "theirs"));
        NotebooksCommand.keepWithin(folder, environment);

        assertThat(environment.get("JUPYTER_PATH")).isEqualTo(folder + File.pathSeparator
                + "theirs");
        assertThat(environment).hasSize(5).containsKeys("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR",
                "JUPYTER_RUNTIME_DIR", "IPYTHONDIR");
        assertThat(environment.values()).allMatch(value -> value.startsWith(folder.toString()));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
    @DisplayName("lets Jupyter sign the book's notebooks, in the book's own folder")
    void signs() throws IOException, InterruptedException {
        Path lab = program("bin", "jupyter-lab");
        assertThat(NotebooksCommand.trust(lab, Map.of())).isFalse();

        Path told = folder.resolve("told");
        Path signer = program("bin", "jupyter-trust");
        Files.writeString(signer, "#!/bin/sh\necho \"$JUPYTER_DATA_DIR $*\" > '" + told + "'\n");
        Map<String, String> environment = new HashMap<>();
        NotebooksCommand.keepWithin(folder, environment);

        assertThat(NotebooksCommand.trust(lab, environment)).isTrue();
        assertThat(Files.readString(told)).startsWith(folder.resolve("data") + " ")
                .contains("notebooks/ch01.ipynb", "notebooks/appendix-a.ipynb");
    }

    @Test
    @DisplayName("has Jupyter save notebooks without counts, as the book stores them")
    void savesWithoutCounts() throws IOException, InterruptedException {
        NotebooksCommand.configure(folder);
        assertThat(folder.resolve("jupyter_server_config.py")).hasSameTextualContentAs(
                folder.resolve("jupyter_notebook_config.py"));
        String script = """
                import json, types
                c = types.SimpleNamespace(FileContentsManager=types.SimpleNamespace())
                exec(open("jupyter_server_config.py").read())
                model = {"type": "notebook", "content": {"nbformat": 4, "cells": [
                    {"cell_type": "markdown", "metadata": {}},
                    {"cell_type": "code", "metadata": {"tags": ["a"], "execution": {"x": "y"}},
                     "execution_count": 7, "outputs": [{"output_type": "stream"},
                        {"output_type": "execute_result", "execution_count": 7}]}]}}
                c.FileContentsManager.pre_save_hook(model=model, path="", contents_manager=None)
                c.FileContentsManager.pre_save_hook(model={"type": "file", "content": "x"})
                print(json.dumps(model["content"]["cells"]))""";
        Process process;
        try {
            process = new ProcessBuilder("python3", "-c", script).directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException _) {
            Assumptions.abort("python3 is not installed");
            return;
        }
        assertThat(new String(process.getInputStream().readAllBytes()).strip()).isEqualTo(
                "[{\"cell_type\": \"markdown\", \"metadata\": {}}, {\"cell_type\": \"code\", "
                + "\"metadata\": {\"tags\": [\"a\"]}, \"execution_count\": null, \"outputs\": "
                + "[{\"output_type\": \"stream\"}, {\"output_type\": \"execute_result\", "
                + "\"execution_count\": null}]}]");
    }

    @Test
    @DisplayName("writes to the home folder only when told so")
    void asksBeforeItInstalls() {
        Terminal run = Terminal.run("notebooks", "--install-kernel");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("say so with --user").hasLineCount(1);
    }
}
