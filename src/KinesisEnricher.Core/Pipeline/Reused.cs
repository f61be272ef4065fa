namespace KinesisEnricher.Core.Pipeline;

/// <summary>Objects that serve one chunk after another: they are taken one by one and come back all at once. Not for concurrent use.</summary>
/// <param name="make">Makes another, when all are taken.</param>
/// <param name="clear">Makes one as new: it must not hold on to what it served for.</param>
sealed class Reused<T>(Func<T> make, Action<T> clear) where T : class
{
    readonly List<T> _all = [];
    int _taken;

    public T Take()
    {
        if (_taken == _all.Count)
            _all.Add(make());
        return _all[_taken++];
    }

    /// <summary>Takes all of them back: nobody may use them any more.</summary>
    public void TakeBack()
    {
        for (var i = 0; i < _taken; i++)
            clear(_all[i]);
        _taken = 0;
    }
}
