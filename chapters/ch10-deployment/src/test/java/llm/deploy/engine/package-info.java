/// Tests of the engine, against what a public server's own model code returns.
@NullMarked
package llm.deploy.engine;

import org.jspecify.annotations.NullMarked;
