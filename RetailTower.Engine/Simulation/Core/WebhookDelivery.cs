namespace RetailTower.Engine.Simulation.Core;

/// <summary>One webhook on its way.</summary>
/// <param name="System">The sending system's name; its faults act on the delivery.</param>
/// <param name="Destination">Where it is posted.</param>
/// <param name="ContentType">Content type with charset where the service sends one.</param>
/// <param name="Body">The exact bytes, the same in every attempt.</param>
/// <param name="Headers">Headers that are the same in every attempt; those that differ come from the system's <see cref="WebhookSigner"/>.</param>
/// <param name="Topic">What kind of news it is, in the service's own word.</param>
/// <param name="About">Number of the order, or SKU, that it is about; empty when it is about several.</param>
public sealed record WebhookDelivery(
    string System, Uri Destination, string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers, string Topic = "", string About = "");

/// <summary>Adds what a service computes anew for each attempt, such as a signature over the time of sending.</summary>
public delegate void WebhookSigner(HttpRequestMessage request, WebhookDelivery delivery, DateTimeOffset now);
