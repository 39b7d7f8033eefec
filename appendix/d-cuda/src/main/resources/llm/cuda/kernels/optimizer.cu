// Optimizer steps.
#include "common.cuh"

// A moment as its storage keeps it.
__device__ inline float moment(const void* moments, int is_bf16, long long i) {
    return is_bf16 ? widened(((const bf16*) moments)[i]) : ((const float*) moments)[i];
}

// bfloat16 by chance up or down: `noise` is 16 random bits, which must not carry out of a NaN.
__device__ inline void keep(void* moments, int is_bf16, long long i, float value, unsigned noise) {
    if (is_bf16) {
        ((bf16*) moments)[i] = value != value ? rounded(value)
                : (bf16) ((__float_as_uint(value) + noise) >> 16);
    } else {
        ((float*) moments)[i] = value;
    }
}

// 32 random bits for value i of a parameter, see CounterRandom.forRounding.
__device__ inline unsigned rounding_bits(int step, long long i) {
    int place = (int) (step * 0x9E3779B9u + (unsigned) i) & 16383;
    return (unsigned) (counter_bits(1, place) >> 32);
}

// m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², p = (1 − lr·wd)p − lr · m̂ / (√v̂ + ε): one block for each
// chunk. `chunks` has for each: addresses of p, g, m, v, the first index, the one after the last,
// and whether the moments are bfloat16.
extern "C" __global__ void adam(const long long* chunks, float beta1, float beta2,
                                float rest1, float rest2, float correction1, float correction2,
                                float epsilon, float rate, float decay, float l2, int step) {
    const long long* chunk = chunks + 7 * (long long) blockIdx.x;
    float* p = (float*) chunk[0];
    const float* g = (const float*) chunk[1];
    void* m = (void*) chunk[2];
    void* v = (void*) chunk[3];
    int is_bf16 = (int) chunk[6];
    for (long long i = chunk[4] + threadIdx.x; i < chunk[5]; i += blockDim.x) {
        float slope = g[i] + l2 * p[i];
        float mean = beta1 * moment(m, is_bf16, i) + rest1 * slope;
        float square = beta2 * moment(v, is_bf16, i) + rest2 * slope * slope;
        float move = mean * correction1 / (sqrtf(square * correction2) + epsilon);
        p[i] = decay * p[i] - rate * move;
        unsigned noise = is_bf16 ? rounding_bits(step, i) : 0;
        keep(m, is_bf16, i, mean, noise >> 16);
        keep(v, is_bf16, i, square, noise & 0xFFFF);
    }
}

// v = momentum·v + g + l2·p, p = p − lr·v
extern "C" __global__ void sgd(float rate, float momentum, float l2, float* p, const float* g,
                               float* velocity, long long n) {
    long long i = thread_index();
    if (i >= n) {
        return;
    }
    float step = g[i] + l2 * p[i];
    if (momentum != 0.0f) {
        step += momentum * velocity[i];
        velocity[i] = step;
    }
    p[i] -= rate * step;
}
