using System.Formats.Tar;
using System.Security.Cryptography;
using Giqa.Cli;
using Giqa.S3;
using Giqa.Tests.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images;

/// <summary>Images in object stores, against a stand-in for Amazon S3.</summary>
public sealed class S3Tests : IDisposable
{
    private const int Images = 20;
    private readonly TemporaryFolder _folder = new();

    public S3Tests()
    {
        foreach (var (name, value) in ((string, string)[])[("AWS_ACCESS_KEY_ID", "me"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_EC2_METADATA_DISABLED", "true")])
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        ImageVerbFixture.WriteImages(_folder.File("bucket/gen/more"), Images);
        File.Move(_folder.File("bucket/gen/more/0003.png"), _folder.File("bucket/gen/0003 +é.png"));
        File.WriteAllText(_folder.File("bucket/gen/notes.txt"), "no image");
        _ = Directory.CreateDirectory(_folder.File("bucket/shards"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "parquet", "zstd.parquet"), _folder.File("bucket/shards/zstd.parquet"));
        foreach (var shard in (int[])[0, 1])
        {
            using var tar = new TarWriter(File.Create(_folder.File($"bucket/shards/{shard:D5}.tar")));
            foreach (var path in Directory.GetFiles(_folder.File("bucket/gen/more")).Order(StringComparer.Ordinal).Skip(shard * 10).Take(10))
            {
                tar.WriteEntry(path, Path.GetFileName(path));
            }
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", null);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("gen")]
    [InlineData("gen/0003 +é.png")]
    [InlineData("shards/{00000..00001}.tar")]
    [InlineData("shards/zstd.parquet")]
    public async Task Extract_FromTheStore_GivesTheBytesOfLocalFiles(string input)
    {
        await using var store = await S3Stub.StartAsync(_folder.Path);
        store.Busy = 1;
        string[] end = ["--chunk", "8", "--no-cache"];
        var local = await GiqaProcess.RunAsync(_folder.Path, ["extract", $"bucket/{input}", "--out", "local.features", .. end]);
        using var process = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), ["extract", $"s3://bucket/{input}", "--out", "remote.features", "--workers", "2", .. end]);
        var remote = await process.EndAsync();

        Assert.True((local.Code, local.Error) == (remote.Code, remote.Error), remote.Error);
        Assert.Equal(Chunks("local"), Chunks("remote"));

        // A task fetches images, and asks of none whether it is there.
        using var begin = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), ["extract", $"s3://bucket/{input}", "--out", "task.features", "--detach", .. end]);
        _ = await begin.EndAsync();
        var before = store.Asked.Count;
        using var work = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), ["work", "task.features", "extract", "--no-cache"]);
        Assert.Equal(ExitCode.Done, (await work.EndAsync()).Code);
        Assert.All(store.Asked.Skip(before), asked => Assert.Matches("^GET /bucket/[^?]+(\\?x-id=GetObject)?$", asked));
        Assert.Equal(Chunks("local"), Chunks("task"));
        if (input == "gen")
        {
            // 21 objects are three pages.
            Assert.Contains(store.Asked, asked => asked.Contains("continuation-token=14", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Extract_ObjectReplacedMeanwhile_IsToldAndNotMixedIn()
    {
        await using var store = await S3Stub.StartAsync(_folder.Path);
        string[] command = ["extract", "s3://bucket/shards/{00000..00001}.tar", "--out", "x.features", "--chunk", "8", "--no-cache"];
        using var first = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), command);
        _ = await first.EndAsync();
        string[] task = ["work", "task.features", "extract", "--no-cache"];
        using var begin = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), [.. command[..3], "task.features", "--chunk", "10", "--detach"]);
        _ = await begin.EndAsync();

