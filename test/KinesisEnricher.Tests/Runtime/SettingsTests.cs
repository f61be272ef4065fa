using KinesisEnricher.Runtime.Configuration;

namespace KinesisEnricher.Tests.Runtime;

public class SettingsTests
{
    [Theory]
    [InlineData(" value ", "value")]
    [InlineData("", null)]
    [InlineData("  ", null)]
    public void Blanks_are_cut_off_and_empty_means_not_set(string value, string? expected) => Assert.Equal(expected, Of(value).Text("NAME"));

    [Fact]
    public void Names_are_matched_in_their_case() => Assert.Null(Of("value").Text("name"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    public void Bools_are_read_in_any_case(string value, bool expected) => Assert.Equal(expected, Of(value).Bool("NAME", !expected));

    [Theory]
    [InlineData("1")]
    [InlineData("yes")]
    public void Other_words_are_no_bools(string value) =>
        Assert.Equal($"NAME is '{value}'; allowed: true, false.", Assert.Throws<ConfigurationException>(() => Of(value).Bool("NAME", true)).Message);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    [InlineData("+7", 7)]
    [InlineData("007", 7)]
    public void Integers_are_read_inside_their_range(string value, int expected) => Assert.Equal(expected, Of(value).Int("NAME", 5, 1, 10));

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e1")]
    [InlineData("1,000")]
    [InlineData("99999999999999")]
    [InlineData("ten")]
    public void Other_numbers_name_the_range(string value) =>
        Assert.Equal($"NAME is '{value}'; allowed: an integer from 1 to 10.", Assert.Throws<ConfigurationException>(() => Of(value).Int("NAME", 5, 1, 10)).Message);

    [Fact]
    public void What_is_not_set_is_the_fallback()
    {
        var settings = new Settings(new Dictionary<string, string>());

        Assert.Null(settings.Text("NAME"));
        Assert.Null(settings.List("NAME"));
        Assert.Null(settings.Address("NAME"));
        Assert.Equal(5, settings.Int("NAME", 5, 1, 10));
        Assert.True(settings.Bool("NAME", true));
        Assert.Equal('a', settings.OneOf("NAME", 'a', ("b", 'b')));
    }

    [Fact]
    public void Words_are_read_in_any_case_and_others_name_the_list()
    {
        Assert.Equal('b', Of("Beta").OneOf("NAME", 'x', ("alpha", 'a'), ("beta", 'b')));

        var fault = Assert.Throws<ConfigurationException>(() => Of("gamma").OneOf("NAME", 'x', ("alpha", 'a'), ("beta", 'b')));
        Assert.Equal(("NAME", "gamma", "alpha, beta"), (fault.Variable, fault.Value, fault.Allowed));
    }

    [Fact]
    public void Lists_leave_empty_items_out() => Assert.Equal(["a", "b c"], Of(" a ,, b c ,").List("NAME"));

    [Theory]
    [InlineData("localhost:8000")]
    [InlineData("/path")]
    [InlineData("ftp://host")]
    public void Addresses_are_http(string value)
    {
        Assert.Equal(new Uri("https://host:1/x"), Of("https://host:1/x").Address("NAME"));
        Assert.Contains($"'{value}'", Assert.Throws<ConfigurationException>(() => Of(value).Address("NAME")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Process_environment_is_read_as_it_is() => Assert.NotEmpty(ProcessEnvironment.Read());

    static Settings Of(string value) => new(new Dictionary<string, string> { ["NAME"] = value });
}
