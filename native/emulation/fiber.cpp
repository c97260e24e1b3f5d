#include "fiber.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#if defined(__x86_64__)
// Saves the callee-saved registers, switches stacks, and restores the registers. It is ten times as
// fast as swapcontext, which makes a system call for the signal mask each time.
extern "C" void zener_emulation_switch(void** from, void* to);
asm(R"(
.text
.globl zener_emulation_switch
.type zener_emulation_switch, @function
zener_emulation_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size zener_emulation_switch, .-zener_emulation_switch
)");
#else
#include <ucontext.h>
#endif

namespace emulation {
namespace {

constexpr size_t STACK = 128 << 10;  // for a kernel's arrays; untouched pages use no memory

void* map_stack() {
  void* stack =
      mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED) abort();
  return stack;
}

}  // namespace

struct Fiber::State {
  void* const stack = map_stack();
  const std::function<void()>* body = nullptr;
  bool running = false;
#if defined(__x86_64__)
  void* inside = nullptr;
  void* outside = nullptr;
#else
  ucontext_t inside;
  ucontext_t outside;
#endif
#if defined(__SANITIZE_ADDRESS__)
  void* fake_inside = nullptr;
  void* fake_outside = nullptr;
  const void* outer_stack = nullptr;
  size_t outer_size = 0;
#endif

  ~State() { munmap(stack, STACK); }

  void start();
  void enter();
  void leave(bool for_good);
  [[noreturn]] void run();

  // The fiber that starts to run, since a function on a new stack cannot have arguments.
  static thread_local State* starting;

  static void first() { starting->run(); }
};

thread_local Fiber::State* Fiber::State::starting = nullptr;

void Fiber::State::run() {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &outer_stack, &outer_size);
#endif
  (*body)();
  running = false;
  leave(true);
  abort();  // a body that has ended must not be resumed
}

void Fiber::State::start() {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(stack, STACK);  // may be poisoned by the last body
#endif
#if defined(__x86_64__)
  // Prepares the stack as zener_emulation_switch leaves it: six registers, then the return address. A
  // function starts with the stack 8 bytes off a multiple of 16.
  auto top = reinterpret_cast<uintptr_t>(stack) + STACK;
  auto** slot = reinterpret_cast<void**>(top - 16);
  *slot = reinterpret_cast<void*>(&first);
  for (int i = 1; i <= 6; i++) slot[-i] = nullptr;
  inside = slot - 6;
#else
  getcontext(&inside);
  inside.uc_stack.ss_sp = stack;
  inside.uc_stack.ss_size = STACK;
  inside.uc_link = nullptr;
  makecontext(&inside, first, 0);
#endif
  running = true;
}

void Fiber::State::enter() {
  starting = this;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&fake_outside, stack, STACK);
#endif
#if defined(__x86_64__)
  zener_emulation_switch(&outside, inside);
#else
  swapcontext(&outside, &inside);
#endif
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_outside, nullptr, nullptr);
#endif
}

void Fiber::State::leave(bool for_good) {
  (void)for_good;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_inside, outer_stack, outer_size);
#endif
#if defined(__x86_64__)
  zener_emulation_switch(&inside, outside);
#else
  swapcontext(&inside, &outside);
#endif
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_inside, &outer_stack, &outer_size);
#endif
}

Fiber::Fiber() : state(std::make_unique<State>()) {}
Fiber::~Fiber() = default;
Fiber::Fiber(Fiber&&) noexcept = default;

void Fiber::begin(const std::function<void()>& body) {
  state->body = &body;
  state->start();
}

bool Fiber::resume() {
  state->enter();
  return state->running;
}

void Fiber::pause() { state->leave(false); }

}  // namespace emulation
