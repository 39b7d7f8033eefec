package llm.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.LongConsumer;

/// Fetches one file. Bytes gather in a file of the same name with `.part` behind; when all have
/// come and add up to the checksum, it gets its name. What an interrupted run has left there is
/// not fetched again.
record Download(Web web, RetryPolicy retries) {
    private static final int BUFFER = 1 << 16;
    private static final int WHOLE = 200;
    private static final int REST = 206;
    private static final int NO_SUCH_REST = 416;

    /// @param received told how many bytes of the file are here
    /// @throws DownloadFailed if the file cannot be had, or has other bytes than it must
    void fetch(RemoteFile file, Path target, LongConsumer received) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.createDirectories(target.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock(channel, part);
            retries.execute(() -> receive(file, channel, received), channel::size);
            channel.force(true);
        }
        verify(file, part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void lock(FileChannel channel, Path part) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;                                      // closing the channel gives it back
            }
        } catch (OverlappingFileLockException _) {
            // as if another program had it
        }
        throw new DownloadFailed("Another download writes to " + part + " now.");
    }

    /// One connection's worth of bytes; returns when the file is complete.
    private long receive(RemoteFile file, FileChannel channel, LongConsumer received)
            throws IOException {
        forgetUseless(file, channel);
        long have = channel.size();
        if (have > 0 && have == file.bytes()) {
            received.accept(have);
            return have;
        }
        HttpResponse<InputStream> answer = web.get(file.address(),
                have > 0 ? Map.of("Range", "bytes=" + have + "-") : Map.of());
        try (InputStream body = answer.body()) {
            position(channel, answer);
            copy(body, file, channel, received);
        }
        long expected = file.bytes() != RemoteFile.UNKNOWN ? file.bytes() : channel.size();
        if (channel.size() < expected) {
            throw new IOException("only " + channel.size() + " of " + expected + " bytes came");
        }
        return channel.size();
    }

    /// Throws away what cannot become the file: too many bytes, or some without a checksum that
    /// would tell whether they and the rest belong together.
    private static void forgetUseless(RemoteFile file, FileChannel channel) throws IOException {
        boolean tooMany = file.bytes() != RemoteFile.UNKNOWN && channel.size() > file.bytes();
        if (tooMany || file.checksum() == null) {
            channel.truncate(0);
        }
    }

    /// Goes to where the bytes of the answer belong.
    private void position(FileChannel channel, HttpResponse<?> answer) throws IOException {
        long have = channel.size();
        String range = answer.headers().firstValue("Content-Range").orElse("");
        switch (answer.statusCode()) {
            case REST -> {
                if (!range.startsWith("bytes " + have + "-")) {
                    channel.truncate(0);
                    throw new IOException("asked for bytes from " + have + " on, got " + range);
                }
                channel.position(have);
            }
            case WHOLE -> channel.truncate(0);               // servers may ignore ranges
            case NO_SUCH_REST -> {
                channel.truncate(0);
                throw new IOException("there are no bytes from " + have + " on");
            }
            default -> web.requireFound(answer);
        }
    }

    private void copy(InputStream body, RemoteFile file, FileChannel channel,
                      LongConsumer received) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (StallGuard guard = new StallGuard(body, retries.silence())) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                guard.alive();
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (channel.position() > file.most()) {
                    channel.truncate(0);
                    throw new DownloadFailed("%s must have at most %d bytes, got more; what came "
                            .formatted(file.address(), file.most()) + "was thrown away.");
                }
                received.accept(channel.position());
            }
        }
    }

    private static void verify(RemoteFile file, Path part) throws IOException {
        String wrong = null;
        if (file.bytes() != RemoteFile.UNKNOWN && Files.size(part) != file.bytes()) {
            wrong = "%d bytes, got %d".formatted(file.bytes(), Files.size(part));
        } else if (file.checksum() != null && !file.checksum().fits(part)) {
            wrong = "the checksum %s (%s), got %s".formatted(file.checksum().hex(),
                    file.checksum().kind(), Checksum.of(file.checksum().kind(), part).hex());
        }
        if (wrong != null) {
            Files.delete(part);
            throw new DownloadFailed(file.address() + " must have " + wrong
                    + "; what came was thrown away.");
        }
    }
}
