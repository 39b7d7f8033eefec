/// Tests of the server, as its clients see it.
@NullMarked
package llm.deploy.server;

import org.jspecify.annotations.NullMarked;
