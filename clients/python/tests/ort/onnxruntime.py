"""As much of the package onnxruntime as ExportedModel calls, on the library that the build has: Debian has no such package."""

import ctypes
import os

import numpy

_FLOAT, _DOUBLE = 1, 11


class OrtError(RuntimeError):
    """What the library says."""


class _Base(ctypes.Structure):
    _fields_ = [("get_api", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint32)), ("get_version", ctypes.c_void_p)]


_library = ctypes.CDLL(os.environ["GIQA_TEST_ONNXRUNTIME"])
_library.OrtGetApiBase.restype = ctypes.POINTER(_Base)
_functions = ctypes.cast(_library.OrtGetApiBase().contents.get_api(16), ctypes.POINTER(ctypes.c_void_p))


def _call(place, *arguments):
    """Calls the function at a place of the table OrtApi, which only ever grows at its end."""
    status = ctypes.CFUNCTYPE(ctypes.c_void_p)(_functions[place])(*arguments)
    if status:
        text = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(_functions[2])(status).decode()
        raise OrtError(text)


def _made(place, *arguments):
    made = ctypes.c_void_p()
    _call(place, *arguments, ctypes.byref(made))
    return made


class _Value:
    def __init__(self, name, shape):
        self.name, self.shape = name, shape


def _shape(tensor):
    """Of what GetTensorTypeAndShape or CastTypeInfoToTensorInfo gave; unknown lengths are None."""
    count = ctypes.c_size_t()
    _call(61, tensor, ctypes.byref(count))
    lengths = (ctypes.c_int64 * count.value)()
    _call(62, tensor, lengths, ctypes.c_size_t(count.value))
    return [length if length >= 0 else None for length in lengths]


class InferenceSession:
    def __init__(self, path, providers):
        assert providers == ["CPUExecutionProvider"]
        environment = _made(3, ctypes.c_int(3), ctypes.c_char_p(b"test"))
        self._session = _made(7, environment, ctypes.c_char_p(os.fsencode(path)), _made(10))
        self._allocator = _made(78)

    def get_inputs(self):
        return self._values(30, 36, 33)

    def get_outputs(self):
        return self._values(31, 37, 34)

    def _values(self, count_at, name_at, type_at):
        count = ctypes.c_size_t()
        _call(count_at, self._session, ctypes.byref(count))
        values = []
        for index in range(count.value):
            name = ctypes.cast(_made(name_at, self._session, ctypes.c_size_t(index), self._allocator), ctypes.c_char_p).value.decode()
            kind = _made(type_at, self._session, ctypes.c_size_t(index))
            values.append(_Value(name, _shape(_made(55, kind))))
        return values

    def run(self, outputs, feed):
        (name, array), = feed.items()
        array = numpy.ascontiguousarray(array)
        assert array.dtype == numpy.float32, array.dtype
        memory = _made(69, ctypes.c_int(0), ctypes.c_int(0))
        lengths = (ctypes.c_int64 * array.ndim)(*array.shape)
        value = _made(49, memory, array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(array.nbytes), lengths, ctypes.c_size_t(array.ndim), ctypes.c_int(_FLOAT))
        names = (ctypes.c_char_p * len(outputs))(*[output.encode() for output in outputs])
        results = (ctypes.c_void_p * len(outputs))()
        _call(9, self._session, None, (ctypes.c_char_p * 1)(name.encode()), (ctypes.c_void_p * 1)(value), ctypes.c_size_t(1), names, ctypes.c_size_t(len(outputs)), results)
        return [self._array(ctypes.c_void_p(result)) for result in results]

    @staticmethod
    def _array(value):
        tensor = _made(65, value)
        kind = ctypes.c_int()
        _call(60, tensor, ctypes.byref(kind))
        assert kind.value == _DOUBLE, kind.value
        shape = _shape(tensor)
        data = _made(51, value)
        return numpy.ctypeslib.as_array(ctypes.cast(data, ctypes.POINTER(ctypes.c_double)), shape).copy()
