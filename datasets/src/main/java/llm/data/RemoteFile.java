package llm.data;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A file that can be fetched.
///
/// @param path     where it goes in the entry's folder
/// @param bytes    its size, or −1 where nobody told
/// @param checksum where it is known
/// @param unpack   whether it is an archive whose contents are wanted
public record RemoteFile(URI address, String path, long bytes, @Nullable Checksum checksum,
        boolean unpack) {
    static final long UNKNOWN = -1;

    static RemoteFile of(Source.Page page) {
        Checksum checksum = page.sha256() == null ? null
                : new Checksum(Checksum.Kind.SHA_256, page.sha256());
        return new RemoteFile(page.address(), page.file(), UNKNOWN, checksum, page.unpack());
    }
}
