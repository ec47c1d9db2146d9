// One call for every operator that libtorch's dispatcher knows. Raw values become what the operator's schema asks for.
#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "handles.h"

using namespace giqa;
using c10::IValue;
using c10::TypeKind;

struct gt_operator {
  c10::OperatorHandle handle;
  std::string schema;
};

gt_operator* gt_find(const char* name, const char* overload) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    std::ostringstream text;
    text << handle.schema();
    return new gt_operator{handle, text.str()};
  }, (gt_operator*)nullptr);
}

const char* gt_schema(gt_operator* op) { return op->schema.c_str(); }

// What a schema wants at one place, seen through its optional and list types.
struct Wanted {
  TypeKind kind, element = TypeKind::AnyType;
  bool optional = false;
  int repeat = 1;  // int[2] takes one number for both

  explicit Wanted(const c10::Argument& argument) {
    auto type = argument.type();
    if (type->kind() == TypeKind::OptionalType) {
      optional = true;
      type = type->castRaw<c10::OptionalType>()->getElementType();
    }
    kind = type->kind();
    if (kind == TypeKind::ListType) element = type->castRaw<c10::ListType>()->getElementType()->kind();
    if (argument.N()) repeat = std::max(1, (int)*argument.N());
  }
};

template <class Element, class Source>
static IValue list_of(const Source* values, int count) {
  c10::List<Element> list;
  list.reserve(count);
  for (int i = 0; i < count; i++) list.push_back((Element)values[i]);
  return list;
}

template <class Element>
static IValue repeated(Element value, int times) {
  c10::List<Element> list;
  list.resize(times, value);
  return list;
}

static IValue scalar(const gt_value& value, const Wanted& wanted) {
  bool fractional = value.tag == GT_DOUBLE;
  double number = fractional ? value.number : (double)value.integer;
  if (wanted.kind == TypeKind::TensorType) {
    auto tensor = fractional ? at::scalar_tensor(number) : at::scalar_tensor(value.integer, at::kLong);
    tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
    return tensor;
  }
  if (wanted.element == TypeKind::IntType) return repeated(value.integer, wanted.repeat);
  if (wanted.element == TypeKind::FloatType) return repeated(number, wanted.repeat);
  if (wanted.kind == TypeKind::BoolType || value.tag == GT_BOOL) return value.integer != 0;
  return fractional || wanted.kind == TypeKind::FloatType ? IValue(number) : IValue(value.integer);
}

static IValue tensors(const gt_value& value, const Wanted& wanted) {
  auto all = borrow_all((void**)value.pointer, value.count);
  if (wanted.element != TypeKind::OptionalType) return c10::List<at::Tensor>(all);
  c10::List<c10::optional<at::Tensor>> list;
  for (auto& tensor : all) list.push_back(tensor.defined() ? c10::optional<at::Tensor>(tensor) : c10::nullopt);
  return list;
}

static IValue convert(const gt_value& value, const c10::Argument& argument) {
  Wanted wanted(argument);
  auto integers = (const int64_t*)value.pointer;
  auto numbers = (const double*)value.pointer;
  switch (value.tag) {
    case GT_NONE: return wanted.kind == TypeKind::TensorType && !wanted.optional ? IValue(at::Tensor()) : IValue();
    case GT_TENSOR: return borrow(value.pointer);
    case GT_INT: case GT_DOUBLE: case GT_BOOL: return scalar(value, wanted);
    case GT_INTS:
      if (wanted.element == TypeKind::FloatType) return list_of<double>(integers, value.count);
      if (wanted.element == TypeKind::BoolType) return list_of<bool>(integers, value.count);
      return list_of<int64_t>(integers, value.count);
    case GT_DOUBLES:
      if (wanted.element == TypeKind::NumberType) return list_of<at::Scalar>(numbers, value.count);
      return list_of<double>(numbers, value.count);
    case GT_TENSORS: return tensors(value, wanted);
    case GT_STRING:
      if (wanted.kind == TypeKind::DeviceObjType) return c10::Device(std::string((const char*)value.pointer));
      return std::string((const char*)value.pointer);
  }
  TORCH_CHECK(false, "the argument '", argument.name(), "' has the unknown tag ", value.tag);
}

static void give_result(const IValue& value, gt_value* result) {
  *result = {GT_NONE, 0, {0}};
  if (value.isTensor()) {
    result->pointer = give(value.toTensor());
    if (result->pointer) result->tag = GT_TENSOR;
  } else if (value.isInt()) {
    *result = {GT_INT, 0, {value.toInt()}};
  } else if (value.isBool()) {
    *result = {GT_BOOL, 0, {value.toBool()}};
  } else if (value.isDouble() || value.isScalar()) {
    result->tag = GT_DOUBLE;
    result->number = value.isDouble() ? value.toDouble() : value.toScalar().toDouble();
  } else if (value.isTensorList()) {
    auto list = value.toTensorVector();
    auto handles = (void**)std::malloc(sizeof(void*) * std::max<size_t>(1, list.size()));
    for (size_t i = 0; i < list.size(); i++) handles[i] = give(list[i]);
    *result = {GT_TENSORS, (int32_t)list.size(), {0}};
    result->pointer = handles;
  } else {
    TORCH_CHECK(value.isNone(), "a result of the kind ", value.tagKind(), " is not supported");
  }
}

int gt_call(gt_operator* op, const gt_value* arguments, int count, gt_value* results, int capacity) {
  return guarded([&] {
    auto& formals = op->handle.schema().arguments();
    TORCH_CHECK(count <= (int)formals.size(), count, " arguments are too many for ", op->schema);
    torch::jit::Stack stack;
    stack.reserve(formals.size());
    for (int i = 0; i < (int)formals.size(); i++) {
      if (i < count && arguments[i].tag != GT_DEFAULT) {
        stack.push_back(convert(arguments[i], formals[i]));
      } else {
        TORCH_CHECK(formals[i].default_value(), "the argument '", formals[i].name(), "' is missing for ", op->schema);
        stack.push_back(*formals[i].default_value());
      }
    }
    op->handle.callBoxed(&stack);
    TORCH_CHECK((int)stack.size() <= capacity, stack.size(), " results, where ", capacity, " are expected, of ", op->schema);
    for (size_t i = 0; i < stack.size(); i++) give_result(stack[i], results + i);
    return (int)stack.size();
  }, -1);
}
