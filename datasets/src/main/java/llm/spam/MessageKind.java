package llm.spam;

import llm.tales.Template;

/// A kind of message. Every kind belongs to one split, so a test message never repeats the pattern
/// of a training message.
///
/// @param name     such as `prize-raffle`: the phenomenon, and which of its kinds
/// @param label    ham or spam
/// @param split    the only split whose messages follow it
/// @param hard     whether its words point to the other label
/// @param formal   whether it is written with care: by a company, or a machine
/// @param template what it says
record MessageKind(String name, Label label, Split split, boolean hard, boolean formal,
                   Template template) {

    /// What makes the kind special, which kinds of all splits share: the name before the hyphen.
    String phenomenon() {
        int hyphen = name.indexOf('-');
        return hyphen < 0 ? name : name.substring(0, hyphen);
    }
}
