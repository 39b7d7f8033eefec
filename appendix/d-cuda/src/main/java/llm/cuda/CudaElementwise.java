package llm.cuda;

import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.Storage;

/// Kernels that treat every value alike.
final class CudaElementwise implements ElementwiseKernels {
    private final CudaBackend device;
    private final Kernels kernels;

    CudaElementwise(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "elementwise.cu");
    }

    @Override
    public void apply(Function f, Storage x, Storage y) {
        kernels.overValues("apply", x.size(), f.ordinal(), device.floats(x), device.floats(y),
                x.size());
    }

    @Override
    public void applyBackward(Function f, Storage x, Storage y, Storage gy, Storage gx,
                              boolean add) {
        kernels.overValues("apply_backward", x.size(), f.ordinal(), device.floats(x),
                device.floats(y), device.floats(gy), device.floats(gx), x.size(), add);
    }

    @Override
    public void combine(Operator operator, Storage a, Storage b, Storage y, boolean add) {
        kernels.overValues("combine", a.size(), operator.ordinal(), device.floats(a),
                device.floats(b), device.floats(y), a.size(), add);
    }

    @Override
    public void scale(Storage x, float factor, float shift, Storage y, boolean add) {
        kernels.overValues("scale", x.size(), device.floats(x), factor, shift, device.floats(y),
                x.size(), add);
    }

    @Override
    public void scale(Storage x, Storage factor, Storage y, boolean add) {
        kernels.overValues("scale_by", x.size(), device.floats(x), device.floats(factor),
                device.floats(y), x.size(), add);
    }

    @Override
    public void swiglu(Storage gate, Storage up, Storage y) {
        kernels.overValues("swiglu", y.size(), device.floats(gate), device.floats(up),
                device.floats(y), y.size());
    }

    @Override
    public void swigluBackward(Storage gate, Storage up, Storage gy, Target gGate, Target gUp) {
        kernels.overValues("swiglu_backward", gy.size(), device.floats(gate), device.floats(up),
                device.floats(gy), device.floats(gGate.storage()), gGate.add(),
                device.floats(gUp.storage()), gUp.add(), gy.size());
    }

    @Override
    public void maskedFill(Storage x, Storage mask, float value, Storage y, boolean add) {
        kernels.overValues("masked_fill", x.size(), device.floats(x), device.floats(mask), value,
                device.floats(y), x.size(), add);
    }

    @Override
    public void dropout(Storage x, float rate, long seed, Storage y, boolean add) {
        kernels.overValues("dropout", x.size(), device.floats(x), rate, seed, device.floats(y),
                x.size(), add);
    }
}
