// A driver for tests, without a GPU: its device memory is the host's, its queue is worked off when
// somebody waits, and it counts what it gave, remembers what it was told, and fails on demand.
// Written from cuda.h's declarations; the numbers are CUresult's and CUdevice_attribute's.
#include "fake.h"
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

#define CHECKED(name) { int status = fake_called(name); if (status) return status; }
#define IN_CONTEXT(name) CHECKED(name) if (!current) return 201; if (fault) return fault;

enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_IMAGE = 200, NO_BINARY = 209,
       NOT_FOUND = 500 };

static int version, devices, capability, pools, idle, fault, faulty;
static int live, retained, host_buffers, blocks;
static size_t total, used, reserved;
static char failing[64], log_text[1 << 16];
static int failing_status;
static _Thread_local void* current;

// ---- the queue ----

typedef struct { work_t work; void* data; } item;
static item queue[4096];
static long queued, done;

static int drain(long until);

void fake_enqueue(work_t work, const void* data, size_t bytes) {
    if (queued - done == 4096) drain(done + 1);
    item* next = &queue[queued++ % 4096];
    next->work = work;
    next->data = malloc(bytes);
    memcpy(next->data, data, bytes);
}

static int drain(long until) {
    for (; done < until; done++) {
        item* next = &queue[done % 4096];
        next->work(next->data);
        free(next->data);
    }
    return fault;
}

// ---- what tests say and ask ----

int fake_called(const char* function) {
    if (strlen(log_text) + strlen(function) + 2 < sizeof log_text) {
        strcat(strcat(log_text, function), " ");
    }
    return strcmp(function, failing) == 0 ? failing_status : 0;
}

void fake_count(int change) { live += change; }

int fake_reset(void) {
    version = 13000; devices = 1; capability = 90; pools = 1; total = 1 << 30;
    idle = fault = faulty = live = retained = host_buffers = blocks = 0;
    used = reserved = 0;
    failing[0] = log_text[0] = 0;
    done = queued = 0;
    return 0;
}

int fake_set(const char* what, long value) {
    if (!strcmp(what, "version")) version = (int) value;
    if (!strcmp(what, "devices")) devices = (int) value;
    if (!strcmp(what, "capability")) capability = (int) value;
    if (!strcmp(what, "pools")) pools = (int) value;
    if (!strcmp(what, "bytes")) total = (size_t) value;
    if (!strcmp(what, "idle")) idle = (int) value;          // launches are taken and not done
    if (!strcmp(what, "fault")) faulty = (int) value;       // the next kernel ends in this error
    return 0;
}

int fake_fail(const char* function, int status) {
    snprintf(failing, sizeof failing, "%s", function);
    failing_status = status;
    return 0;
}

// All that was created and not destroyed, the context among it.
int fake_live(void) { return live + retained + host_buffers + blocks; }
int fake_blocks(void) { return blocks; }
const char* fake_log(void) { return log_text; }
int fake_clear_log(void) { log_text[0] = 0; return 0; }

// ---- the driver ----

int cuInit(int flags) { CHECKED("cuInit"); return devices ? 0 : NO_DEVICE; }

int cuDriverGetVersion(int* out) { CHECKED("cuDriverGetVersion"); *out = version; return 0; }

int cuDeviceGetCount(int* out) { CHECKED("cuDeviceGetCount"); *out = devices; return 0; }

int cuDeviceGet(int* out, int ordinal) {
    CHECKED("cuDeviceGet");
    if (ordinal < 0 || ordinal >= devices) return 101;
    *out = 40 + ordinal;
    return 0;
}

int cuDeviceGetName(char* name, int length, int device) {
    CHECKED("cuDeviceGetName");
    snprintf(name, (size_t) length, "Fake GPU %d", device - 40);
    return 0;
}

int cuDeviceGetAttribute(int* out, int attribute, int device) {
    CHECKED("cuDeviceGetAttribute");
    switch (attribute) {
        case 75: *out = capability / 10; return 0;          // …COMPUTE_CAPABILITY_MAJOR
        case 76: *out = capability % 10; return 0;          // …COMPUTE_CAPABILITY_MINOR
        case 115: *out = pools; return 0;                   // …MEMORY_POOLS_SUPPORTED
        default: return INVALID_VALUE;
    }
}

int cuDeviceTotalMem_v2(size_t* out, int device) {
    CHECKED("cuDeviceTotalMem_v2");
    *out = total;
    return 0;
}

int cuDevicePrimaryCtxRetain(void** out, int device) {
    CHECKED("cuDevicePrimaryCtxRetain");
    retained++;
    *out = &retained;
    return 0;
}

int cuDevicePrimaryCtxRelease_v2(int device) {
    CHECKED("cuDevicePrimaryCtxRelease_v2");
    retained--;
    return 0;
}

