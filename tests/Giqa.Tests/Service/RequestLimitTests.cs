using Giqa.Images;
using Giqa.Tests.Library;
using Giqa.Tests.Support;
using Giqa.Web.Service;

namespace Giqa.Tests.Service;

/// <summary>Requests at a limit while a decoder is at work, which nothing can stop.</summary>
public sealed class RequestLimitTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    private const int LargeSide = 6000;

    private static readonly Lazy<byte[]> Large = new(() => ImageEncoder.EncodePng(new RgbImage(LargeSide, LargeSide, new byte[3 * LargeSide * LargeSide])));

    [Fact]
    public async Task TimeLimit_WhileAnImageIsDecoded_IsAnsweredBeforeTheDecoderIsDone()
    {
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxTime = TimeSpan.FromMilliseconds(100) });

        // On a busy machine the limit may pass before the decoding begins, or the answer be read after its end: then once more.
        await Eventually.HoldsAsync(
            async () =>
            {
                var (status, document) = await service.PostAsync("/v1/score", RunningService.Body(Large.Value));
                var isDecoding = service.Scorer.Unfinished > 0;
                Assert.Equal((503, true), (status, document.GetProperty("detail").GetString()!.Contains("longer than", StringComparison.Ordinal)));
                return isDecoding;
            },
            "503 while the decoder works");

        await Eventually.HoldsAsync(() => Task.FromResult(service.Scorer.Unfinished == 0), "the decoder is done");
        await Eventually.HoldsAsync(async () => (await service.PostAsync("/v1/score", RunningService.Body(RunningService.Png(1)))).Status == 200, "another image is scored");
    }

    [Fact]
    public async Task FullService_WhileAnImageIsDecoded_SendsOthersAwayAtOnce()
    {
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxRequests = 1 });

        await Eventually.HoldsAsync(
            async () =>
            {
                var large = service.PostAsync("/v1/score", RunningService.Body(Large.Value));
                await Eventually.HoldsAsync(() => Task.FromResult(large.IsCompleted || service.Scorer.Unfinished > 0), "the decoder works");
                var (status, _) = await service.PostAsync("/v1/score", RunningService.Body(RunningService.Png(1)));
                var isDecoding = service.Scorer.Unfinished > 0;
                Assert.Equal(200, (await large).Status);
                return isDecoding && status == 429;
            },
            "429 while the decoder works");

        await Eventually.HoldsAsync(async () => (await service.PostAsync("/v1/score", RunningService.Body(RunningService.Png(1)))).Status == 200, "another image is scored");
    }
}
