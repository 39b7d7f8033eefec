/// Tests of the commands that put a model to use.
@NullMarked
package llm.tools.deploy;

import org.jspecify.annotations.NullMarked;