int cuCtxSetCurrent(void* context) { CHECKED("cuCtxSetCurrent"); current = context; return 0; }

static int give(size_t* out, size_t bytes, int from_pool) {
    if (bytes == 0) return INVALID_VALUE;
    if (used + bytes > total) return OUT_OF_MEMORY;
    size_t* block = aligned_alloc(256, 256 + (bytes + 255) / 256 * 256);
    block[0] = bytes;
    memset((char*) block + 256, 0xAB, bytes);
    used += bytes;
    reserved = from_pool && used > reserved ? used : reserved;
    blocks++;
    *out = (size_t) block + 256;
    return 0;
}

static void take(void* data) {
    size_t* block = (size_t*) (*(size_t*) data - 256);
    used -= block[0];
    memset((char*) block + 256, 0xCD, block[0]);
    blocks--;
    free(block);
}

int cuMemAlloc_v2(size_t* out, size_t bytes) {
    IN_CONTEXT("cuMemAlloc_v2");
    return give(out, bytes, 0);
}

// A block whose return waits in the queue is in use until somebody waits.
int cuMemAllocAsync(size_t* out, size_t bytes, void* stream) {
    IN_CONTEXT("cuMemAllocAsync");
    return pools ? give(out, bytes, 1) : 801;
}

int cuMemFree_v2(size_t address) {
    IN_CONTEXT("cuMemFree_v2");
    if (done != queued) return INVALID_VALUE;               // a kernel may still use it
    take(&address);
    return 0;
}

int cuMemFreeAsync(size_t address, void* stream) {
    IN_CONTEXT("cuMemFreeAsync");
    fake_enqueue(take, &address, sizeof address);
    return 0;
}

int cuMemGetInfo_v2(size_t* free_bytes, size_t* total_bytes) {
    IN_CONTEXT("cuMemGetInfo_v2");
    *free_bytes = total - (pools ? reserved : used);
    *total_bytes = total;
    return 0;
}

int cuDeviceGetDefaultMemPool(void** out, int device) {
    CHECKED("cuDeviceGetDefaultMemPool");
    *out = &pools;
    return 0;
}

int cuMemPoolSetAttribute(void* pool, int attribute, void* value) {
    CHECKED("cuMemPoolSetAttribute");
    return pool == &pools && attribute == 4 ? 0 : INVALID_VALUE;   // …RELEASE_THRESHOLD
}

int cuMemPoolGetAttribute(void* pool, int attribute, void* value) {
    CHECKED("cuMemPoolGetAttribute");
    if (attribute != 5 && attribute != 7) return INVALID_VALUE;
    *(size_t*) value = attribute == 5 ? reserved : used;    // RESERVED_… or USED_MEM_CURRENT
    return 0;
}

int cuMemPoolTrimTo(void* pool, size_t bytes) {
    IN_CONTEXT("cuMemPoolTrimTo");
    reserved = used;
    return 0;
}

int cuMemHostAlloc(void** out, size_t bytes, unsigned flags) {
    IN_CONTEXT("cuMemHostAlloc");
    host_buffers++;
    *out = malloc(bytes);
    return 0;
}

int cuMemFreeHost(void* pointer) {
    IN_CONTEXT("cuMemFreeHost");
    host_buffers--;
    free(pointer);
    return 0;
}

typedef struct { void* target; const void* source; size_t bytes; } copy_data;

static void copy_work(void* data) {
    copy_data* copy = data;
    memmove(copy->target, copy->source, copy->bytes);
}

static int copy_later(void* target, const void* source, size_t bytes) {
    copy_data copy = { target, source, bytes };
    fake_enqueue(copy_work, &copy, sizeof copy);
    return 0;
}

int cuMemcpyHtoDAsync_v2(size_t target, const void* source, size_t bytes, void* stream) {
    IN_CONTEXT("cuMemcpyHtoDAsync_v2");
    return copy_later((void*) target, source, bytes);
}

int cuMemcpyDtoHAsync_v2(void* target, size_t source, size_t bytes, void* stream) {
    IN_CONTEXT("cuMemcpyDtoHAsync_v2");
    return copy_later(target, (void*) source, bytes);
}

int cuMemcpyDtoDAsync_v2(size_t target, size_t source, size_t bytes, void* stream) {
    IN_CONTEXT("cuMemcpyDtoDAsync_v2");
    return copy_later((void*) target, (void*) source, bytes);
}

typedef struct { unsigned* target; unsigned word; size_t words; } fill_data;

static void fill_work(void* data) {
    fill_data* fill = data;
    for (size_t i = 0; i < fill->words; i++) fill->target[i] = fill->word;
}

int cuMemsetD32Async(size_t target, unsigned word, size_t words, void* stream) {
    IN_CONTEXT("cuMemsetD32Async");
    if (words == 0) return INVALID_VALUE;                   // cuda.h does not say that it may be
    fill_data fill = { (unsigned*) target, word, words };
    fake_enqueue(fill_work, &fill, sizeof fill);
    return 0;
}

