#include "gemm.h"

namespace zener {

using lt::SUCCESS;

Gemm::~Gemm() {
  for (auto& entry : plans) release(&entry.second);
  if (handle != nullptr) api->destroy(handle);
}

int Gemm::open() {
  size_t version = api->version();  // such as 130002, or 11601 in version 11
  size_t major = version < 100000 ? version / 1000 : version / 10000;
  size_t rest = version < 100000 ? version % 1000 : version % 10000;
  about = "cuBLASLt " + std::to_string(major) + "." + std::to_string(rest / 100) + "." + std::to_string(rest % 100) +
          ", " + api->file;
  return api->create(&handle);
}

bool Gemm::can(const Product& p) {
  const Plan* plan = nullptr;
  return find(p, &plan) == SUCCESS;
}

// The greatest power of two up to ALIGNMENT that divides the addresses of all operands.
uint32_t Gemm::alignment(const Product& p) {
  uintptr_t bits = ALIGNMENT;
  for (const void* at : {p.a, p.b, p.c, static_cast<const void*>(p.d)}) bits |= reinterpret_cast<uintptr_t>(at);
  return static_cast<uint32_t>(bits & (~bits + 1));
}

// Keeps the answer that a product is not supported, but no other failure, because that may pass.
int Gemm::find(const Product& p, const Plan** found) {
  Key key(p.m, p.n, p.k, p.transpose_a, p.transpose_b, p.operands, p.result, p.tf32, p.bias != nullptr,
          p.sums != nullptr, alignment(p));
  auto known = plans.find(key);
  if (known == plans.end()) {
    Plan plan;
    plan.status = make(p, &plan);
    if (plan.status != SUCCESS && plan.status != lt::NOT_SUPPORTED) {
      release(&plan);
      return plan.status;
    }
    known = plans.emplace(key, plan).first;
  }
  *found = &known->second;
  return known->second.status;
}

// In column-major order the product is dᵀ = op(b)ᵀ op(a)ᵀ: b comes first, and a row-major matrix is
// the transpose of a column-major one.
int Gemm::make(const Product& p, Plan* plan) {
  int first = p.transpose_b ? lt::OP_T : lt::OP_N, second = p.transpose_a ? lt::OP_T : lt::OP_N;
  int epilogue = p.bias != nullptr ? lt::EPILOGUE_BIAS : p.sums != nullptr ? lt::EPILOGUE_BGRADB : lt::EPILOGUE_DEFAULT;
  int status = api->desc_create(&plan->desc, p.tf32 ? lt::COMPUTE_32F_FAST_TF32 : lt::COMPUTE_32F, lt::R_32F);
  if (status == SUCCESS) status = api->desc_set(plan->desc, lt::DESC_TRANSA, &first, sizeof first);
  if (status == SUCCESS) status = api->desc_set(plan->desc, lt::DESC_TRANSB, &second, sizeof second);
  if (status == SUCCESS) status = api->desc_set(plan->desc, lt::DESC_EPILOGUE, &epilogue, sizeof epilogue);
  int inner_b = p.transpose_b ? p.k : p.n, outer_b = p.transpose_b ? p.n : p.k;
  int inner_a = p.transpose_a ? p.m : p.k, outer_a = p.transpose_a ? p.k : p.m;
  if (status == SUCCESS) status = api->layout_create(&plan->a, p.operands, inner_b, outer_b, inner_b);
  if (status == SUCCESS) status = api->layout_create(&plan->b, p.operands, inner_a, outer_a, inner_a);
  if (status == SUCCESS) status = api->layout_create(&plan->d, p.result, p.n, p.m, p.n);
  return status == SUCCESS ? choose(plan, alignment(p)) : status;
}

int Gemm::choose(Plan* plan, uint32_t alignment) {
  void* preference = nullptr;
  size_t most = WORKSPACE;

  lt::Heuristic best;
  int found = 0;
  int status = api->preference_create(&preference);
  if (status != SUCCESS) return status;
  status = api->preference_set(preference, lt::PREFERENCE_MAX_WORKSPACE_BYTES, &most, sizeof most);
  for (int attribute : {lt::PREFERENCE_ALIGNMENT_A, lt::PREFERENCE_ALIGNMENT_B, lt::PREFERENCE_ALIGNMENT_C,
                        lt::PREFERENCE_ALIGNMENT_D}) {
    if (status == SUCCESS) status = api->preference_set(preference, attribute, &alignment, sizeof alignment);

  }
  if (status == SUCCESS) {
    status = api->heuristic(handle, plan->desc, plan->a, plan->b, plan->d, plan->d, preference, 1, &best, &found);
  }
  api->preference_destroy(preference);
  if (status != SUCCESS) return status;
  if (found == 0) return lt::NOT_SUPPORTED;
  plan->algorithm = best.algorithm;
  return best.state;
}

void Gemm::release(Plan* plan) {
  for (void* layout : {plan->a, plan->b, plan->d}) {
    if (layout != nullptr) api->layout_destroy(layout);
  }
  if (plan->desc != nullptr) api->desc_destroy(plan->desc);
}

int Gemm::run(const Product& p, void* workspace, cudaStream_t stream) {
  const Plan* found = nullptr;
  int known = find(p, &found);
  if (known != SUCCESS) return known;
  const Plan& how = *found;
  const void* vector = p.bias != nullptr ? p.bias : p.sums;
  if (vector != nullptr) {
    int status = api->desc_set(how.desc, lt::DESC_BIAS_POINTER, &vector, sizeof vector);
    if (status != SUCCESS) return status;
  }
  float alpha = 1, beta = p.c != nullptr ? 1.0f : 0.0f;
  return api->matmul(handle, how.desc, &alpha, p.b, how.a, p.a, how.b, &beta, p.c != nullptr ? p.c : p.d, how.d, p.d,
                     how.d, &how.algorithm, workspace, WORKSPACE, stream);
}

}  // namespace zener