        // That a store is busy is no fault of an image, of which a row would say so for ever.
        store.Busy = int.MaxValue;
        using var unlucky = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), task);
        var busy = await unlucky.EndAsync();
        store.Busy = 0;
        Assert.Equal(ExitCode.Failed, busy.Code);
        Assert.Contains("does not answer as it should", busy.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("task.features/chunks")));
        File.Copy(_folder.File("bucket/shards/00000.tar"), _folder.File("bucket/shards/00001.tar"), overwrite: true);
        using var second = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), command);

        Assert.Contains("inputs have changed since", (await second.EndAsync()).Error, StringComparison.Ordinal);
        using var third = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), task);
        var changed = await third.EndAsync();
        Assert.Equal(ExitCode.Failed, changed.Code);
        Assert.Contains("00001.tar is not what it was when the run began", changed.Error, StringComparison.Ordinal);
        Assert.Equal(["00000000.safetensors"], Directory.GetFiles(_folder.File("task.features/chunks")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("s3://bucket/nothing", "s3://bucket/nothing/ holds no images, or does not exist")]
    [InlineData("s3://bucket/shards", "s3://bucket/shards/ holds shards, such as 00000.tar: name them, as in s3://bucket/shards/{00000..00099}.tar")]
    [InlineData("s3://bucket/shards/7.tar", "s3://bucket/shards/7.tar does not exist")]
    [InlineData("s3://forbidden/gen", "the store refuses it (403")]
    [InlineData("s3://nowhere/gen/", "s3://nowhere/gen/ does not exist (NoSuchBucket)")]
    [InlineData("s3:///gen", "names no bucket; write s3://bucket/prefix")]
    public async Task Open_WhatCannotBeHad_IsToldInOneLine(string input, string expected)
    {
        await using var store = await S3Stub.StartAsync(_folder.Path);
        using var process = GiqaProcess.Start(_folder.Path, ("AWS_ENDPOINT_URL", store.Url), ["extract", input, "--out", "x.safetensors", "--no-cache"]);
        var run = await process.EndAsync();

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Read_ConnectionsThatBreak_AreBegunAgainAndThenToldAsNoFaultOfTheImage()
    {
        await using var store = await S3Stub.StartAsync(_folder.Path);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", store.Url);
        using var s3 = new S3Store(TimeSpan.FromSeconds(10));
        var file = s3.Find("s3://bucket/shards/00000.tar")!;
        var expected = await File.ReadAllBytesAsync(_folder.File("bucket/shards/00000.tar"));

        store.Broken = 2;
        Assert.Equal(expected, ReadAll(s3.OpenRead(file)));
        store.Broken = 1;
        var part = new byte[700];
        s3.Read(file, 512, part);
        Assert.Equal(expected[512..1212], part);
        store.Broken = int.MaxValue;
        Assert.Contains("run the same command again", Assert.Throws<InputException>(() => ReadAll(s3.OpenRead(file))).Message, StringComparison.Ordinal);
        store.Broken = 0;
        await File.WriteAllBytesAsync(_folder.File("bucket/shards/00000.tar"), new byte[expected.Length]);
        Assert.Contains("is not what it was when the run began", Assert.Throws<InputException>(() => ReadAll(s3.OpenRead(file))).Message, StringComparison.Ordinal);
        File.Delete(_folder.File("bucket/shards/00000.tar"));
        _ = Assert.Throws<FileNotFoundException>(() => ReadAll(s3.OpenRead(file)));
    }

    [Fact]
    public async Task Find_StoreThatDoesNotAnswer_IsGivenUp()
    {
        await using var store = await S3Stub.StartAsync(_folder.Path);
        store.IsSilent = true;
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", store.Url);
        using var s3 = new S3Store(TimeSpan.FromSeconds(0.5));

        Assert.Contains($"{store.Url} does not answer as it should", Assert.Throws<InputException>(() => s3.Find("s3://bucket/x")).Message, StringComparison.Ordinal);
        Assert.True(store.Asked.Count > 1, "it was not tried again");
    }

    private static byte[] ReadAll(Stream stream)
    {
        using (stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        }
    }

    private string[] Chunks(string name) =>
        [.. Directory.GetFiles(_folder.File($"{name}.features/chunks"), "0*").Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];
}
