using Microsoft.AspNetCore.Identity;
using RetailTower.Data.Model;

namespace RetailTower.Web.Authentication;

/// <summary>Brings people and roles into being; signing in is Identity's own matter.</summary>
internal sealed class People(UserManager<Person> people, RoleManager<IdentityRole> roles, SignInManager<Person> signIn, SetUpLink setUp)
{
    private static readonly Person Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Person>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>Makes sure that every role exists, and that the personas do if and only if the tower is simulating.</summary>
    public async Task PrepareAsync(bool simulating)
    {
        foreach (var role in Roles.All)
            if (!await roles.RoleExistsAsync(role)) Demand(await roles.CreateAsync(new IdentityRole(role)));
        foreach (var persona in Persona.All)
        {
            var there = await people.FindByEmailAsync(persona.Email);
            if (simulating && there is null) await CreateAsync(persona);
            // A persona signs in without a password: it must not outlive the simulation.
            if (!simulating && there is not null) Demand(await people.DeleteAsync(there));
        }
    }

    public bool Any() => people.Users.Any();

    public Task<Person?> FindAsync(Persona persona) => people.FindByEmailAsync(persona.Email);

    /// <summary>The person with this e-mail and password, or null; counts failures towards the lock-out, and takes as long when nobody has the e-mail.</summary>
    public async Task<Person?> CheckAsync(string email, string password)
    {
        var person = await people.FindByEmailAsync(email.Trim());
        if (person?.PasswordHash is null)
        {
            people.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
            return null;
        }

        return (await signIn.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true)).Succeeded ? person : null;
    }

    /// <summary>Creates the first administrator by the set-up link; on refusal says what to mend, and the link stays good.</summary>
    public async Task<(Person? Person, IReadOnlyList<string> Refusals)> SetUpAsync(string? token, string email, string displayName, string password)
    {
        if (!setUp.TryTake(token)) return (null, ["This link has been used or has expired. Restart the tower to get a new one."]);
        var person = new Person { UserName = email, Email = email, DisplayName = displayName, EmailConfirmed = true };
        var created = Any() ? IdentityResult.Failed(new IdentityError { Description = "Somebody has set the tower up already." }) : await people.CreateAsync(person, password);
        if (!created.Succeeded)
        {
            setUp.GiveBack();
            return (null, [.. created.Errors.Select(error => error.Description)]);
        }

        Demand(await people.AddToRoleAsync(person, Roles.Administrator));
        setUp.Void();
        return (person, []);
    }

    private async Task CreateAsync(Persona persona)
    {
        var person = new Person { UserName = persona.Email, Email = persona.Email, DisplayName = persona.DisplayName, EmailConfirmed = true };
        Demand(await people.CreateAsync(person));
        Demand(await people.AddToRoleAsync(person, persona.Role));
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}
