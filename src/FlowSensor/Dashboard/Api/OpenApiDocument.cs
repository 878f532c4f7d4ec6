using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using FlowSensor.Dashboard.Answers;

namespace FlowSensor.Dashboard.Api;

/// <summary>The OpenAPI 3.1 document of a table of endpoints.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "#/components/responses/problem";

    /// <summary>Makes the document.</summary>
    /// <param name="prefix">What stands before the paths.</param>
    /// <param name="endpoints">The endpoints.</param>
    public static byte[] Of(string prefix, IReadOnlyList<ApiEndpoint> endpoints)
    {
        JsonObject paths = [];
        foreach (IGrouping<string, ApiEndpoint> path in endpoints.GroupBy(static endpoint => endpoint.Path))
        {
            paths[prefix + path.Key] = new JsonObject(path.Select(static endpoint => KeyValuePair.Create<string, JsonNode?>(endpoint.Method.ToLowerInvariant(), Operation(endpoint))));
        }

        JsonObject document = new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "FlowSensor", ["version"] = HealthAnswers.Version, ["description"] = "What the sensor knows, and what operators decide." },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["responses"] = new JsonObject { ["problem"] = Content("A problem document (RFC 9457).", ApiProblem.MediaType, ApiJson.Default.ApiProblem.GetJsonSchemaAsNode()) },
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject()),
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, NodeJson.Default.JsonObject);
    }

    private static JsonObject Operation(ApiEndpoint endpoint)
    {
        JsonObject operation = new()
        {
            ["operationId"] = endpoint.Name,
            ["summary"] = endpoint.Summary,
            ["tags"] = new JsonArray(endpoint.Path.Split('/')[1]),
            ["x-policy"] = endpoint.Policy,
        };
        IEnumerable<ApiParameter> inPath = endpoint.Parameters.Where(static parameter => parameter.Place != ParameterPlace.Body);
        JsonArray parameters = [.. inPath.Concat(endpoint.HasCsv ? [ApiParameters.Format] : []).Select(Parameter)];
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        ApiParameter[] inBody = [.. endpoint.Parameters.Where(static parameter => parameter.Place == ParameterPlace.Body)];
        if (inBody.Length > 0)
        {
            operation["requestBody"] = Body(inBody);
        }

        operation["responses"] = Responses(endpoint);
        return operation;
    }

    private static JsonObject Parameter(ApiParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.Place == ParameterPlace.Path ? "path" : "query",
        ["description"] = parameter.Description,
        ["required"] = parameter.IsRequired,
        ["schema"] = Schema(parameter),
    };

    private static JsonObject Body(ApiParameter[] parameters)
    {
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(parameters.Select(static parameter => KeyValuePair.Create<string, JsonNode?>(parameter.Name, Described(parameter)))),
        };
        JsonArray required = [.. parameters.Where(static parameter => parameter.IsRequired).Select(static parameter => (JsonNode)parameter.Name)];
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return new JsonObject { ["required"] = schema.ContainsKey("required"), ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };
    }

    private static JsonObject Described(ApiParameter parameter)
    {
        JsonObject schema = Schema(parameter);
        schema["description"] = parameter.Description;
        return schema;
    }

    private static JsonObject Schema(ApiParameter parameter)
    {
        JsonObject schema = new()
        {
            ["type"] = parameter.Kind switch
            {
                ParameterKind.Number => "integer",
                ParameterKind.Flag => "boolean",
                ParameterKind.Words when parameter.Place == ParameterPlace.Body => "array",
                _ => "string",
            },
        };
        if (parameter.Kind == ParameterKind.Number)
        {
            schema["minimum"] = parameter.Least;
            schema["maximum"] = parameter.Most;
        }

        JsonArray allowed = [.. parameter.Allowed.Select(static word => (JsonNode)word)];
        if (parameter.Kind == ParameterKind.Words && parameter.Place == ParameterPlace.Body)
        {
            schema["items"] = new JsonObject { ["type"] = "string", ["enum"] = allowed };
        }
        else if (allowed.Count > 0)
        {
            schema["enum"] = allowed;
        }

        if (parameter.Default is string text)
        {
            schema["default"] = parameter.Kind == ParameterKind.Number ? long.Parse(text, CultureInfo.InvariantCulture) : text;
        }

        return schema;
    }

    private static JsonObject Responses(ApiEndpoint endpoint)
    {
        JsonObject content = [];
        if (endpoint.Media is string media)
        {
            content[media] = new JsonObject();
        }
        else if (endpoint.Method != "DELETE")
        {
            JsonNode schema = endpoint.Answer?.GetJsonSchemaAsNode() ?? new JsonObject { ["type"] = endpoint.HasCsv ? "array" : "object" };
            content["application/json"] = new JsonObject { ["schema"] = schema };
        }

        if (endpoint.HasCsv)
        {
            content["text/csv"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        JsonObject done = new() { ["description"] = endpoint.Summary };
        if (content.Count > 0)
        {
            done["content"] = content;
        }

        return new JsonObject { ["2XX"] = done, ["default"] = new JsonObject { ["$ref"] = Problem } };
    }

    private static JsonObject Content(string description, string media, JsonNode schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [media] = new JsonObject { ["schema"] = schema } },
    };
}
