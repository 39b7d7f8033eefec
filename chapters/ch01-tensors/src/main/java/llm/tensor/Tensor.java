package llm.tensor;

import java.util.function.Consumer;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/// An array of float32 numbers that remembers how it was computed.
///
/// Values are row-major and contiguous. Every operation makes a new tensor and, where a gradient
/// is wanted, a [GraphNode] that can carry the gradient back; [#backward()] walks these nodes
/// from a loss to the [Parameter]s. Memory returns by itself when nobody can reach a tensor any
/// more; a [Scope] returns it at once.
public sealed class Tensor implements TensorValues, Operations permits Parameter {
    private final Shape shape;
    private Storage storage;
    private boolean requiresGrad;
    private @Nullable GraphNode node;
    private @Nullable Gradient gradient;
    private boolean scoped;
    private boolean released;

    Tensor(Shape shape, Storage storage, boolean requiresGrad) {
        shape.requireElements(storage.size());
        this.shape = shape;
        this.storage = storage;
        this.requiresGrad = requiresGrad;
        this.scoped = Scope.register(this);
    }

    // ---- Making tensors ----

    /// A tensor of `shape` whose contents are still undefined, on the current device.
    public static Tensor empty(Shape shape) {
        return empty(shape, Backends.current());
    }

    /// A tensor of `shape` whose contents are still undefined.
    public static Tensor empty(Shape shape, Backend backend) {
        return new Tensor(shape, backend.memory().allocate(shape.elements()), false);
    }

    /// A matrix of `shape` whose contents are still undefined, kept in `dtype`.
    public static Tensor empty(Shape shape, DType dtype) {
        return empty(shape, dtype, Backends.current());
    }

    /// A matrix of `shape`, kept in `dtype` on a device.
    public static Tensor empty(Shape shape, DType dtype, Backend backend) {
        shape.requireMatrix(dtype);
        return new Tensor(shape, backend.memory().allocate(shape.size(0), shape.size(1),
                dtype), false);
    }

    /// Row-major values in `shape`.
    public static Tensor of(float[] values, int... shape) {
        return of(values, Shape.of(shape), Backends.current());
    }

    /// Row-major values in `shape`, on a device.
    public static Tensor of(float[] values, Shape shape, Backend backend) {
        shape.requireElements(values.length);
        Tensor result = empty(shape, backend);
        backend.memory().write(values, result.storage, 0);
        return result;
    }

