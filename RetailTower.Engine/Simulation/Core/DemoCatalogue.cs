namespace RetailTower.Engine.Simulation.Core;

/// <summary>The products and customers the landscape opens with.</summary>
internal static class DemoCatalogue
{
    // Enough for a million orders, so that only the products meant to run short do.
    private const decimal Ample = 50_000_000m;

    /// <summary>Products both centres hold, then those of one centre (orders split), then those the ERP has too few of (orders are part-allocated).</summary>
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("22632", "Hand Warmer Red Retrospot", 2.10m, Ample, Ample, Ample),
        new("22633", "Hand Warmer Union Jack", 2.10m, Ample, Ample, Ample),
        new("22866", "Hand Warmer Scotty Dog Design", 2.10m, Ample, Ample, Ample),
        new("85123A", "White Hanging Heart T-Light Holder", 2.95m, Ample, Ample, Ample),
        new("22086", "Paper Chain Kit 50's Christmas", 2.95m, Ample, Ample, Ample),
        new("22910", "Paper Chain Kit Vintage Christmas", 2.95m, Ample, Ample, Ample),
        new("84029E", "Red Woolly Hottie White Heart", 3.75m, Ample, Ample, Ample),
        new("84029G", "Knitted Union Flag Hot Water Bottle", 3.75m, Ample, Ample, Ample),
        new("22423", "Regency Cakestand 3 Tier", 12.75m, Ample, Ample, Ample),
        new("22961", "Jam Making Set Printed", 1.45m, Ample, Ample, Ample),
        new("22469", "Heart of Wicker Small", 1.65m, Ample, Ample, Ample),
        new("84879", "Assorted Colour Bird Ornament", 1.69m, Ample, Ample, Ample),
        new("22114", "Hot Water Bottle Tea and Sympathy", 3.95m, Ample, Ample, Ample),
        new("22752", "Set 7 Babushka Nesting Boxes", 8.50m, Ample, Ample, Ample),
        new("21479", "White Skull Hot Water Bottle", 3.75m, Ample, Ample, Ample),
        new("22111", "Scottie Dog Hot Water Bottle", 4.95m, Ample, Ample, Ample),
        new("22837", "Hot Water Bottle Babushka", 4.65m, Ample, Ample, Ample),
        new("85099B", "Jumbo Bag Red Retrospot", 1.95m, Ample, Ample, Ample),
        new("22112", "Chocolate Hot Water Bottle", 4.95m, Ample, Ample, Ample),
        new("82494L", "Wooden Frame Antique White", 2.95m, Ample, Ample, Ample),
        new("21212", "Pack of 72 Retrospot Cake Cases", 0.55m, Ample, Ample, Ample),
        new("22470", "Heart of Wicker Large", 2.95m, Ample, Ample, Ample),
        new("22197", "Small Popcorn Holder", 0.85m, Ample, Ample, Ample),
        new("22960", "Jam Making Set with Jars", 4.25m, Ample, Ample, Ample),
        new("22727", "Alarm Clock Bakelike Red", 3.75m, Ample, Ample, Ample),
        new("37370", "Retro Coffee Mugs Assorted", 1.25m, Ample, Ample, Ample),
        new("21485", "Retrospot Heart Hot Water Bottle", 4.95m, Ample, Ample, Ample),
        new("22745", "Poppy's Playhouse Bedroom", 2.10m, Ample, Ample, Ample),
        new("22726", "Alarm Clock Bakelike Green", 3.75m, Ample, Ample, Ample),
        new("22952", "60 Cake Cases Vintage Christmas", 0.55m, Ample, Ample, Ample),
        new("84406B", "Cream Cupid Hearts Coat Hanger", 3.25m, Ample, Ample, Ample),
        new("22553", "Plasters in Tin Skulls", 1.65m, Ample, Ample, Ample),
        new("22940", "Feltcraft Christmas Fairy", 4.25m, Ample, Ample, Ample),
        new("22834", "Hand Warmer Babushka Design", 2.10m, Ample, Ample, 0),
        new("22585", "Pack of 6 Birdy Gift Tags", 1.25m, Ample, Ample, 0),
        new("21034", "Rex Cash+Carry Jumbo Shopper", 0.95m, Ample, 0, Ample),
        new("22144", "Christmas Craft Little Friends", 2.10m, Ample, 0, Ample),
        new("SCARCE-1", "Hand-Painted Tea Caddy, Numbered", 24.95m, 5, 5_000, 5_000),
        new("SCARCE-2", "Edwardian Parasol Natural", 9.95m, 5, 5_000, 5_000),
        new("SCARCE-3", "Ceramic Cake Stand, First Edition", 34.50m, 5, 5_000, 5_000),
    ];

    public static IReadOnlyList<Customer> Customers { get; } =
    [
        new("C-1001", "Harrowgate Gifts Ltd", "orders@harrowgategifts.example", 0, false, new("Harrowgate Gifts", "14 Montpellier Parade", "Harrogate", "HG1 2TG", "GB")),
        new("C-1002", "Kärntner Wohnen GmbH", "orders@karntnerwohnen.example", 0, false, new("Kärntner Wohnen", "Am Sandtorkai 30", "Hamburg", "20457", "DE")),
        new("C-1003", "Maison Lefèvre SARL", "orders@maisonlefevre.example", 0, false, new("Maison Lefèvre", "8 Rue des Archives", "Paris", "75004", "FR")),
        new("C-1004", "Nordlys Interiør AS", "orders@nordlysinterior.example", 0, false, new("Nordlys Interiør", "Torggata 15", "Oslo", "0181", "NO")),
        new("C-1005", "Claddagh Homewares", "orders@claddaghhomewares.example", 0, false, new("Claddagh Homewares", "22 Shop Street", "Galway", "H91 Y8XN", "IE")),
        new("C-1006", "Casa Bellini SRL", "orders@casabellini.example", 0, false, new("Casa Bellini", "Via della Spiga 12", "Milano", "20121", "IT")),
        new("C-1007", "Oranje Cadeaus BV", "orders@oranjecadeaus.example", 0, false, new("Oranje Cadeaus", "Haarlemmerdijk 88", "Amsterdam", "1013 JH", "NL")),
        new("C-1008", "Sakura Living KK", "orders@sakuraliving.example", 0, false, new("Sakura Living", "2-11-3 Meguro", "Tokyo", "153-0063", "JP")),
        new("C-1009", "The Bristol Emporium", "orders@thebristolemporium.example", 0, false, new("The Bristol Emporium", "3 Corn Street", "Bristol", "BS1 1HT", "GB")),
        new("C-1010", "Thistle & Thyme", "orders@thistleandthyme.example", 0, false, new("Thistle and Thyme", "51 Cockburn Street", "Edinburgh", "EH1 1BS", "GB")),
        new("C-LOW", "Penny & Co", "orders@pennyandco.example", 10, false, new("Penny and Co", "7 Narrow Lane", "Leeds", "LS1 4DY", "GB")),
        new("C-BLOCKED", "Foreclosed Fancies Ltd", "orders@foreclosedfancies.example", 0, true, new("Foreclosed Fancies", "1 Closed Yard", "Hull", "HU1 1AA", "GB")),
        new("WEB-GUEST", "Web shop guests", "orders@webguest.example", 0, false, new("Web Guest", "1 High Street", "London", "EC1A 1BB", "GB")),
    ];
}
