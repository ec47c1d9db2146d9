using Giqa.Cli.Rendering;

namespace Giqa.Tests.Cli;

public sealed class PlainWriterTests
{
    [Theory]
    [InlineData("plain \u00E9\u2028 text\tand\nlines", "plain \u00E9\u2028 text\tand\nlines")]
    [InlineData("esc\u001B[31mred.png", "esc\\x1B[31mred.png")]
    [InlineData("title\u009D0;x\u0007", "title\\xC2\\x9D0;x\\x07")]
    [InlineData("over\rwritten", "over\\x0Dwritten")]
    [InlineData("\rscoring  3 of 9", "\rscoring  3 of 9")]
    [InlineData("a\r\nb", "a\r\nb")]
    public void Write_ControlCharacters_AreShownNotObeyed(string text, string expected)
    {
        using var inner = new StringWriter();
        using var writer = new PlainWriter(inner);
        writer.Write(text);
        writer.WriteLine(text);
        writer.Write(text.ToCharArray());
        Assert.Equal($"{expected}{expected}{Environment.NewLine}{expected}", inner.ToString());
    }
}
