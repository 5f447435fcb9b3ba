namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// A request Business Central refuses, with the HTTP status and `error.code` that its documentation lists
/// (MicrosoftDocs/dynamics365smb-devitpro-pb, `webservices/dynamics-error-codes.md`).
/// </summary>
internal sealed class RefusalException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static RefusalException Dialog(string message) => new(400, "Application_DialogException", message);

    public static RefusalException Field(string message) => new(400, "Application_FieldValidationException", message);

    public static RefusalException Malformed(string message) => new(400, "BadRequest", message);

    public static RefusalException NoSuchRecord() =>
        new(404, "Internal_RecordNotFound", "The requested record could not be found in the database.");

    public static RefusalException NoSuchResource(string path) =>
        new(404, "BadRequest_NotFound", $"No HTTP resource was found that matches the request URI '{path}'.");

    public static RefusalException MethodNotAllowed(string method) =>
        new(405, "BadRequest_MethodNotAllowed", $"'{method}' requests are not allowed for this entity.");

    public static RefusalException NotRelated(string field, string table, string value, string related) =>
        new(400, "Internal_InvalidTableRelation", $"The field {field} of table {table} contains a value ({value}) that cannot be found in the related table ({related}).");
}
