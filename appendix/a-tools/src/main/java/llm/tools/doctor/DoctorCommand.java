package llm.tools.doctor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Looks at the machine and says what is missing and what to do about it.
@Command(
        description = {"", "Ends with exit code 1 when something is missing that the book needs."},
        footer = {"", "Example:", "  ./llm doctor"})
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /// The result as JSON.
    ///
    /// @param ready whether nothing is missing that the book needs
    record Report(boolean ready, List<Diagnosis> checks) {
        static Report of(List<Diagnosis> checks) {
            boolean ready = checks.stream().noneMatch(c -> c.status() == Diagnosis.Status.MISSING);
            return new Report(ready, checks);
        }
    }

    @Override
    public Integer call() {
        Path cache = Path.of(System.getProperty("llm.cache", ".cache")).toAbsolutePath();
        var report = Report.of(Stream.concat(
                new MachineChecks(cache).all().stream(),
                new SoftwareChecks(cache, System.getenv()).all().stream()).toList());
        json.print(report, common.out(), out -> show(report, out));
        return report.ready() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    static void show(Report report, PrintWriter out) {
        for (Diagnosis check : report.checks()) {
            String sign = switch (check.status()) {
                case OK -> "✓";
                case OPTIONAL -> "–";
                case MISSING -> "✗";
            };
            out.printf("%s %-12s %s%n", sign, check.name(), check.found());
            if (!check.advice().isEmpty()) {
                out.printf("%16s→ %s%n", "", check.advice());
            }
        }
        out.println();
        out.println(report.ready() ? "This machine is ready. Next: ./llm tour"
                : "Something is missing: see the lines marked ✗.");
    }
}
