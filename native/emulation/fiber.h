// The threads of a block as fibers: each has its own stack, and one runs at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace emulation {

// A function on its own stack that can be paused and resumed. Every begin() starts it again on the
// same stack.
class Fiber {
 public:
  Fiber();
  ~Fiber();
  Fiber(Fiber&&) noexcept;

  // Makes the next resume() call `body`, which must not throw and must outlive the fiber's run.
  void begin(const std::function<void()>& body);

  // Runs until the body ends or calls pause(). True while the body has not ended.
  bool resume();

  // Called from the body: returns to the caller of resume().
  void pause();

 private:
  struct State;
  std::unique_ptr<State> state;
};

}  // namespace emulation
