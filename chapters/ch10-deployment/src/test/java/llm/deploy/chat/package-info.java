/// Tests of conversations with a local model.
@NullMarked
package llm.deploy.chat;

import org.jspecify.annotations.NullMarked;
