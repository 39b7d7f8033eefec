/// Deployment: how people use a model. They call a service of somebody's, run a model themselves, or
/// serve one of their own; the same conversation fits all three.
///
/// Read in this order: [llm.deploy.ServedModel] and [llm.deploy.ChatLayout], what is asked and how
/// a conversation becomes tokens; [llm.deploy.TrainedFormat] and `PlainTemplate`, how a model wants
/// to be asked; [llm.deploy.ContextRoom], what is done with one that grows too
/// long; `llm.deploy.engine`, which writes many answers at once; `llm.deploy.chat`, a conversation
/// with a model of one's own; `llm.deploy.api`, OpenAI's requests and answers as JSON;
/// `llm.deploy.server`, which speaks HTTP.
@NullMarked
package llm.deploy;

import org.jspecify.annotations.NullMarked;
