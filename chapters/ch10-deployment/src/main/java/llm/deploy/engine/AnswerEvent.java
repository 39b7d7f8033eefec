package llm.deploy.engine;

import java.util.List;
import llm.model.decode.ChosenToken;
import org.jspecify.annotations.Nullable;

/// Something that happens to an answer: its prompt has been read, there is more text, it is over.
/// All texts in a row are the answer.
public sealed interface AnswerEvent {

    /// The prompt has been read.
    ///
    /// @param scores log-probabilities of its tokens but the first, if they were asked for
    record PromptRead(List<ChosenToken> scores) implements AnswerEvent {
    }

    /// More text, with the tokens that it ends.
    record More(String text, List<PlacedToken> tokens) implements AnswerEvent {
    }

    /// The end.
    ///
    /// @param cause what went wrong; null unless the ending is [Ending#FAILED]
    record Over(Ending ending, Usage usage, @Nullable Throwable cause) implements AnswerEvent {
    }

    /// A token and where its text begins, in code points from the start of the answer.
    record PlacedToken(ChosenToken token, int offset) {
    }

    /// Why no more comes.
    enum Ending {
        /// At a stop token or a stop text.
        STOP,
        /// As long as it may be.
        LENGTH,
        /// Whoever asked does not want it any more.
        CANCELLED,
        /// It took longer than any answer may.
        TIMED_OUT,
        /// Something went wrong.
        FAILED
    }

    /// What an answer has cost.
    ///
    /// @param promptTokens    tokens that were read
    /// @param sharedTokens    of these, taken over from other prompts that begin with them
    /// @param generatedTokens tokens that were chosen, one that ended the text included
    record Usage(int promptTokens, int sharedTokens, int generatedTokens) {
    }
}
