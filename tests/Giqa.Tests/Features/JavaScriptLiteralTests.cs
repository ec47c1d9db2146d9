using Giqa.WeightMaker;

namespace Giqa.Tests.Features;

public class JavaScriptLiteralTests
{
    private const string Loader = "!function(e){r=n[_]={exports:{}};a[_][0].call(r.exports)}({1:[function(e,a,n){a.exports=";

    [Fact]
    public void ReadExport_MinifiedModule_GivesItsValue()
    {
        var value = JavaScriptLiteral.ReadExport(Loader + "{a:!0,\"b-c\":!1,'d':[-.5,1e-3,null,\"x\\\"y\\n\"],e:{}}},{}]},{},[1])(1)});");

        Assert.Equal("""{"a":true,"b-c":false,"d":[-0.5,0.001,null,"x\u0022y\n"],"e":{}}""", value!.ToJsonString());
    }

    [Fact]
    public void ReadExport_PlainJson_GivesItsValue() =>
        Assert.Equal("""{"a":[1,true]}""", JavaScriptLiteral.ReadExport("""  {"a": [1, true]} """)!.ToJsonString());

    [Fact]
    public void ReadExportedText_MinifiedModule_GivesTheText() =>
        Assert.Equal("YWJj==", JavaScriptLiteral.ReadExportedText(Loader + "\"YWJj==\"},{}]},{},[1])(1)});"));

    [Theory]
    [InlineData("")]
    [InlineData("module.exports=require('x')")]
    [InlineData("a.exports={b:c()}")]
    [InlineData("a.exports={b:1+1}")]
    [InlineData("a.exports={b:[1,2}")]
    [InlineData("a.exports={b:\"unfinished")]
    public void ReadExport_NoConstant_IsAFormatException(string module) =>
        Assert.Throws<FormatException>(() => JavaScriptLiteral.ReadExport(module));

    [Fact]
    public void ReadExport_NestedTooDeeply_IsAFormatException() =>
        Assert.Throws<FormatException>(() => JavaScriptLiteral.ReadExport("a.exports={b:" + new string('[', 100_000)));
}
