// What Giqa calls of libtorch, as plain C: tensors as handles, one generic operator call, autograd, and the modes of a thread.
//
// A handle owns one reference to a tensor; null is the undefined tensor. Functions that return int give -1, and those that
// return a pointer give null, after a failure; gt_error() then has the text, for the calling thread.
// Gradient mode, autocast and the number of threads belong to the calling thread.
#pragma once
#include <cstdint>

#define GIQA_TORCH_ABI 1
#define GT_EXPORT extern "C" __attribute__((visibility("default")))

enum gt_tag : int32_t {
  GT_NONE, GT_TENSOR, GT_INT, GT_DOUBLE, GT_BOOL, GT_INTS, GT_DOUBLES, GT_TENSORS, GT_STRING, GT_DEFAULT
};

// An argument or a result, 16 bytes. Lists and strings belong to the caller; a returned list of tensors is freed with gt_free_list.
struct gt_value {
  int32_t tag;
  int32_t count;  // of a list
  union {
    int64_t integer;
    double number;
    void* pointer;
  };
};

struct gt_info {
  int32_t dimensions, type, requires_gradient, is_leaf, device_type, device_index;
  int64_t count;
  int64_t sizes[8];
};

// One step of Adam: rate is divided by the first moment's correction, root is that of the second's; decay is added to gradients,
// shrink multiplies parameters.
struct gt_adam_step {
  float rate, beta1, beta2, new1, new2, epsilon, root, decay, shrink;  // new1 is 1 - beta1, rounded once
};

struct gt_operator;

// The library
GT_EXPORT int gt_abi();
GT_EXPORT const char* gt_version();
GT_EXPORT const char* gt_error();
GT_EXPORT int gt_cuda_devices();
GT_EXPORT int64_t gt_live_handles();
GT_EXPORT int gt_threads(int count);                // sets them unless 0; returns how many there are
GT_EXPORT int gt_keep_memory(int on);               // of freed tensors on the CPU, for later ones
GT_EXPORT int gt_deterministic(int on);

// Tensors
GT_EXPORT void* gt_from_data(const void* data, const int64_t* sizes, int dimensions, int type);
GT_EXPORT int gt_read(void* tensor, void* destination, int64_t bytes);  // row-major, from any device and any strides
GT_EXPORT int gt_get_info(void* tensor, gt_info* info);
GT_EXPORT void gt_free(void* const* tensors, int count);
GT_EXPORT void gt_free_list(void* list);

// Operators
GT_EXPORT gt_operator* gt_find(const char* name, const char* overload);  // lives as long as the process
GT_EXPORT const char* gt_schema(gt_operator* op);
GT_EXPORT int gt_call(gt_operator* op, const gt_value* arguments, int count, gt_value* results, int capacity);
GT_EXPORT void* gt_transposed_convolution(void* input, void* weight, void* bias, int64_t stride, int64_t padding, int64_t output_padding);
GT_EXPORT int gt_adam(void* const* parameters, void* const* means, void* const* squares, void* const* gradients, int count,
                      const gt_adam_step* step);  // 0: not for such tensors (another device, type or layout), and nothing is changed

// Autograd. A null array of gradients means ones; create_graph makes the gradients differentiable themselves.
GT_EXPORT int gt_backward(void* const* outputs, void* const* gradients, int count, int keep_graph, int create_graph);
GT_EXPORT int gt_gradients(void* const* outputs, void* const* gradients, int count, void* const* inputs, int input_count,
                           int keep_graph, int create_graph, int allow_unused, void** results);
GT_EXPORT int gt_grads(void* const* tensors, int count, void** results);     // each tensor's .grad, or null
GT_EXPORT int gt_set_grads(void* const* tensors, void* const* grads, int count);  // null grads: forget them all
GT_EXPORT int gt_require_gradient(void* tensor, int on);

// Modes of the calling thread, and chance. Each mode returns what it was before.
GT_EXPORT int gt_gradient_mode(int on);
GT_EXPORT int gt_autocast(const char* device, int on, int type);
GT_EXPORT int gt_seed(uint64_t seed);                                        // every device
GT_EXPORT void* gt_random_state(const char* device);                         // a tensor of bytes
GT_EXPORT int gt_set_random_state(const char* device, void* state);
