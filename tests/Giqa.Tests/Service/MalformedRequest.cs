using System.Buffers.Binary;
using System.Text;
using Giqa.Numerics;

namespace Giqa.Tests.Service;

/// <summary>Requests that deserve nothing but a refusal, of many kinds, each drawn by a seeded generator.</summary>
internal static class MalformedRequest
{
    private static readonly Func<SeededRandom, byte[]>[] Kinds =
    [
        RandomBody, TruncatedForm, WrongBoundary, PartWithoutHeaders, HugePartHeader, Bomb, LyingHeader, HalfImage, HugeHeaders, ManyHeaders, LongLine,
        Traversal, WrongMethod, WrongType, BadQuery, BadChunks, BadRequestLine, NoHost, TooLarge, UnknownField, ForeignOrigin, BadLength, EmptyForm,
    ];

    /// <summary>One request, with its kind's name for messages.</summary>
    internal static (string Kind, byte[] Bytes) Make(SeededRandom random)
    {
        var kind = Kinds[(int)(random.NextDouble() * Kinds.Length)];
        return (kind.Method.Name, kind(random));
    }

    private static byte[] RandomBody(SeededRandom random) => Post("/v1/score", "image/png", Noise(random, 1 + Below(random, 5000)));

    private static byte[] TruncatedForm(SeededRandom random)
    {
        var form = Form("image", "x.png", RunningService.Png(1));
        return Post("/v1/score", "multipart/form-data; boundary=b", form[..(1 + Below(random, form.Length / 2))]);
    }

    private static byte[] WrongBoundary(SeededRandom random) =>
        Post("/v1/pick?count=1", $"multipart/form-data; boundary={Word(random, 1 + Below(random, 100))}", Form("image", "x.png", RunningService.Png(1)));

    private static byte[] PartWithoutHeaders(SeededRandom random) =>
        Post("/v1/score", "multipart/form-data; boundary=b", [.. "--b\r\n\r\n"u8, .. Noise(random, 100), .. "\r\n--b--\r\n"u8]);

    private static byte[] HugePartHeader(SeededRandom random) =>
        Post("/v1/score", "multipart/form-data; boundary=b", Form("image", Word(random, 9000 + Below(random, 9000)), RunningService.Png(1)));

