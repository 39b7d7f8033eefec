/// Commands that put a model to use: a chat at the terminal, a server for others.
///
/// Read in this order: [ServedModelOptions], the model of both; [ChatCommand] and [ChatDialogue],
/// with [ChatAction] and [ChatSettings], what can be said to the chat itself, and [ChatConsole],
/// which is a terminal or a pipe; then [ServeCommand].
@NullMarked
package llm.tools.deploy;

import org.jspecify.annotations.NullMarked;
