package llm.tools.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a second training out while one writes into a folder, which holds `data`. The lock is the
/// operating system's, which gives it up however the process ends; the file `lock` stays and means
/// nothing.
public final class TrainingLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final long PLACE = Long.MAX_VALUE - 1;   // behind what others must read
    private static final String OWN_NUMBER = String.valueOf(ProcessHandle.current().pid());
    /// Of this JVM. To open a file that it has locked and to close it again would unlock it.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final FileChannel channel;

    private TrainingLock(Path data, FileChannel channel) {
        this.data = data;
        this.channel = channel;
    }

    /// Whether a training was or is at work with this data.
    public static boolean isIn(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    /// Locks the folder that holds `data`, which is made if need be.
    ///
    /// @throws IllegalStateException if another training has locked it
    public static TrainingLock take(Path data) throws IOException {
        Path real = Files.createDirectories(data).toRealPath();
        if (!OURS.add(real)) {
            throw refusal(real, OWN_NUMBER);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!lock(channel)) {
                throw refusal(real, Files.readString(real.resolve(FILE)));
            }
            channel.truncate(0).write(StandardCharsets.US_ASCII.encode(OWN_NUMBER));
            return new TrainingLock(real, channel);
        } catch (IOException | RuntimeException e) {
            release(real, channel);
            throw e;
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock(PLACE, 1, false) != null;
        } catch (OverlappingFileLockException _) {
            return false;                                   // the same folder by another path
        } catch (IOException _) {
            return true;                                    // a file system without locks
        }
    }

    /// @param process its number; empty if it has not written it yet
    private static IllegalStateException refusal(Path folder, String process) {
        return new IllegalStateException("A folder must have one training at a time, got a second "
                + "one for " + folder.getParent() + ": "
                + (process.isEmpty() ? "another process" : "process " + process)
                + " is at work there.");
    }

    @Override
    public void close() throws IOException {
        release(data, channel);
    }

    private static void release(Path data, @Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
        OURS.remove(data);
    }
}
