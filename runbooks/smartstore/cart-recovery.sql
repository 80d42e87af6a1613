-- The plan's code adds the items of the backup to carts that it empties only of newer items, which doubles the older ones.
-- Decided: a cart that the backup has is emptied first; items newer than :moment are removed as in the plan.
delete from dbo.ShoppingCartItems
where CreatedOnUtc > :moment
   or CustomerId in (select CustomerId from dbo.ShoppingCartItemsBackup where CreatedOnUtc <= :moment);

insert into dbo.ShoppingCartItems (CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType)
select CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType
from dbo.ShoppingCartItemsBackup where CreatedOnUtc <= :moment;

select count(*) as items from dbo.ShoppingCartItems i
where i.CustomerId in (select CustomerId from dbo.ShoppingCartItemsBackup where CreatedOnUtc <= :moment);
