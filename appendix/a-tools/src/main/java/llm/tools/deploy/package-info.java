/// Commands that put a model to use: a chat at the terminal, a server for others.
@NullMarked
package llm.tools.deploy;

import org.jspecify.annotations.NullMarked;
