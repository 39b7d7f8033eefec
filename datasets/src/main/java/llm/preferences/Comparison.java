package llm.preferences;

/// Two answers to one request, of which one is preferred.
///
/// @param index       its place in the stream of its seed and split, or in its file, from 0
/// @param template    the phrasing that the request was made from, such as
///                    `Where is my {toy}? I cannot find it.`; empty if the pair was read from a
///                    file
/// @param instruction what to do, or what is said to the one who answers
/// @param input       what to do it with; empty if the instruction says so itself
/// @param chosen      the better answer
/// @param rejected    the worse answer
public record Comparison(long index, String template, String instruction, String input,
                         String chosen, String rejected) {}
