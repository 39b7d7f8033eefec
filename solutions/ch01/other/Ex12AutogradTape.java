import java.util.ArrayList;
import java.util.List;

/// With objects that spread their slopes themselves, as `Value` in the notebook.
public final class Ex12AutogradTape {
    private final List<Node> nodes = new ArrayList<>();

    private static final class Node {
        final double data;
        double grad;
        Runnable spread = () -> {};

        Node(double data) {
            this.data = data;
        }
    }

    public Ex12AutogradTape() {}

    public int value(double data) {
        return append(new Node(data));
    }

    public int add(int a, int b) {
        Node left = node(a);
        Node right = node(b);
        Node sum = new Node(left.data + right.data);
        sum.spread = () -> {
            left.grad += sum.grad;
            right.grad += sum.grad;
        };
        return append(sum);
    }

    public int mul(int a, int b) {
        Node left = node(a);
        Node right = node(b);
        Node product = new Node(left.data * right.data);
        product.spread = () -> {
            left.grad += right.data * product.grad;
            right.grad += left.data * product.grad;
        };
        return append(product);
    }

    public int tanh(int a) {
        Node inner = node(a);
        Node bent = new Node(Math.tanh(inner.data));
        bent.spread = () -> inner.grad += (1 - bent.data * bent.data) * bent.grad;
        return append(bent);
    }

    public double data(int entry) {
        return node(entry).data;
    }

    public void backward(int result) {
        node(result);
        nodes.forEach(each -> each.grad = 0);
        nodes.get(result).grad = 1;
        nodes.subList(0, result + 1).reversed().forEach(each -> each.spread.run());
    }

    public double grad(int entry) {
        return node(entry).grad;
    }

    private int append(Node node) {
        nodes.add(node);
        return nodes.size() - 1;
    }

    private Node node(int entry) {
        if (entry < 0 || entry >= nodes.size()) {
            throw new IllegalArgumentException("an entry must be on the tape of " + nodes.size()
                    + ", got " + entry);
        }
        return nodes.get(entry);
    }
}
