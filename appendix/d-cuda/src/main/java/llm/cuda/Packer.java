package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import llm.tensor.backend.DType;
import llm.tensor.backend.Storage;

/// Rounds weights to fewer bits and widens them again.
final class Packer {
    private static final int BF16_OF_A_THREAD = 4;

    private final CudaBackend device;
    private final Kernels kernels;

    Packer(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "quantized.cu");
    }

    /// `packed[offset …] = x`, whole rows.
    void pack(Storage x, CudaStorage packed, long offset) {
        int columns = packed.packing().columns();
        if (offset % columns != 0 || x.size() % columns != 0) {
            throw new IllegalArgumentException(("values for a weight kept in %s must be whole rows "
                    + "of %d, got %d values at %d").formatted(packed.dtype(), columns, x.size(),
                    offset));
        }
        if (packed.dtype() == DType.BF16) {
            packBf16(x, packed.address() + offset * Short.BYTES);
        } else {
            packInt8(x, packed, offset);
        }
        Reference.reachabilityFence(packed);
    }

    /// `packed = x`, in bfloat16
    void packBf16(Storage x, Object packed) {
        kernels.overValues("pack_bf16", Math.ceilDiv(x.size(), BF16_OF_A_THREAD), x, packed,
                x.size());
    }

    private void packInt8(Storage x, CudaStorage packed, long offset) {
        int columns = packed.packing().columns();
        long firstGroup = offset / columns * DType.groups(columns);
        long groups = x.size() / columns * DType.groups(columns);
        CudaIndices bad = new CudaIndices(device, new int[1]);
        kernels.overValues("pack_int8", groups, x, packed.address() + offset,
                packed.scales() + firstGroup * Float.BYTES, columns, groups, bad);
        requireFinite(bad);
    }

    private void requireFinite(CudaIndices bad) {
        int[] bits = new int[1];
        device.gpu().copyOut(bad.address(), MemorySegment.ofArray(bits));
        Reference.reachabilityFence(bad);
        if (bits[0] != 0) {
            throw new IllegalArgumentException("a weight must be finite to be kept in INT8, got "
                    + Float.intBitsToFloat(bits[0]));
        }
    }

    /// `y = packed[offset …]`
    void unpack(CudaStorage packed, long offset, Storage y) {
        kernels.overValues("unpack", y.size(), packed, packed.scales(), packed.isInt8(),
                packed.packing().columns(), offset, y, y.size());
    }
}
