/// A report card of a model, on one page.
@NullMarked
package llm.tools.report;

import org.jspecify.annotations.NullMarked;
