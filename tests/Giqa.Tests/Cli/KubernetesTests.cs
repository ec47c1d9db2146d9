using System.Security.Cryptography;
using Giqa.Cli;
using Giqa.Cli.Runs;
using Giqa.Tests.Support;
using k8s;
using k8s.Models;

namespace Giqa.Tests.Cli;

/// <summary>Runs on Kubernetes, against a stand-in for its API: what is asked of a cluster, and what becomes of its answers.</summary>
public sealed class KubernetesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KubernetesTests() => ImageVerbFixture.WriteImages(_folder.File("images"), 30);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extract_LostAnswerErrorsAndAKilledPod_GiveTheBytesOfOneMachine()
    {
        await using var cluster = await KubernetesStub.StartAsync();
        (cluster.LostAnswers, cluster.FailedLooks, cluster.Killed) = (1, 2, 1);
        var run = await RunAsync(cluster, Command("run", "image=giqa:1 cpu=500m memory=2Gi claim=scratch:/scratch claim=data:/data secret=s3 run-as=1000:100 parallelism=2", "--tasks", "3"));
        Assert.Equal(ExitCode.Done, (await GiqaProcess.RunAsync(_folder.Path, "extract", "images", "--out", "here.features", "--chunk", "10", "--no-cache")).Code);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("does not answer, and is waited for", run.Error, StringComparison.Ordinal);
        Assert.Equal(Chunks("here"), Chunks("run"));

        // The second attempt to create it met the first one's job; the killed pod was another attempt at its index, not another round.
        var job = Assert.Single(cluster.Jobs);
        Assert.Equal(("ml", 3, 2), (job.Metadata.NamespaceProperty, job.Spec.Completions, job.Spec.Parallelism));
        var pod = job.Spec.Template.Spec;
        Assert.Equal(["/scratch", "/data"], pod.Containers[0].VolumeMounts.Select(mount => mount.MountPath));
        Assert.Equal(["scratch", "data"], pod.Volumes.Select(volume => volume.PersistentVolumeClaim.ClaimName));
        Assert.Equal("s3", pod.Containers[0].EnvFrom.Single().SecretRef.Name);
        Assert.Equal((1000, 100, "2Gi"), (pod.SecurityContext.RunAsUser, pod.SecurityContext.FsGroup, pod.Containers[0].Resources.Limits["memory"].ToString()));
    }

    [Fact]
    public async Task Extract_PodsThatEveryTimeRunOutOfMemory_AreToldAsSuch()
    {
        await using var cluster = await KubernetesStub.StartAsync();
        cluster.KillsAll = true;
        var run = await RunAsync(cluster, Command("run", "image=giqa:1", "--tasks", "2"));

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("no task could do anything: a task was ended since it used more memory than it had asked for: ask for more (memory=...)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_DetachedAndAnImageThatCannotBeHad_IsToldAndEndedByTheSameCommand()
    {
        await using var cluster = await KubernetesStub.StartAsync();
        cluster.Images = new TaskCompletionSource();
        string[] command = Command("run", "image=giqa:1", "--tasks", "2");
        var left = await RunAsync(cluster, [.. command, "--detach"]);
        var run = await RunAsync(cluster, command);

        Assert.Equal(ExitCode.Done, left.Code);
        Assert.Contains(" of 2 tasks is submitted; 'giqa status ", left.Error, StringComparison.Ordinal);
        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("of an earlier run is still there, and waited for", run.Error, StringComparison.Ordinal);
        Assert.Contains("does not start: ErrImagePull: no such image", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, Chunks("run").Length);
        _ = Assert.Single(cluster.Jobs);
    }

    [Theory]
    [InlineData(false, "Kubernetes (http://127.0.0.1:", ": 503 Service Unavailable) has not answered for 2 minutes: tasks that it has go on without this command")]
    [InlineData(true, "Kubernetes (http://127.0.0.1:", ": 503 Service Unavailable) has not answered for 60 minutes: tasks that it has go on without this command")]
    public async Task Looks_ErrorsOfTheServerThatLast_EndTheRunWithASentence(bool hasAnswered, string begin, string end)
    {
        await using var cluster = await KubernetesStub.StartAsync();
        (cluster.FailedLooks, cluster.Images) = (int.MaxValue, new TaskCompletionSource());
        var (name, path) = await cluster.ConfigureAsync(_folder.File("kubeconfig"));
        Environment.SetEnvironmentVariable(name, path);
        var clock = new LeapingTime();
        var said = new StringWriter();
        using var interruption = new Interruption();
        var session = new Session(new Terminal(TextWriter.Null, said, OutIsTerminal: false, ErrorIsTerminal: false, clock), interruption) { Threads = 1, Device = "cpu", Quiet = false, Verbose = false };
        var engine = new KubernetesEngine(1, KubernetesOptions.Parse("image=giqa:1"), isDetached: false, session);
        var run = new Begun("extract", _folder.Path);
        await File.WriteAllTextAsync(_folder.File("kubernetes-job"), "giqa-extract-0");
        var waiting = hasAnswered ? engine.RunAsync(run, 0, 1, static () => { }, CancellationToken.None) : engine.AttachAsync(run, static () => { }, CancellationToken.None);
        var message = (await Assert.ThrowsAsync<GiqaException>(() => waiting)).Message;
        Environment.SetEnvironmentVariable(name, null);

        Assert.StartsWith(begin, message, StringComparison.Ordinal);
        Assert.Contains(end, message, StringComparison.Ordinal);
        Assert.Equal(1, said.ToString().Split("does not answer, and is waited for").Length - 1);
    }

    [Fact]
    public async Task WrongUseAndMissingRights_AreTold()
    {
        await using var cluster = await KubernetesStub.StartAsync();
        cluster.Refusal = "jobs.batch is forbidden: User \"me\" cannot create resource";
        var refused = await RunAsync(cluster, Command("run", "image=giqa:1"));
        Assert.Contains("Kubernetes refused creating a job (403): jobs.batch is forbidden", refused.Error, StringComparison.Ordinal);
        Assert.Contains("deploy/kubernetes-runs.yaml", refused.Error, StringComparison.Ordinal);

        foreach (var (expected, options) in ((string, string)[])
        [
            ("needs an image that holds Giqa", "cpu=4"),
            ("--kubernetes colour=red: must be one of image, namespace", "image=x colour=red"),
            ("--kubernetes memory=lots: must be a quantity", "image=x memory=lots"),
            ("--kubernetes claim=scratch: must be claim=NAME:/path", "image=x claim=scratch"),
            ("--kubernetes run-as=me: must be", "image=x run-as=me"),
        ])
        {
            var wrong = await CliRun.Of(["extract", _folder.File("images"), "--out", _folder.File("wrong.features"), "--on", "kubernetes", "--kubernetes", options]);
            Assert.Equal(ExitCode.Usage, wrong.Code);
            Assert.Contains(expected, wrong.Error, StringComparison.Ordinal);
        }

        var crossed = await CliRun.Of("extract", _folder.File("images"), "--out", _folder.File("wrong.features"), "--on", "kubernetes", "--slurm", "time=1");
        Assert.Contains("--slurm is what --on slurm goes by; --on kubernetes goes to kubernetes", crossed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Print_WritesAManifestThatIsReadStrictly()
    {
        _ = await GiqaProcess.RunAsync(_folder.Path, "extract", "images", "--out", "run.features", "--chunk", "10", "--detach");
        var printed = await GiqaProcess.RunAsync(_folder.Path, "submit", "run.features", "--on", "kubernetes", "--kubernetes", "image=giqa:1 cpu=4 gpus=1 namespace=ml", "--tasks", "2", "--print");
        var job = KubernetesYaml.Deserialize<V1Job>(printed.Out, strict: true);

        Assert.True(printed.Code == ExitCode.Done, printed.Error);
        Assert.Equal(("batch/v1", "Job", "ml", 2), (job.ApiVersion, job.Kind, job.Metadata.NamespaceProperty, job.Spec.Completions));
        var container = job.Spec.Template.Spec.Containers[0];
        Assert.Equal("1", container.Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal(["--threads", "4"], container.Command.TakeLast(2));
    }

    [Fact]
    public void Rights_AreReadStrictlyAndCoverWhatIsCalled()
    {
        var objects = KubernetesYaml.LoadAllFromString(File.ReadAllText(Repository.PathOf("deploy", "kubernetes-runs.yaml")), strict: true);
        var rules = objects.OfType<V1Role>().Single().Rules;

        Assert.Equal([typeof(V1ServiceAccount), typeof(V1Role), typeof(V1RoleBinding)], objects.Select(o => o.GetType()));
        Assert.Equal(["create", "get"], rules.Single(rule => rule.Resources.Contains("jobs")).Verbs);
        Assert.Equal(["list"], rules.Single(rule => rule.Resources.Contains("pods")).Verbs);
    }

    private sealed record Begun(string Name, string Folder) : IRun;

    /// <summary>A clock on which every wait is over at once, and takes thirty times as long as it was to take.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ = Interlocked.Add(ref _elapsed, Math.Max(0, dueTime.Ticks * 30));
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
        }
    }

    private static string[] Command(string name, string options, params string[] more) =>
        ["extract", "images", "--out", $"{name}.features", "--chunk", "10", "--no-cache", "--on", "kubernetes", "--kubernetes", options, .. more];

    private async Task<CliRun> RunAsync(KubernetesStub cluster, string[] command)
    {
        using var process = GiqaProcess.Start(_folder.Path, await cluster.ConfigureAsync(_folder.File("kubeconfig")), command);
        return await process.EndAsync();
    }

    private string[] Chunks(string name) =>
        [.. Directory.GetFiles(_folder.File($"{name}.features/chunks"), "0*").Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];
}
