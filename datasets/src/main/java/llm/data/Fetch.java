package llm.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Gets what an entry of the catalogue names.
public final class Fetch {
    private static final URI HUB = URI.create("https://huggingface.co");
    private static final String RECORD = "source.json";
    private final Hub hub;
    private final Download download;

    /// @param hub   where the hub is
    /// @param token of the user's account there, for models behind consent; only the hub sees it
    public Fetch(URI hub, @Nullable String token) {
        this(hub, token, RetryPolicy.DEFAULT);
    }

    Fetch(URI hub, @Nullable String token, RetryPolicy retries) {
        Web web = Web.of(hub, token);
        this.hub = new Hub(hub, web, retries);
        this.download = new Download(web, retries);
    }

    /// From the hub that the variable `HF_ENDPOINT` names, or else the public one, with the token
    /// that `HF_TOKEN` holds.
    ///
    /// @param environment variables, by name
    /// @throws IllegalArgumentException if the hub is no address on the web
    public static Fetch fromHub(Map<String, String> environment) {
        return new Fetch(hub(environment.getOrDefault("HF_ENDPOINT", "")),
                environment.get("HF_TOKEN"));
    }

    private static URI hub(String endpoint) {
        if (endpoint.isBlank()) {
            return HUB;
        }
        if (!endpoint.strip().matches("https?://[^\\s/]+(/\\S*)?")) {
            throw new IllegalArgumentException("HF_ENDPOINT must be an address such as " + HUB
                    + ", got " + endpoint);
        }
        return URI.create(endpoint.strip());
    }

    /// What there is to fetch.
    ///
    /// @param revision the commit on the hub; none for files from elsewhere
    /// @param bytes    in all, or about that where a server does not tell
    public record Plan(CatalogueEntry entry, @Nullable String revision, long bytes,
            List<RemoteFile> files) {
    }

    /// Asks what the entry's files are.
    ///
    /// @throws DownloadFailed if they cannot be found
    public Plan plan(CatalogueEntry entry) throws IOException {
        List<RemoteFile> files = new ArrayList<>();
        String revision = null;
        for (Source source : entry.sources()) {
            switch (source) {
                case Source.Repository repository -> {
                    revision = hub.commit(repository);
                    files.addAll(hub.files(repository, revision));
                }
                case Source.Page page -> files.add(RemoteFile.of(page, entry.bytes()));
            }
        }
        boolean told = files.stream().allMatch(file -> file.bytes() != RemoteFile.UNKNOWN);
        long bytes = told ? files.stream().mapToLong(RemoteFile::bytes).sum() : entry.bytes();
        return new Plan(entry, revision, bytes, files);
    }

    /// Gets the files into a folder, those aside that are there already, and returns where all
    /// of them lie. A record of where they came from is put beside them.
    ///
    /// @param received told the file that is coming and how many bytes are here in all
    /// @throws DownloadFailed if a file cannot be had or the disk has no room
    public List<Path> fetch(Plan plan, Path folder, ObjLongConsumer<String> received)
            throws IOException {
        Files.createDirectories(folder);
        requireRoom(plan, folder);
        List<Path> paths = new ArrayList<>();
        long before = 0;
        for (RemoteFile file : plan.files) {
            Path target = Unpacking.within(folder, file.path());
            long start = before;
            if (!isThere(file, target)) {
                download.fetch(file, target, count -> received.accept(file.path(), start + count));
            }
            before += Files.size(target);
            received.accept(file.path(), before);
            paths.add(target);
            if (file.unpack()) {
                paths.addAll(Unpacking.unpack(target, folder));
            }
        }
        record(plan, folder);
        return paths;
    }

    private static boolean isThere(RemoteFile file, Path target) throws IOException {
        return file.checksum() != null && Files.isRegularFile(target)
                && file.checksum().fits(target);
    }

    private static void requireRoom(Plan plan, Path folder) throws IOException {
        long needed = plan.bytes;
        for (RemoteFile file : plan.files) {
            Path target = Unpacking.within(folder, file.path());
            Path part = target.resolveSibling(target.getFileName() + ".part");
            needed -= Files.exists(target) ? Files.size(target) : 0;
            needed -= Files.exists(part) ? Files.size(part) : 0;
        }
        long room = Files.getFileStore(folder).getUsableSpace();
        if (needed > room) {
            throw new DownloadFailed("The disk of %s must have room for %,d bytes, got %,d."
                    .formatted(folder, needed, room));
        }
    }

    private static void record(Plan plan, Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var root = json.createObjectNode().put("name", plan.entry.name())
                .put("page", plan.entry.page()).put("licence", plan.entry.licence())
                .put("revision", plan.revision);
        var files = root.putArray("files");
        for (RemoteFile file : plan.files) {
            files.addObject().put("path", file.path()).put("address", file.address().toString())
                    .put("sha256", sha256(file, folder.resolve(file.path())).hex());
        }
        Files.writeString(folder.resolve(RECORD), json.writeValueAsString(root) + "\n");
    }

    private static Checksum sha256(RemoteFile file, Path here) throws IOException {
        Checksum known = file.checksum();                    // gigabytes are not summed up twice
        return known != null && known.kind() == Checksum.Kind.SHA_256 ? known
                : Checksum.of(Checksum.Kind.SHA_256, here);
    }
}
