create table #InventorySnapshot (ProductId int primary key, CurrentStock int, BackupStock int, Difference int);
insert into #InventorySnapshot (ProductId, CurrentStock, BackupStock, Difference)
select p.ProductId, p.StockQuantity, pb.StockQuantity, pb.StockQuantity - p.StockQuantity
from dbo.Products p inner join dbo.ProductsBackup pb on p.ProductId = pb.ProductId
where p.LastModifiedUtc > :moment and pb.StockQuantity <> p.StockQuantity;

merge into dbo.Products as p
using (select pb.* from dbo.ProductsBackup pb inner join #InventorySnapshot inv on inv.ProductId = pb.ProductId) as pb
on p.ProductId = pb.ProductId
when matched then update set
    StockQuantity = pb.StockQuantity, ReservedQuantity = pb.ReservedQuantity, LastModifiedUtc = getutcdate();

insert into dbo.InventoryAdjustments (ProductId, Adjustment, Reason, CreatedUtc)
select ProductId, Difference, 'Rollback inventory restoration', getutcdate() from #InventorySnapshot;

select count(*) as differing
from dbo.Products p inner join #InventorySnapshot inv on inv.ProductId = p.ProductId
where p.StockQuantity <> inv.BackupStock;
