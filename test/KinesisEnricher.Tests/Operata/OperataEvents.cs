using System.Text.Json.Nodes;

namespace KinesisEnricher.Tests.Operata;

/// <summary>Events of a contact centre; a test changes only what it is about.</summary>
static class OperataEvents
{
    public const string Source = "aws.partner/operata.com/group-1/events";

    public static JsonObject Event(string type, string detail) => new()
    {
        ["version"] = "0",
        ["id"] = "7d1f2c9a-0001",
        ["detail-type"] = type,
        ["source"] = Source,
        ["account"] = "111122223333",
        ["time"] = "2026-01-01T12:34:56Z",
        ["region"] = "ap-southeast-2",
        ["resources"] = new JsonArray(),
        ["detail"] = JsonNode.Parse(detail),
    };

    /// <summary>A call with nothing wrong.</summary>
    public static JsonObject Call() => Event("CallSummary", """
        {
            "contact": { "id": { "current": "c-1" }, "direction": "Inbound", "endedBy": "Agent", "queueName": "Support", "callerId": "+61400000001" },
            "webRTCSession": { "metrics": {
                "inbound": { "packetsLostPercentage": 0.05 }, "outbound": { "packetsLostPercentage": 0.02 },
                "rtt": { "avg": 30 }, "jitter": { "avg": 4.5 }, "mos": { "min": 4.1, "max": 4.5, "avg": 4.5 } } },
            "serviceAgent": { "username": "jdoe", "friendlyName": "Jo Doe",
                "interaction": { "totalDurationSec": 180.0, "onHoldDurationSec": 0, "talkingDurationSec": 150, "onMuteDurationSec": 0 } },
            "timestamp": "2026-01-01T12:34:50Z"
        }
        """);

    public static JsonObject Insights(string count = "2") => Event("InsightsSummary", $$$"""
        {
            "contact": { "id": { "current": "c-1" } },
            "insights": { "count": {{{count}}}, "tags": [{ "description": "High jitter" }, { "description": "Headset muted" }] }
        }
        """);

    public static JsonObject Issue() => Event("AgentReportedIssue", """
        {
            "agent": "jdoe", "state": "Busy", "id": "issue-1",
            "context": { "category": "Audio", "cause": "Echo", "message": "Customer hears an echo", "scenario": "Inbound call", "severity": "Major" },
            "system": { "cpu": { "modelName": "Example CPU", "idlePercentage": 87.7, "usedPercentage": 12.345 }, "memory": { "total": 16, "available": 7.26 } },
            "softphoneError": { "type": "MicNotFound", "message": "No microphone" }
        }
        """);

    public static JsonObject Headset() => Event("HeadsetSummary", """
        {
            "contact": { "id": { "current": "c-1" }, "queueName": "Support",
                "interaction": { "totalDurationSec": 300, "onHoldDurationSec": 12, "agentInteractionDurationSec": 280 } },
            "headset": { "modelName": "Example 60", "firmwareVersion": "1.2", "serialNumber": "SN-1", "apiVersion": "3",
                "metrics": {
                    "speech": { "totalSeconds": 290, "txSpeechTotal": 145, "txSpeechTotalPct": 50, "rxSpeechTotal": 87.04, "rxSpeechTotalPct": 30.01,
                        "crossTalkTotal": 14.5, "crossTalkTotalPct": 5, "silenceTotal": 43.5, "silenceTotalPct": 15 },
                    "exposureDb": { "avg": 71.26 }, "backgroundNoiseDb": { "avg": 42 },
                    "misalignedBoomArmCount": 1, "deviceMuteCount": 3, "deviceVolumeAdjustCount": 0 } }
        }
        """);
}
