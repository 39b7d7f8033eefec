// Chapter 1 in JShell: tensors, gradients, and a network that learns two rings.
// Start it with:  ./llm jshell ch01 notebooks/jshell/ch01.jsh
// Everything stays defined afterwards: change a number, call a method again, look at a shape.


// A tensor is numbers in a shape; ND4J's array works on the same memory.
Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
Tensor products = x.matmul(x.transpose(0, 1));
INDArray view = x.nd();
IO.println("\n(2, 3) · (3, 2) → " + products.shape() + "\n" + products);
check("row 1 with row 2: 1·4 + 2·5 + 3·6", products.at(0, 1), 32, 0);
check("what ND4J sees is what the tensor holds", view.getFloat(1, 2), x.at(1, 2), 0);

// Softmax makes probabilities of any numbers.
check("each row sums to 1", x.softmax().sum(1), Tensor.ones(2), 1e-6);

// The device "plain" does it in loops to be read (llm.tensor.plain); a tensor moves there by to(…).
Tensor onPlain = x.to(Backends.named("plain"));
check("softmax is the same on each device", onPlain.softmax().toArray(), x.softmax().toArray(), 1e-6);

// A parameter learns by its gradient: how fast the result grows when the parameter does.
Parameter w = Parameter.of(Tensor.scalar(2));
Tensor squaredError = w.mul(3).sub(5).square();
squaredError.backward();
check("d(3w − 5)²/dw = 6 (3w − 5), at w = 2", w.grad().item(), 6, 1e-5);

// Downhill: against the gradient, a fraction of it at a time.
for (int step = 0; step < 12; step++) {
    w.zeroGrad();
    w.mul(3).sub(5).square().backward();
    Autograd.noGrad(() -> w.set(new float[] {w.item() - 0.03f * w.grad().item()}));
}
check("twelve steps find 5/3", w.item(), 5 / 3.0, 0.01);

// Two rings of points, the inner one 0 and the outer one 1.
RandomState dice = new RandomState(1);
int[] rings = IntStream.range(0, 200).map(i -> i % 2).toArray();
float[][] places = new float[200][];
for (int i = 0; i < 200; i++) {
    double radius = 1 + rings[i] + 0.2 * dice.nextGaussian(), angle = dice.nextDouble(2 * Math.PI);
    places[i] = new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))};
}
Tensor points = Tensor.of(places);                          // (200, 2)
IntTensor labels = IntTensor.of(rings, 200);                // (200)

/// Two lines with a bend between them.
class RingNetwork extends Layer {
    final Linear hidden, output;
    RingNetwork(int width) {
        hidden = child("hidden", new Linear(2, width, true, new RandomState(42)));
        output = child("output", new Linear(width, 2, true, new RandomState(43)));
    }
    Tensor forward(Tensor x) { return output.forward(hidden.forward(x).tanh()); }
}

/// Trains and returns the last loss; another width or rate tells another story.
float train(RingNetwork network, int steps, double rate) {
    Optimizer optimizer = new AdamW(ParameterGroup.decayMatrices(network.namedParameters(), 0.01),
        rate, AdamConfig.STANDARD);
    float loss = 0;
    for (int step = 0; step < steps; step++) {
        try (Scope scope = Scope.open()) {                  // returns the step's memory at once
            optimizer.zeroGrad();
            Tensor cost = network.forward(points).crossEntropy(labels);
            cost.backward();
            optimizer.step();
            loss = cost.item();
        }
    }
    return loss;
}
RingNetwork network = new RingNetwork(16);
IO.println("\nloss before: %.2f".formatted(network.forward(points).crossEntropy(labels).item()));
float loss = train(network, 200, 0.03);
IO.println("loss after:  %.2f".formatted(loss));
check("the network tells the rings apart", loss < 0.2);

IO.println("\nTry: network.parameterCount(), train(new RingNetwork(2), 200, 0.03), x.matmul(x)");
