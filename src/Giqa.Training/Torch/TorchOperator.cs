using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

/// <summary>
/// One of libtorch's operators, by the name and overload that it has there: "conv2d", "add.Tensor". Arguments are in the schema's
/// order; those omitted at the end have the schema's defaults.
/// </summary>
/// <remarks>Found when it is first called, so that a program loads no library by declaring operators. Safe to share between threads.</remarks>
internal sealed unsafe class TorchOperator
{
    private const int MaximumResults = 8;
    private const int MaximumStackWords = 4096;

    private nint _found;

    /// <summary>Names an operator without looking it up.</summary>
    /// <param name="name">The name in libtorch's namespace <c>aten</c>, with the overload after a point if it has one.</param>
    public TorchOperator(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name and overload.</summary>
    public string Name { get; }

    /// <summary>Its arguments and results, as libtorch declares them.</summary>
    /// <exception cref="TorchException">This libtorch has no such operator.</exception>
    public string Schema => Marshal.PtrToStringUTF8((nint)GiqaTorch.Schema(Found)) ?? Name;

    private nint Found
    {
        get
        {
            if (_found == 0)
            {
                var point = Name.IndexOf('.', StringComparison.Ordinal);
                var (name, overload) = point < 0 ? (Name, string.Empty) : (Name[..point], Name[(point + 1)..]);
                _found = GiqaTorch.Check(GiqaTorch.Find($"aten::{name}", overload));
            }

            return _found;
        }
    }

    /// <summary>Calls an operator that gives one tensor.</summary>
    /// <exception cref="TorchException">libtorch refuses the arguments.</exception>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        _ = Invoke(arguments, &result, 1);
        return result.Tag == ValueTag.Tensor ? new Tensor(result.Pointer) : throw new InvalidOperationException($"{Schema} does not give one tensor");
    }

    /// <summary>Calls an operator that gives several tensors, or a list of them.</summary>
    /// <exception cref="TorchException">libtorch refuses the arguments.</exception>
    public Tensor[] CallMany(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[MaximumResults];
        var count = Invoke(arguments, results, MaximumResults);
        var tensors = new List<Tensor>();
        for (var i = 0; i < count; i++)
        {
            if (results[i].Tag == ValueTag.Tensor)
            {
                tensors.Add(new Tensor(results[i].Pointer));
            }
            else if (results[i].Tag == ValueTag.Tensors)
            {
                foreach (var handle in new ReadOnlySpan<nint>((void*)results[i].Pointer, results[i].Count))
                {
                    tensors.Add(new Tensor(handle));
                }

                GiqaTorch.FreeList(results[i].Pointer);
            }
        }

        return [.. tensors];
    }

    /// <summary>Calls an operator for what it does to its arguments; results are dropped.</summary>
    /// <exception cref="TorchException">libtorch refuses the arguments.</exception>
    public void Run(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[MaximumResults];
        var count = Invoke(arguments, results, MaximumResults);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Tag == ValueTag.Tensor)
            {
                GiqaTorch.Free(&results[i].Pointer, 1);
            }
            else if (results[i].Tag == ValueTag.Tensors)
            {
                GiqaTorch.Free((nint*)results[i].Pointer, results[i].Count);
                GiqaTorch.FreeList(results[i].Pointer);
            }
        }
    }

    /// <summary>Calls an operator that gives one number or truth value.</summary>
    /// <exception cref="TorchException">libtorch refuses the arguments.</exception>
    public double CallNumber(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        _ = Invoke(arguments, &result, 1);
        return result.Tag switch
        {
            ValueTag.Number => result.Number,
            ValueTag.Integer or ValueTag.Truth => result.Integer,
            _ => throw new InvalidOperationException($"{Schema} does not give a number"),
        };
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var words = ArgumentFrame.ScratchWords(arguments);
        if (words > MaximumStackWords)
        {
            var heap = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
            try
            {
                return Invoke(arguments, heap, results, capacity);
            }
            finally
            {
                NativeMemory.Free(heap);
            }
        }

        var scratch = stackalloc long[words + 1];
        return Invoke(arguments, scratch, results, capacity);
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, long* scratch, NativeValue* results, int capacity)
    {
        var values = stackalloc NativeValue[arguments.Length + 1];
        ArgumentFrame.Fill(arguments, values, scratch);
        var count = GiqaTorch.Check(GiqaTorch.Call(Found, values, arguments.Length, results, capacity));
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }

        return count;
    }
}
