package llm.deploy.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;

/// Listens, and can tell at any time whether a client is still there. HTTP/1.1 has no message for
/// "never mind": a client that does not want an answer any more closes the connection, which shows
/// only to those who read from it, and while a response is made nobody does.
final class PeekingConnector extends ServerConnector {
    private final Duration headers;

    /// @param headers longest time from the first byte of a request to the end of its headers
    PeekingConnector(Server server, HttpConnectionFactory http, Duration headers) {
        super(server, 1, 1, http);
        this.headers = headers;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector,
                                                SelectionKey key) {
        SocketChannelEndPoint endPoint = new PeekingEndPoint(channel, selector, key, this, headers);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /// A connection from which one byte can be read ahead. The rest of what a client has sent stays
    /// in the socket, so whoever waits for it is still woken.
    static final class PeekingEndPoint extends SocketChannelEndPoint {
        private final ByteBuffer ahead = ByteBuffer.allocate(1).limit(0);
        private final Duration headers;
        private boolean answering;                           // guarded by this
        private long asking;                                 // since when; 0 for not at all

        PeekingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key,
                        ServerConnector connector, Duration headers) {
            super(channel, selector, key, connector.getScheduler());
            this.headers = headers;
        }

        /// Whether the client has closed its side. One that has sent its next request already
        /// counts as there.
        synchronized boolean isClosedByClient() {
            if (!isOpen()) {
                return true;
            }
            if (ahead.hasRemaining()) {
                return false;
            }
            ahead.clear();
            try {
                return getChannel().read(ahead) < 0;
            } catch (IOException _) {
                return true;
            } finally {
                ahead.flip();
            }
        }

        /// Says whether a request is being answered; what comes at other times are headers.
        synchronized void setAnswering(boolean now) {
            answering = now;
            asking = 0;
        }

        @Override
        public synchronized int fill(ByteBuffer buffer) throws IOException {
            int bytes = ahead.hasRemaining() ? takeAhead(buffer) : super.fill(buffer);
            if (bytes > 0 && !answering && areHeadersLate()) {
                close();                                     // byte by byte it would take days
                return -1;
            }
            return bytes;
        }

        private int takeAhead(ByteBuffer buffer) {
            int position = BufferUtil.flipToFill(buffer);
            buffer.put(ahead);
            BufferUtil.flipToFlush(buffer, position);
            return 1;
        }

        private boolean areHeadersLate() {
            long now = System.nanoTime();
            asking = asking == 0 ? now : asking;
            return now - asking > headers.toNanos();
        }
    }
}
