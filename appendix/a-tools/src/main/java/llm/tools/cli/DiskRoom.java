package llm.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks whether the disk can take what a long run will write, before the run begins.
public final class DiskRoom {
    /// Bytes that any disk has left, where it is not to be asked: a test fills it up so.
    public static final ScopedValue<Long> USABLE = ScopedValue.newInstance();

    private DiskRoom() {}

    /// @param target the file or folder to be written, which need not exist
    /// @param bytes  about what it will take
    /// @param what   is written, such as `the model and its checkpoints`
    /// @throws IllegalStateException if the disk has less
    public static void require(Path target, long bytes, String what) throws IOException {
        Path there = target.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        long usable = USABLE.isBound() ? USABLE.get() : Files.getFileStore(there).getUsableSpace();
        if (usable < bytes) {
            throw new IllegalStateException(("The disk of %s must have room for %s, about %s, got "
                    + "%s.").formatted(target, what, HumanReadable.bytes(bytes),
                            HumanReadable.bytes(usable)));
        }
    }
}
