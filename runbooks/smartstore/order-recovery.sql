-- The outcome of every affected order is decided first: the statements below change what it is decided by.
create table #Recovery (Id int primary key, Outcome nvarchar(10));
insert into #Recovery (Id, Outcome)
select o.Id,
    case when b.Id is not null then 'restored' when o.PaymentStatus = :paid then 'preserved' else 'removed' end
from dbo.Orders o left join dbo.OrdersBackup b on b.Id = o.Id and b.CreatedOnUtc <= :moment
where o.CreatedOnUtc > :moment or o.LastModifiedUtc > :moment;

merge into dbo.Orders as o
using (select b.* from dbo.OrdersBackup b inner join #Recovery r on r.Id = b.Id where r.Outcome = 'restored') as b
on o.Id = b.Id
when matched then update set
    OrderStatus = b.OrderStatus, PaymentStatus = b.PaymentStatus, OrderTotal = b.OrderTotal,
    LastModifiedUtc = b.LastModifiedUtc;
delete from dbo.OrderItems where OrderId in (select Id from #Recovery where Outcome = 'restored');
insert into dbo.OrderItems (OrderId, ProductId, Quantity, UnitPrice)
select OrderId, ProductId, Quantity, UnitPrice from dbo.OrderItemsBackup
where OrderId in (select Id from #Recovery where Outcome = 'restored');

insert into dbo.OrderNotes (OrderId, Note, CreatedOnUtc, DisplayToCustomer)
select Id, 'Order preserved during rollback - requires manual review', getutcdate(), 0
from #Recovery where Outcome = 'preserved';

delete from dbo.OrderNotes where OrderId in (select Id from #Recovery where Outcome = 'removed');
delete from dbo.OrderItems where OrderId in (select Id from #Recovery where Outcome = 'removed');
delete from dbo.Orders where Id in (select Id from #Recovery where Outcome = 'removed');

select coalesce(sum(case when Outcome = 'restored' then 1 else 0 end), 0) as restored,
    coalesce(sum(case when Outcome = 'preserved' then 1 else 0 end), 0) as preserved,
    coalesce(sum(case when Outcome = 'removed' then 1 else 0 end), 0) as removed
from #Recovery;
