using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Giqa.Tests.Cli;

/// <summary>
/// A stand-in for Kubernetes' API on loopback, whose pods are processes of this machine. It reads manifests strictly, and does what Giqa relies on:
/// indexes, retries by index, exit codes that fail an index at once.
/// </summary>
internal sealed class KubernetesStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, V1Job> _jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentBag<V1Pod>> _pods = new(StringComparer.Ordinal);

    private KubernetesStub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _ = _app.Use(static async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception e)
            {
                // A fault of the stand-in's own is no silence, for which Giqa would wait.
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await context.Response.WriteAsync(e.ToString());
            }
        });
        _ = _app.MapPost("/apis/batch/v1/namespaces/{space}/jobs", CreateAsync);
        _ = _app.MapGet("/apis/batch/v1/namespaces/{space}/jobs/{name}", Read);
        _ = _app.MapGet("/api/v1/namespaces/{space}/pods", (HttpRequest request) => Pods(request.Query["labelSelector"].ToString()["job-name=".Length..]));
    }

    /// <summary>The jobs that were created.</summary>
    internal IReadOnlyCollection<V1Job> Jobs => [.. _jobs.Values];

    /// <summary>Where it is.</summary>
    internal string Url => _app.Urls.Single();

    /// <summary>How often the creation of a job is done, but not answered.</summary>
    internal int LostAnswers { get; set; }

    /// <summary>How many looks at a job end with an error of the server.</summary>
    internal int FailedLooks { get; set; }

    /// <summary>What every creation is refused with; null for none.</summary>
    internal string? Refusal { get; set; }

    /// <summary>The first pod of this index is killed; all of them where <see cref="KillsAll"/>.</summary>
    internal int Killed { get; set; } = -1;

    /// <summary>Whether every pod is ended for its memory.</summary>
    internal bool KillsAll { get; set; }

    /// <summary>Whether pods wait, for an image that cannot be had, until this is set or somebody has looked at them.</summary>
    internal TaskCompletionSource? Images { get; set; }

    internal static async Task<KubernetesStub> StartAsync()
    {
        var stub = new KubernetesStub();
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Writes a kubeconfig that names it.</summary>
    internal async Task<(string Name, string Value)> ConfigureAsync(string path)
    {
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: stub, cluster: { server: "{{Url}}" } }]
            users: [{ name: me, user: { token: secret } }]
            contexts: [{ name: here, context: { cluster: stub, user: me, namespace: ml } }]
            current-context: here
            """);
        return ("KUBECONFIG", path);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> CreateAsync(HttpContext context, string space)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var job = KubernetesJson.Deserialize<V1Job>(body);

        // What no type holds would be lost here.
        if (KubernetesJson.Serialize(job) != body)
        {
            return Status($"strict decoding error: {body}", 400);
        }

        if (Refusal is not null)
        {
            return Status(Refusal, 403);
        }

        Assert.Equal((space, "Indexed", "Never"), (job.Metadata.NamespaceProperty, job.Spec.CompletionMode, job.Spec.Template.Spec.RestartPolicy));
        if (!_jobs.TryAdd(job.Metadata.Name, job))
        {
            return Status("already exists", 409);
        }

        job.Status = new V1JobStatus();
        _pods[job.Metadata.Name] = [];
        _ = Task.Run(() => RunAsync(job));
        if (LostAnswers-- > 0)
        {
            context.Abort();
        }

        return Json(job, 201);
    }

    private IResult Read(string name) =>
        FailedLooks-- > 0 ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
        : _jobs.TryGetValue(name, out var job) ? Json(job)
        : Status("not found", 404);

    private IResult Pods(string job)
    {
        var pods = Json(new V1PodList { ApiVersion = "v1", Kind = "PodList", Items = [.. _pods[job]] });
        _ = !_pods[job].IsEmpty && Images?.TrySetResult() == true;
        return pods;
    }

    private async Task RunAsync(V1Job job)
    {
        if (Images is { } images)
        {
            _pods[job.Metadata.Name].Add(Pod(job, 0, new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "ErrImagePull", Message = "no such image" } }));
            await images.Task;
        }

        var failed = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, job.Spec.Completions!.Value), new ParallelOptions { MaxDegreeOfParallelism = job.Spec.Parallelism!.Value }, async (index, _) =>
        {
            for (var attempt = 0; ; attempt++)
            {
                var ended = await RunPodAsync(job, index, isKilled: KillsAll || (attempt == 0 && index == Killed));
                _pods[job.Metadata.Name].Add(Pod(job, index, new V1ContainerState { Terminated = ended }));
                if (ended.ExitCode == 0)
                {
                    return;
                }

                if (job.Spec.PodFailurePolicy.Rules.Any(rule => rule is { Action: "FailIndex" } && rule.OnExitCodes.Values.Contains(ended.ExitCode)) || attempt == job.Spec.BackoffLimitPerIndex)
                {
                    failed.Add(index);
                    return;
                }
            }
        });
        job.Status = new V1JobStatus { FailedIndexes = string.Join(',', failed.Order()), Conditions = [new V1JobCondition { Type = failed.IsEmpty ? "Complete" : "Failed", Status = "True" }] };
    }

    private static async Task<V1ContainerStateTerminated> RunPodAsync(V1Job job, int index, bool isKilled)
    {
        var container = job.Spec.Template.Spec.Containers.Single();
        var variable = container.Env.Single(env => env.ValueFrom.FieldRef.FieldPath == "metadata.annotations['batch.kubernetes.io/job-completion-index']").Name;
        string[] command = [.. container.Command.Select(word => word.Replace($"$({variable})", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("/giqa/", AppContext.BaseDirectory, StringComparison.Ordinal))];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        if (isKilled)
        {
            process.Kill();
        }

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new V1ContainerStateTerminated { ExitCode = process.ExitCode, Message = process.ExitCode == 0 ? null : error, Reason = isKilled ? "OOMKilled" : process.ExitCode == 0 ? "Completed" : "Error" };
    }

    private static V1Pod Pod(V1Job job, int index, V1ContainerState state) => new()
    {
        Metadata = new V1ObjectMeta { Name = $"{job.Metadata.Name}-{index}", Annotations = new Dictionary<string, string> { ["batch.kubernetes.io/job-completion-index"] = index.ToString(CultureInfo.InvariantCulture) } },
        Status = new V1PodStatus { ContainerStatuses = [new V1ContainerStatus { Name = "giqa", Image = "x", ImageID = "x", Ready = false, RestartCount = 0, State = state }] },
    };

    private static IResult Status(string message, int code) =>
        Results.Text(System.Text.Json.JsonSerializer.Serialize(new { kind = "Status", apiVersion = "v1", status = "Failure", message, code }), "application/json", statusCode: code);

    private static IResult Json<T>(T value, int code = 200) => Results.Text(KubernetesJson.Serialize(value), "application/json", statusCode: code);
}
