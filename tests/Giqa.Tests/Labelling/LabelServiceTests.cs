using System.Net;
using System.Text;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;

namespace Giqa.Tests.Labelling;

public sealed class LabelServiceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"observer\":\"ann\"}")]
    [InlineData("{\"observer\":\"ann\",\"pair\":0,\"left\":0,\"right\":2,\"answer\":\"best\"}")]
    [InlineData("{\"observer\":\"ann\",\"pair\":0,\"left\":0,\"right\":2,\"answer\":\"9\"}")]
    [InlineData("{\"observer\":\"ann\",\"pair\":0,\"left\":0,\"right\":3,\"answer\":\"left\"}")]
    [InlineData("{\"observer\":\"ann\",\"pair\":99,\"left\":0,\"right\":2,\"answer\":\"left\"}")]
    [InlineData("{\"observer\":\" \",\"pair\":0,\"left\":0,\"right\":2,\"answer\":\"left\"}")]
    [InlineData("{\"observer\":\"a\\nb\",\"pair\":0,\"left\":0,\"right\":2,\"answer\":\"left\"}")]
    public async Task Post_MalformedJudgement_IsRefusedWithAReasonAndKeepsNothing(string body)
    {
        await using var site = await LabelSite.StartAsync(pairs: 2);

        using var answer = await PostAsync(site, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("detail", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(site.Store.Judgements());
    }

    [Fact]
    public async Task Post_FromAnotherSite_IsRefused()
    {
        await using var site = await LabelSite.StartAsync(pairs: 2);

        using var answer = await PostAsync(site, "{\"observer\":\"ann\",\"pair\":0,\"left\":0,\"right\":2,\"answer\":\"left\"}", fromPage: false);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(site.Store.Judgements());
    }

    [Theory]
    [InlineData("/images/-1")]
    [InlineData("/images/4")]
    [InlineData("/images/1")]
    [InlineData("/images/../labels.db")]
    [InlineData("/images/%2e%2e%2flabels.db")]
    [InlineData("/images/0.png")]
    public async Task Get_ImageThatIsNotThere_IsNotFound(string path)
    {
        await using var site = await LabelSite.StartAsync(pairs: 2, unreadable: 1);
        using var client = new HttpClient();

        using var answer = await client.GetAsync(site.At(path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Get_Pairs_ReadBackAsTheyWereJudged()
    {
        await using var site = await LabelSite.StartAsync(pairs: 2);
        site.Store.Record("ann, \"A\"", site.Store.Upcoming("ann, \"A\"", 1)[0], LabelAnswer.Right);
        using var client = new HttpClient();
        var path = Path.GetTempFileName();

        await File.WriteAllTextAsync(path, await client.GetStringAsync(site.At("/pairs.csv")));

        Assert.Equal(site.Store.Judgements(), PairFile.Read(path).Select(pair => pair with { Line = 2 }));
        File.Delete(path);
    }

    private static async Task<HttpResponseMessage> PostAsync(LabelSite site, string body, bool fromPage = true)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, site.At("/api/judgements")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (fromPage)
        {
            request.Headers.Add("X-Giqa-Page", "1");
        }

        return await client.SendAsync(request);
    }
}
