-- Returns: one process over originator, centre and ERP. Safe to run again.
SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.Returns', N'U') IS NULL
    CREATE TABLE [dbo].[Returns] (
        [OrderKey] bigint NOT NULL,
        [Rma] nvarchar(64) NOT NULL,
        [State] int NOT NULL,
        [Reason] nvarchar(2000) NOT NULL,
        [RequestedBy] nvarchar(256) NOT NULL,
        [RequestedAt] datetimeoffset(7) NOT NULL,
        [DecidedBy] nvarchar(256) NULL,
        [DecidedAt] datetimeoffset(7) NULL,
        [Decision] nvarchar(2000) NULL,
        [Amount] decimal(19,4) NOT NULL,
        [Currency] nvarchar(3) NOT NULL,
        [ChangedAt] datetimeoffset(7) NOT NULL,
        [ClosedAt] datetimeoffset(7) NULL,
        [Sheet] nvarchar(max) NOT NULL,
        CONSTRAINT [PK_Returns] PRIMARY KEY CLUSTERED ([OrderKey], [Rma]),
        CONSTRAINT [FK_Returns_Orders_OrderKey] FOREIGN KEY ([OrderKey]) REFERENCES [dbo].[Orders] ([Key]) ON DELETE CASCADE
    );
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_Returns_RequestedAt_OrderKey' AND object_id = OBJECT_ID(N'dbo.Returns'))
    CREATE NONCLUSTERED INDEX [IX_Returns_RequestedAt_OrderKey] ON [dbo].[Returns] ([RequestedAt], [OrderKey]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_Returns_Rma' AND object_id = OBJECT_ID(N'dbo.Returns'))
    CREATE NONCLUSTERED INDEX [IX_Returns_Rma] ON [dbo].[Returns] ([Rma]);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'IX_Returns_State_RequestedAt_OrderKey' AND object_id = OBJECT_ID(N'dbo.Returns'))
    CREATE NONCLUSTERED INDEX [IX_Returns_State_RequestedAt_OrderKey] ON [dbo].[Returns] ([State], [RequestedAt], [OrderKey]);
GO
