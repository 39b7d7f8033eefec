package llm.eval.judge;

import java.io.IOException;

/// Whatever replies to a text: an endpoint ([ChatClient]), or a model of one's own.
@FunctionalInterface
public interface ChatModel {

    /// @return what the model said; empty if it said nothing or was cut off
    /// @throws IOException if it cannot be asked
    String reply(String prompt) throws IOException;
}
