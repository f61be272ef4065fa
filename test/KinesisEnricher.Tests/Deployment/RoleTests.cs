using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace KinesisEnricher.Tests.Deployment;

public sealed class RoleTests
{
    /// <summary>What the function's code calls. The password's secret is read by the extension beside it, with the function's role.</summary>
    static readonly string[] CodeCalls = ["dynamodb:BatchGetItem", "dynamodb:PutItem", "kinesis:PutRecords", "s3:PutObject", "secretsmanager:GetSecretValue"];

    /// <summary>What AWS's service authorization reference lists without a resource type.</summary>
    static readonly string[] WithoutResources =
    [
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "kinesis:ListStreams",
        "xray:PutTelemetryRecords", "xray:PutTraceSegments",
    ];

    /// <summary>Clients, and the prefix that IAM has for their service.</summary>
    static readonly Dictionary<(string Namespace, string Type), string> Clients = new()
    {
        [("Amazon.DynamoDBv2", "IAmazonDynamoDB")] = "dynamodb",
        [("Amazon.DynamoDBv2", "AmazonDynamoDBClient")] = "dynamodb",
        [("Amazon.S3", "IAmazonS3")] = "s3",
        [("Amazon.S3", "AmazonS3Client")] = "s3",
        [("KinesisEnricher.Runtime.Aws", "KinesisClient")] = "kinesis",
    };

    [Fact]
    public void Every_call_that_is_compiled_into_the_function_is_allowed() =>
        Assert.Empty(CompiledCalls().Except(Template.Statements("EnricherRole", "CodeCalls").SelectMany(Template.Actions)));

    [Fact]
    public void Code_is_allowed_nothing_but_its_calls_and_the_keys_behind_them()
    {
        var allowed = Template.Statements("EnricherRole", "CodeCalls").SelectMany(Template.Actions).Where(action => !action.StartsWith("kms:", StringComparison.Ordinal));

        Assert.Equal(CodeCalls, allowed.Distinct().Order());
    }

    [Fact]
    public void Lambda_is_allowed_what_it_does_in_the_function_s_name()
    {
        var allowed = Template.Statements("EnricherRole", "LambdaInItsName").SelectMany(Template.Actions).ToHashSet();

        Assert.Superset(new HashSet<string>
        {
            "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "kms:Decrypt", "s3:PutObject", "s3:ListBucket",
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams",
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
        }, allowed);
    }

    [Theory]
    [InlineData("CodeCalls")]
    [InlineData("LambdaInItsName")]
    public void Only_actions_that_know_no_resource_are_allowed_on_all(string policy)
    {
        foreach (var statement in Template.Statements("EnricherRole", policy))
        {
            Assert.DoesNotContain(Template.Actions(statement), action => action.Contains('*'));
            if (statement.GetProperty("Effect").GetString() == "Allow" && statement.GetProperty("Resource").ToString() == "*")
                Assert.Empty(Template.Actions(statement).Except(WithoutResources));
        }
    }

    /// <summary>The members of the clients that the function's assembly refers to: <c>IAmazonS3.PutObjectAsync</c> is <c>s3:PutObject</c>.</summary>
    static IEnumerable<string> CompiledCalls()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(KinesisEnricher.Function).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            var name = metadata.GetString(member.Name);
            if (name.EndsWith("Async", StringComparison.Ordinal) && name != nameof(IAsyncDisposable.DisposeAsync)
                && Clients.TryGetValue((metadata.GetString(type.Namespace), metadata.GetString(type.Name)), out var service))
                calls.Add($"{service}:{name[..^"Async".Length]}");
        }
        return calls;
    }
}
