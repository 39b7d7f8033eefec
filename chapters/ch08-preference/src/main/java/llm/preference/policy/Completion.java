package llm.preference.policy;

import java.util.Arrays;
import java.util.stream.IntStream;
import llm.instruct.Response;
import llm.instruct.TrainingRow;

/// An answer that was sampled.
///
/// @param response what was asked, and the answer as text
/// @param prompt   ids of the prompt
/// @param answer   ids of the answer; the end token is the last of them if the model chose it
public record Completion(Response response, int[] prompt, int[] answer) {

    /// As something to learn from.
    ///
    /// @param number for a message
    TrainingRow row(int number) {
        return new TrainingRow(number, IntStream.concat(Arrays.stream(prompt),
                Arrays.stream(answer)).toArray(), prompt.length);
    }

    /// Whether it was cut off rather than ended.
    boolean cut() {
        return !response.stopped();
    }
}
