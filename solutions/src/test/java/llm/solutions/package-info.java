/// Tests that hold the exercises, their tests and their solutions together.
@NullMarked
package llm.solutions;

import org.jspecify.annotations.NullMarked;
