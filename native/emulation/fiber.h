// Threads of a block as fibers: each has a stack of its own, and one at a time runs.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace emulation {

// A function on a stack of its own that can be left in the middle and entered again. It starts anew
// with every begin(), which keeps the stack.
class Fiber {
 public:
  Fiber();
  ~Fiber();
  Fiber(Fiber&&) noexcept;

  // Makes the next resume() call `body`, which must not throw and must outlive the fiber's run.
  void begin(const std::function<void()>& body);

  // Runs until the body ends or calls pause(). True while the body has not ended.
  bool resume();

  // Called from within: goes back to whoever resumed this fiber.
  void pause();

 private:
  struct State;
  std::unique_ptr<State> state;
};

}  // namespace emulation
