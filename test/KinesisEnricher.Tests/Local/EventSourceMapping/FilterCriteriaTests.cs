using System.Text;
using KinesisEnricher.Local.EventSourceMapping;
using KinesisEnricher.Runtime.Aws;

namespace KinesisEnricher.Tests.Local.EventSourceMapping;

public class FilterCriteriaTests
{
    public static TheoryData<string, string, bool> Patterns => new()
    {
        { """{"data":{"a":["x"]}}""", """{"a":"x"}""", true },
        { """{"data":{"a":["x"]}}""", """{"a":"X"}""", false },
        { """{"data":{"a":["x"]}}""", """{"a":["y","x"]}""", true },
        { """{"data":{"a":["x","y"]}}""", """{"a":"y"}""", true },
        { """{"data":{"a":[1]}}""", """{"a":1.0}""", true },
        { """{"data":{"a":[null]}}""", """{"a":null}""", true },
        { """{"data":{"a":[null]}}""", "{}", false },
        { """{"data":{"a":{"b":["x"]}}}""", """{"a":{"b":"x","c":1}}""", true },
        { """{"data":{"a":{"b":["x"]}}}""", """{"a":[{"b":"y"},{"b":"x"}]}""", true },
        { """{"data":{"a":["x"],"b":["y"]}}""", """{"a":"x"}""", false },
        { """{"data":{"a":[{"prefix":"ab"}]}}""", """{"a":"abc"}""", true },
        { """{"data":{"a":[{"prefix":"ab"}]}}""", """{"a":"xabc"}""", false },
        { """{"data":{"a":[{"suffix":"bc"}]}}""", """{"a":"abc"}""", true },
        { """{"data":{"a":[{"equals-ignore-case":"AB"}]}}""", """{"a":"aB"}""", true },
        { """{"data":{"a":[{"anything-but":"x"}]}}""", """{"a":"y"}""", true },
        { """{"data":{"a":[{"anything-but":["x","y"]}]}}""", """{"a":"y"}""", false },
        { """{"data":{"a":[{"anything-but":{"prefix":"x"}}]}}""", """{"a":"xy"}""", false },
        { """{"data":{"a":[{"anything-but":"x"}]}}""", "{}", false },
        { """{"data":{"a":[{"exists":true}]}}""", """{"a":null}""", true },
        { """{"data":{"a":[{"exists":true}]}}""", "{}", false },
        { """{"data":{"a":[{"exists":false}]}}""", "{}", true },
        { """{"data":{"a":{"b":[{"exists":false}]}}}""", "{}", true },
        { """{"data":{"a":[{"numeric":[">",0,"<=",5]}]}}""", """{"a":5}""", true },
        { """{"data":{"a":[{"numeric":[">",0,"<=",5]}]}}""", """{"a":5.1}""", false },
        { """{"data":{"a":[{"numeric":["=",1]}]}}""", """{"a":"1"}""", false },
        { """{"data":{"$or":[{"a":["x"]},{"b":["y"]}]}}""", """{"b":"y"}""", true },
        { """{"data":{"$or":[{"a":["x"]},{"b":["y"]}]}}""", """{"b":"x"}""", false },
        { """{"partitionKey":["k"]}""", "not JSON", true },
        { """{"partitionKey":[{"prefix":"z"}]}""", "{}", false },
        { """{"partitionKey":["k"],"data":{"a":["x"]}}""", "not JSON", false },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Pattern_says_which_records_pass(string pattern, string data, bool passes) =>
        Assert.Equal(passes, FilterCriteria.Parse([pattern])!.Matches(Record(data), "shardId-000000000000", "arn"));

    [Fact]
    public void One_of_several_patterns_is_enough() =>
        Assert.True(FilterCriteria.Parse(["""{"data":{"a":["x"]}}""", """{"data":{"b":["y"]}}"""])!.Matches(Record("""{"b":"y"}"""), "s", "arn"));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"data":"x"}""")]
    [InlineData("""{"data":{"a":[]}}""")]
    [InlineData("""{"data":{"a":[{"cidr":"10.0.0.0/8"}]}}""")]
    [InlineData("""{"data":{"a":[{"numeric":["~",1]}]}}""")]
    [InlineData("""{"data":{"a":[{"numeric":["<"]}]}}""")]
    public void Pattern_that_is_none_is_refused_by_name(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<FormatException>(() => FilterCriteria.Parse([pattern])).Message);

    static StreamRecord Record(string data) => new("1", "k", Encoding.UTF8.GetBytes(data), DateTimeOffset.UnixEpoch, null);
}
