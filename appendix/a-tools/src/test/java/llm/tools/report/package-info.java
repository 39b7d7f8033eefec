/// Tests of the report card.
@NullMarked
package llm.tools.report;

import org.jspecify.annotations.NullMarked;
