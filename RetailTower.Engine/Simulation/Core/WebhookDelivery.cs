namespace RetailTower.Engine.Simulation.Core;

/// <summary>One webhook on its way.</summary>
/// <param name="System">The sending system's name; its faults act on the delivery.</param>
/// <param name="Destination">Where it is posted.</param>
/// <param name="ContentType">Content type with charset where the service sends one.</param>
/// <param name="Body">The exact bytes, the same in every attempt.</param>
/// <param name="Headers">Headers that are the same in every attempt; those that differ come from the system's <see cref="WebhookSigner"/>.</param>
public sealed record WebhookDelivery(
    string System, Uri Destination, string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>Adds what a service computes anew for each attempt, such as a signature over the time of sending.</summary>
public delegate void WebhookSigner(HttpRequestMessage request, WebhookDelivery delivery, DateTimeOffset now);
