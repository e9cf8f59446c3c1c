/**
 * What a target can be asked for; a scenario whose need is missing is skipped with that reason, never weakened.
 *
 * - `real-commit`: operations commit for real, on a database whose server the kit may administer
 * - `concurrency`: operations may overlap
 * - `kill`: operations can run in a process of their own, which the kit may kill
 * - `unit-of-work`: the operation `unitOfWork` runs a script of steps in one transaction
 * - `event-columns`: events wait in a table whose columns repeat what the payload says
 * - `domain-envelopes`: published envelopes have the form of the domain's specification
 * - `http`: operations can also be requests to the served application
 * - `routes`: the application's routes can be listed, and requested as any caller
 * - `tenant-lookup`: tenants are looked up, through a cache, by calls in the kit's process
 * - `served-tenant-lookup`: … and by requests to an application in a process of its own, whose arrivals the kit can hold and count
 * - `inactive-tenants`: tenants can be made inactive, and are refused then
 * - `tenant-invalidation`: the service can be made to forget what it has cached of a tenant
 * - `service-clock`: the clock that the cache's entries expire by can be moved
 * - `tenant-lookup-wire`: the look-up that is called can be connected to its database through the kit's proxy
 * - `cache-access`: the store behind its cache can be counted, corrupted and made to fail
 * - `loader-access`: its loads can be made to reject with anything, and their cancellations are counted
 * - `stale-serving`: it can be opened so that tenants are served past their time
 * - `tenant-instances`: several instances of it can be started that share their loads
 * - `instance-waits`: … and each counts the loads for which it was told to wait for another
 * - `wire`: the service can be connected to its database through the kit's proxy
 * - `relay`: … and one pass of its relay can be asked for there
 */
export type Capability =
  | 'real-commit'
  | 'concurrency'
  | 'kill'
  | 'unit-of-work'
  | 'event-columns'
  | 'domain-envelopes'
  | 'http'
  | 'routes'
  | 'tenant-lookup'
  | 'served-tenant-lookup'
  | 'inactive-tenants'
  | 'tenant-invalidation'
  | 'service-clock'
  | 'tenant-lookup-wire'
  | 'cache-access'
  | 'loader-access'
  | 'stale-serving'
  | 'tenant-instances'
  | 'instance-waits'
  | 'wire'
  | 'relay';
