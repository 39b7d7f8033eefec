package llm.deploy.engine;

/// What an [Engine] does at a moment.
///
/// @param writing     answers that are being written
/// @param waiting     requests that wait for their turn
/// @param prefixBytes memory of prompts that are kept
public record EngineState(int writing, int waiting, long prefixBytes) {
    static final EngineState IDLE = new EngineState(0, 0, 0);

    EngineState withWaiting(int requests) {
        return new EngineState(writing, requests, prefixBytes);
    }
}
