// Weights in fewer bits are made from others, and read.
#include "quantized.cuh"

// A value of a packed weight.
__device__ inline float weight_at(const void* weight, const float* scales, int is_int8,
                                  long long row, int column, int columns) {
    long long at = row * columns + column;
    return is_int8 ? ((const signed char*) weight)[at]
            * scales[row * groups_of(columns) + column / GROUP]
            : widened(((const bf16*) weight)[at]);
}

// packed = x, in bfloat16: one thread for each four values
extern "C" __global__ void pack_bf16(const float* x, bf16* packed, long long n) {
    long long i = 4 * thread_index();
    if (i + 4 <= n && (unsigned long long) x % 16 == 0 && (unsigned long long) packed % 8 == 0) {
        float4 four = *(const float4*) (x + i);
        *(uint2*) (packed + i) = make_uint2(rounded(four.x) | (unsigned) rounded(four.y) << 16,
                rounded(four.z) | (unsigned) rounded(four.w) << 16);
        return;
    }
    for (long long end = min(i + 4, n); i < end; i++) {
        packed[i] = rounded(x[i]);
    }
}

// numbers · scales = x, nearly: one thread for each group. `bad` receives the bits of a value that
// is not finite.
extern "C" __global__ void pack_int8(const float* x, signed char* numbers, float* scales,
                                     int columns, long long count, unsigned* bad) {
    long long group = thread_index();
    if (group >= count) {
        return;
    }
    int groups = groups_of(columns);
    long long at = group / groups * columns + group % groups * GROUP;
    int n = min(GROUP, columns - (int) (group % groups) * GROUP);
    float largest = 0.0f;
    for (int i = 0; i < n; i++) {
        float size = fabsf(x[at + i]);
        if (!(size <= 3.4028235e38f)) {
            *bad = __float_as_uint(size);
        }
        largest = fmaxf(largest, size);
    }
    float scale = largest / 127.0f;
    scales[group] = scale;
    for (int i = 0; i < n; i++) {
        numbers[at + i] = (signed char) (scale == 0.0f ? 0.0f : rintf(x[at + i] / scale));
    }
}

// y[i] = packed value `first + i`
extern "C" __global__ void unpack(const void* weight, const float* scales, int is_int8,
                                  int columns, long long first, float* y, long long n) {
    long long i = thread_index();
    if (i < n) {
        long long at = first + i;
        y[i] = weight_at(weight, scales, is_int8, at / columns, (int) (at % columns), columns);
    }
}

// y[i] = row ids[i] of a packed table
extern "C" __global__ void embed_packed(const void* table, const float* scales, int is_int8,
                                        const int* ids, int columns, float* y, long long n) {
    long long at = thread_index();
    if (at < n) {
        y[at] = weight_at(table, scales, is_int8, ids[at / columns], (int) (at % columns), columns);
    }
}
