namespace Giqa.Selection;

/// <summary>Which generated samples count as hard negatives, and how much more they weigh (GIQA, section 5.3).</summary>
public sealed record HardNegativeOptions
{
    /// <summary>T_q: samples whose quality is below it are hard.</summary>
    /// <value>In [0, 1]; default .2, the paper's.</value>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new GiqaException($"a quality threshold of {value} is out of range: 0 to 1 are allowed");
    }

    = .2;

    /// <summary>w_l: the weight of hard samples; all others weigh 1.</summary>
    /// <value>Above 0 and at most 1000; default 2, the paper's.</value>
    public double Weight
    {
        get;
        init => field = value is > 0 and <= 1000 ? value : throw new GiqaException($"a weight of {value} is out of range: above 0 and at most 1000 is allowed");
    }

    = 2;
}
