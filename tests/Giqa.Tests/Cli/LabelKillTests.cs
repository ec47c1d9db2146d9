using System.Net.Http.Json;
using System.Text.Json;
using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa label</c> while many people judge at once, killed by SIGKILL in the middle of their answers, again and again.</summary>
public sealed class LabelKillTests : IDisposable
{
    private const int Judging = 20;
    private const int Observers = 100;
    private const int Pairs = 100;
    private const int Kills = 4;
    private const string Images = "images";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };
    private int _confirmed;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Label_TenThousandJudgementsUnderKills_KeepsEachOnce()
    {
        Begin();
        var port = FreePort.Next();
        var server = Start(port);
        var judging = Enumerable.Range(0, Judging).Select(first => Task.Run(async () =>
        {
            for (var observer = first; observer < Observers; observer += Judging)
            {
                await JudgeAsync(observer, port);
            }
        })).ToArray();
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref _confirmed) >= kill * Observers * Pairs / (Kills + 1)), $"answers are confirmed until kill {kill}");
                await server.SignalAsync("KILL");
                _ = await server.EndAsync();
                var confirmed = Volatile.Read(ref _confirmed);
                server.Dispose();

                // The answers under way when it was killed may have been written, one of each who judges at the most.
                Assert.InRange(Kept().Count, confirmed, confirmed + Judging);
                server = Start(port);
            }

            await Task.WhenAll(judging);
        }
        finally
        {
            server.Dispose();
        }

        var kept = Kept();
        Assert.Equal(Observers * Pairs, kept.Count);
        Assert.Equal(kept.Count, kept.Select(judgement => (judgement.Observer, judgement.Pair)).Distinct().Count());
        Assert.All(kept, judgement => Assert.Equal(AnswerTo(judgement.Observer, judgement.Pair), judgement.Answer));
    }

    /// <summary>Answers all pairs as the page does: what is not confirmed is sent again.</summary>
    private async Task JudgeAsync(int observer, int port)
    {
        var name = $"observer {observer}";
        var state = await AskAsync(() => _client.GetAsync(new Uri($"http://127.0.0.1:{port}/api/upcoming?observer={Uri.EscapeDataString(name)}")));
        while (state.GetProperty("upcoming") is { } upcoming && upcoming.GetArrayLength() > 0)
        {
            var task = upcoming[0];
            var pair = task.GetProperty("pair").GetInt32();
            state = await AskAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/api/judgements"))
                {
                    Content = JsonContent.Create(new { observer = name, pair, left = task.GetProperty("left").GetInt32(), right = task.GetProperty("right").GetInt32(), answer = AnswerTo(name, pair) }),
                };
                request.Headers.Add("X-Giqa-Page", "1");
                return _client.SendAsync(request);
            });
            _ = Interlocked.Increment(ref _confirmed);
        }
    }

    private static async Task<JsonElement> AskAsync(Func<Task<HttpResponseMessage>> send)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(5); true;)
        {
            try
            {
                using var answer = await send();
                _ = answer.EnsureSuccessStatusCode();
                return await answer.Content.ReadFromJsonAsync<JsonElement>();
            }
            catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException or JsonException && DateTime.UtcNow < deadline)
            {
                // Killed before it answered, or not yet back.
                await Task.Delay(50);
            }
        }
    }

    private static string AnswerTo(string observer, int pair) => ((pair + observer.Length + observer[^1]) % 4) switch { 0 => "left", 1 => "right", 2 => "tie", _ => "skip" };

    private List<(string Observer, int Pair, string Answer)> Kept()
    {
        using (LabelStore.Open(_folder.File("labels.db")))
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("labels.db")};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", check.ExecuteScalar());
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT observer, pair, answer FROM judgements";
            using var reader = command.ExecuteReader();
            var rows = new List<(string, int, string)>();
            while (reader.Read())
            {
                rows.Add((reader.GetString(0), reader.GetInt32(1), reader.GetString(2)));
            }

            return rows;
        }
    }

    private GiqaProcess Start(int port) => GiqaProcess.Start(_folder.Path, "label", "--out", "labels.db", "--port", $"{port}");

    /// <summary>A labelling as <c>giqa label</c> begins one, of pictures that nobody looks at here.</summary>
    private void Begin()
    {
        var images = Enumerable.Range(0, 40).Select(i => new LabelImage($"{i:D2}.png") { Path = _folder.File($"{Images}/{i:D2}.png") }).ToArray();
        _ = Directory.CreateDirectory(_folder.File(Images));
        var picture = ImageEncoder.EncodePng(PaintedImages.Paint(1, 8));
        foreach (var image in images)
        {
            File.WriteAllBytes(image.Path!, picture);
        }

        LabelStore.Create(_folder.File("labels.db"), new LabelSettings([_folder.File(Images)]), images, PairPlan.Choose(images, Pairs)).Dispose();
    }
}
