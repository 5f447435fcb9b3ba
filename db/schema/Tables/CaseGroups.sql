CREATE TABLE [dbo].[CaseGroups] (
    [Fingerprint] nvarchar(256) NOT NULL,
    [Kind] int NOT NULL,
    [Domain] nvarchar(64) NOT NULL,
    [OwnerTeam] nvarchar(64) NOT NULL,
    [Currency] nvarchar(3) NOT NULL,
    [System] nvarchar(64) NOT NULL,
    [Operation] nvarchar(64) NOT NULL,
    [Cases] int NOT NULL,
    [MoneyAtRisk] decimal(19,4) NOT NULL,
    CONSTRAINT [PK_CaseGroups] PRIMARY KEY CLUSTERED ([Fingerprint], [Kind], [Domain], [OwnerTeam], [Currency])
);
GO
