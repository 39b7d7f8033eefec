/// OpenAI's protocol as far as we speak it: requests that are read with care, answers that its
/// clients accept.
///
/// Read in this order: [llm.deploy.api.RequestFields], a JSON object whose every field must be
/// known; [llm.deploy.api.Wishes], what both kinds of request may ask for;
/// [llm.deploy.api.ChatRequest] and [llm.deploy.api.CompletionRequest]; [llm.deploy.api.Answers],
/// what is answered, and its two kinds [llm.deploy.api.ChatAnswers] and
/// [llm.deploy.api.CompletionAnswers]; [llm.deploy.api.ApiError], what went wrong.
/// Source: OpenAI, API reference, "Chat" and "Completions".
@NullMarked
package llm.deploy.api;

import org.jspecify.annotations.NullMarked;
