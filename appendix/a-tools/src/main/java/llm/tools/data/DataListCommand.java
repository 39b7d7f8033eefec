package llm.tools.data;

import java.util.List;
import java.util.concurrent.Callable;
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists what can be downloaded.
@Command(
        name = "list",
        header = "List public models and data sets.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm data list"})
final class DataListCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /// An entry as JSON.
    ///
    /// @param bytes about how large the download is
    /// @param gated     whether terms must be accepted on its page first
    /// @param checksums whether what comes can be checked
    record Listed(String name, String kind, String title, String page, String licence, long bytes,
            boolean gated, boolean checksums) {}

    @Override
    public Integer call() {
        List<Listed> entries = Catalogue.load().entries().stream().map(DataListCommand::listed)
                .toList();
        json.print(entries, common.out(), out -> {
            for (Listed entry : entries) {
                out.printf("%-22s %9s  %s%n%34s%s; %s%s%s%n", entry.name,
                        HumanReadable.bytes(entry.bytes),
                        entry.title, "", entry.licence, entry.page,
                        entry.gated ? "; terms to accept there" : "",
                        entry.checksums ? "" : "; no checksum");
            }
        });
        return ExitCode.SUCCESS;
    }

    private static Listed listed(CatalogueEntry entry) {
        return new Listed(entry.name(), entry.kind(), entry.title(), entry.page(),
                entry.licence(), entry.bytes(), entry.gated(), entry.hasChecksums());
    }
}