int cuStreamCreate(void** out, unsigned flags) {
    IN_CONTEXT("cuStreamCreate");
    live++;
    *out = &queue;
    return flags == 1 ? 0 : INVALID_VALUE;                  // CU_STREAM_NON_BLOCKING
}

int cuStreamSynchronize(void* stream) {
    IN_CONTEXT("cuStreamSynchronize");
    return stream == &queue ? drain(queued) : 400;
}

int cuStreamDestroy_v2(void* stream) { IN_CONTEXT("cuStreamDestroy_v2"); live--; return 0; }

int cuEventCreate(void** out, unsigned flags) {
    IN_CONTEXT("cuEventCreate");
    live++;
    *out = calloc(1, sizeof(long));
    return flags == 2 ? 0 : INVALID_VALUE;                  // CU_EVENT_DISABLE_TIMING
}

int cuEventRecord(long* event, void* stream) {
    IN_CONTEXT("cuEventRecord");
    *event = queued;
    return 0;
}

int cuEventSynchronize(long* event) { IN_CONTEXT("cuEventSynchronize"); return drain(*event); }

int cuEventDestroy_v2(long* event) {
    IN_CONTEXT("cuEventDestroy_v2");
    live--;
    free(event);
    return 0;
}

// An image is what the fake NVRTC makes: "FAKE sm_90", then the source.
int cuModuleLoadData(void** out, const char* data) {
    IN_CONTEXT("cuModuleLoadData");
    int architecture;
    if (sscanf(data, "FAKE sm_%d", &architecture) != 1) return INVALID_IMAGE;
    if (architecture / 10 != capability / 10 || architecture > capability) return NO_BINARY;
    live++;
    *out = strdup(data);
    return 0;
}

int cuModuleUnload(char* module) {
    IN_CONTEXT("cuModuleUnload");
    live--;
    free(module);
    return 0;
}

// A function is its name.
int cuModuleGetFunction(char** out, const char* module, const char* name) {
    IN_CONTEXT("cuModuleGetFunction");
    char declared[128];
    snprintf(declared, sizeof declared, "void %s(", name);
    if (!strstr(module, declared)) return NOT_FOUND;
    *out = strdup(name);
    return 0;
}

// ---- launches ----

typedef struct { char name[64]; unsigned grid[6]; long long arguments[8]; int parameters; } launch;
static launch last;
static int parameters;

// How many parameters the next kernel has, as a launch does not say.
int fake_parameters(int count) { parameters = count; return 0; }

// The last launch, as text: name, grid, block, and the eight bytes of each argument.
const char* fake_last_launch(void) {
    static char text[512];
    int at = sprintf(text, "%s <<<%u %u %u, %u %u %u>>>", last.name, last.grid[0], last.grid[1],
                     last.grid[2], last.grid[3], last.grid[4], last.grid[5]);
    for (int i = 0; i < last.parameters; i++) {
        at += sprintf(text + at, " %llx", last.arguments[i]);
    }
    return text;
}

static void sentinel(launch* l) {
    for (int i = 0; i < (int) l->arguments[1]; i++) {
        ((unsigned*) l->arguments[0])[i] = (unsigned) i * 0x01000193u ^ (unsigned) l->arguments[2];
    }
}

static void launch_work(void* data) {
    fault = faulty;
    if (!fault && !idle && !strcmp(((launch*) data)->name, "sentinel")) sentinel(data);
}

int cuLaunchKernel(const char* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx,
                   unsigned by, unsigned bz, unsigned shared, void* stream, void** arguments,
                   void** extra) {
    IN_CONTEXT("cuLaunchKernel");
    if (stream != &queue || shared || extra || bx > 1024) return INVALID_VALUE;
    launch l = { "", { gx, gy, gz, bx, by, bz } };
    snprintf(l.name, sizeof l.name, "%s", function);
    l.parameters = !strcmp(function, "sentinel") ? 3 : parameters;
    for (int i = 0; i < l.parameters; i++) l.arguments[i] = *(long long*) arguments[i];
    last = l;
    fake_enqueue(launch_work, &l, sizeof l);
    return 0;
}

// ---- errors ----

int cuGetErrorName(int error, const char** out) {
    switch (error) {
        case 2: *out = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
        case 209: *out = "CUDA_ERROR_NO_BINARY_FOR_GPU"; return 0;
        case 700: *out = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
        case 999: *out = "CUDA_ERROR_UNKNOWN"; return 0;
        default: return INVALID_VALUE;
    }
}

int cuGetErrorString(int error, const char** out) {
    *out = error == 700 ? "an illegal memory access was encountered" : "a fake error";
    return error == 2 || error == 209 || error == 700 || error == 999 ? 0 : INVALID_VALUE;
}
