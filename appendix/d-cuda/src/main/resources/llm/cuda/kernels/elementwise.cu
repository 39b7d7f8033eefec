// Kernels that treat every value alike: one thread for each of n values.
#include "common.cuh"

__device__ inline float sigmoid(float x) {
    return 1.0f / (1.0f + expf(-x));
}

// The bell curve of a normal distribution, and the share of it below x.
__device__ inline float bell(float x) {
    return 0.3989422804014327f * expf(-0.5f * x * x);
}

__device__ inline float normal(float x) {
    return 0.5f * (1.0f + erff(x * 0.7071067811865476f));
}

// f(x), with f in the order of ElementwiseKernels.Function.
__device__ inline float value_of(int f, float x) {
    switch (f) {
        case 0: return -x;                                       // NEGATE
        case 1: return expf(x);                                  // EXP
        case 2: return logf(x);                                  // LOG
        case 3: return sqrtf(x);                                 // SQRT
        case 4: return x * x;                                    // SQUARE
        case 5: return fabsf(x);                                 // ABS
        case 6: return tanhf(x);                                 // TANH
        case 7: return sigmoid(x);                               // SIGMOID
        case 8: return x > 0 ? x : x != x ? x : 0.0f;            // RELU
        case 9: return x > 0 ? x * x : x != x ? x : 0.0f;        // RELU_SQUARED
        case 10: return x * sigmoid(x);                          // SILU
        case 11: return gelu_tanh(x);
        default: return x * normal(x);                           // GELU_EXACT
    }
}

// f'(x); at y stands f(x), which is read where it saves work.
__device__ inline float slope_of(int f, float x, const float* y) {
    switch (f) {
        case 0: return -1.0f;
        case 1: return *y;
        case 2: return 1.0f / x;
        case 3: return 0.5f / *y;
        case 4: return 2.0f * x;
        case 5: return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f;
        case 6: return 1.0f - *y * *y;
        case 7: return *y * (1.0f - *y);
        case 8: return x > 0 ? 1.0f : 0.0f;
        case 9: return x > 0 ? 2.0f * x : 0.0f;
        case 10: {
            float s = sigmoid(x);
            return s + x * s * (1.0f - s);
        }
        case 11: {
            float tanh = tanhf(ROOT_2_OVER_PI * (x + CUBIC * x * x * x));
            float inner = ROOT_2_OVER_PI * (1.0f + 3.0f * CUBIC * x * x);
            return 0.5f * (1.0f + tanh) + 0.5f * x * (1.0f - tanh * tanh) * inner;
        }
        default: return normal(x) + x * bell(x);
    }
}

// y = f(x)
extern "C" __global__ void apply(int f, const float* x, float* y, long long n) {
    long long i = thread_index();
    if (i < n) {
        y[i] = value_of(f, x[i]);
    }
}

// gx = gy · f'(x)
extern "C" __global__ void apply_backward(int f, const float* x, const float* y, const float* gy,
                                          float* gx, long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(gx, i, gy[i] * slope_of(f, x[i], y + i), add);
    }
}

// y = a ∘ b, with ∘ in the order of ElementwiseKernels.Operator
extern "C" __global__ void combine(int op, const float* a, const float* b, float* y, long long n,
                                   int add) {
    long long i = thread_index();
    if (i < n) {
        float value = op == 0 ? a[i] + b[i] : op == 1 ? a[i] - b[i]
                : op == 2 ? a[i] * b[i] : a[i] / b[i];
        put(y, i, value, add);
    }
}

// y = factor · x + shift
extern "C" __global__ void scale(const float* x, float factor, float shift, float* y,
                                 long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, i, factor * x[i] + shift, add);
    }
}

// y = factor[0] · x
extern "C" __global__ void scale_by(const float* x, const float* factor, float* y, long long n,
                                    int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, i, factor[0] * x[i], add);
    }
}

// y = silu(gate) · up
extern "C" __global__ void swiglu(const float* gate, const float* up, float* y, long long n) {
    long long i = thread_index();
    if (i < n) {
        y[i] = gate[i] * sigmoid(gate[i]) * up[i];
    }
}

// gGate = gy · up · silu'(gate), gUp = gy · silu(gate)
extern "C" __global__ void swiglu_backward(const float* gate, const float* up, const float* gy,
                                           float* g_gate, int add_gate, float* g_up, int add_up,
                                           long long n) {
    long long i = thread_index();
    if (i < n) {
        float s = sigmoid(gate[i]);
        float g = gy[i];
        float slope = s + gate[i] * s * (1.0f - s);
        float silu = gate[i] * s;
        put(g_gate, i, g * up[i] * slope, add_gate);
        put(g_up, i, g * silu, add_up);
    }
}

// y = value where mask is not 0, else x
extern "C" __global__ void masked_fill(const float* x, const float* mask, float value, float* y,
                                       long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, i, mask[i] != 0 ? value : x[i], add);
    }
}

// y = 0 for a share `rate` of the values, else x / (1 − rate)
extern "C" __global__ void dropout(const float* x, float rate, long long seed, float* y,
                                   long long n, int add) {
    long long i = thread_index();
    if (i < n) {
        put(y, i, keeps(seed, i, rate) ? x[i] / (1.0f - rate) : 0.0f, add);
    }
}
