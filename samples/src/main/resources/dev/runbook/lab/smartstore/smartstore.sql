-- The tables of the plan's statements (4.1 to 4.3), and what the platforms themselves need.
create table dbo.Customers (CustomerId int primary key, FirstName nvarchar(100), LastName nvarchar(100), Email nvarchar(200), Phone nvarchar(50), BillingAddress nvarchar(400), ShippingAddress nvarchar(400), IsDeleted int default 0 not null, LastActivityDateUtc datetime2 not null, LastModifiedUtc datetime2 not null);
create table dbo.CustomerPreferences (CustomerId int not null references dbo.Customers (CustomerId), PreferenceKey nvarchar(50) not null, PreferenceValue nvarchar(200), LastModifiedUtc datetime2 not null, primary key (CustomerId, PreferenceKey));
create table dbo.Products (ProductId int primary key, Name nvarchar(100) not null, StockQuantity int not null, ReservedQuantity int not null, LastModifiedUtc datetime2 not null);
create table dbo.Orders (Id int primary key, CustomerId int not null references dbo.Customers (CustomerId), OrderStatus int not null, PaymentStatus int not null, OrderTotal decimal(18, 4) not null, CreatedOnUtc datetime2 not null, LastModifiedUtc datetime2 not null);
create table dbo.OrderItems (OrderId int not null, ProductId int not null references dbo.Products (ProductId), Quantity int not null, UnitPrice decimal(18, 4) not null);
create table dbo.OrderNotes (Id int identity primary key, OrderId int not null, Note nvarchar(400), CreatedOnUtc datetime2 not null, DisplayToCustomer int not null);
create table dbo.ShoppingCartItems (Id int identity primary key, CustomerId int not null, ProductId int not null, Quantity int not null, CreatedOnUtc datetime2 not null, ShoppingCartType int not null);
create table dbo.InventoryAdjustments (Id int identity primary key, ProductId int not null, Adjustment int not null, Reason nvarchar(200), CreatedUtc datetime2 not null);
create table dbo.SyncPosition (SyncedToUtc datetime2 not null);
create view dbo.DataIntegrityIssues (Area, Id) as
    select 'orders', o.Id from dbo.Orders o where o.OrderTotal <> coalesce((select sum(i.Quantity * i.UnitPrice) from dbo.OrderItems i where i.OrderId = o.Id), 0)
    union all select 'customers', c.CustomerId from dbo.Customers c where c.Email is null or c.Email not like '%_@_%._%'
    union all select 'inventory', p.ProductId from dbo.Products p where p.StockQuantity < 0 or p.ReservedQuantity > p.StockQuantity
    union all select 'finance', o.Id from dbo.Orders o where o.PaymentStatus = 30 and o.OrderTotal <= 0
    union all select 'constraints', i.OrderId from dbo.OrderItems i where not exists (select 1 from dbo.Orders o where o.Id = i.OrderId);
insert into dbo.Customers select x, 'First' || x, 'Last' || x, 'customer' || x || '@example.com', '+1 555 ' || (1000 + x), x || ' Main Street', x || ' Main Street', 0, getutcdate(), getutcdate() from system_range(1, 200);
insert into dbo.CustomerPreferences select x, 'newsletter', case when mod(x, 2) = 0 then 'yes' else 'no' end, getutcdate() from system_range(1, 200);
insert into dbo.Products select x, 'Product ' || x, 1000000, 0, getutcdate() from system_range(1, 50);
insert into dbo.Orders select x, 1 + mod(x, 200), 20, case when mod(x, 10) = 0 then 10 else 30 end, 10 * (1 + mod(x, 3)), getutcdate(), getutcdate() from system_range(1, 500);
insert into dbo.OrderItems select x, 1 + mod(x, 50), 1 + mod(x, 3), 10 from system_range(1, 500);
insert into dbo.ShoppingCartItems (CustomerId, ProductId, Quantity, CreatedOnUtc, ShoppingCartType) select 1 + mod(x, 200), 1 + mod(x, 50), 1, getutcdate(), 1 from system_range(1, 120);
insert into dbo.SyncPosition values (getutcdate());
create table dbo.CustomersBackup as select * from dbo.Customers;
create table dbo.CustomerPreferencesBackup as select * from dbo.CustomerPreferences;
create table dbo.ProductsBackup as select * from dbo.Products;
create table dbo.OrdersBackup as select * from dbo.Orders;
create table dbo.OrderItemsBackup as select * from dbo.OrderItems;
create table dbo.ShoppingCartItemsBackup as select * from dbo.ShoppingCartItems;
