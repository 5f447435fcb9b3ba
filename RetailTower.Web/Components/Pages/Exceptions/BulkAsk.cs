using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Exceptions;

/// <summary>A bulk action that the viewer is about to start.</summary>
/// <param name="Count">How many cases the viewer saw.</param>
/// <param name="Ids">Exactly these; null when all that <paramref name="Filter"/> meets are meant.</param>
/// <param name="SeenAt">When the viewer saw their number; later ones are left out.</param>
public sealed record BulkAsk(RecoveryAction Action, long Count, IReadOnlyCollection<long>? Ids, CaseFilter Filter, DateTimeOffset SeenAt)
{
    public string Verb => $"{(Action == RecoveryAction.Patch ? "Preview a change of" : Action.ToString())} {Wording.Count(Count, "exception")}";

    /// <summary>How what can fail again goes; null for what cannot.</summary>
    public string? HowItGoes => Action is RecoveryAction.Retry or RecoveryAction.Replay
        ? "They go in waves: one first, then 5 %, 25 % and all, each only when the one before has gone through. It stops by itself at the first that fails again for the same cause."
        : null;

    /// <summary>What will happen, before the viewer decides.</summary>
    public string WhatHappens => Action switch
    {
        RecoveryAction.Retry => "Each is retried as its cause needs: the call is made again, the message worked on again, the order checked or allocated again. Calls are safe to repeat. An exception closes by itself once its work succeeds, and stays open if it fails again.",
        RecoveryAction.Replay => "The stored message behind each is worked on again, in its last version. What it already did is not done twice.",
        RecoveryAction.Reassign => "Each goes to the team, and to nobody in particular there.",
        RecoveryAction.Snooze => "Each leaves the queue's front and comes back by itself when its time is up. What it waits for goes on meanwhile.",
        RecoveryAction.Patch => "One change is tried on the message behind each, and nothing is sent: you see how many change, stay or fail the schema, with samples, and decide then.",
        RecoveryAction.Resolve => "Each is closed with your reason. Nothing is sent or changed in any system.",
        _ => "The failed call or message of each is given up for good, what waits behind it goes on, and the exception closes.",
    };
}
