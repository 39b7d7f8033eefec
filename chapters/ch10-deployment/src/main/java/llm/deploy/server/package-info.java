/// Serves a model over HTTP in OpenAI's protocol, and a chat page with it.
///
/// Read in this order: [llm.deploy.server.ServerOptions], what may be chosen;
/// [llm.deploy.server.ApiServer], which listens, and [llm.deploy.server.ServerTimes], how long it
/// waits; [llm.deploy.server.Gate], who may come in; [llm.deploy.server.Routes], where what is
/// answered; [llm.deploy.server.Exchange], one request and its response;
/// [llm.deploy.server.Generations], which asks the engine and sends what it writes;
/// [llm.deploy.server.PeekingConnector], how a server learns that nobody waits any more.
@NullMarked
package llm.deploy.server;

import org.jspecify.annotations.NullMarked;
