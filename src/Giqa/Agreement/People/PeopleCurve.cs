using System.Numerics.Tensors;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.People;

/// <summary>
/// The curve behind a <see cref="PeopleMap"/>: the log odds of the share against those of the image's rank, a line of four pieces that meet at
/// the ranks of a fifth, a half and four fifths, none of them falling. Choices follow the model of Bradley and Terry on it.
/// </summary>
/// <remarks>
/// Several pieces, because scorers often distinguish bad images from middling ones but not those from good ones, or the other way round; a single
/// line is measurably worse, and isotonic regression needs some hundred more judgements to be as good.
/// </remarks>
internal sealed class PeopleCurve
{
    private const int Pieces = 4;
    private const int Steps = 200;

    // A weak prior, for few judgements: slopes of moderate size, not far from each other.
    private const double Ridge = .29;
    private const double Pull = 5.8;

    private static readonly double[] Joints = [Math.Log(.25), 0, Math.Log(4)];
    private static readonly bool[] All = [true, true, true, true];

    private readonly IReadOnlyList<PeopleChoice> _choices;
    private readonly double[][] _differences;
    private readonly double[] _slopes;
    private readonly Symmetric _curvature;
    private readonly Symmetric _scatter;
    private readonly double _reach;

    /// <summary>Fits the slopes.</summary>
    /// <param name="choices">What was chosen.</param>
    /// <param name="scale">The ranks.</param>
    internal PeopleCurve(IReadOnlyList<PeopleChoice> choices, RankScale scale)
    {
        _choices = choices;
        _differences = [.. choices.Select(choice => Difference(scale.Of(choice.First), scale.Of(choice.Second)))];
        _slopes = Fit();
        _curvature = Derivatives(_slopes).Curvature;
        _scatter = Scatter();
        _reach = StudentT.Reach95(Math.Max(choices.SelectMany(choice => (int[])[choice.FirstGroup, choice.SecondGroup]).Distinct().Count() - Pieces, 1));
    }

    /// <summary>The share at log odds of the rank.</summary>
    internal PreferredShare At(double logOdds)
    {
        var place = Split(logOdds);
        var (odds, reach) = (Along(_slopes, place), _reach * Math.Sqrt(Math.Max(_scatter.Of(_curvature.Solve(place, All)), 0)));
        return new PreferredShare(Share(odds), Share(odds - reach), Share(odds + reach));
    }

    /// <summary>The distance along each piece from the median; negative below it.</summary>
    private static double[] Split(double logOdds) =>
    [
        Math.Min(logOdds - Joints[0], 0),
        Math.Clamp(logOdds, Joints[0], 0),
        Math.Clamp(logOdds, 0, Joints[2]),
        Math.Max(logOdds - Joints[2], 0),
    ];

    private static double[] Difference(double first, double second)
    {
        var difference = Split(first);
        TensorPrimitives.Subtract(difference, Split(second), difference);
        return difference;
    }

    private static double Along(double[] slopes, double[] place) => TensorPrimitives.Dot<double>(slopes, place);

    private static double Share(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>Newton's method in the slopes that are not held at 0 (Bertsekas, SIAM J. Control and Optimization 20, 1982).</summary>
    private double[] Fit()
    {
        var slopes = new double[Pieces];
        for (var step = 0; step < Steps; step++)
        {
            var (gradient, curvature) = Derivatives(slopes);
            bool[] free = [.. slopes.Zip(gradient, (slope, uphill) => slope > 0 || uphill < 0)];
            var move = curvature.Solve(gradient, free);
            var (before, share) = (Loss(slopes), 1.0);
            double[] next;
            do
            {
                next = [.. slopes.Zip(move, (slope, along) => Math.Max(slope - (share * along), 0))];
                share /= 2;
            }
            while (share > 1e-6 && Loss(next) > before);
            var moved = TensorPrimitives.Distance<double>(next, slopes);
            slopes = next;
            if (moved < 1e-10)
            {
                break;
            }
        }

        return slopes;
    }

    private double Loss(double[] slopes)
    {
        var mean = slopes.Average();
        var sum = slopes.Sum(slope => .5 * ((Ridge * slope * slope) + (Pull * (slope - mean) * (slope - mean))));
        for (var i = 0; i < _differences.Length; i++)
        {
            // -ln of the share, exact where it vanishes.
            var odds = Along(slopes, _differences[i]);
            sum += _choices[i].Weight * (Math.Max(odds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(odds))) - (_choices[i].Preferred * odds));
        }

        return sum;
    }

