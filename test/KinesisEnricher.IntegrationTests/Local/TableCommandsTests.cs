using System.Text.Json;
using KinesisEnricher.IntegrationTests.Servers;

namespace KinesisEnricher.IntegrationTests.Local;

/// <summary><c>reference load</c>, <c>state get</c> and <c>state list</c>, and <c>run</c> on the same table.</summary>
[Collection(DynaliteCollection.Name)]
public sealed class TableCommandsTests(Dynalite dynalite)
{
    const string Limit = "LIMIT#01KDWZ7M4QDEPOSIT0000A1";

    [Fact]
    public async Task Reference_data_is_loaded_and_may_be_loaded_again()
    {
        var program = await ProgramAsync();

        Assert.Equal(0, (await program.RunAsync("reference", "load", "events/reference.json")).Code);
        var (code, lines, error) = await program.RunAsync("reference", "load", "events/reference.json");

        Assert.Equal((0, ""), (code, error));
        Assert.Matches($"^[1-9][0-9]* items in table {program.Environment["AWS_TABLE_NAME"]}$", Assert.Single(lines));
    }

    [Fact]
    public async Task More_than_a_batch_is_loaded_whole()
    {
        var program = await ProgramAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(new { asset = Enumerable.Range(0, 60).ToDictionary(n => $"k{n}", n => new { n }) }));

        var (code, lines, _) = await program.RunAsync("reference", "load", file);

        File.Delete(file);
        Assert.Equal(0, code);
        Assert.StartsWith("60 items ", Assert.Single(lines), StringComparison.Ordinal);
        using var client = dynalite.Client();
        Assert.Equal(60, (await client.ScanAsync(new() { TableName = program.Environment["AWS_TABLE_NAME"] })).Count);
    }

    [Theory]
    [InlineData("""{"asset":{"a":"text"}}""", "asset:a: An item's fields must be a JSON object, not String.")]
    [InlineData("""{"asset":{"a":{"pk":"text"}}}""", "asset:a: A field must not be called 'pk'")]
    [InlineData("""{"asset":{"a":{}},"ASSET":{"a":{}}}""", ": another key makes the same item, ASSET#a.")]
    [InlineData("[]", "must be an object of look-up sources")]
    [InlineData("""{"asset":{"a":{"note":"(400 KB)"}}}""", "asset:a: its item has 409613 bytes; at most 409600 are allowed.")]
    [InlineData("""{"asset":{"(2 KB)":{}}}""", ": its item's key has 2054 bytes; at most 2048 are allowed.")]
    public async Task A_file_that_the_table_cannot_hold_is_refused_as_a_whole(string content, string message)
    {
        content = content.Replace("(400 KB)", new string('x', 409_600), StringComparison.Ordinal).Replace("(2 KB)", new string('k', 2048), StringComparison.Ordinal);
        var program = await ProgramAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content);

        var (code, lines, error) = await program.RunAsync("reference", "load", file);

        File.Delete(file);
        Assert.Equal(2, code);
        Assert.Empty(lines);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var (code, _, error) = await (await ProgramAsync()).RunAsync("reference", "load", "nowhere.json");

        Assert.Equal(2, code);
        Assert.StartsWith("nowhere.json cannot be read. ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_run_leaves_in_the_table_can_be_listed_and_shown()
    {
        var program = await ProgramAsync();
        program.Environment["ENABLE_DYNAMO_DB"] = "true";
        await program.RunAsync("reference", "load", "events/reference.json");
        var quarantine = Directory.CreateTempSubdirectory();
        program.Environment["QUARANTINE_PATH"] = quarantine.FullName;

        var run = await program.RunAsync("run", "events/user-limits.json");
        var list = await program.RunAsync("state", "list", "--prefix", "LIMIT#");
        var get = await program.RunAsync("state", "get", Limit, "--output", "json");

        quarantine.Delete(recursive: true);
        Assert.Contains($"   state dynamodb {program.Environment["AWS_TABLE_NAME"]}   look-ups dynamodb ", run.Out[0], StringComparison.Ordinal);
        Assert.Equal(0, list.Code);
        Assert.StartsWith("KEY ", list.Out[0], StringComparison.Ordinal);
        Assert.All(list.Out.Skip(1), line => Assert.StartsWith("LIMIT#", line, StringComparison.Ordinal));
        Assert.Equal(list.Out.Skip(1).Order(StringComparer.Ordinal), list.Out.Skip(1));
        Assert.Contains(list.Out, line => line.StartsWith(Limit, StringComparison.Ordinal));
        using var item = JsonDocument.Parse(Assert.Single(get.Out));
        Assert.Equal(Limit, item.RootElement.GetProperty("key").GetString());
        Assert.True(item.RootElement.GetProperty("rev").GetInt64() >= 1);
        Assert.NotEmpty(item.RootElement.GetProperty("marks").EnumerateArray());
        Assert.Equal(JsonValueKind.Object, item.RootElement.GetProperty("fields").ValueKind);
    }

    [Fact]
    public async Task A_list_ends_at_its_limit_and_says_so()
    {
        var program = await ProgramAsync();
        program.Environment["ENABLE_DYNAMO_DB"] = "true";
        program.Environment["POISON"] = "fail";
        await program.RunAsync("run", "events/user-limits.json");

        var (code, lines, error) = await program.RunAsync("state", "list", "--limit", "1", "--output", "json");

        Assert.Equal(0, code);
        Assert.Single(lines);
        Assert.Contains("--limit", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entity_that_is_not_there_is_said_to_be_missing()
    {
        var program = await ProgramAsync();

        var (code, lines, error) = await program.RunAsync("state", "get", "LIMIT#none");
        var list = await program.RunAsync("state", "list");

        Assert.Equal(1, code);
        Assert.Empty(lines);
        Assert.Equal($"Table {program.Environment["AWS_TABLE_NAME"]} has no entity 'LIMIT#none'.\n", error);
        Assert.Equal((0, $"Table {program.Environment["AWS_TABLE_NAME"]} has no such entities.\n"), (list.Code, list.Error));
    }

    [Theory]
    [InlineData("state", "get", "LIMIT#a")]
    [InlineData("state", "list")]
    [InlineData("reference", "load", "events/reference.json")]
    public async Task A_table_that_is_not_there_is_named(params string[] args)
    {
        var program = await ProgramAsync();
        program.Environment["AWS_TABLE_NAME"] = "nowhere";

        var (code, _, error) = await program.RunAsync(args);

        Assert.Equal(1, code);
        Assert.Contains("There is no table 'nowhere'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state", "get", "LIMIT#a")]
    [InlineData("state", "list")]
    [InlineData("reference", "load", "events/reference.json")]
    public async Task Without_a_table_the_variable_is_named(params string[] args)
    {
        var (code, _, error) = await new LocalProgram().RunAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith("AWS_TABLE_NAME is not set; allowed: ", error, StringComparison.Ordinal);
    }

    async Task<LocalProgram> ProgramAsync()
    {
        var program = new LocalProgram();
        program.Environment["AWS_TABLE_NAME"] = await dynalite.CreateTableAsync();
        program.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = dynalite.Endpoint.ToString();
        return program;
    }
}
