package llm.deploy.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
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
    PeekingConnector(Server server, HttpConnectionFactory http) {
        super(server, 1, 1, http);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector,
                                                SelectionKey key) {
        SocketChannelEndPoint endPoint = new PeekingEndPoint(channel, selector, key, this);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /// A connection from which one byte can be read ahead. The rest of what a client has sent stays
    /// in the socket, so whoever waits for it is still woken.
    static final class PeekingEndPoint extends SocketChannelEndPoint {
        private final ByteBuffer ahead = ByteBuffer.allocate(1).limit(0);

        PeekingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key,
                        ServerConnector connector) {
            super(channel, selector, key, connector.getScheduler());
        }

        /// Whether the client has closed its side.
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

        @Override
        public synchronized int fill(ByteBuffer buffer) throws IOException {
            if (!ahead.hasRemaining()) {
                return super.fill(buffer);
            }
            int position = BufferUtil.flipToFill(buffer);
            buffer.put(ahead);
            BufferUtil.flipToFlush(buffer, position);
            return 1;
        }
    }
}
