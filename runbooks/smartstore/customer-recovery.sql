-- Profiles and preferences changed after :moment get the values of the backup tables.
merge into dbo.Customers as c
using dbo.CustomersBackup as cb on c.CustomerId = cb.CustomerId
when matched and c.LastModifiedUtc > :moment then update set
    FirstName = cb.FirstName, LastName = cb.LastName, Email = cb.Email, Phone = cb.Phone,
    BillingAddress = cb.BillingAddress, ShippingAddress = cb.ShippingAddress;

merge into dbo.CustomerPreferences as cp
using dbo.CustomerPreferencesBackup as cpb on cp.CustomerId = cpb.CustomerId and cp.PreferenceKey = cpb.PreferenceKey
when matched and cp.LastModifiedUtc > :moment then update set PreferenceValue = cpb.PreferenceValue;

select count(*) as differing
from dbo.Customers c inner join dbo.CustomersBackup cb on c.CustomerId = cb.CustomerId
where c.LastModifiedUtc > :moment and (c.Email <> cb.Email or c.LastName <> cb.LastName or c.FirstName <> cb.FirstName);
