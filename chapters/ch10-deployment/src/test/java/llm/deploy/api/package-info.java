/// Tests of OpenAI's protocol, all through HTTP.
@NullMarked
package llm.deploy.api;

import org.jspecify.annotations.NullMarked;
