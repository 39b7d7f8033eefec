/// Other tokenizers for the JVM, doing the work of `./llm bench tokenize` so that both can be
/// compared: [JtokkitPeer] and [DjlPeer], each a program of its own; [EncodingTask] is the work.
@NullMarked
package llm.peers;

import org.jspecify.annotations.NullMarked;
