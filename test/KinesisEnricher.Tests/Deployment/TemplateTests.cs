using System.Text.Json;
using KinesisEnricher.Hosting;
using KinesisEnricher.Tests.Readme;

namespace KinesisEnricher.Tests.Deployment;

public sealed class TemplateTests
{
    static readonly string[] PseudoParameters = ["AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix"];

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var targets = Names("Parameters").Concat(Names("Resources")).Concat(PseudoParameters).ToHashSet();
        var conditions = Names("Conditions").ToHashSet();

        foreach (var (how, name) in References())
            Assert.True((how is "Condition" or "Fn::If" ? conditions : targets).Contains(name), $"{how} {name} leads nowhere.");
    }

    [Fact]
    public void Every_parameter_and_condition_is_used()
    {
        var used = References().Select(reference => reference.Name).ToHashSet();

        Assert.Empty(Names("Parameters").Concat(Names("Conditions")).Except(used));
    }

    [Fact]
    public void Every_parameter_says_what_it_is_and_what_it_may_be()
    {
        foreach (var parameter in Template.Parameters.EnumerateObject())
        {
            Assert.True(parameter.Value.TryGetProperty("Description", out _), $"{parameter.Name} has no description.");
            Assert.True(parameter.Value.TryGetProperty("Default", out _), $"{parameter.Name} has no default.");
            Assert.True(
                parameter.Value.GetProperty("Type").GetString() == "CommaDelimitedList" || parameter.Value.TryGetProperty("AllowedValues", out _)
                    || parameter.Value.TryGetProperty("AllowedPattern", out _) || parameter.Value.TryGetProperty("MaxValue", out _),
                $"{parameter.Name} does not say what is allowed.");
        }
    }

    [Fact]
    public void Every_parameter_has_its_place_on_the_console_s_page()
    {
        var placed = Template.Root.GetProperty("Metadata").GetProperty("AWS::CloudFormation::Interface").GetProperty("ParameterGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("Parameters").EnumerateArray()).Select(name => name.GetString()!);

        Assert.Equal(Names("Parameters").Order(), placed.Order());
    }

    [Fact]
    public void Function_sets_only_variables_that_the_options_read() =>
        Assert.Empty(Variables().Select(variable => variable.Name).Where(name => !name.StartsWith("DOTNET_", StringComparison.Ordinal)).Except(OptionVariables.Names));

    [Theory]
    [InlineData("OUTPUT")]
    [InlineData("LOG_LEVEL")]
    [InlineData("REDIS_TLS")]
    [InlineData("ENABLE_DYNAMO_DB")]
    public void Options_take_every_value_that_the_template_allows(string variable)
    {
        var others = new Dictionary<string, string> { ["OUTPUT_STREAM_NAME"] = "events", ["OUTPUT_BUCKET"] = "events", ["AWS_TABLE_NAME"] = "table" };

        foreach (var value in Template.ValuesOf(Variables().Single(each => each.Name == variable).Value).Where(value => !value.Contains("AWS::NoValue", StringComparison.Ordinal)))
            EnricherOptions.From(new Dictionary<string, string>(others) { [variable] = value });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Redis=existing needs RedisHost.", "Redis=existing")]
    [InlineData(null, "Redis=existing", "RedisHost=cache")]
    [InlineData("RedisPasswordSecretArn needs SecretsExtensionLayerArn.", "RedisPasswordSecretArn=arn")]
    [InlineData(null, "RedisPasswordSecretArn=arn", "SecretsExtensionLayerArn=arn")]
    [InlineData("SubnetIds needs SecurityGroupIds.", "SubnetIds=subnet-1,subnet-2")]
    [InlineData(null, "SubnetIds=subnet-1,subnet-2", "SecurityGroupIds=sg-1")]
    [InlineData(null, "SubnetIds=subnet-1,subnet-2", "Redis=serverless")]
    public void Parameters_that_need_another_are_refused_before_anything_is_made(string? refusal, params string[] parameters)
    {
        var given = parameters.Select(parameter => parameter.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);

        var refusals = from rule in Template.Root.GetProperty("Rules").EnumerateObject()
                       where Holds(rule.Value.GetProperty("RuleCondition"))
                       from assertion in rule.Value.GetProperty("Assertions").EnumerateArray()
                       where !Holds(assertion.GetProperty("Assert"))
                       select assertion.GetProperty("AssertDescription").GetString();

        Assert.Equal(refusal, refusals.SingleOrDefault());

        bool Holds(JsonElement condition) => condition.EnumerateObject().Single() switch
        {
            { Name: "Fn::Not", Value: var inner } => !Holds(inner[0]),
            { Name: "Fn::And", Value: var all } => all.EnumerateArray().All(Holds),
            { Name: "Fn::Equals", Value: var sides } => ValueOf(sides[0]) == ValueOf(sides[1]),
            { Name: "Fn::EachMemberEquals", Value: var sides } => ValueOf(sides[0]).Split(',').All(member => member == ValueOf(sides[1])),
            var other => throw new NotSupportedException(other.Name),
        };

        string ValueOf(JsonElement value) => value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : given.GetValueOrDefault(value.GetProperty("Ref").GetString()!) ?? Template.Default(value);
    }

    [Theory]
    [InlineData("QuarantineBucket")]
    [InlineData("OutputBucket")]
    public void Buckets_are_private_encrypted_and_outlive_the_stack(string bucket)
    {
        Assert.All(Template.Properties(bucket).GetProperty("PublicAccessBlockConfiguration").EnumerateObject(), block => Assert.True(block.Value.GetBoolean()));
        Assert.True(Template.Properties(bucket).TryGetProperty("BucketEncryption", out _));
        Assert.Equal("Retain", Template.Resources.GetProperty(bucket).GetProperty("DeletionPolicy").GetString());
    }

    [Fact]
    public void Table_is_on_demand_restorable_and_forgets_what_expires()
    {
        var table = Template.Properties("Table");

        Assert.Equal("PAY_PER_REQUEST", table.GetProperty("BillingMode").GetString());
        Assert.Equal("pk", table.GetProperty("KeySchema")[0].GetProperty("AttributeName").GetString());
        Assert.True(table.GetProperty("PointInTimeRecoverySpecification").GetProperty("PointInTimeRecoveryEnabled").GetBoolean());
        Assert.Equal("expiresAt", table.GetProperty("TimeToLiveSpecification").GetProperty("AttributeName").GetString());
        Assert.Equal("Retain", Template.Resources.GetProperty("Table").GetProperty("DeletionPolicy").GetString());
    }

    [Fact]
    public void Every_alarm_notifies_and_names_a_section_of_the_readme()
    {
        var readme = Repository.Read("README.md");

        foreach (var (name, alarm) in Template.OfType("AWS::CloudWatch::Alarm"))
        {
            Assert.Equal("AlarmTopic", alarm.GetProperty("AlarmActions")[0].GetProperty("Ref").GetString());
            var description = alarm.GetProperty("AlarmDescription").GetString()!;
            var section = description[(description.LastIndexOf("Operate, ", StringComparison.Ordinal) + "Operate, ".Length)..].TrimEnd('.');
            Assert.True(readme.Contains($"| {section} |", StringComparison.OrdinalIgnoreCase), $"{name}: the README's Operate has no row '{section}'.");
        }
    }

    [Fact]
    public void Duration_alarm_is_ten_seconds_below_the_time_out() =>
        Assert.Equal((Template.Number(Template.Function.GetProperty("Timeout")) - 10) * 1000, Template.Number(Template.Properties("DurationAlarm").GetProperty("Threshold")));

    [Fact]
    public void Alarms_and_dashboard_name_only_metrics_that_the_function_writes()
    {
        var alarms = Template.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Properties)
            .Where(alarm => alarm.TryGetProperty("Namespace", out var name) && name.ValueEquals(BatchMetrics.Namespace))
            .Select(alarm => (
                Metric: alarm.GetProperty("MetricName").GetString()!,
                Dimensions: alarm.GetProperty("Dimensions").EnumerateArray().Select(dimension => dimension.GetProperty("Name").GetString()!).ToArray()));
        // Namespace, name, then each dimension's name and value, and how it is drawn.
        var drawn = JsonDocument.Parse(Template.Properties("Dashboard").GetProperty("DashboardBody").GetProperty("Fn::Sub").GetString()!)
            .RootElement.GetProperty("widgets").EnumerateArray()
            .SelectMany(widget => widget.GetProperty("properties").GetProperty("metrics").EnumerateArray())
            .Where(metric => metric[0].ValueEquals(BatchMetrics.Namespace))
            .Select(metric => (Metric: metric[1].GetString()!, Dimensions: new[] { metric[2].GetString()!, metric[4].GetString()! }));

        Assert.All(alarms.Concat(drawn), named =>
        {
            Assert.Contains(named.Metric, WrittenMetrics.Names);
            Assert.Equal(WrittenMetrics.Dimensions, named.Dimensions);
        });
        Assert.Contains("Quarantined", alarms.Select(alarm => alarm.Metric));
        Assert.NotEmpty(drawn);
    }

    static IEnumerable<JsonProperty> Variables() => Template.Function.GetProperty("Environment").GetProperty("Variables").EnumerateObject();

    static IEnumerable<string> Names(string section) => Template.Root.GetProperty(section).EnumerateObject().Select(member => member.Name);

    static IEnumerable<(string How, string Name)> References() => Template.References(Template.Root);
}
