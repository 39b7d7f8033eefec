// Layer norm (centered) and RMS norm. Statistics of a row are (mean, factor) or (factor) alone:
// x̂ = (x − mean) · factor.
#include "common.cuh"

// y = x̂ · weight + bias with factor = 1 / √(variance + ε): one block for each row
extern "C" __global__ void layer_norm(const float* x, const float* weight, const float* bias,
                                      float* y, float* statistics, float epsilon, int columns) {
    x += blockIdx.x * (long long) columns;
    y += blockIdx.x * (long long) columns;
    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        sum += x[i];
    }
    float mean = block_sum(sum) / columns;
    float squares = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        squares += (x[i] - mean) * (x[i] - mean);
    }
    float factor = 1.0f / sqrtf(block_sum(squares) / columns + epsilon);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
    }
    if (threadIdx.x == 0) {
        statistics[2 * blockIdx.x] = mean;
        statistics[2 * blockIdx.x + 1] = factor;
    }
}

// y = x̂ · (weight + shift) with factor = 1 / √(mean(x²) + ε)
extern "C" __global__ void rms_norm(const float* x, const float* weight, float shift, float* y,
                                    float* statistics, float epsilon, int columns) {
    x += blockIdx.x * (long long) columns;
    y += blockIdx.x * (long long) columns;
    float squares = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        squares += x[i] * x[i];
    }
    float factor = 1.0f / sqrtf(block_sum(squares) / columns + epsilon);
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        y[i] = x[i] * factor * (weight[i] + shift);
    }
    if (threadIdx.x == 0) {
        statistics[blockIdx.x] = factor;
    }
}

// gx = factor · (h − mean(h) − x̂ · mean(h ⊙ x̂)) with h = gy ⊙ (weight + shift); RMS norm takes no
// mean away
extern "C" __global__ void norm_backward(const float* x, const float* weight, float shift,
                                         const float* statistics, int centered, const float* gy,
                                         float* gx, int add, int columns) {
    x += blockIdx.x * (long long) columns;
    gy += blockIdx.x * (long long) columns;
    gx += blockIdx.x * (long long) columns;
    float mean = centered ? statistics[2 * blockIdx.x] : 0.0f;
    float factor = centered ? statistics[2 * blockIdx.x + 1] : statistics[blockIdx.x];
    float sum = 0.0f;
    float sum_x_hat = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        float h = gy[i] * (weight[i] + shift);
        sum += h;
        sum_x_hat += h * (x[i] - mean) * factor;
    }
    float mean_h = centered ? block_sum(sum) / columns : 0.0f;
    float mean_x_hat = block_sum(sum_x_hat) / columns;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        float h = gy[i] * (weight[i] + shift);
        float x_hat = (x[i] - mean) * factor;
        put(gx, i, factor * (h - mean_h - x_hat * mean_x_hat), add);
    }
}

// partial[c, i] = Σ gy ⊙ x̂ over the c-th `length` rows: one thread for each (c, i)
extern "C" __global__ void norm_weight_backward(const float* x, const float* statistics,
                                                int centered, const float* gy, int rows,
                                                int columns, int length, float* partial,
                                                long long count) {
    long long at = thread_index();
    if (at >= count) {
        return;
    }
    int i = (int) (at % columns);
    int from = (int) (at / columns) * length;
    int to = min(from + length, rows);
    float sum = 0.0f;
    for (int row = from; row < to; row++) {
        float mean = centered ? statistics[2 * row] : 0.0f;
        float factor = centered ? statistics[2 * row + 1] : statistics[row];
        long long j = row * (long long) columns + i;
        sum += gy[j] * (x[j] - mean) * factor;
    }
    partial[at] = sum;
}
