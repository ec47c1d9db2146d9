using System.CommandLine;

namespace Giqa.Cli.Help;

/// <summary>How the help groups options and verbs, and the order of the groups.</summary>
internal static class HelpGroups
{
    /// <summary>The group of an option or verb that no group names.</summary>
    internal const string Rest = "More";

    private const string General = "General";

    private static readonly (string Heading, string Names)[] OptionGroups =
    [
        ("Input", "--real --reals --images --reference --source --domain --data --logits --scores --conditions --from --baseline --emoji"),
        ("Model", "--model --ohem --quality-model"),
        ("Which images", "--keep --count --min-quality --per"),
        ("Output", "--out --report --junit --markdown --map --extra --top --list --copy-to --move-to --link-to --overwrite --dry-run --title --names --json"),
        ("Judgements", "--pairs --groups --spread --against --question --consensus"),
        ("Metrics", "--rules --print-rules --undecided --metrics --no-spread --all-conventions --divisor"),
        ("Model to fit", "--method --components --covariance --regularization --shrinkage --taps --neighbours --knn --holdout --sample --maps"),
        ("Features", "--backbone --preset --feature --chain --pca --pca-residual --square-roots --standardize --whiten"),
        ("Network", "--name --kind --network --classifiers --size --channels --width --latent --resize --scaling --mean --std --layout --output --pooling --licence --regression --free-head --iteration"),
        ("Training", "--resume --force --minutes --iterations --stage --epochs --steps --batch --learning-rate --patience --validation --held-out --precision --condition --mirror --rotation --no-flip --no-augmentation --penalty --fidelity"),
        ("Labels and losses", "--sg --margin --degraded --elbow --elbow-label --no-interpolation --supervision --contrastive --upper-bound --ohem-threshold --ohem-weight --ohem-every"),
        ("Samples", "--snapshots --snapshot-images --truncation"),
        ("Chance", "--seed"),
        ("Processes and clusters", "--workers --chunk --run --cut-from --on --tasks --slurm --kubernetes --detach --print --round --task --attached --watch"),
        ("Reading images", "--ignore-orientation --drop-alpha --max-pixels --max-file-size"),
        ("Feature cache", "--cache --no-cache"),
        ("Server", "--port --address --api-key-file --host-name"),
        ("Limits of the HTTP service", "--max-requests --max-images --max-image-mib --max-upload-pixels --max-request-mib --max-held-mib --max-seconds"),
        (Rest, string.Empty),
        (General, "--threads --device --quiet --verbose --version --help"),
    ];

    private static readonly (string Heading, string Names)[] VerbGroups =
    [
        ("Images and their quality", "fit score pick compare gate serve report"),
        ("What people say", "label agree calibrate prefer"),
        ("Training", "gan train"),
        (Rest, string.Empty),
        ("Parts and set-up", "demo doctor extract status submit work models cache"),
    ];

    /// <summary>A verb's options by group, in the order of the groups and within them.</summary>
    internal static IEnumerable<(string Heading, IReadOnlyList<Option> Options)> Of(IEnumerable<Option> options) =>
        Grouped(options.Where(option => !option.Hidden), option => option.Name, OptionGroups);

    /// <summary>The verbs below a group or the root.</summary>
    internal static IEnumerable<(string Heading, IReadOnlyList<Command> Commands)> Of(IEnumerable<Command> commands) =>
        Grouped(commands.Where(command => !command.Hidden), command => command.Name, VerbGroups);

    private static IEnumerable<(string Heading, IReadOnlyList<T> Members)> Grouped<T>(IEnumerable<T> all, Func<T, string> nameOf, (string Heading, string Names)[] groups)
    {
        var left = all.ToList();
        var found = new Dictionary<string, IReadOnlyList<T>>(StringComparer.Ordinal);
        foreach (var (heading, names) in groups.Where(group => group.Heading != Rest))
        {
            var order = names.Split(' ').ToList();
            var members = left.Where(member => order.Contains(nameOf(member))).OrderBy(member => order.IndexOf(nameOf(member))).ToList();
            found[heading] = members;
            _ = left.RemoveAll(members.Contains);
        }

        found[Rest] = left;
        return groups.Select(group => (group.Heading, found[group.Heading])).Where(group => group.Item2.Count > 0);
    }
}
