// Tensors, autograd and modes: thin wrappers over what libtorch offers under the same names.
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstring>
#include <mutex>

#include "handles.h"

using namespace giqa;

thread_local std::string giqa::last_error;
std::atomic<int64_t> giqa::live_handles{0};

// ---- The library ----

int gt_abi() { return GIQA_TORCH_ABI; }
const char* gt_version() { return TORCH_VERSION; }
const char* gt_error() { return last_error.c_str(); }
int64_t gt_live_handles() { return live_handles; }

int gt_cuda_devices() {
  return guarded([] { return at::hasCUDA() ? (int)at::detail::getCUDAHooks().getNumGPUs() : 0; }, -1);
}

int gt_threads(int count) {
  return guarded([&] {
    if (count > 0) at::set_num_threads(count);
    return at::get_num_threads();
  }, -1);
}

int gt_deterministic(int on) {
  return guarded([&] {
    at::globalContext().setDeterministicAlgorithms(on != 0, true);
    at::globalContext().setBenchmarkCuDNN(on == 0);
    return 0;
  }, -1);
}

// ---- Tensors ----

void* gt_from_data(const void* data, const int64_t* sizes, int dimensions, int type) {
  return guarded([&] {
    auto tensor = at::empty(at::IntArrayRef(sizes, dimensions), at::TensorOptions((at::ScalarType)type));
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    return give(std::move(tensor));
  }, (void*)nullptr);
}

int gt_read(void* handle, void* destination, int64_t bytes) {
  return guarded([&] {
    at::NoGradGuard no_gradient;
    auto tensor = borrow(handle).detach().to(at::kCPU).contiguous();
    TORCH_CHECK((int64_t)tensor.nbytes() == bytes, "a tensor of ", tensor.nbytes(), " bytes does not fit a buffer of ", bytes);
    if (bytes > 0) std::memcpy(destination, tensor.data_ptr(), bytes);
    return 0;
  }, -1);
}

int gt_get_info(void* handle, gt_info* info) {
  return guarded([&] {
    auto tensor = borrow(handle);
    TORCH_CHECK(tensor.dim() <= 8, "a tensor of ", tensor.dim(), " dimensions; at most 8 are supported");
    *info = {(int)tensor.dim(), (int)tensor.scalar_type(), tensor.requires_grad(), tensor.is_leaf(),
             (int)tensor.device().type(), (int)tensor.device().index(), tensor.numel(), {}};
    for (int i = 0; i < tensor.dim(); i++) info->sizes[i] = tensor.size(i);
    return 0;
  }, -1);
}

void gt_free(void* const* handles, int count) {
  for (int i = 0; i < count; i++) {
    if (!handles[i]) continue;
    live_handles--;
    Reference::reclaim((c10::TensorImpl*)handles[i]);
  }
}

void gt_free_list(void* list) { std::free(list); }

// ---- Autograd ----

static std::vector<at::Tensor> gradients_or_ones(void* const* gradients, int count) {
  return gradients ? borrow_all(gradients, count) : std::vector<at::Tensor>{};
}

int gt_backward(void* const* outputs, void* const* gradients, int count, int keep_graph, int create_graph) {
  return guarded([&] {
    torch::autograd::backward(borrow_all(outputs, count), gradients_or_ones(gradients, count), (bool)keep_graph, create_graph != 0);
    return 0;
  }, -1);
}

int gt_gradients(void* const* outputs, void* const* gradients, int count, void* const* inputs, int input_count,
                 int keep_graph, int create_graph, int allow_unused, void** results) {
  return guarded([&] {
    auto found = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count), gradients_or_ones(gradients, count),
                                       (bool)keep_graph, create_graph != 0, allow_unused != 0);
    for (int i = 0; i < input_count; i++) results[i] = give(found[i]);
    return 0;
  }, -1);
}

int gt_grads(void* const* handles, int count, void** results) {
  return guarded([&] {
    for (int i = 0; i < count; i++) results[i] = give(borrow(handles[i]).grad());
    return 0;
  }, -1);
}

int gt_set_grads(void* const* handles, void* const* grads, int count) {
  return guarded([&] {
    for (int i = 0; i < count; i++) borrow(handles[i]).mutable_grad() = borrow(grads ? grads[i] : nullptr);
    return 0;
  }, -1);
}

int gt_require_gradient(void* handle, int on) {
  return guarded([&] { borrow(handle).set_requires_grad(on != 0); return 0; }, -1);
}

// ---- Modes and chance ----

int gt_gradient_mode(int on) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(on != 0);
  return before;
}

// The names for each device came with 2.4; the old ones print a warning at every call since.
#define GIQA_TORCH_AT_LEAST(major, minor) (TORCH_VERSION_MAJOR > major || (TORCH_VERSION_MAJOR == major && TORCH_VERSION_MINOR >= minor))

static bool set_autocast(at::DeviceType device, bool on, at::ScalarType type) {
  using namespace at::autocast;
#if GIQA_TORCH_AT_LEAST(2, 4)
  bool before = is_autocast_enabled(device);
  set_autocast_enabled(device, on);
  if (on) set_autocast_dtype(device, type);
#else
  bool cpu = device == at::kCPU, before = cpu ? is_cpu_enabled() : is_enabled();
  cpu ? set_cpu_enabled(on) : set_enabled(on);
  if (on) cpu ? set_autocast_cpu_dtype(type) : set_autocast_gpu_dtype(type);
#endif
  return before;
}

int gt_autocast(const char* device, int on, int type) {
  return guarded([&] {
    bool before = set_autocast(c10::Device(std::string(device)).type(), on != 0, (at::ScalarType)type);
    if (on && !before) at::autocast::increment_nesting();
    if (!on && before && at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    return (int)before;
  }, -1);
}

int gt_seed(uint64_t seed) {
  return guarded([&] { at::manual_seed(seed); return 0; }, -1);
}

void* gt_random_state(const char* device) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(c10::Device(std::string(device)));
    std::lock_guard<std::mutex> lock(generator.mutex());
    return give(generator.get_state());
  }, (void*)nullptr);
}

int gt_set_random_state(const char* device, void* state) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(c10::Device(std::string(device)));
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(borrow(state));
    return 0;
  }, -1);
}
