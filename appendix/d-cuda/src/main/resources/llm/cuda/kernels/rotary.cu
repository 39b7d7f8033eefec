// Rotary positions: a pair of values is turned by the angle of its token.
#include "common.cuh"

// y = rotated x; one thread for each pair. x is (rows, headDim), cosines and sines (tokens, half).
extern "C" __global__ void rotate(const float* x, const float* cosines, const float* sines, float* y,
                                  long long pairs, int tokens, int repeat, int half,
                                  int interleaved, float sign, int add) {
    long long n = thread_index();
    if (n >= pairs) {
        return;
    }
    long long row = n / half;
    int i = n % half, position = row / repeat % tokens;
    float cosine = cosines[(long long) position * half + i];
    float sine = sign * sines[(long long) position * half + i];
    long long at = row * 2 * half + (interleaved ? 2 * i : i);
    long long partner = at + (interleaved ? 1 : half);
    float a = x[at], b = x[partner];
    put(y, at, a * cosine - b * sine, add);
    put(y, partner, b * cosine + a * sine, add);
}
