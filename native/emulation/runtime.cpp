#include "runtime.h"

#include <sys/sysinfo.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace emulation {

using Work = std::vector<std::function<void()>>;

struct Graph {
  std::shared_ptr<const Work> work;
};

struct Stream {
  std::shared_ptr<Work> captured;  // null unless capturing
};

void put(cudaStream_t stream, std::function<void()> work) {
  if (stream != nullptr && stream->captured != nullptr) {
    stream->captured->push_back(std::move(work));
  } else {
    work();
  }
}

void launch(cudaStream_t stream, dim3 blocks, dim3 threads, size_t shared, std::function<void()> kernel) {
  put(stream, [=] { run(blocks, threads, shared, kernel); });
}

}  // namespace emulation

namespace {

constexpr int VERSION = 13000;  // the newest runtime that the launchers support
constexpr int GARBAGE = 0xff;   // new memory is not zero on a GPU either

thread_local cudaError_t last = cudaSuccess;
thread_local int capturing = 0;  // streams of this thread; then neither memory nor waiting is allowed

// Environment variables with which tests change the device: its compute capability, the only one for which
// the library has code, the CUDA version of its driver (1000 major + 10 minor; 0: there is none), and a
// file; when it exists, the device is lost.
constexpr const char* CAPABILITY = "ZENER_EMULATED_CAPABILITY";
constexpr const char* CODE = "ZENER_EMULATED_CODE";
constexpr const char* DRIVER = "ZENER_EMULATED_DRIVER";
constexpr const char* LOSS = "ZENER_EMULATED_LOSS";
constexpr const char* USUAL = "9.0";  // the compute capability

bool lost() {
  static const char* const file = getenv(LOSS);
  static bool gone = false;
  gone = gone || (file != nullptr && access(file, F_OK) == 0);
  return gone;
}

// The result of a call; after the device is lost, always that error.
cudaError_t result(cudaError_t error) {
  if (lost()) error = cudaErrorLaunchFailure;
  if (error != cudaSuccess) last = error;
  return error;
}

cudaError_t allocate(void** at, size_t bytes) {
  // Memory is limited to that of the machine, as on a GPU; malloc alone would grant more.
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  *at = bytes <= total ? aligned_alloc(256, (bytes + 255) / 256 * 256) : nullptr;
  if (*at == nullptr && bytes > 0) return result(cudaErrorMemoryAllocation);
  memset(*at, GARBAGE, bytes);
  return result(cudaSuccess);
}

}  // namespace

bool emulation::is_capturing() { return capturing > 0; }

const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess: return "no error";
    case cudaErrorInvalidValue: return "invalid argument";
    case cudaErrorMemoryAllocation: return "out of memory";
    case cudaErrorNoKernelImageForDevice: return "no kernel image is available for execution on the device";
    case cudaErrorUnsupportedPtxVersion: return "the provided PTX was compiled with an unsupported toolchain";

    case cudaErrorLaunchFailure: return "unspecified launch failure";
    case cudaErrorStreamCaptureUnsupported: return "operation not permitted when stream is capturing";
  }
  return "unknown error";
}

cudaError_t cudaGetLastError() {
  result(cudaSuccess);
  return std::exchange(last, cudaSuccess);
}

cudaError_t cudaGetDeviceCount(int* count) {
  *count = 1;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) { return result(device == 0 ? cudaSuccess : cudaErrorInvalidValue); }

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  if (device != 0) return result(cudaErrorInvalidValue);
  *properties = {};
  snprintf(properties->name, sizeof properties->name, "emulated on the host");
  const char* capability = getenv(CAPABILITY);
  if (sscanf(capability == nullptr ? USUAL : capability, "%d.%d", &properties->major, &properties->minor) != 2) {
    return result(cudaErrorInvalidValue);
  }
  properties->multiProcessorCount = 4;
  size_t free = 0;
  cudaMemGetInfo(&free, &properties->totalGlobalMem);
  properties->sharedMemPerBlockOptin = 227 << 10;
  properties->l2CacheSize = 4 << 20;
  return cudaSuccess;
}

cudaError_t cudaDriverGetVersion(int* version) {
  const char* driver = getenv(DRIVER);
  *version = driver == nullptr ? VERSION : atoi(driver);
  return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = VERSION;
  return cudaSuccess;
}

cudaError_t emulation::attributes(cudaFuncAttributes* attributes) {
  const char* code = getenv(CODE);
  const char* capability = getenv(CAPABILITY);
  bool other = code != nullptr && strcmp(code, capability == nullptr ? USUAL : capability) != 0;
  cudaDeviceProp properties;
  cudaError_t error = cudaGetDeviceProperties(&properties, 0);
  *attributes = {10 * properties.major + properties.minor};
  return other ? result(cudaErrorNoKernelImageForDevice) : error;
}

cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  struct sysinfo info {};
  sysinfo(&info);
  *free = static_cast<size_t>(info.freeram) * info.mem_unit;
  *total = static_cast<size_t>(info.totalram) * info.mem_unit;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** at, size_t bytes) {
  return capturing > 0 ? result(cudaErrorStreamCaptureUnsupported) : allocate(at, bytes);
}

cudaError_t cudaFree(void* at) {
  if (capturing > 0) return result(cudaErrorStreamCaptureUnsupported);
  free(at);
  return result(cudaSuccess);
}

cudaError_t cudaMallocHost(void** at, size_t bytes) { return allocate(at, bytes); }

cudaError_t cudaFreeHost(void* at) { return cudaFree(at); }

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  // CUDA would record a copy from the host, but Zener's recordings must not contain any
  bool captured = stream != nullptr && stream->captured != nullptr;
  if (captured && kind != cudaMemcpyDeviceToDevice) return result(cudaErrorStreamCaptureUnsupported);
  emulation::put(stream, [=] { memcpy(to, from, bytes); });
  return result(cudaSuccess);
}

cudaError_t cudaMemsetAsync(void* at, int value, size_t bytes, cudaStream_t stream) {
  emulation::put(stream, [=] { memset(at, value, bytes); });
  return result(cudaSuccess);
}

cudaError_t cudaStreamCreate(cudaStream_t* stream) {
  *stream = new emulation::Stream;
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) { return cudaStreamCreate(stream); }

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  delete stream;
  return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  bool capturing = stream != nullptr && stream->captured != nullptr;
  return result(capturing ? cudaErrorStreamCaptureUnsupported : cudaSuccess);
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  if (stream == nullptr || stream->captured != nullptr) return result(cudaErrorInvalidValue);
  stream->captured = std::make_shared<emulation::Work>();
  capturing++;
  return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  if (stream == nullptr || stream->captured == nullptr) return result(cudaErrorInvalidValue);
  capturing--;
  *graph = new emulation::Graph{std::move(stream->captured)};
  stream->captured = nullptr;
  return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  *executable = new emulation::Graph{graph->work};
  return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  for (const auto& work : *executable->work) emulation::put(stream, work);
  return result(cudaSuccess);
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) { return cudaGraphDestroy(executable); }
