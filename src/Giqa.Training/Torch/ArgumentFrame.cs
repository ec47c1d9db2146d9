using System.Runtime.InteropServices;
using System.Text;

namespace Giqa.Training.Torch;

/// <summary>Lays arguments out for the shim: the values themselves, followed by the lists and strings that they point to.</summary>
internal static unsafe class ArgumentFrame
{
    /// <summary>How many 8-byte words the lists and strings need.</summary>
    internal static int ScratchWords(ReadOnlySpan<Argument> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Reference switch
            {
                long[] integers => integers.Length,
                double[] numbers => numbers.Length,
                Tensor[] tensors => tensors.Length,
                string text => (Encoding.UTF8.GetByteCount(text) / sizeof(long)) + 1,
                _ => 0,
            };
        }

        return words;
    }

    internal static void Fill(ReadOnlySpan<Argument> arguments, NativeValue* values, long* scratch)
    {
        foreach (ref readonly var argument in arguments)
        {
            *values = new NativeValue { Tag = argument.Tag, Integer = argument.Bits };
            if (argument.Reference is Tensor tensor)
            {
                values->Pointer = tensor.Handle;
            }
            else if (argument.Reference is not null)
            {
                values->Pointer = (nint)scratch;
                (values->Count, var words) = FillList(argument.Reference, scratch);
                scratch += words;
            }

            values++;
        }
    }

    private static (int Count, int Words) FillList(object list, long* scratch)
    {
        switch (list)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(scratch, integers.Length));
                return (integers.Length, integers.Length);
            case double[] numbers:
                MemoryMarshal.Cast<double, long>(numbers).CopyTo(new Span<long>(scratch, numbers.Length));
                return (numbers.Length, numbers.Length);
            case Tensor[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                {
                    scratch[i] = tensors[i].Handle;
                }

                return (tensors.Length, tensors.Length);
            default:
                var text = (string)list;
                var words = (Encoding.UTF8.GetByteCount(text) / sizeof(long)) + 1;
                var bytes = new Span<byte>(scratch, words * sizeof(long));
                bytes[Encoding.UTF8.GetBytes(text, bytes)] = 0;
                return (text.Length, words);
        }
    }
}
