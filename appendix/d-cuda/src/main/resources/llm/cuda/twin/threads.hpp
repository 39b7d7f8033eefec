// Runs the threads of a kernel on one thread of the processor, block after block. Each thread of a
// block runs until it returns or must wait at a barrier; then the next one does. A thread that
// never waits never leaves the stack that it found: a kernel without barriers is a plain loop.
//
// A thread that waits keeps its stack, and the next one goes on upon another: the stacks are
// fibers, begun once by `setcontext` and changed from then on by `_setjmp` and `_longjmp`, which
// leave the signal mask alone and so need no system call.
#pragma once

#include <string.h>
#include <sys/mman.h>
#include "launch.hpp"

namespace twin {

const int MOST_THREADS = 1024;
const int WARP = 32;
const long STACK = 128 << 10;
const long GUARD = 4096;

// A line of a kernel's source.
struct Place {
    const char* file;
    int line;
};

struct Fiber {
    jmp_buf at;                              // where it goes on
    char* stack;
    bool begun;
};

enum State { RUNS, WAITS_FOR_BLOCK, WAITS_FOR_WARP, RETURNED };

struct Thread {
    Fiber* fiber;
    State state;
    Place place;                             // of the barrier
    unsigned mask;                           // lanes that meet at a barrier of the warp
    int source;                              // lane from which a shuffle takes
    unsigned long long given, taken;         // bits that a shuffle exchanges
};

static void (*kernel_entry)(void**);
static void** kernel_arguments;

static Thread threads[MOST_THREADS];
static unsigned alive[MOST_THREADS / WARP], waiting[MOST_THREADS / WARP];    // lanes of each warp
static int begun, returned, at_block_barrier;
static int ready[MOST_THREADS], first_ready, ready_count;                    // a ring

static Fiber fibers[MOST_THREADS + 1];
static Fiber* idle[MOST_THREADS + 1];
static int idle_count, fiber_count;
static Fiber* current;

static void make_ready(int thread) {
    threads[thread].state = RUNS;
    ready[(first_ready + ready_count++) % MOST_THREADS] = thread;
}

static void fiber_loop();

[[noreturn]] static void resume(Fiber* fiber) {
    current = fiber;
    if (fiber->begun) {
        _longjmp(fiber->at, 1);
    }
    static ucontext_t context;
    fiber->begun = true;
    getcontext(&context);
    context.uc_stack.ss_sp = fiber->stack + GUARD;
    context.uc_stack.ss_size = STACK - GUARD;
    context.uc_link = nullptr;
    makecontext(&context, fiber_loop, 0);
    setcontext(&context);
    __builtin_unreachable();
}

static Fiber* free_fiber() {
    if (idle_count == 0) {
        Fiber* fiber = &fibers[fiber_count];
        if (!fiber->stack) {
            void* stack = mmap(nullptr, STACK, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (stack == MAP_FAILED) {
                fail("the twin must find memory for the stacks of %d threads", fiber_count + 1);
            }
            mprotect(stack, GUARD, PROT_NONE);
            fiber->stack = (char*) stack;
        }
        fiber_count++;
        return fiber;
    }
    return idle[--idle_count];
}

[[noreturn]] static void fail_stuck() {
    int thread = 0;
    while (threads[thread].state != WAITS_FOR_WARP && threads[thread].state != WAITS_FOR_BLOCK) {
        thread++;
    }
    for (int other = thread; other < (int) block_size.x; other++) {
        if (threads[other].state == WAITS_FOR_WARP) {
            thread = other;                  // names the smaller group, which says more
            break;
        }
    }
    Thread& stuck = threads[thread];
    bool of_warp = stuck.state == WAITS_FOR_WARP;
    unsigned lanes = alive[thread / WARP] & stuck.mask;
    int expected = of_warp ? __builtin_popcount(lanes) : (int) block_size.x - returned;
    int got = of_warp ? __builtin_popcount(lanes & waiting[thread / WARP]) : at_block_barrier;
    fail("a barrier must be reached by all %d threads of %s that have not returned, got %d; "
         "thread %d of block (%u, %u) waits at %s:%d", expected, of_warp ? "the warp" : "the block",
         got, thread, block_index.x, block_index.y, stuck.place.file, stuck.place.line);
}

// Gives the processor to the next thread: to one that a barrier has let go, or to a new one.
// Returns if that is a new one; it then runs on the caller's fiber, which no thread needs any more.
static void choose_next(bool caller_waits) {
    if (ready_count > 0) {
        int thread = ready[first_ready];
        first_ready = (first_ready + 1) % MOST_THREADS;
        ready_count--;
        if (!caller_waits) {
            idle[idle_count++] = current;
        }
        thread_index.x = thread;
        resume(threads[thread].fiber);
    }
    if (begun == (int) block_size.x) {
        if (returned < begun) {
            fail_stuck();
        }
        idle[idle_count++] = current;
        _longjmp(home, BLOCK_DONE);
    }
    if (caller_waits) {
        resume(free_fiber());
    }
}

// Stops the thread that runs until a barrier lets it go.
__attribute__((noinline)) static void wait_at_barrier() {
    Fiber* mine = current;
    threads[thread_index.x].fiber = mine;
    if (_setjmp(mine->at) == 0) {
        choose_next(true);
    }
}

static bool same(Place a, Place b) {
    return a.line == b.line && strcmp(a.file, b.file) == 0;
}

// Lets all threads go that wait for their block, if none is missing.
static bool release_block(int last) {
    if (at_block_barrier == 0 || at_block_barrier < (int) block_size.x - returned) {
        return false;
    }
    at_block_barrier = 0;
    int first = -1;
    for (int i = 0; i < (int) block_size.x; i++) {
        if (threads[i].state == WAITS_FOR_BLOCK) {
            first = first < 0 ? i : first;
            if (!same(threads[i].place, threads[first].place)) {
                fail("all threads of a block must meet at the same barrier, got thread %d of block "
                     "(%u, %u) at %s:%d and thread %d at %s:%d", first, block_index.x,
                     block_index.y, threads[first].place.file, threads[first].place.line, i,
                     threads[i].place.file, threads[i].place.line);
            }
            if (i == last) {
                threads[i].state = RUNS;
            } else {
                make_ready(i);
            }
        }
    }
    return true;
}

// Lets the lanes go that wait with lane `lane` of a warp, if none of their mask is missing, each
// with the bits that it takes.
static bool release_lanes(int warp, int lane, int last) {
    Thread* lanes = threads + warp * WARP;
    unsigned mask = lanes[lane].mask;
    unsigned group = mask & alive[warp];
    if ((waiting[warp] & group) != group) {
        return false;
    }
    for (int i = 0; i < WARP; i++) {
        if (group >> i & 1 && lanes[i].mask != mask) {
            return false;
        }
    }
    waiting[warp] &= ~group;
    for (int i = 0; i < WARP; i++) {
        if (group >> i & 1) {
            int source = lanes[i].source;
            if (!(group >> source & 1)) {
                fail("a shuffle must take from a thread that takes part, got thread %d of block "
                     "(%u, %u) taking from lane %d at %s:%d", warp * WARP + i, block_index.x,
                     block_index.y, source, lanes[i].place.file, lanes[i].place.line);
            }
            lanes[i].taken = lanes[source].given;
            if (warp * WARP + i == last) {
                lanes[i].state = RUNS;
            } else {
                make_ready(warp * WARP + i);
            }
        }
    }
    return true;
}

static void block_barrier(Place place) {
    int me = thread_index.x;
    threads[me].state = WAITS_FOR_BLOCK;
    threads[me].place = place;
    record(BLOCK_BARRIER);
    at_block_barrier++;
    if (!release_block(me)) {
        wait_at_barrier();
    }
}

// Meets the lanes of `mask`, and returns what lane `source` has given.
static unsigned long long exchange(unsigned mask, unsigned long long given, int source,
                                   Place place) {
    int me = thread_index.x, warp = me / WARP;
    Thread& thread = threads[me];
    thread.state = WAITS_FOR_WARP;
    thread.place = place;
    thread.mask = mask;
    thread.source = source;
    thread.given = given;
    record(WARP_BARRIER);
    if (!(mask >> me % WARP & 1)) {
        fail("the mask of a warp's barrier must name the thread itself, got %08x for thread %d of "
             "block (%u, %u) at %s:%d", mask, me, block_index.x, block_index.y, place.file,
             place.line);
    }
    waiting[warp] |= 1u << me % WARP;
    if (!release_lanes(warp, me % WARP, me)) {
        wait_at_barrier();
    }
    return thread.taken;
}

// A thread that returns is no longer waited for.
static void end_thread() {
    int me = thread_index.x, warp = me / WARP;
    record(END);
    threads[me].state = RETURNED;
    returned++;
    alive[warp] &= ~(1u << me % WARP);
    release_block(-1);
    for (int lane = 0; lane < WARP && waiting[warp]; lane++) {
        if (waiting[warp] >> lane & 1) {
            release_lanes(warp, lane, -1);
        }
    }
}

static void fiber_loop() {
    for (;;) {
        thread_index.x = begun++;
        threads[thread_index.x].state = RUNS;
        record(BEGIN);
        kernel_entry(kernel_arguments);
        end_thread();
        Fiber* mine = current;
        if (_setjmp(mine->at) == 0) {
            choose_next(false);
        }
    }
}

// Where the linker puts all shared memory of a library; null if it has none.
extern "C" __attribute__((weak, visibility("hidden"))) char __start_twin_shared[],
        __stop_twin_shared[];

static void begin_block(unsigned x, unsigned y) {
    block_index = {x, y, 0};
    begun = returned = at_block_barrier = 0;
    first_ready = ready_count = 0;
    for (int warp = 0; warp * WARP < (int) block_size.x; warp++) {
        int lanes = (int) block_size.x - warp * WARP;
        alive[warp] = lanes >= WARP ? ~0u : (1u << lanes) - 1;
        waiting[warp] = 0;
    }
    if (launch->poison && __start_twin_shared) {
        memset(__start_twin_shared, 0xFF, __stop_twin_shared - __start_twin_shared);
    }
}

// Runs all blocks of a launch, and returns 0, or 1 if `message` says what failed. One at a time.
static int run(void (*entry)(void**), void** arguments, Launch* work) {
    launch = work;
    kernel_entry = entry;
    kernel_arguments = arguments;
    grid_size = {(unsigned) work->x, (unsigned) work->y, 1};
    block_size = {(unsigned) work->threads, 1, 1};
    thread_index = {0, 0, 0};
    static int x, y;                         // not in registers, which `_longjmp` sets back
    x = y = 0;
    catch_signals();
    int outcome = _setjmp(home);
    if (outcome == FAILED) {
        for (int i = 0; i < fiber_count; i++) {
            fibers[i].begun = false;
        }
        idle_count = fiber_count = 0;
        return_signals();
        return 1;
    }
    if (outcome == BLOCK_DONE && ++x == work->x) {
        x = 0;
        y++;
    }
    if (y == work->y) {
        return_signals();
        return 0;
    }
    begin_block(x, y);
    resume(free_fiber());
}

}  // namespace twin
