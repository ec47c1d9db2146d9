using System.Buffers.Binary;
using System.Text;

namespace Giqa.Features.Checkpoints;

/// <summary>
/// Reads the small part of Python's pickle language that files of tensors and arrays need. A pickle is a program: this machine
/// knows containers, numbers, strings and persistent references, and calls nothing but what <see cref="IPickleWorld"/>
/// offers by name. Anything else in a file is refused before anything happens.
/// </summary>
/// <remarks>Opcodes: CPython's <c>pickletools</c>, protocols 2 to 5.</remarks>
internal sealed class PickleMachine
{
    private const int MaximumDepth = 10_000;
    private static readonly object Mark = new();

    private readonly Stack<object?> _stack = new();
    private readonly Dictionary<int, object?> _memo = [];
    private readonly byte[] _code;
    private readonly IPickleWorld _world;

    private PickleMachine(byte[] code, int position, IPickleWorld world) => (_code, Position, _world) = (code, position, world);

    /// <summary>The position of the next instruction.</summary>
    private int Position { get; set; }

    /// <summary>Runs one pickle and returns its value.</summary>
    /// <param name="code">The bytes that hold it.</param>
    /// <param name="position">Where it begins; afterwards, where it ended.</param>
    /// <param name="world">What names and persistent references mean.</param>
    /// <exception cref="ModelFileException">The pickle is damaged or asks for something that is not offered.</exception>
    internal static object? Run(byte[] code, ref int position, IPickleWorld world)
    {
        var machine = new PickleMachine(code, position, world);
        try
        {
            while (machine.Step())
            {
                if (machine._stack.Count > MaximumDepth)
                {
                    throw new ModelFileException("its pickle is nested too deeply");
                }
            }

            position = machine.Position;
            return machine._stack.Pop();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or IndexOutOfRangeException
            or ArgumentException or KeyNotFoundException or OverflowException or NullReferenceException)
        {
            throw new ModelFileException($"its pickle is damaged near byte {machine.Position}", e);
        }
    }

    /// <summary>Executes one instruction; false after STOP.</summary>
    private bool Step()
    {
        var instruction = _code[Position++];
        switch (instruction)
        {
            case (byte)'.': return false;
            case 0x80: Position++; break;
            case 0x95: Position += 8; break;
            case (byte)'(': _stack.Push(Mark); break;
            case (byte)'0': _ = _stack.Pop(); break;
            case (byte)'N': _stack.Push(null); break;
            case 0x88: _stack.Push(true); break;
            case 0x89: _stack.Push(false); break;
            case (byte)'}': _stack.Push(new Dictionary<object, object?>()); break;
            case (byte)']': _stack.Push(new List<object?>()); break;
            default: return StepData(instruction);
        }

        return true;
    }