    /// Rows of equal length, `(rows, columns)`.
    public static Tensor of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Tensor result = empty(Shape.of(rows.length, columns));
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw new IllegalArgumentException("rows must have one length, got " + columns
                        + " and " + rows[row].length);
            }
            result.backend().memory().write(rows[row], result.storage, (long) row * columns);
        }
        return result;
    }

    /// One number, shape `()`.
    public static Tensor scalar(double value) {
        return of(new float[] {(float) value});
    }

    /// Every value the same, in `shape`.
    public static Tensor full(double value, int... shape) {
        return full(value, Shape.of(shape), Backends.current());
    }

    /// Every value the same, in `shape`, on a device.
    public static Tensor full(double value, Shape shape, Backend backend) {
        Tensor result = empty(shape, backend);
        backend.memory().fill(result.storage, (float) value);
        return result;
    }

    /// Every value 0, in `shape`.
    public static Tensor zeros(int... shape) {
        return full(0, shape);
    }

    /// Every value 1, in `shape`.
    public static Tensor ones(int... shape) {
        return full(1, shape);
    }

    /// A tensor on an ND4J array's memory: what one side writes, the other sees. An array that is
    /// not row-major float32 is copied, and so is every array where the current device is not
    /// `cpu`. Shapes: `(...)` → `(...)`.
    public static Tensor of(INDArray array) {
        return NdArrays.adopt(array);
    }

    @Override
    public final Shape shape() {
        return shape;
    }

    @Override
    public final DType dtype() {
        return storage.dtype();
    }

    /// Shape, a few values, and where the tensor came from.
    @Override
    public final String toString() {
        return TensorPrinter.print(this);
    }

    // ---- Gradients ----

    /// Whether `backward` leaves or passes on a gradient here.
    public final boolean requiresGrad() {
        return requiresGrad;
    }

    /// Asks for a gradient of this tensor, one that no operation made.
    ///
    /// @return this tensor, `(...)`
    public final Tensor requireGrad(boolean wanted) {
        if (node != null) {
            throw new IllegalStateException("only a tensor that no operation made can change "
                    + "whether it needs a gradient, got the result of " + node.operation());
        }
        requiresGrad = wanted;
        return this;
    }

    /// The operation that made this tensor, or null for a leaf.
    public final @Nullable GraphNode node() {
        return node;
    }

    public final boolean hasGrad() {
        return gradient != null && gradient.isPresent();
    }

    /// The gradient that `backward` left here; it shows later changes.
    ///
    /// @return `(...)`, as this tensor
    /// @throws IllegalStateException if there is none
    public final Tensor grad() {
        return gradient().show();
    }

    /// Forgets the gradient. Its memory returns to the pool: the next forward pass needs it for the
    /// values that it keeps, and gives it back as backward finds the next gradients.
    public final void zeroGrad() {
        if (gradient != null) {
            gradient.clear();
        }
    }

    /// Computes the gradient of this number with respect to every tensor that needs one. Gradients
    /// add up over several calls until [#zeroGrad()].
    ///
    /// @throws IllegalStateException if this is no single number, if nothing needs a gradient, or
    ///         if the graph has been used by an earlier call
    public final void backward() {
        if (elements() != 1) {
            throw new IllegalStateException("backward() must start at a tensor of one value, got "
                    + shape + "; pass the gradient of the result instead");
        }
        backward(full(1, shape, backend()));
    }

    /// The same, from a result of any shape and the gradient of the loss with respect to it.
    ///
    /// @param g `(...)`, as this tensor
    public final void backward(Tensor g) {
        Backpropagation.run(this, g, false);
    }

    /// As [#backward()], but the graph can be used again.
    public final void backwardKeepingGraph() {
        Backpropagation.run(this, full(1, shape, backend()), true);
    }

    /// The same values on another device; this tensor if it is there already. Backward: `g`, moved
    /// back. Shapes: `(...)` → `(...)`.
    public Tensor to(Backend device) {
        return device == backend() ? this : Layout.move(this, device);
    }

    /// The same values, cut off from the graph. Shapes: `(...)` → `(...)`.
    public final Tensor detach() {
        return new Tensor(shape, storage.share(), false);
    }

    /// Keeps the values, `(...)`, alive when the surrounding [Scope] ends or `backward` has used them.
    public final Tensor keep() {
        scoped = false;
        return this;
    }

    /// Changes the values in place, outside the graph. A later `backward` that needs the old ones
    /// fails instead of computing nonsense.
    public final void set(float[] values) {
        shape.requireGiven(values.length);
        if (node != null || requiresGrad && Autograd.recording()) {
            throw new IllegalStateException("a tensor in a graph must not be changed in place, got "
                    + this + "; do it inside Autograd.noGrad, or on detach()");
        }
        backend().memory().write(values, storage, 0);
        storage.changed();
    }

    /// Copies the values of a tensor of the same number of elements in place, outside the graph.
    ///
    /// @param other `(...)`
    public final void copyFrom(Tensor other) {
        if (other.elements() != elements()) {
            throw new IllegalArgumentException("shape " + shape + " must be given " + elements()
                    + " values, got " + other.shape());
        }
        backend().memory().copy(other.storage(), storage());
        storage.changed();
    }

    // ---- For authors of operations ----

    /// The memory behind the values.
    public final Storage storage() {
        storage.requireAlive();
        return storage;
    }

    public final Backend backend() {
        return storage.backend();
    }

    /// Records that this tensor was made by `operation` from `inputs`. `backward` receives its
    /// gradient and passes gradients on through [#accumulate].
    ///
    /// @param backward takes the gradient of this tensor, `(...)` as it
    /// @param inputs   of any shapes
    /// @return this tensor, `(...)`
    public final Tensor madeBy(String operation, Consumer<Tensor> backward, Tensor... inputs) {
        if (Autograd.recording() && GraphNode.anyRequiresGrad(inputs)) {
            GraphNode.requireFloat32(operation, inputs);
            recordAs(new GraphNode(operation, backward, inputs));
        }
        return this;
    }

    final void recordAs(GraphNode made) {
        requiresGrad = true;
        node = made;
    }

    /// Names the tensors, `(...)` each, whose values backward reads, so that changes in place are
    /// noticed.
    public final Tensor saving(Tensor... saved) {
        if (node != null) {
            node.save(saved);
        }
        return this;
    }

    /// Lets `kernel` write this tensor's gradient, or add to it; does nothing where no gradient is
    /// wanted.
    public final void accumulate(Consumer<ElementwiseKernels.Target> kernel) {
        if (requiresGrad) {
            gradient().accumulate(kernel);
        }
    }

    /// Adds all of `g`, whose memory becomes the gradient where there was none: backward may call
    /// this once, for the last use it makes of `g`'s memory.
    ///
    /// @param g `(...)`, as this tensor
    public final void receive(Tensor g) {
        if (requiresGrad) {
            gradient().receive(g.storage);
        }
    }

    /// Keeps the values in another storage from now on, without a gradient.
    final void moveTo(Storage other) {
        storage.release();
        storage = other;
        zeroGrad();
    }

    final Gradient gradient() {
        if (gradient == null) {
            gradient = new Gradient(this);
        }
        return gradient;
    }

    /// The gradient's memory, handed over: this tensor has none afterwards.
    final @Nullable Storage takeGradient() {
        return gradient == null ? null : gradient.take();
    }

    /// Returns the memory of a tensor that a [Scope] looks after.
    final void releaseIfScoped() {
        if (scoped && !released) {
            release();
        }
    }

    /// Returns the memory of values and gradient at once. Only for tensors that nobody else sees.
    final void release() {
        released = true;
        storage.release();
        zeroGrad();
    }

    final boolean storageReleased() {
        return storage.released();
    }

    /// A tensor of another shape that shows the same values, outside the graph.
    /// Shapes: `(...)` → `other`.
    public final Tensor shareAs(Shape other) {
        return new Tensor(other, storage().share(), false);
    }
}
