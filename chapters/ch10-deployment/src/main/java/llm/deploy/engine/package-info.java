/// Writes the answers to many requests at the same time.
///
/// Read in this order: [llm.deploy.engine.GenerationRequest], what is asked for;
/// [llm.deploy.engine.AnswerEvent], what comes back; [llm.deploy.engine.StopStrings] and
/// [llm.deploy.engine.AnswerText], which turn tokens into text that is certain;
/// [llm.deploy.engine.Answer], one request on its way; [llm.deploy.engine.Engine], the thread that
/// does the work, and [llm.deploy.engine.EngineLimits], how much of it.
@NullMarked
package llm.deploy.engine;

import org.jspecify.annotations.NullMarked;
