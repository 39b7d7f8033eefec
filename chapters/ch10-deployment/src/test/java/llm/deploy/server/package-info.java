/// Tests of the server as its clients see it, with models of random weights or of one script.
///
/// Helpers: [llm.deploy.server.TinyModels], [llm.deploy.server.ScriptedModel],
/// [llm.deploy.server.TestServer] with a client, and [llm.deploy.server.Wire] for what no client
/// library would send.
@NullMarked
package llm.deploy.server;

import org.jspecify.annotations.NullMarked;
