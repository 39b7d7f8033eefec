package llm.deploy.server;

import java.time.Duration;

/// How long a server waits.
///
/// @param heartbeat between signs of life in a stream that has nothing to tell
/// @param idle      for the other side of a connection to send or take something
/// @param request   for the headers of a request from their first byte on, and again for its body,
///                  which may take longer if it is long
record ServerTimes(Duration heartbeat, Duration idle, Duration request) {
    static final ServerTimes USUAL = new ServerTimes(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofSeconds(30));

    ServerTimes withHeartbeat(Duration other) {
        return new ServerTimes(other, idle, request);
    }

    ServerTimes withIdle(Duration other) {
        return new ServerTimes(heartbeat, other, request);
    }

    ServerTimes withRequest(Duration other) {
        return new ServerTimes(heartbeat, idle, other);
    }
}
