// What the twin is told of a launch, where it stands in it, and how it ends.
#pragma once

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <ucontext.h>

namespace twin {

struct Index {
    unsigned x, y, z;
};

enum EventKind { BEGIN, BLOCK_BARRIER, WARP_BARRIER, END };

struct Event {
    int x, y, thread, kind;
};

// What Java passes to `run`, and finds in it afterwards.
struct Launch {
    int x, y, threads;                       // blocks, rows of blocks, threads of a block
    int poison;                              // whether shared memory is spoiled before each block
    Event* events;                           // null unless the launch is traced
    long most_events, event_count;
    char message[512];                       // why it failed
};

static Index thread_index, block_index, block_size, grid_size;

static Launch* launch;

enum Outcome { CONTINUES = 0, BLOCK_DONE = 1, FAILED = 2 };
static jmp_buf home;                         // where `run` waits for an outcome

[[noreturn]] static void fail(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(launch->message, sizeof launch->message, format, arguments);
    va_end(arguments);
    _longjmp(home, FAILED);
}

static void record(EventKind kind) {
    if (launch->events) {
        if (launch->event_count == launch->most_events) {
            fail("a traced launch must have at most %ld events", launch->most_events);
        }
        launch->events[launch->event_count++] = {(int) block_index.x, (int) block_index.y,
                                                 (int) thread_index.x, kind};
    }
}

// A kernel that uses an address where no memory is. Java uses the same signals for its own ends,
// and gets all that come from elsewhere.
static struct sigaction javas[2];
static const int SIGNALS[2] = {SIGSEGV, SIGBUS};
static pthread_t runner;
static volatile bool running;

static void on_signal(int signal, siginfo_t* info, void* context) {
    if (running && pthread_equal(runner, pthread_self())) {
        running = false;
        pthread_sigmask(SIG_SETMASK, &((ucontext_t*) context)->uc_sigmask, nullptr);
        fail("a kernel must use memory that is allocated, got address 0x%lx in thread %u of block "
             "(%u, %u)", (unsigned long) info->si_addr, thread_index.x, block_index.x,
             block_index.y);
    }
    struct sigaction& java = javas[signal == SIGSEGV ? 0 : 1];
    if (java.sa_flags & SA_SIGINFO) {
        java.sa_sigaction(signal, info, context);
    } else if (java.sa_handler != SIG_DFL && java.sa_handler != SIG_IGN) {
        java.sa_handler(signal);
    } else {
        sigaction(signal, &java, nullptr);   // the instruction is tried again, and ends the program
    }
}

static char signal_stack[64 << 10];          // a kernel's own may be what has overflowed
static stack_t javas_stack;

static void catch_signals() {
    stack_t own = {};
    own.ss_sp = signal_stack;
    own.ss_size = sizeof signal_stack;
    sigaltstack(&own, &javas_stack);
    for (int i = 0; i < 2; i++) {
        sigaction(SIGNALS[i], nullptr, &javas[i]);
        struct sigaction mine = javas[i];
        mine.sa_sigaction = on_signal;
        mine.sa_flags |= SA_SIGINFO | SA_ONSTACK;
        sigaction(SIGNALS[i], &mine, nullptr);
    }
    runner = pthread_self();
    running = true;
}

static void return_signals() {
    running = false;
    for (int i = 0; i < 2; i++) {
        sigaction(SIGNALS[i], &javas[i], nullptr);
    }
    sigaltstack(&javas_stack, nullptr);
}

}  // namespace twin
