package llm.deploy.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import llm.deploy.engine.AnswerEvent.Ending;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.PromptRead;

/// The answer to a request as JSON: in one piece, or in chunks as it is written.
public interface Answers {

    /// All choices at once.
    ObjectNode whole(List<Choice> choices);

    /// The first chunk of a choice, if it has one before there is text.
    Optional<ObjectNode> opening(int choice, PromptRead prompt);

    /// More text of a choice.
    ObjectNode chunk(int choice, More more);

    /// The last chunk of a choice: why it ends.
    ObjectNode closing(int choice, Ending ending);

    /// The last chunk of all, for those who want to know what the choices have cost.
    ObjectNode usage(List<Choice> choices);
}
