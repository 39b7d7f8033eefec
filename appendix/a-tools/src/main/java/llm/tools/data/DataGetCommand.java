package llm.tools.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import llm.data.Catalogue;
import llm.data.CatalogueEntry;
import llm.data.Fetch;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Downloads a public model or data set.
@Command(
        name = "get",
        header = "Download a public model or data set.",
        synopsisHeading = "Usage: ",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        description = {"", "A download that was interrupted goes on where it stopped. Files "
                + "are checked against their checksums, where ./llm data list does not say that "
                + "none is known.", "", "Models whose "
                + "terms one must accept need a token of the hub in the environment variable "
                + "HF_TOKEN. HF_ENDPOINT names another hub, such as a mirror."},
        footer = {"", "Examples:", "  ./llm data get gpt2",
                "  ./llm data get sms-spam --out out/sms"})
final class DataGetCommand implements Callable<Integer> {
    private final Catalogue catalogue;
    private final Supplier<Fetch> hub;                       // asked for when it is needed

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", completionCandidates = Names.class,
            description = "One of those that ./llm data list shows.")
    private String name = "";

    @Option(names = "--out", paramLabel = "DIR",
            description = "The folder to write (default .cache/data/NAME).")
    private @Nullable Path out;

    @Option(names = "--revision", paramLabel = "REV",
            description = "Another commit, tag or branch of a repository on the hub.")
    private @Nullable String revision;

    DataGetCommand() {
        this(Catalogue.load(), () -> Fetch.fromHub(System.getenv()));
    }

    DataGetCommand(Catalogue catalogue, Supplier<Fetch> hub) {
        this.catalogue = catalogue;
        this.hub = hub;
    }

    /// For shells that complete.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalogue.load().entries().stream().map(CatalogueEntry::name).iterator();
        }
    }

    /// The result as JSON.
    ///
    /// @param revision the commit on the hub; null for files from elsewhere
    record Got(String name, String folder, String page, String licence,
            @Nullable String revision, List<String> files) {}

    @Override
    public Integer call() throws IOException {
        CatalogueEntry entry = WrongUsage.unless(() -> catalogue.entry(name));
        if (revision != null) {
            entry = entry.at(revision);
        }
        Path folder = out != null ? out
                : Path.of(System.getProperty("llm.cache", ".cache"), "data", name);
        Fetch fetch = WrongUsage.unless(hub);
        announce(entry);
        Fetch.Plan plan = fetch.plan(entry);
        if (plan.revision() != null) {
            tell("revision", plan.revision());
        }
        List<Path> files;
        try (Progress progress = common.progress("Downloading " + name, "kB", Math.max(1,
                plan.bytes() / HumanReadable.KILO))) {
            files = fetch.fetch(plan, folder,
                    (file, bytes) -> progress.reached(bytes / HumanReadable.KILO, file));
        }
        Got got = new Got(name, folder.toString(), entry.page(), entry.licence(), plan.revision(),
                files.stream().map(file -> folder.relativize(file).toString()).toList());
        json.print(got, common.out(), o -> o.printf("%s: %d files in %s%n", got.name,
                got.files.size(), got.folder));
        return ExitCode.SUCCESS;
    }

    private void announce(CatalogueEntry entry) {
        common.err().println(entry.title());
        tell("licence", entry.licence());
        tell("source", entry.page() + (entry.gated() ? ", where its terms are accepted" : ""));
        tell("size", "about " + HumanReadable.bytes(entry.bytes()));
        if (!entry.hasChecksums()) {
            tell("checksum", "none is known: nothing tells whether the right bytes come");
        }
    }

    private void tell(String what, String words) {
        common.err().printf("  %-9s %s%n", what, words);
        common.err().flush();
    }
}
