// Every file of descriptions, one line each: the registry finds the operations in them.
export * as accessList from './access-list'
export * as clusters from './clusters'
export * as console from './console'
export * as directory from './directory'
export * as employee from './employee'
export * as requests from './requests'
export * as slots from './slots'
