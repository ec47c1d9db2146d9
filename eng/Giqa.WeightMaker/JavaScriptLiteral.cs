using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Giqa.WeightMaker;

/// <summary>
/// Reads the one value that a data-only JavaScript module exports. Minifiers write more than JSON allows: bare keys,
/// <c>!0</c> for true, numbers such as <c>.5</c>. Nothing is run.
/// </summary>
internal sealed class JavaScriptLiteral
{
    private const string Export = ".exports=";
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _position;

    private JavaScriptLiteral(string text, int position)
    {
        _text = text;
        _position = position;
    }

    /// <summary>The value after the module's <c>exports=</c>, or the whole text where it is plain JSON.</summary>
    /// <exception cref="FormatException">There is no such value, or it is more than a constant.</exception>
    internal static JsonNode? ReadExport(string module) => new JavaScriptLiteral(module, FindExport(module)).ReadValue(0);

    /// <summary>The text after the module's <c>exports=</c>.</summary>
    /// <exception cref="FormatException">The module exports no text.</exception>
    internal static string ReadExportedText(string module)
    {
        var start = FindExport(module);
        if (start == module.Length || module[start] is not ('"' or '\''))
        {
            throw new FormatException("the module exports no text");
        }

        return new JavaScriptLiteral(module, start).ReadText();
    }

    private static int FindExport(string module)
    {
        var trimmed = module.AsSpan().TrimStart();
        if (trimmed.Length > 0 && trimmed[0] == '{')
        {
            return module.Length - trimmed.Length;
        }

        // The module loader around the value assigns to exports too, but never a constant.
        for (var at = module.IndexOf(Export, StringComparison.Ordinal); at >= 0; at = module.IndexOf(Export, at + 1, StringComparison.Ordinal))
        {
            var start = at + Export.Length;
            if (start < module.Length && module[start] is '{' or '"' or '\'')
            {
                return start;
            }
        }

        throw new FormatException("the module exports no constant");
    }

    private JsonNode? ReadValue(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Unexpected("a value nested too deeply");
        }

        switch (Peek())
        {
            case '{':
                return ReadObject(depth);
            case '[':
                return ReadArray(depth);
            case '"' or '\'':
                return JsonValue.Create(ReadText());
            case '!':
                _position++;
                return JsonValue.Create(ReadNumber() == 0);
            case '-' or '.' or (>= '0' and <= '9'):
                return JsonValue.Create(ReadNumber());
            default:
                return ReadWord() switch
                {
                    "true" => JsonValue.Create(true),
                    "false" => JsonValue.Create(false),
                    "null" => null,
                    var word => throw Unexpected($"'{word}'"),
                };
        }
    }

    private JsonObject ReadObject(int depth)
    {
        var result = new JsonObject();
        _position++;
        while (!TryTake('}'))
        {
            var key = Peek() is '"' or '\'' ? ReadText() : ReadWord();
            Take(':');
            result[key] = ReadValue(depth + 1);
            if (Peek() != '}')
            {
                Take(',');
            }
        }

        return result;
    }

    private JsonArray ReadArray(int depth)
    {
        var result = new JsonArray();
        _position++;
        while (!TryTake(']'))
        {
            result.Add(ReadValue(depth + 1));
            if (Peek() != ']')
            {
                Take(',');
            }
        }

        return result;
    }

    private string ReadText()
    {
        var quote = _text[_position++];
        var end = _text.AsSpan(_position).IndexOfAny(quote, '\\');
        if (end >= 0 && _text[_position + end] == quote)
        {
            var plain = _text.Substring(_position, end);
            _position += end + 1;
            return plain;
        }

        var builder = new StringBuilder();
        while (_position < _text.Length && _text[_position] != quote)
        {
            _ = builder.Append(_text[_position] == '\\' ? ReadEscape() : _text[_position]);
            _position++;
        }

        Take(quote);
        return builder.ToString();
    }

    private char ReadEscape()
    {
        _position++;
        return Peek() switch
        {
            '"' or '\'' or '\\' or '/' => _text[_position],
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Unexpected("an escape"),
        };
    }

    private double ReadNumber()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiDigit(_text[_position]) || _text[_position] is '.' or '-' or '+' or 'e' or 'E'))
        {
            _position++;
        }

        return double.TryParse(_text.AsSpan(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unexpected("a number");
    }

    private string ReadWord()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '_' or '$'))
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Unexpected("a character");
    }

    private char Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return _position < _text.Length ? _text[_position] : throw Unexpected("the end");
    }

    private bool TryTake(char expected)
    {
        var found = Peek() == expected;
        _position += found ? 1 : 0;
        return found;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Unexpected($"'{_text[_position]}' in place of '{expected}'");
        }
    }

    private FormatException Unexpected(string what) => new($"{what} at character {_position} is not part of a constant");
}
