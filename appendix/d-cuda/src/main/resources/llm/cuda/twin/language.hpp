// What CUDA C++ has beyond C++, as far as the kernels use it: words, and functions of a thread.
#pragma once

#include <math.h>
#include <utility>
#include "threads.hpp"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __launch_bounds__(...)
#define __shared__ static __attribute__((section("twin_shared"), aligned(16)))

#define threadIdx (const_cast<const twin::Index&>(twin::thread_index))
#define blockIdx (const_cast<const twin::Index&>(twin::block_index))
#define blockDim (const_cast<const twin::Index&>(twin::block_size))
#define gridDim (const_cast<const twin::Index&>(twin::grid_size))

const int warpSize = twin::WARP;

// Barriers. The compiler says which line of which file calls.

inline void __syncthreads(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    twin::block_barrier({file, line});
}

inline void __syncwarp(unsigned mask = ~0u, const char* file = __builtin_FILE(),
                       int line = __builtin_LINE()) {
    twin::exchange(mask, 0, twin::thread_index.x % twin::WARP, {file, line});
}

// Shuffles: each lane gives a value and takes that of another lane.

template <typename T>
T twin_shuffle(unsigned mask, T given, int source, const char* file, int line) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle must exchange 4 or 8 bytes");
    unsigned long long bits = 0;
    memcpy(&bits, &given, sizeof(T));
    bits = twin::exchange(mask, bits, source, {file, line});
    memcpy(&given, &bits, sizeof(T));
    return given;
}

// Lane `to`, or this one where that lies outside of its group of `width` neighbouring lanes.
inline int twin_lane(int to, int width) {
    int me = twin::thread_index.x % twin::WARP;
    return to >= 0 && to / width == me / width && to < twin::WARP ? to : me;
}

template <typename T>
T __shfl_sync(unsigned mask, T value, int lane, int width = twin::WARP,
              const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    int me = twin::thread_index.x % twin::WARP;
    return twin_shuffle(mask, value, me / width * width + (lane & (width - 1)), file, line);
}

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = twin::WARP,
                  const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    int to = twin::thread_index.x % twin::WARP ^ lanes;
    return twin_shuffle(mask, value, twin_lane(to, width), file, line);
}

template <typename T>
T __shfl_down_sync(unsigned mask, T value, int lanes, int width = twin::WARP,
                   const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    int to = twin::thread_index.x % twin::WARP + lanes;
    return twin_shuffle(mask, value, twin_lane(to, width), file, line);
}

template <typename T>
T __shfl_up_sync(unsigned mask, T value, int lanes, int width = twin::WARP,
                 const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    int to = (int) (twin::thread_index.x % twin::WARP) - lanes;
    return twin_shuffle(mask, value, twin_lane(to, width), file, line);
}

// Atomic operations: no other thread runs meanwhile. They return what stood there.

template <typename T>
T atomicAdd(T* at, T value) {
    T before = *at;
    *at = before + value;
    return before;
}

template <typename T>
T atomicMax(T* at, T value) {
    T before = *at;
    *at = before > value ? before : value;
    return before;
}

template <typename T>
T atomicMin(T* at, T value) {
    T before = *at;
    *at = before < value ? before : value;
    return before;
}

// Bits.

template <typename To, typename From>
To twin_bits(From x) {
    static_assert(sizeof(To) == sizeof(From), "bits must fit");
    To y;
    memcpy(&y, &x, sizeof(To));
    return y;
}

inline unsigned __float_as_uint(float x) { return twin_bits<unsigned>(x); }
inline int __float_as_int(float x) { return twin_bits<int>(x); }
inline float __uint_as_float(unsigned x) { return twin_bits<float>(x); }
inline float __int_as_float(int x) { return twin_bits<float>(x); }
inline long long __double_as_longlong(double x) { return twin_bits<long long>(x); }
inline double __longlong_as_double(long long x) { return twin_bits<double>(x); }
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }

// Numbers.

template <typename T>
T __ldg(const T* at) { return *at; }

inline unsigned __umulhi(unsigned x, unsigned y) { return (unsigned long long) x * y >> 32; }

inline unsigned long long __umul64hi(unsigned long long x, unsigned long long y) {
    return (unsigned __int128) x * y >> 64;
}

inline float rsqrtf(float x) { return 1 / sqrtf(x); }
inline double rsqrt(double x) { return 1 / sqrt(x); }
inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __fdividef(float x, float y) { return x / y; }

inline int min(int x, int y) { return x < y ? x : y; }
inline unsigned min(unsigned x, unsigned y) { return x < y ? x : y; }
inline long long min(long long x, long long y) { return x < y ? x : y; }
inline float min(float x, float y) { return fminf(x, y); }
inline double min(double x, double y) { return fmin(x, y); }
inline int max(int x, int y) { return x > y ? x : y; }
inline unsigned max(unsigned x, unsigned y) { return x > y ? x : y; }
inline long long max(long long x, long long y) { return x > y ? x : y; }
inline float max(float x, float y) { return fmaxf(x, y); }
inline double max(double x, double y) { return fmax(x, y); }

// Short vectors, which a thread reads and writes at once; their addresses must be multiples of
// their size, which the twin does not check.

struct alignas(8) float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(8) uint2 { unsigned x, y; };
struct alignas(16) uint4 { unsigned x, y, z, w; };

inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }

// Calls a kernel with arguments that stand where an array of pointers says, as a driver does.
namespace twin {

template <typename... Parameter, size_t... I>
void call(void (*kernel)(Parameter...), void** arguments, std::index_sequence<I...>) {
    kernel(*(Parameter*) arguments[I]...);
}

template <typename... Parameter>
void call(void (*kernel)(Parameter...), void** arguments) {
    call(kernel, arguments, std::index_sequence_for<Parameter...>());
}

}  // namespace twin

#define TWIN_ENTRY(kernel) \
    static void call_##kernel(void** arguments) { twin::call(kernel, arguments); } \
    extern "C" __attribute__((visibility("default"))) int twin_##kernel(void** arguments, \
                                                                        twin::Launch* launch) { \
        return twin::run(call_##kernel, arguments, launch); \
    }
