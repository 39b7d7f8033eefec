// Chapter 10 in JShell: a model behind a server, asked by several at once. Half a minute, and one
// more the first time. Start it with:  ./llm jshell ch10 notebooks/jshell/ch10.jsh
import java.net.URI;
import java.net.http.*;
import java.time.Duration;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.Kind;
import llm.instructions.Split;
import llm.pretrain.folder.PretrainedModel;

PretrainedModel base = SmallModel.load(Scale.choose(600, 40));
DecoderModel model = base.model();
Tokenizer tokenizer = base.tokenizer().orElseThrow();
int end = tokenizer.endOfText().orElseThrow();

// Teach it to converse: questions with answers, each with its end, one behind the other.
Set<Kind> kinds = EnumSet.of(Kind.OPPOSITE, Kind.PAST_TENSE, Kind.CATEGORY);
int[] talk = InstructionGenerator.of(1).entries(Split.TRAIN, Scale.choose(8_000, 300)).stream()
    .filter(entry -> kinds.contains(entry.kind()))
    .map(entry -> new Instruction(entry.instruction(), entry.input(), entry.output()))
    .flatMapToInt(lesson -> IntStream.concat(IntStream.of(
        PlainFormat.SHORT.encode(lesson, tokenizer).whole()), IntStream.of(end))).toArray();
int steps = Scale.choose(200, 10);
Trainer<Batch> trainer = Pretraining.trainer(model,
    Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1),
    TrainingData.only(new DataLoader<>(new TokenDataset(TokenSequence.of(talk), 96, 48),
        BatchOrder.shuffled(8, 1))), TrainingConfig.of(Recipe.MODERN.schedule(0.02, 5, steps)));
try (var progress = Show.progress("Learning to converse", steps)) {
    trainer.run(new TrainingListener() {
        @Override public void onStep(TrainingLog.Row row) {
            progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
        }
    });
}
model.eval();

// Serve it. Change the limits here, and ask more than it takes.
ServedModel served = new ServedModel("fable", model, tokenizer, base.stopTokens(),
    new ChatLayout(PlainFormat.SHORT));
ApiServer server = ApiServer.start(served, ServerOptions.local()
    .withLimits(EngineLimits.usual().withTogether(4)));
IO.println("It answers at " + server.address());

// Ask it, as a program elsewhere would.
HttpClient http = HttpClient.newHttpClient();
HttpRequest question(String text, String more) {
    return HttpRequest.newBuilder(server.address().resolve("/v1/chat/completions"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("""
            {"model": "fable", "messages": [{"role": "user", "content": "%s"}],
             "temperature": 0, "max_tokens": 40%s}""".formatted(text, more))).build();
}
HttpResponse<String> ask(String text) throws Exception {
    return http.send(question(text, ""), HttpResponse.BodyHandlers.ofString());
}
HttpResponse<String> answer = ask("What is the opposite of cold?");
IO.println(answer.body());
check("it answers", answer.statusCode(), 200);

// The same in pieces, as they are written.
List<String> events = http.send(question("What is the opposite of cold?", ", \"stream\": true"),
    HttpResponse.BodyHandlers.ofLines()).body().filter(line -> !line.isBlank()).toList();
events.forEach(IO::println);
check("a stream says when it is complete", events.getLast(), "data: [DONE]");

// Eight at once: each gets the answer that it would get alone.
var eight = IntStream.range(0, 8).mapToObj(i -> http.sendAsync(
    question("What is the opposite of cold?", ""), HttpResponse.BodyHandlers.ofString())).toList();
String choices(HttpResponse<String> response) {
    return response.body().replaceAll("(?s).*\"choices\":(.*),\"usage\".*", "$1");
}
check("company changes no answer", eight.stream().map(each -> choices(each.join())).distinct()
    .toList(), List.of(choices(answer)));

// Ends with JShell: the server's threads are daemons. server.stop(Duration.ofSeconds(5)) ends it.
IO.println("\nTry: ask(\"What is the past tense of walk?\").body(), server.engine().state(), or "
    + "curl " + server.address() + "/v1/models in another terminal");
