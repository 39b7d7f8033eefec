/// A conversation with a model that runs on this machine.
///
/// Read in this order: [llm.deploy.chat.Conversation], what has been said;
/// [llm.deploy.chat.LocalChat], which asks the model and keeps what it has read;
/// [llm.deploy.chat.ChatOptions] and [llm.deploy.chat.ChatAnswer], how and what it answers.
@NullMarked
package llm.deploy.chat;

import org.jspecify.annotations.NullMarked;
