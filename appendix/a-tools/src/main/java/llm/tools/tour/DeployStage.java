package llm.tools.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import llm.deploy.ServedModel;
import llm.deploy.TrainedFormat;
import llm.deploy.server.ApiServer;
import llm.deploy.server.ServerOptions;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.Split;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.backend.DType;
import llm.tools.report.ReportCard;
import llm.tools.report.ReportTask;

/// The finished assistant gets its report card; then it is served, and asked as any program would
/// ask it: over HTTP.
final class DeployStage implements TourStage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "tour";
    private static final String PROMPT = "Once there lived";
    private static final int QUESTIONS = 8;
    private static final int MOST_TOKENS = 40;

    /// The result.
    ///
    /// @param perplexity of the assistant on a new text of stories
    /// @param accuracy   its share of right answers to questions with choices
    /// @param questions  asked at the same time
    /// @param tokens     of all answers
    /// @param seconds    until all were there
    record Served(double perplexity, double accuracy, int questions, int tokens,
                  double seconds) {}

    /// A question and what the server said.
    record Exchange(String question, String answer, int tokens) {}

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public Outcome run(Settings settings, Narrator narrator) throws IOException {
        ReportCard card = reportCard(settings, narrator);
        narrator.part("Server", "The finished assistant is served in OpenAI's protocol, and "
                + QUESTIONS + " programs ask it at the same time.");
        List<Entry> test = InstructionGenerator.of(settings.seed())
                .entries(Split.TEST, QUESTIONS);
        try (ApiServer server = ApiServer.start(model(settings.assistant()),
                ServerOptions.local())) {
            narrator.fact("address", server.address() + "/v1/chat/completions");
            double start = narrator.seconds();
            List<Exchange> exchanges = ask(server, test);
            double seconds = narrator.seconds() - start;
            exchanges.stream().limit(3).forEach(each -> narrator.quote(each.question.strip()
                    + "\n" + each.answer.strip()));
            int tokens = exchanges.stream().mapToInt(Exchange::tokens).sum();
            narrator.fact("answers", "%d with %d tokens in %.2f s".formatted(exchanges.size(),
                    tokens, seconds));
            return new Outcome(new Served(card.perplexity(), card.choices().all().accuracy(),
                    exchanges.size(), tokens, seconds),
                    new DeploySection(request(test.getFirst()), exchanges, seconds,
                            settings.assistant()).html());
        }
    }

    /// The model of stories beside the assistant that it has become.
    ///
    /// @return the assistant's card
    private static ReportCard reportCard(Settings settings, Narrator narrator)
            throws IOException {
        narrator.part("Report card", "The model of stories and the assistant, measured side by "
                + "side: a new text, questions with choices, speed.");
        ReportTask task = new ReportTask(ReportTask.ownText(), ReportTask.ownChoices(), PROMPT);
        List<ReportCard> cards = new ArrayList<>();
        for (Path folder : List.of(settings.model(), settings.assistant())) {
            cards.add(task.measure(folder, load(folder), narrator::progress));
            narrator.fact(folder.getFileName().toString(), told(cards.getLast()));
        }
        Path page = settings.out().resolve("card.html");
        task.writePage(page, cards);
        narrator.fact("page", page.toString());
        return cards.getLast();
    }

    private static String told(ReportCard card) {
        return String.format(Locale.ROOT, "perplexity %.2f, %.1f %% of the questions right, %.0f "
                + "tokens/s", card.perplexity(), 100 * card.choices().all().accuracy(),
                card.tokensPerSecond());
    }

    private static PretrainedModel load(Path folder) throws IOException {
        return PretrainedModel.load(folder, LoadOptions.of(DType.F32).telling(_ -> { }));
    }

    private static ServedModel model(Path folder) throws IOException {
        return ServedModel.of(NAME, load(folder),
                TrainedFormat.of(folder).orElse(PlainFormat.SHORT));
    }

    private static ObjectNode request(Entry entry) {
        ObjectNode request = JSON.createObjectNode().put("model", NAME)
                .put("max_tokens", MOST_TOKENS).put("temperature", 0);
        request.putArray("messages").addObject().put("role", "user")
                .put("content", question(entry));
        return request;
    }

    private static String question(Entry entry) {
        return new Instruction(entry.instruction(), entry.input(), entry.output()).question();
    }

    /// All at once.
    private static List<Exchange> ask(ApiServer server, List<Entry> entries)
            throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> asked = entries.stream().map(
                    entry -> client.sendAsync(HttpRequest.newBuilder(
                            server.address().resolve("/v1/chat/completions"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(request(entry).toString())).build(),
                            BodyHandlers.ofString())).toList();
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                exchanges.add(exchange(entries.get(i), asked.get(i).join().body()));
            }
            return exchanges;
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException io ? io
                    : new InterruptedIOException(e.getMessage());
        }
    }

    private static Exchange exchange(Entry entry, String body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        JsonNode content = answer.at("/choices/0/message/content");
        if (!content.isTextual()) {
            throw new IOException("the server must answer with a message, got " + body);
        }
        return new Exchange(question(entry), content.asText(),
                answer.at("/usage/completion_tokens").asInt());
    }
}
