/// Use case 1 of a model: somebody else runs it, and we ask. Any service that speaks OpenAI's
/// protocol will do, through OpenAI's own client for Java.
///
/// Reading order: `PublicModel` (asks), `PublicAnswer` (what comes back), `AnswerStream` (the same
/// while it is written), `Trouble` (what can go wrong, and how it is said).
@NullMarked
package llm.deploy.openai;

import org.jspecify.annotations.NullMarked;
