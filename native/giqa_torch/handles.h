// Handles to tensors and back, and the frame in which every exported function runs.
#pragma once
#include <ATen/ATen.h>
#include <atomic>
#include <string>
#include <vector>

#include "giqa_torch.h"

namespace giqa {

using Reference = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

extern thread_local std::string last_error;
extern std::atomic<int64_t> live_handles;

inline at::Tensor borrow(const void* handle) {
  return handle ? at::Tensor(Reference::reclaim_copy((c10::TensorImpl*)handle)) : at::Tensor();
}

inline std::vector<at::Tensor> borrow_all(void* const* handles, int count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

inline void* give(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles++;
  return tensor.unsafeReleaseTensorImpl();
}

// No exception may cross the C boundary.
template <class Body>
auto guarded(Body body, decltype(body()) failure) -> decltype(body()) {
  try {
    return body();
  } catch (const c10::Error& error) {
    last_error = error.what_without_backtrace();
  } catch (const std::exception& error) {
    last_error = error.what();
  } catch (...) {
    last_error = "an unknown native exception";
  }
  return failure;
}

}  // namespace giqa
