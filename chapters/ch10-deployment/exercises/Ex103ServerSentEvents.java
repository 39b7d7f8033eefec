import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 10.3 ★★: server-sent events. A service that streams sends its answer as events, each of
/// some lines of text. They arrive in pieces that end anywhere: the network knows nothing of lines.
///
/// An object reads one answer. `feed` takes the next piece and returns the data of all events that
/// are complete now:
///
/// - A line ends with `\n` or `\r\n`, and these are no part of it. (A `\r` occurs nowhere else.)
///   What comes behind the last line end waits for the next piece.
/// - A line that begins with a colon is a comment. Servers send such lines to show that they are
///   still there.
/// - A line `data: text` adds `text` to the data. *One* blank behind the colon is left out if there
///   is one, all other blanks belong to the text.
/// - Any other line that is not empty, such as `event: delta` or `id: 7`, is passed over.
/// - An empty line ends an event. Its data are the texts since the last one, with `\n` between
///   them. If there was no line of data, there is no event.
/// - The data `[DONE]` end the answer. They are not returned, and nothing behind them is.
///
/// `done` tells whether `[DONE]` has come.
///
/// ```text
/// feed("data: Hel")                    → {}
/// feed("lo\r\n\r\n: alive\r\n\r\nda")  → {"Hello"}
/// feed("ta: a\ndata:  b\n\ndata:c\n")  → {"a\n b"}
/// feed("\ndata: [DONE]\n\n")           → {"c"}           done
/// ```
///
/// Section 10.4 of the notebook.
public final class Ex103ServerSentEvents {
    public Ex103ServerSentEvents() {
        throw new ExerciseNotDone("Exercise 10.3: write Ex103ServerSentEvents()");
    }

    /// @param piece of the answer, may be empty
    /// @return data of the events that it completes
    public List<String> feed(String piece) {
        throw new ExerciseNotDone("Exercise 10.3: write feed(String)");
    }

    /// Whether the answer is over.
    public boolean done() {
        throw new ExerciseNotDone("Exercise 10.3: write done()");
    }
}
