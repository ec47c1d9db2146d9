using System.Text;
using Giqa.Storage;

namespace Giqa.Tests.Storage;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("plain.png", "plain.png")]
    [InlineData("caf\u00E9.png", "caf\u00E9.png")]
    [InlineData("a\\b.png", "a\\b.png")]
    [InlineData("a\\x41.png", "a\\x41.png")]
    [InlineData("a\\xe9.png", "a\\xe9.png")]
    [InlineData("a\\xE9.png", "a\\x5CxE9.png")]
    [InlineData("a\\\\xE9.png", "a\\\\x5CxE9.png")]
    public void Of_Utf8_ChangesOnlyWhatWouldBeMisread(string name, string text) => Assert.Equal(text, PathText.Of(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Of_BytesThatAreNotUtf8_AreNamedSingly() =>
        Assert.Equal("caf\\xE9\\x89\u00E4.png", PathText.Of([(byte)'c', (byte)'a', (byte)'f', 0xE9, 0x89, 0xC3, 0xA4, .. ".png"u8]));

    [Fact]
    public void ToBytes_OfAnyName_GivesItBack()
    {
        var random = new Giqa.Numerics.SeededRandom(3);
        byte[] letters = [(byte)'\\', (byte)'x', (byte)'E', (byte)'9', (byte)'5', (byte)'C', 0xE9, 0xC3, 0xA9, 0xF0, (byte)'\n', (byte)' ', (byte)'#', (byte)'2'];
        for (var i = 0; i < 20_000; i++)
        {
            var name = new byte[1 + random.NextInt(12)];
            for (var j = 0; j < name.Length; j++)
            {
                name[j] = letters[random.NextInt(letters.Length)];
            }

            var text = PathText.Of(name);
            Assert.Equal([.. name, 0], PathText.ToBytes(text));
            var line = PathText.ToLine(text);
            Assert.DoesNotContain('\n', line);
            Assert.Equal(line, line.Trim());
            Assert.NotEqual('#', line[0]);
            Assert.Equal([.. name, 0], PathText.ToBytes(PathText.OfLine(Encoding.UTF8.GetBytes(line))));
        }
    }

    [Theory]
    [InlineData("..\\x2F..\\x2Fetc")]
    [InlineData("\\x2E\\x2E")]
    [InlineData("a\\x00b")]
    public void ToBytes_SequencesThatCouldLeaveAFolder_StandForThemselves(string text) =>
        Assert.Equal(text + "\0", Encoding.UTF8.GetString(PathText.ToBytes(text)));
}
