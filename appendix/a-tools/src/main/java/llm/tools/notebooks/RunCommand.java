package llm.tools.notebooks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.notebook.ExitWatch;
import llm.notebook.Notebook;
import llm.notebook.NotebookConsole;
import llm.notebook.NotebookPage;
import llm.notebook.NotebookRun;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Executes a notebook without Jupyter.
@Command(
        description = {"", "Prints prose, code and outputs as it goes, and stops at the first "
                + "cell that fails. Numbers in the prose are held against the cells' values."},
        footer = {"", "Examples:",
                "  ./llm run ch03",
                "  ./llm run ch03 --html out/ch03.html --save out/ch03.ipynb"})
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NOTEBOOK", completionCandidates = NotebookChoice.Names.class,
            description = "A chapter, such as ch03, ch3 or 3, or a path.")
    private String name = "";

    @Option(names = "--save", paramLabel = "F",
            description = "Write the notebook with its new outputs.")
    private @Nullable Path saved;

    @Option(names = "--html", paramLabel = "F", description = "Write a web page of it.")
    private @Nullable Path page;

    @Option(names = "--scale", paramLabel = "full|ci", defaultValue = "",
            description = "ci: the same cells, fewer steps (default: LLM_SCALE, or full).")
    private String scale = "";

    @Override
    public Integer call() throws IOException {
        if (!scale.isEmpty()) {
            System.setProperty("llm.scale", scale);
        }
        Notebook notebook = Notebook.read(NotebookChoice.find(name));
        PrintWriter out = json.wanted() ? new PrintWriter(new StringWriter()) : common.out();
        NotebookRun run = new NotebookRun(notebook, new NotebookConsole(out,
                common.err(), Boolean.getBoolean("llm.terminal"), notebook.codeCells()));
        NotebookRun.Result result;
        try (var _ = new ExitWatch(call -> fail(run.endedBy(call)))) {
            result = run.run();
        }
        if (result.isGood()) {
            write(notebook);
        }
        json.print(result, common.out(), text -> tell(result, text));
        return result.isGood() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /// The JVM would end with an exit code of somebody else's.
    private void fail(NotebookRun.Result result) {
        json.print(result, common.out(), text -> tell(result, text));
        common.out().flush();
        Runtime.getRuntime().halt(ExitCode.FAILURE);
    }

    private void write(Notebook notebook) throws IOException {
        if (saved != null) {
            notebook.write(saved);
        }
        if (page != null) {
            AtomicFile.writeText(page, new NotebookPage(notebook).html());
        }
    }

    private void tell(NotebookRun.Result result, PrintWriter out) {
        out.println();
        if (result.isGood()) {
            out.printf("✓ %s: %d cells in %.1f s%n", result.notebook(), result.cells(),
                    result.seconds());
        } else {
            result.problems().forEach(common.err()::println);
            common.err().flush();
        }
    }
}
