/// Conversations as the text and the tokens that chat models were trained on.
///
/// Reading order: [ChatMessage]; [ChatTemplate], the templates by name; [ChatParts], which keeps
/// what we write apart from what others wrote; then one class for each template.
@NullMarked
package llm.text.chat;

import org.jspecify.annotations.NullMarked;
