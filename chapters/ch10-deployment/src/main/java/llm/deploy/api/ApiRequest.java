package llm.deploy.api;

import java.util.List;
import llm.deploy.engine.GenerationRequest;

/// A request that has been read and found right.
public interface ApiRequest {

    /// What is asked for.
    Wishes wishes();

    /// What is to be written, one for each choice of the answer.
    List<GenerationRequest> generations();

    /// How the answer is written as JSON.
    ///
    /// @param id      of the answer
    /// @param created seconds since 1970
    Answers answers(String id, long created);
}
