// Kernels on the rows of a matrix, one block for each row: (rows, columns).
#include "common.cuh"

// The row of this block.
__device__ inline long long row_start(int columns) {
    return blockIdx.x * (long long) columns;
}

// The largest value of a row, the same in each thread.
__device__ inline float largest_of(const float* x, int columns) {
    float max = MINUS_INFINITY;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        max = fmaxf(max, x[i]);
    }
    return block_max(max);
}

// Σ e^(x − max), the same in each thread: with the largest value taken out, nothing overflows.
__device__ inline float sum_of_exponentials(const float* x, int columns, float max) {
    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        sum += expf(x[i] - max);
    }
    return block_sum(sum);
}

// ln Σ e^x = max + ln Σ e^(x − max), the same in each thread.
__device__ inline float log_sum_exp(const float* x, int columns) {
    float max = largest_of(x, columns);
    return max + logf(sum_of_exponentials(x, columns, max));
}

// y = e^x / Σ e^x
extern "C" __global__ void softmax(const float* x, float* y, int columns) {
    x += row_start(columns);
    y += row_start(columns);
    float max = largest_of(x, columns);
    float factor = 1.0f / sum_of_exponentials(x, columns, max);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        y[i] = expf(x[i] - max) * factor;
    }
}

// gx = y ⊙ (gy − Σ gy·y)
extern "C" __global__ void softmax_backward(const float* y, const float* gy, float* gx, int add,
                                            int columns) {
    y += row_start(columns);
    gy += row_start(columns);
    gx += row_start(columns);
    float dot = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        dot += gy[i] * y[i];
    }
    dot = block_sum(dot);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        put(gx, i, y[i] * (gy[i] - dot), add);
    }
}

// y = x − ln Σ e^x
extern "C" __global__ void log_softmax(const float* x, float* y, int columns) {
    x += row_start(columns);
    y += row_start(columns);
    float total = log_sum_exp(x, columns);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        y[i] = x[i] - total;
    }
}

// gx = gy − e^y Σ gy
extern "C" __global__ void log_softmax_backward(const float* y, const float* gy, float* gx, int add,
                                                int columns) {
    y += row_start(columns);
    gy += row_start(columns);
    gx += row_start(columns);
    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        sum += gy[i];
    }
    sum = block_sum(sum);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        put(gx, i, gy[i] - expf(y[i]) * sum, add);
    }
}

// losses = ln Σ e^x − x[target], (rows)
extern "C" __global__ void cross_entropy(const float* logits, const int* targets, int ignored,
                                         float* losses, float* log_sums, int columns) {
    const float* x = logits + row_start(columns);
    int row = blockIdx.x;
    float total = log_sum_exp(x, columns);
    if (threadIdx.x == 0) {
        log_sums[row] = total;
        losses[row] = targets[row] == ignored ? 0.0f : total - x[targets[row]];
    }
}

// gx = gLoss · (softmax(x) − onehot(target)); gx may be logits itself
extern "C" __global__ void cross_entropy_backward(const float* logits, const int* targets,
                                                  int ignored, const float* log_sums,
                                                  const float* g_loss, int loss_of_each_row,
                                                  float* gx, int add, int columns) {
    int row = blockIdx.x;
    int target = targets[row];
    float total = log_sums[row];
    float g = target == ignored ? 0.0f : g_loss[loss_of_each_row ? row : 0];
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        long long at = row_start(columns) + i;
        float p = target == ignored ? 0.0f : expf(logits[at] - total);
        put(gx, at, g * (p - (i == target ? 1.0f : 0.0f)), add);
    }
}

#define NOTHING __int_as_float(0x7FC00000)   // a NaN, which with NOWHERE comes after all values
#define NOWHERE 0x7FFFFFFF

// Whether x at position i comes before y at j when values fall: NaN last, equal ones in order.
__device__ inline bool before(float x, int i, float y, int j) {
    bool equal = x == y || (x != x && y != y);
    return equal ? i < j : x > y || y != y;
}

// The first value of a row in falling order, and its position, of those that come after another.
// The same in each thread.
__device__ inline void first_after(const float* x, int columns, float after, int after_position,
                                   float* value, int* position) {
    __shared__ float values[32];
    __shared__ int positions[32];
    float best = NOTHING;
    int where = NOWHERE;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        if (before(after, after_position, x[i], i) && before(x[i], i, best, where)) {
            best = x[i];
            where = i;
        }
    }
    for (int round = 0; round < 2; round++) {                    // within warps, then among them
        for (int distance = 16; distance > 0; distance /= 2) {
            float other = __shfl_xor_sync(0xFFFFFFFFu, best, distance);
            int there = __shfl_xor_sync(0xFFFFFFFFu, where, distance);
            if (before(other, there, best, where)) {
                best = other;
                where = there;
            }
        }
        if (round == 0) {
            __syncthreads();
            if (threadIdx.x % 32 == 0) {
                values[threadIdx.x / 32] = best;
                positions[threadIdx.x / 32] = where;
            }
            __syncthreads();
            bool used = threadIdx.x % 32 < blockDim.x / 32;
            best = used ? values[threadIdx.x % 32] : NOTHING;
            where = used ? positions[threadIdx.x % 32] : NOWHERE;
        }
    }
    *value = best;
    *position = where;
}

// y = max of each row, and the first position where it was; a NaN is it only where it comes first
extern "C" __global__ void max_row(const float* x, int columns, float* y, int* positions) {
    x += row_start(columns);
    float value;
    int position;
    first_after(x, columns, -MINUS_INFINITY, -1, &value, &position);
    if (threadIdx.x == 0) {
        bool is_nan = x[0] != x[0];
        y[blockIdx.x] = is_nan ? x[0] : value;
        positions[blockIdx.x] = is_nan ? 0 : position;
    }
}

// The k largest of each row, (rows, k)
extern "C" __global__ void top_k(const float* x, int columns, int k, float* y, int* positions) {
    x += row_start(columns);
    float value = -MINUS_INFINITY;
    int position = -1;
    for (int i = 0; i < k; i++) {
        first_after(x, columns, value, position, &value, &position);
        if (threadIdx.x == 0) {
            y[blockIdx.x * (long long) k + i] = value;
            positions[blockIdx.x * (long long) k + i] = position;
        }
    }
}
