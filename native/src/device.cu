// The device: memory, a stream, copies, and recordings of work on the stream.
#include <cstdio>
#include <cstring>

#include "error.h"
#include "launch.h"
#include "zener.h"

using zener::report;
using zener::report_words;

namespace {

constexpr int OLDEST = 7 * 10 + 5;  // Turing
constexpr double MIB = 1 << 20;

cudaStream_t of(void* stream) { return static_cast<cudaStream_t>(stream); }

// A kernel by which to ask whether the library has code for a card.
__global__ void nothing() {}

}  // namespace

int zener_device_info(zener_device* device) {
  *device = {};
  int count = 0;
  cudaError_t error = cudaDriverGetVersion(&device->driver);
  if (error == cudaSuccess) error = cudaRuntimeGetVersion(&device->runtime);
  if (error != cudaSuccess) return report(error, "reading the versions of driver and runtime");
  if (device->driver == 0) {
    return report_words(ZENER_NO_DEVICE,
                        "this machine has no CUDA driver; a card requires an NVIDIA driver for CUDA %d.0 or newer",
                        device->runtime / 1000);
  }
  if (device->driver / 1000 < device->runtime / 1000) {
    return report_words(ZENER_DRIVER_TOO_OLD,
                        "the driver supports CUDA %d.%d, but %d.0 is required: install a newer NVIDIA driver",
                        device->driver / 1000, device->driver % 1000 / 10, device->runtime / 1000);
  }
  error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess) return report(error, "counting the devices");
  if (count == 0) return report_words(ZENER_NO_DEVICE, "there is no CUDA device, or CUDA_VISIBLE_DEVICES hides it");
  cudaDeviceProp properties;
  error = cudaGetDeviceProperties(&properties, 0);
  if (error != cudaSuccess) return report(error, "reading the properties of device 0");
  snprintf(device->name, sizeof device->name, "%s", properties.name);
  device->major = properties.major;
  device->minor = properties.minor;
  device->processors = properties.multiProcessorCount;
  device->memory = properties.totalGlobalMem;
#if defined(ZENER_EMULATION)
  device->emulated = 1;
#endif
  if (device->major * 10 + device->minor < OLDEST) {
    return report_words(ZENER_NO_DEVICE, "%s has compute capability %d.%d; 7.5 (Turing) or newer is required",
                        device->name, device->major, device->minor);
  }
  cudaFuncAttributes attributes;
  error = cudaFuncGetAttributes(&attributes, nothing);
  if (error == cudaErrorNoKernelImageForDevice || error == cudaErrorUnsupportedPtxVersion) {
    cudaGetLastError();
    return report_words(ZENER_NO_CODE,
                        "%s has compute capability %d.%d, but the library of kernels was built for %s: build it with "
                        "nvcc, by mvn package on this machine or by mvn -Pcuda package for all cards",
                        device->name, device->major, device->minor, ZENER_ARCHITECTURES);
  }
  if (error != cudaSuccess) return report(error, "loading the kernels");

  return 0;
}

int zener_stream_open(void** stream) {
  cudaStream_t opened = nullptr;
  // Without the flag, a call of other code on CUDA's default stream would end a recording on this stream.
  cudaError_t error = cudaStreamCreateWithFlags(&opened, cudaStreamNonBlocking);
  *stream = opened;
  return report(error, "opening a stream");
}

int zener_stream_close(void* stream) { return report(cudaStreamDestroy(of(stream)), "closing a stream"); }

int zener_wait(void* stream) { return report(cudaStreamSynchronize(of(stream)), "work on the stream"); }

int zener_allocate(size_t bytes, void** at) {
  *at = nullptr;
  cudaError_t error = cudaMalloc(at, bytes);
  if (error != cudaErrorMemoryAllocation) return report(error, "allocation of %.0f MiB", bytes / MIB);
  cudaGetLastError();  // clears the error, or the next call would report it again
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  return report_words(error, "%.0f MiB of device memory were requested, but only %.0f of %.0f MiB are free",
                      bytes / MIB, free / MIB, total / MIB);
}

int zener_release(void* at) { return report(cudaFree(at), "release of memory"); }

int zener_upload(void* to, const void* from, size_t bytes, void* stream) {
  return report(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, of(stream)), "copy of %zu bytes to the device",
                bytes);
}

int zener_download(void* to, const void* from, size_t bytes, void* stream) {
  cudaError_t error = cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, of(stream));
  if (error == cudaSuccess) error = cudaStreamSynchronize(of(stream));
  return report(error, "copy of %zu bytes from the device", bytes);
}

int zener_copy(void* to, const void* from, size_t bytes, void* stream) {
  return report(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, of(stream)), "copy of %zu bytes", bytes);
}

int zener_zero(void* at, size_t bytes, void* stream) {
  return report(cudaMemsetAsync(at, 0, bytes, of(stream)), "zeroing %zu bytes", bytes);
}

int zener_record_begin(void* stream) {
  return report(cudaStreamBeginCapture(of(stream), cudaStreamCaptureModeThreadLocal), "starting a recording");
}

int zener_record_end(void* stream, void** recording) {
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t executable = nullptr;
  *recording = nullptr;
  cudaError_t error = cudaStreamEndCapture(of(stream), &graph);
  if (error != cudaSuccess) return report(error, "ending a recording");
  error = cudaGraphInstantiate(&executable, graph, 0);
  cudaGraphDestroy(graph);
  *recording = executable;
  return report(error, "preparing a recording for replay");
}

int zener_replay(void* recording, void* stream) {
  return report(cudaGraphLaunch(static_cast<cudaGraphExec_t>(recording), of(stream)), "replaying a recording");
}

int zener_recording_close(void* recording) {
  return report(cudaGraphExecDestroy(static_cast<cudaGraphExec_t>(recording)), "releasing a recording");
}
