package llm.spam;

/// One message of the generator.
///
/// @param index    its place in the stream of its seed, from 0
/// @param label    ham or spam
/// @param text     one line of at most 220 characters
/// @param template the template it follows, such as `prize-raffle`; no other split has it
/// @param hard     whether its words point to the other label: ham that speaks of prizes, fees and
///                 links, or spam that sounds like a friend
public record Message(long index, Label label, String text, String template, boolean hard) {

    /// Whether the message is for training, validation or test.
    public Split split() {
        return Split.of(index);
    }

    /// What a file tells of the message.
    public LabeledText labeled() {
        return new LabeledText(label, text);
    }
}
