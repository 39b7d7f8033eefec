package llm.data;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A file that can be fetched.
///
/// @param path     where it goes in the entry's folder
/// @param bytes    its size, or −1 where nobody told
/// @param checksum where it is known
/// @param unpack   whether it is an archive whose contents are wanted
/// @param most     bytes after which a download ends, whatever still comes
public record RemoteFile(URI address, String path, long bytes, @Nullable Checksum checksum,
        boolean unpack, long most) {
    static final long UNKNOWN = -1;
    private static final long TIMES = 4;
    private static final long SPARE = 1 << 20;

    /// A file that ends at its size, if somebody told it.
    RemoteFile(URI address, String path, long bytes, @Nullable Checksum checksum,
            boolean unpack) {
        this(address, path, bytes, checksum, unpack, bytes == UNKNOWN ? Long.MAX_VALUE : bytes);
    }

    /// A file of the web, whose size its server may not tell.
    ///
    /// @param about how large all files of its entry are; it may have four times as many bytes, and
    ///              a mebibyte
    static RemoteFile of(Source.Page page, long about) {
        Checksum checksum = page.sha256() == null ? null
                : new Checksum(Checksum.Kind.SHA_256, page.sha256());
        return new RemoteFile(page.address(), page.file(), UNKNOWN, checksum, page.unpack(),
                TIMES * about + SPARE);
    }
}
