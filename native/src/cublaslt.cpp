#include "cublaslt.h"

#include <dlfcn.h>
#include <glob.h>
#include <sys/stat.h>

#include <cstdlib>
#include <mutex>
#include <vector>

namespace zener::lt {
namespace {

const char* const NAMES[] = {"libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11"};

// The places where toolkits and Python packages install it, with $VARIABLES. A place whose variable
// is not set is skipped.
const char* const PLACES[] = {
    "$CUDA_HOME/lib64",
    "$CUDA_PATH/lib64",
    "/usr/local/cuda/lib64",
    "/usr/local/cuda-*/lib64",
    "/usr/lib/x86_64-linux-gnu",
    "$CONDA_PREFIX/lib",
    "$VIRTUAL_ENV/lib/python*/site-packages/nvidia/c*/lib",
    "$CONDA_PREFIX/lib/python*/site-packages/nvidia/c*/lib",
    "$HOME/.local/lib/python*/site-packages/nvidia/c*/lib",
    "/usr/local/lib/python*/*-packages/nvidia/c*/lib",
    "/usr/lib/python*/*-packages/nvidia/c*/lib",
    "/opt/*/lib/python*/site-packages/nvidia/c*/lib",
    "/opt/*/*/lib/python*/site-packages/nvidia/c*/lib",
    "/opt/*/.*/lib/python*/site-packages/nvidia/c*/lib",
};

const char* value_of(const char* variable) {
  const char* value = getenv(variable);
  return value == nullptr ? "" : value;
}

// What stands before the absolute places: nothing, except in tests, where a folder stands for the root.
std::string root() {
#if defined(ZENER_EMULATION)
  return value_of("ZENER_EMULATED_ROOT");
#else
  return "";
#endif
}

// A place with its variable replaced; empty if the variable is not set.
std::string filled(const std::string& place) {
  if (place[0] != '$') return root() + place;
  size_t end = place.find('/');
  std::string value = value_of(place.substr(1, end - 1).c_str());
  return value.empty() ? value : value + place.substr(end);

}

std::vector<std::string> matches(const std::string& pattern) {
  glob_t found;
  std::vector<std::string> paths;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return paths;
}

bool is_folder(const std::string& path) {
  struct stat about;
  return stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

template <typename Function>
void take(void* library, const char* name, Function** into, std::string* missing) {
  *into = reinterpret_cast<Function*>(dlsym(library, name));
  if (*into == nullptr) *missing += std::string(" ") + name;
}

std::string take_all(void* library, Api* api) {
  std::string missing;
  take(library, "cublasLtCreate", &api->create, &missing);
  take(library, "cublasLtDestroy", &api->destroy, &missing);
  take(library, "cublasLtMatmulDescCreate", &api->desc_create, &missing);
  take(library, "cublasLtMatmulDescSetAttribute", &api->desc_set, &missing);
  take(library, "cublasLtMatmulDescDestroy", &api->desc_destroy, &missing);
  take(library, "cublasLtMatrixLayoutCreate", &api->layout_create, &missing);
  take(library, "cublasLtMatrixLayoutDestroy", &api->layout_destroy, &missing);
  take(library, "cublasLtMatmulPreferenceCreate", &api->preference_create, &missing);
  take(library, "cublasLtMatmulPreferenceSetAttribute", &api->preference_set, &missing);
  take(library, "cublasLtMatmulPreferenceDestroy", &api->preference_destroy, &missing);
  take(library, "cublasLtMatmulAlgoGetHeuristic", &api->heuristic, &missing);
  take(library, "cublasLtMatmul", &api->matmul, &missing);
  take(library, "cublasLtGetStatusString", &api->status_string, &missing);
  take(library, "cublasLtGetVersion", &api->version, &missing);
  return missing;
}

// Whether a handle can be created. It cannot, for example, if the library is too new for the driver.
bool works(const Api& api, std::string* story) {
  void* handle = nullptr;
  int status = api.create(&handle);
  if (status == SUCCESS) api.destroy(handle);
  if (status != SUCCESS) *story += std::string(" cannot be initialised: ") + api.status_string(status);
  return status == SUCCESS;
}

// Whether a file is a library that can be used. It stays loaded in any case, because a library of CUDA is
// not made to be unloaded.
bool open(const std::string& file, Api* api, std::string* story) {
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    *story += "\n  " + std::string(dlerror());
    return false;
  }
  *story += "\n  " + file;
  std::string missing = take_all(library, api);
  if (!missing.empty()) *story += " lacks the functions" + missing;
  if (!missing.empty() || !works(*api, story)) return false;
  Dl_info about;
  bool known = dladdr(reinterpret_cast<void*>(api->create), &about) != 0 && about.dli_fname != nullptr;
  api->file = known ? about.dli_fname : file;
  return true;
}

bool open_in(const std::string& folder, Api* api, std::string* story) {
  bool found = false;
  for (const char* name : NAMES) {
    for (const std::string& file : matches(folder + "/" + name)) {
      found = true;
      if (open(file, api, story)) return true;
    }
  }
  if (!found) *story += "\n  " + folder + ": contains no libcublasLt.so.13, .12 or .11";
  return false;
}

bool open_anywhere(Api* api, std::string* story) {
  for (const char* name : NAMES) {  // in the library folders of the system (ldconfig, LD_LIBRARY_PATH)
    if (open(name, api, story)) return true;
  }
  for (const char* place : PLACES) {
    std::string folder = filled(place);
    if (!folder.empty() && open_in(folder, api, story)) return true;
  }
  return false;
}

}  // namespace

const Api* find(const char* path, std::string* story) {
  static std::mutex mutex;
  static Api api;
  static bool loaded = false;
  std::lock_guard<std::mutex> lock(mutex);
  if (loaded) return &api;
  std::string given = path != nullptr && *path != 0 ? path : value_of("ZENER_CUBLASLT");
  loaded = given.empty()      ? open_anywhere(&api, story)
           : is_folder(given) ? open_in(given, &api, story)
                              : open(given, &api, story);
  return loaded ? &api : nullptr;
}

}  // namespace zener::lt
