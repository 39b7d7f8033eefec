/// Tests of deployment.
@NullMarked
package llm.deploy;

import org.jspecify.annotations.NullMarked;
