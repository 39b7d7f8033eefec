/// Runs the book's notebooks as tests.
@NullMarked
package llm.notebooks;

import org.jspecify.annotations.NullMarked;