    /// <summary>A sound header that announces more pixels than are allowed.</summary>
    private static byte[] Bomb(SeededRandom random)
    {
        var png = RunningService.Png(1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 2000 + Below(random, 60000));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 2000 + Below(random, 60000));
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return Post("/v1/score", "image/png", png);
    }

    private static byte[] LyingHeader(SeededRandom random)
    {
        var png = RunningService.Png(1);
        png[16 + Below(random, 8)] ^= (byte)(1 + Below(random, 255));
        return Post("/v1/score", "image/png", png);
    }

    private static byte[] HalfImage(SeededRandom random)
    {
        var png = RunningService.Png(1);
        return Post("/v1/score", "image/png", png[..(1 + Below(random, png.Length / 2))]);
    }

    private static byte[] HugeHeaders(SeededRandom random) => Request("POST", "/v1/score", $"X-Long: {Word(random, 20_000 + Below(random, 20_000))}\r\nContent-Length: 0\r\n");

    private static byte[] ManyHeaders(SeededRandom random) => Request("GET", "/v1/models", string.Concat(Enumerable.Range(0, 100 + Below(random, 400)).Select(i => $"X-{i}: 1\r\n")));

    private static byte[] LongLine(SeededRandom random) => Request("GET", $"/{Word(random, 9000 + Below(random, 9000))}", string.Empty);

    private static byte[] Traversal(SeededRandom random)
    {
        string[] paths = ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%5c..%5csecret.txt", "/assets/../../etc/passwd", "/v1/models/..%2f..%2fsecret.txt", "//etc/passwd", "/assets/%00", "/v1/models/%ff%fe", "/images/0", "/secret.txt"];
        return Request("GET", paths[Below(random, paths.Length)], string.Empty);
    }

    private static byte[] WrongMethod(SeededRandom random)
    {
        string[] methods = ["GET", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "get"];
        return Request(methods[Below(random, methods.Length)], "/v1/score", "Content-Length: 0\r\n");
    }

    private static byte[] WrongType(SeededRandom random)
    {
        string[] types = ["application/json", "text/html", "application/x-www-form-urlencoded", "multipart/mixed; boundary=b", "multipart/form-data", "image", ";;;", "multipart/form-data; boundary=\"\"", "\u00ff/\u00ff"];
        return Post("/v1/score", types[Below(random, types.Length)], Noise(random, 50));
    }

    private static byte[] BadQuery(SeededRandom random)
    {
        string[] queries = ["", "?keep=0", "?keep=-1", "?keep=1e999", "?keep=x", "?count=1.5", "?count=99999999999", "?min_quality=2", "?keep=.5&count=2", "?count=1&model=..%2f..%2fsecret.txt", "?count=1&model=%00", "?count=1&model=" + Word(random, 500)];
        return Post($"/v1/pick{queries[Below(random, queries.Length)]}", "image/png", RunningService.Png(1));
    }

    private static byte[] BadChunks(SeededRandom random) =>
        [.. Request("POST", "/v1/score", "Content-Type: image/png\r\nTransfer-Encoding: chunked\r\n"), .. Encoding.ASCII.GetBytes($"{Word(random, 3)}zz\r\n"), .. Noise(random, 40)];

    private static byte[] BadRequestLine(SeededRandom random) => Encoding.ASCII.GetBytes($"G@{Word(random, 1 + Below(random, 12))} /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private static byte[] NoHost(SeededRandom random) => Encoding.ASCII.GetBytes($"GET /v1/models HTTP/1.1\r\n{(Below(random, 2) == 0 ? "" : $"Host: {Word(random, 12)}.example\r\n")}Connection: close\r\n\r\n");

    private static byte[] TooLarge(SeededRandom random) =>
        [.. Request("POST", "/v1/score", $"Content-Type: image/png\r\nContent-Length: {3_000_000 + (1000L * Below(random, 1_000_000))}\r\n"), .. Noise(random, 10)];

    private static byte[] UnknownField(SeededRandom random) =>
        Post("/v1/score", "multipart/form-data; boundary=b", Encoding.ASCII.GetBytes($"--b\r\nContent-Disposition: form-data; name={Word(random, 8)}x\r\n\r\n1\r\n--b--\r\n"));

    private static byte[] ForeignOrigin(SeededRandom random) => Request("POST", "/v1/score", $"Origin: https://{Word(random, 8)}.example\r\nContent-Type: image/png\r\nContent-Length: 0\r\n");

    private static byte[] BadLength(SeededRandom random)
    {
        string[] lengths = ["-1", "abc", "1e3", "99999999999999999999", "5\r\nContent-Length: 6", "0x10"];
        return Request("POST", "/v1/score", $"Content-Type: image/png\r\nContent-Length: {lengths[Below(random, lengths.Length)]}\r\n");
    }

    private static byte[] EmptyForm(SeededRandom random) => Post("/v1/score", "multipart/form-data; boundary=b", Encoding.ASCII.GetBytes(Below(random, 2) == 0 ? "--b--\r\n" : "\r\n"));

    private static byte[] Post(string path, string type, byte[] body) =>
        [.. Request("POST", path, $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n"), .. body];

    private static byte[] Request(string method, string path, string headers) =>
        Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");

    private static byte[] Form(string field, string file, byte[] content) =>
        [.. Encoding.ASCII.GetBytes($"--b\r\nContent-Disposition: form-data; name={field}; filename=\"{file}\"\r\n\r\n"), .. content, .. "\r\n--b--\r\n"u8];

    private static byte[] Noise(SeededRandom random, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)Below(random, 256))];

    private static string Word(SeededRandom random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('g' + Below(random, 20))));

    private static int Below(SeededRandom random, int bound) => (int)(random.NextDouble() * bound);

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return ~crc;
    }
}