    private bool StepData(byte instruction)
    {
        switch (instruction)
        {
            case (byte)'K': _stack.Push((long)Take(1)[0]); break;
            case (byte)'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: _stack.Push(Integer(Take(Take(1)[0]))); break;
            case (byte)'G': _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': _stack.Push(Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4))))); break;
            case (byte)'T': _stack.Push(Encoding.Latin1.GetString(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4))))); break;
            case 0x8D: _stack.Push(Encoding.UTF8.GetString(Take(Length64()))); break;
            case (byte)'B': _stack.Push(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4))).ToArray()); break;
            case (byte)'C': _stack.Push(Take(Take(1)[0]).ToArray()); break;
            case 0x8E or 0x96: _stack.Push(Take(Length64()).ToArray()); break;
            case 0x8C: _stack.Push(Encoding.UTF8.GetString(Take(Take(1)[0]))); break;
            case (byte)'U': _stack.Push(Encoding.Latin1.GetString(Take(Take(1)[0]))); break;
            case (byte)'q': _memo[Take(1)[0]] = _stack.Peek(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = _stack.Peek(); break;
            case 0x94: _memo[_memo.Count] = _stack.Peek(); break;
            case (byte)'h': _stack.Push(_memo[Take(1)[0]]); break;
            case (byte)'j': _stack.Push(_memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))]); break;
            default: StepStructure(instruction); break;
        }

        return true;
    }

    private void StepStructure(byte instruction)
    {
        switch (instruction)
        {
            case (byte)')': _stack.Push(Array.Empty<object?>()); break;
            case 0x85: PushTuple(1); break;
            case 0x86: PushTuple(2); break;
            case 0x87: PushTuple(3); break;
            case (byte)'t': _stack.Push(PopToMark()); break;
            case (byte)'a': AddToList([_stack.Pop()]); break;
            case (byte)'e': AddToList(PopToMark()); break;
            case (byte)'s': PushTuple(2); SetItems((object?[])_stack.Pop()!); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'c': _stack.Push(_world.Find(Line(), Line())); break;
            case 0x93: PushTuple(2); PushGlobal((object?[])_stack.Pop()!); break;
            case (byte)'Q': _stack.Push(_world.Load((object?[])_stack.Pop()!)); break;
            case (byte)'R' or 0x81: Call(); break;
            case (byte)'b': Build(); break;
            default: throw new ModelFileException($"its pickle has the instruction 0x{instruction:X2}, which files of tensors or arrays do not need: refused");
        }
    }

    private void Call()
    {
        var arguments = (object?[])_stack.Pop()!;
        var function = (PickleFunction)_stack.Pop()!;
        _stack.Push(function(arguments));
    }

    /// <summary>Gives an object its state. Dictionaries accept none: PyTorch attaches bookkeeping to them that readers do not need.</summary>
    private void Build()
    {
        var state = _stack.Pop();
        (_stack.Peek() as IPickledState)?.SetState(state);
    }

    private void PushGlobal(object?[] names) => _stack.Push(_world.Find((string)names[0]!, (string)names[1]!));

    private void PushTuple(int length)
    {
        var items = new object?[length];
        for (var i = length - 1; i >= 0; i--)
        {
            items[i] = _stack.Pop();
        }

        _stack.Push(items);
    }

    private object?[] PopToMark()
    {
        var items = new List<object?>();
        for (var item = _stack.Pop(); !ReferenceEquals(item, Mark); item = _stack.Pop())
        {
            items.Add(item);
        }

        items.Reverse();
        return [.. items];
    }

    private void AddToList(object?[] items) => ((List<object?>)_stack.Peek()!).AddRange(items);

    private void SetItems(object?[] items)
    {
        var target = (Dictionary<object, object?>)_stack.Peek()!;
        for (var i = 0; i < items.Length; i += 2)
        {
            target[items[i]!] = items[i + 1];
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var span = _code.AsSpan(Position, length);
        Position += length;
        return span;
    }

    private int Length64() => checked((int)BinaryPrimitives.ReadInt64LittleEndian(Take(8)));

    private string Line()
    {
        var end = Array.IndexOf(_code, (byte)'\n', Position);
        var line = Encoding.UTF8.GetString(Take(end - Position));
        Position++;
        return line;
    }

    private static long Integer(ReadOnlySpan<byte> littleEndian)
    {
        var value = new System.Numerics.BigInteger(littleEndian);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : long.MinValue;
    }
}

/// <summary>What a pickle may refer to: the functions that it may call by name, and the objects outside of it.</summary>
internal interface IPickleWorld
{
    /// <summary>The function or class of that name.</summary>
    /// <exception cref="ModelFileException">The name is not on the list of what is allowed.</exception>
    object Find(string module, string name);

    /// <summary>The object behind a persistent reference.</summary>
    object Load(object?[] reference);
}

/// <summary>An object of a pickle that takes the state that the pickle gives it; others let it drop.</summary>
internal interface IPickledState
{
    /// <summary>Takes the state.</summary>
    void SetState(object? state);
}

/// <summary>A function that a pickle may call.</summary>
internal delegate object? PickleFunction(object?[] arguments);