    private (double[] Gradient, Symmetric Curvature) Derivatives(double[] slopes)
    {
        var mean = slopes.Average();
        double[] gradient = [.. slopes.Select(slope => (Ridge * slope) + (Pull * (slope - mean)))];
        var curvature = new Symmetric(Pieces);
        for (var row = 0; row < Pieces; row++)
        {
            for (var column = 0; column < Pieces; column++)
            {
                curvature[row, column] = (row == column ? Ridge + Pull : 0) - (Pull / Pieces);
            }
        }

        for (var i = 0; i < _differences.Length; i++)
        {
            var share = Share(Along(slopes, _differences[i]));
            TensorPrimitives.MultiplyAdd(_differences[i], _choices[i].Weight * (share - _choices[i].Preferred), gradient, gradient);
            curvature.AddSquare(_choices[i].Weight * share * (1 - share), _differences[i]);
        }

        return (gradient, curvature);
    }

    /// <summary>
    /// The variance of the gradient: choices are correlated through the groups of their images (Aronow, Samii and Assenova, Political
    /// Analysis 23, 2015) and through their observers.
    /// </summary>
    private Symmetric Scatter()
    {
        var (groups, couples, observers) = (new Sums<int>(), new Sums<(int, int)>(), new Sums<int>());
        var (alone, together) = (new Symmetric(Pieces), new Symmetric(Pieces));
        foreach (var (i, choice) in _choices.Index())
        {
            var own = (double[])_differences[i].Clone();
            TensorPrimitives.Multiply(own, choice.Weight * (Share(Along(_slopes, own)) - choice.Preferred), own);
            alone.AddSquare(1, own);
            observers.Add(choice.Observer, own);
            groups.Add(choice.FirstGroup, own);
            if (choice.FirstGroup != choice.SecondGroup)
            {
                // It is in the sums of both groups, and so subtracted once.
                groups.Add(choice.SecondGroup, own);
                couples.Add((Math.Min(choice.FirstGroup, choice.SecondGroup), Math.Max(choice.FirstGroup, choice.SecondGroup)), own);
            }
        }

        together.Add(1, groups.Squares());
        together.Add(-1, couples.Squares());
        if (observers.Count > 1)
        {
            var correction = observers.Count / (observers.Count - 1.0);
            together.Add(correction, observers.Squares());
            together.Add(-correction, alone);
        }

        // Such differences may be smaller than the variance of independent choices.
        for (var i = 0; i < Pieces; i++)
        {
            together[i, i] = Math.Max(together[i, i], alone[i, i]);
        }

        return together;
    }

    /// <summary>Sums of gradients by what they have in common.</summary>
    private sealed class Sums<TKey>
        where TKey : notnull
    {
        private readonly Dictionary<TKey, double[]> _sums = [];

        internal int Count => _sums.Count;

        internal void Add(TKey key, double[] own)
        {
            if (!_sums.TryGetValue(key, out var sum))
            {
                _sums[key] = sum = new double[Pieces];
            }

            TensorPrimitives.Add(sum, own, sum);
        }

        internal Symmetric Squares()
        {
            var squares = new Symmetric(Pieces);
            foreach (var sum in _sums.Values)
            {
                squares.AddSquare(1, sum);
            }

            return squares;
        }
    }
}
