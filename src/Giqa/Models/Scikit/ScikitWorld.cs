using System.Text;
using Giqa.Features.Checkpoints;

namespace Giqa.Models;

/// <summary>
/// What a pickled estimator of scikit-learn may refer to: arrays and numbers of NumPy, and objects that are only a name and
/// attributes. No class of theirs exists here, and nothing is called.
/// </summary>
internal sealed class ScikitWorld : IPickleWorld
{
    /// <inheritdoc/>
    public object Find(string module, string name) => (module, name) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => new PickleFunction(_ => new PickledArray()),
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => new PickleFunction(arguments => Scalar((PickledType)arguments[0]!, arguments[1] as byte[])),
        ("numpy.core.numeric" or "numpy._core.numeric", "_frombuffer") => new PickleFunction(PickledArray.FromBuffer),
        ("numpy", "dtype") => new PickleFunction(arguments => new PickledType(arguments[0] as string ?? string.Empty)),
        ("_codecs", "encode") => new PickleFunction(arguments => Encoding.Latin1.GetBytes((string)arguments[0]!)),
        ("copyreg" or "copy_reg", "_reconstructor") => new PickleFunction(arguments => ((PickleFunction)arguments[0]!)([])),
        ("builtins" or "__builtin__", "object") => name,
        _ when IsOf(module, "sklearn") || IsOf(module, "numpy") => new PickleFunction(_ => new PickledObject(name)),
        _ when IsOf(module, "joblib") => throw new ModelFileException("it was written by joblib.dump: load it in Python, and write it with pickle.dump(model, open(\"model.pkl\", \"wb\"))"),
        _ => throw new ModelFileException($"its pickle requests {module}.{name}, which a PCA or mixture does not need: refused, nothing was run"),
    };

    /// <inheritdoc/>
    public object Load(object?[] reference) => throw new ModelFileException("its pickle refers to something outside of the file: refused");

    private static bool IsOf(string module, string package) => module == package || module.StartsWith(package + ".", StringComparison.Ordinal);

    /// <summary>A number; NaN for one of a type that is not read here, because estimators contain settings that are not needed.</summary>
    private static double Scalar(PickledType type, byte[]? content) => content is null || content.Length != type.Bytes ? double.NaN : type.Value(content);
}

/// <summary>An object of a pickle: the name of its class, and its attributes.</summary>
internal sealed class PickledObject(string className) : IPickledState
{
    private Dictionary<object, object?> _attributes = [];

    internal string ClassName => className;

    /// <summary>Takes the dictionary of attributes.</summary>
    public void SetState(object? state) => _attributes = state as Dictionary<object, object?> ?? _attributes;

    internal object? Attribute(string name) => _attributes.GetValueOrDefault(name);

    /// <summary>The values of an attribute that is an array.</summary>
    /// <exception cref="ModelFileException">It is missing: the estimator was not fitted.</exception>
    internal double[] Array(string name) => (Attribute(name) as PickledArray)?.Values()
        ?? throw new ModelFileException($"its {className} has no {name}: it was not fitted");
}
