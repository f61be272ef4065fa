namespace KinesisEnricher.Core.Pipeline;

/// <summary>
/// The rules that keep anything from being lost or applied twice. All are always on; tests turn one off at a time to see that their simulation misses it.
/// </summary>
[Flags]
enum Rules
{
    None = 0,

    /// <summary>Marks are kept by the Kinesis record's partition key, the only one that Lambda keeps order for, not by the user's.</summary>
    MarksByRecordKey = 1 << 0,

    /// <summary>Marks are kept per stream and shard.</summary>
    MarksByShard = 1 << 1,

    /// <summary>Records of later chunks wait for the partition keys that stopped in earlier ones.</summary>
    CarryPartitionKeys = 1 << 2,

    /// <summary>Records of later chunks wait for the state items that stopped in earlier ones.</summary>
    CarryStateKeys = 1 << 3,

    /// <summary>Records that may share a state item with one whose look-up failed wait for it.</summary>
    UndecidedBlocks = 1 << 4,

    /// <summary>Output goes out before state is committed.</summary>
    EmitBeforeCommit = 1 << 5,

    /// <summary>Only the unbroken prefix of a lane that was put out is committed.</summary>
    CommitPrefixOnly = 1 << 6,

    /// <summary>Writes are conditional on the <c>rev</c> that was read, and conflicts folded again.</summary>
    FoldAgainOnConflict = 1 << 7,

    /// <summary>What comes out otherwise when it is folded again is put out again.</summary>
    EmitAgainWhatChanged = 1 << 8,

    /// <summary>The checkpoint is the lowest record without a final outcome.</summary>
    CheckpointAtLowest = 1 << 9,

    /// <summary>An event that some of its items have already is still applied to the others.</summary>
    BringUpOtherItems = 1 << 10,

    /// <summary>A failed record stops its lane.</summary>
    FailureStopsLane = 1 << 11,

    /// <summary>Records that share a state item share a lane.</summary>
    LaneByStateKey = 1 << 12,

    /// <summary>A run that was taken in part goes out again from its first gap on, later events of the lane included.</summary>
    ResendInOrder = 1 << 13,

    /// <summary>Nothing is begun once the clocks say that the deadline has passed.</summary>
    StopAtDeadline = 1 << 14,

    /// <summary>A missing required look-up is asked for at its source before it counts.</summary>
    ConfirmMissing = 1 << 15,

    /// <summary>A poison record that could not be kept is not done, and ends its lane's prefix.</summary>
    KeepPoison = 1 << 16,

    All = (1 << 17) - 1,
}

static class RulesExtensions
{
    public static bool Have(this Rules rules, Rules rule) => (rules & rule) != 0;
}
