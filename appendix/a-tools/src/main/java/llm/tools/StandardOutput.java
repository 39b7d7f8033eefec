package llm.tools;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import llm.tools.cli.OutputLost;
import org.jspecify.annotations.Nullable;

/// Where results go. A command that prints what cannot be written ends there: `PrintWriter` alone
/// would go on and keep silent.
final class StandardOutput extends OutputStream {
    private final OutputStream bytes;
    private @Nullable IOException failure;

    /// The one of this process.
    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream bytes) {
        this.bytes = bytes;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    /// @throws OutputLost if the bytes cannot be written
    @Override
    public void write(byte[] from, int offset, int length) {
        try {
            bytes.write(from, offset, length);
        } catch (IOException e) {
            failure = e;
            throw new OutputLost(e);
        }
    }

    /// @throws OutputLost if bytes could not be written since the start
    @Override
    public void flush() {
        if (failure != null) {
            throw new OutputLost(failure);
        }
    }
}
