namespace RetailTower.Data;

/// <summary>The database must not be worked with as it stands; the message says what is wrong, where, and how to mend it.</summary>
public sealed class DatabaseRefusedException(string message, Exception? cause = null) : Exception(message, cause);
