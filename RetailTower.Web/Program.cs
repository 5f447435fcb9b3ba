using RetailTower.Web.Verbs;

return await TowerCommand.InvokeAsync(args);
